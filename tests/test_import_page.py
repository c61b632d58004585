"""The page of an import in a real browser: few clicks, the keyboard alone, small screens."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from products.models import PlanImport
from programs.enums import Role
from tests.factories import make_user
from tests.importers import make_importing_plan
from tests.workbooks import HEAD, TEA, changed, workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
MOST_CLICKS = 4
COUNT_CLICKS = """
window.addEventListener("click", (event) => {
  if (event.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
}, true);
"""


@pytest.fixture
def plan(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_importing_plan()


@pytest.fixture
def portal(live_server, page, plan):
    """The plan's import page, opened by its officer; any error or request elsewhere fails."""
    client, faults = Client(), []
    client.force_login(make_user(Role.UNIT_OFFICER, unit=plan.unit))
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.set_default_timeout(20_000)
    page.awaited = "never"

    def heed(message):
        is_told = message.type == "error" and page.awaited not in message.text
        return is_told and faults.append(message.text)

    page.on("console", heed)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: live_server.url in request.url or faults.append(request.url))
    page.add_init_script(COUNT_CLICKS)
    page.goto(f"{live_server.url}{plan.get_absolute_url()}")
    page.get_by_role("link", name="Nhập từ Excel").click()
    expect(page.locator("h1")).to_contain_text("Nhập danh sách")
    yield page
    assert [fault for fault in faults if not fault.startswith(("data:", "blob:"))] == []


def file_of(rows, name="danh-sach.xlsx"):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": workbook(rows)}


def twenty(**faults):
    """A head and twenty rows; `row3={…}` are cells of the third that differ."""
    rows = [
        changed(TEA, number=n, name=f"Trà số {n}", **faults.get(f"row{n}", {}))
        for n in range(1, 21)
    ]
    return (HEAD, *rows)


FAULTY = twenty(row3={"commune": "Binh An"}, row8={"form": "6 sao"})


def choose(page, file):
    """Choose the file; clicks count from here on."""
    page.evaluate("sessionStorage.clicks = 0")
    page.locator("input[type=file]").set_input_files(file)


def clicks(page):
    return int(page.evaluate("sessionStorage.clicks"))


def violations(page):
    page.evaluate(AXE)
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]]


# --- By mouse ------------------------------------------------------------------------------------


def test_a_first_plan_of_twenty_rows_needs_few_clicks_after_the_file_is_chosen(portal, plan):
    choose(portal, file_of(twenty()))
    portal.get_by_role("button", name="Nhập 20 sản phẩm").click()

    expect(portal.get_by_text("Đã nhập 20 sản phẩm")).to_be_visible()
    assert clicks(portal) == 1 <= MOST_CLICKS
    assert plan.registrations.count() == 20


def test_two_small_faults_are_mended_on_the_page_with_one_upload(portal, plan):
    choose(portal, file_of(FAULTY))
    portal.get_by_label("Hình thức đăng ký của dòng 9").click()
    portal.keyboard.press("Control+a")
    portal.keyboard.type("4 sao")
    portal.get_by_role("button", name="Lấy “Xã Bình An” cho dòng 4").click()
    portal.get_by_role("button", name="Nhập 20 sản phẩm").click()

    expect(portal.get_by_text("Đã nhập 20 sản phẩm")).to_be_visible()
    assert clicks(portal) == 3 <= MOST_CLICKS
    assert PlanImport.objects.count() == 1
    assert plan.registrations.filter(form="4_star").count() == 1


def test_an_import_is_taken_back(portal, plan):
    choose(portal, file_of(twenty()))
    portal.get_by_role("button", name="Nhập 20 sản phẩm").click()
    portal.get_by_role("button", name="Hoàn tác lần nhập này").click()

    expect(portal.get_by_text("Đã hoàn tác: gỡ 20 sản phẩm")).to_be_visible()
    assert plan.registrations.count() == 0


def test_a_dropped_file_is_sent_and_read(portal):
    content = list(workbook(twenty()))
    dropped = portal.evaluate_handle(
        """content => {
          const files = new DataTransfer();
          files.items.add(new File([new Uint8Array(content)], "tha.xlsx"));
          return files;
        }""",
        content,
    )
    portal.dispatch_event("[data-part=drop]", "drop", {"dataTransfer": dropped})

    expect(portal.get_by_role("button", name="Nhập 20 sản phẩm")).to_be_visible()


def test_a_wrong_file_is_told_in_a_sentence_and_another_can_be_chosen(portal):
    portal.awaited = "422"
    choose(portal, {"name": "a.xlsx", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    expect(portal.locator("[data-part=fault]")).to_contain_text("PDF")
    expect(portal.locator("input[type=file]")).to_be_focused()

    choose(portal, file_of(twenty()))
    expect(portal.get_by_role("button", name="Nhập 20 sản phẩm")).to_be_visible()


# --- By keyboard, on small screens ---------------------------------------------------------------


def tab_to(page, selector, most=60):
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"No Tab leads to {selector}")


def test_the_keyboard_alone_imports_mends_and_takes_back(portal, plan):
    tab_to(portal, "input[type=file]")
    portal.evaluate("sessionStorage.clicks = 0")
    with portal.expect_file_chooser() as chooser:
        portal.keyboard.press("Enter")
    chooser.value.set_files(file_of(FAULTY))
    expect(portal.get_by_text("2 dòng có lỗi")).to_be_visible()

    tab_to(portal, "#o-4-commune")
    portal.keyboard.press("Control+a")
    portal.keyboard.type("Xã Bình An")
    tab_to(portal, "#o-9-form")
    portal.keyboard.press("Control+a")
    portal.keyboard.type("4 sao")
    portal.keyboard.press("Escape")  # the list of values
    portal.keyboard.press("Enter")
    expect(portal.get_by_role("button", name="Nhập 20 sản phẩm")).to_be_visible()
    tab_to(portal, "#kiem-tra button")
    portal.keyboard.press("Enter")
    expect(portal.get_by_text("Đã nhập 20 sản phẩm")).to_be_visible()
    assert plan.registrations.count() == 20

    tab_to(portal, "main form button")
    portal.keyboard.press("Enter")
    expect(portal.get_by_text("Đã hoàn tác")).to_be_visible()
    assert plan.registrations.count() == 0


@pytest.mark.parametrize("width", [360, 1440])
def test_every_part_of_the_import_is_accessible_and_stays_in_its_box(portal, width):
    def is_well():
        assert violations(portal) == []
        assert portal.evaluate("document.documentElement.scrollWidth <= innerWidth")

    portal.set_viewport_size({"width": width, "height": 900})
    is_well()
    choose(portal, file_of(FAULTY))
    expect(portal.get_by_text("2 dòng có lỗi")).to_be_visible()
    portal.get_by_text("Các ô khác của dòng 4").click()
    is_well()
    portal.get_by_role("link", name=re.compile("^Tất cả")).click()
    expect(portal.get_by_role("columnheader", name="Tình trạng")).to_be_visible()
    is_well()
    portal.get_by_role("link", name=re.compile("^Chỉ dòng có lỗi")).click()
    portal.get_by_role("button", name="Bỏ dòng 9").click()
    portal.get_by_role("button", name="Lấy “Xã Bình An” cho dòng 4").click()
    expect(portal.get_by_role("button", name="Nhập 19 sản phẩm")).to_be_visible()
    is_well()
    portal.get_by_role("button", name="Nhập 19 sản phẩm").click()
    expect(portal.get_by_text("Đã nhập 19 sản phẩm")).to_be_visible()
    is_well()


# --- Without scripts -----------------------------------------------------------------------------


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_the_buttons_do_the_same(portal, plan):
    portal.locator("input[type=file]").set_input_files(file_of(FAULTY))
    portal.get_by_role("button", name="Đọc và kiểm tra tệp").click()
    portal.get_by_label("Hình thức đăng ký của dòng 9").fill("4 sao")
    portal.get_by_role("button", name="Lấy “Xã Bình An” cho dòng 4").click()
    portal.get_by_role("button", name="Nhập 20 sản phẩm").click()

    expect(portal.get_by_text("Đã nhập 20 sản phẩm")).to_be_visible()
    assert plan.registrations.count() == 20
