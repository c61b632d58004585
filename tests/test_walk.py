"""The whole walk in a real browser: count, plan, send, accept, appendix, on the real figures."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from products.columns import REGISTRATION_COLUMNS
from products.demo import PASSWORD, fill
from programs.models import Campaign, Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
UNIT = "535"  # Ba Tơ has declared 13 products of 3 stars and has no plan yet
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def portal(live_server, page, settings):
    """The demo year in a browser that fails the test on any error it reports."""
    settings.SECOND_FACTOR_ROLES = []  # as in a demonstration
    fill()
    faults = []
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.on("request", lambda request: live_server.url in request.url or faults.append(request.url))
    page.base = live_server.url
    page.set_default_timeout(8000)
    yield page
    assert [fault for fault in faults if not fault.startswith(("data:", "blob:"))] == []


def sign_in(page, username):
    page.context.clear_cookies()
    page.goto(f"{page.base}/tai-khoan/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()


def press(page, name):
    """Open the step by its link, then confirm it by the button of the same name."""
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("button", name=name, exact=True).click()


def is_accessible(page):
    page.evaluate(AXE)
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []


def workbook_of(rows):
    """A workbook with the columns of the template and so many products of Ba Tơ."""
    communes = Unit.objects.filter(parent__code=UNIT).order_by("code")
    book = Workbook()
    book.active.append([column.title for column in REGISTRATION_COLUMNS])
    for number in range(2, rows + 2):
        name, commune = f"Mật ong số {number}", str(communes[number % 5])
        line = [number, name, "HTX Ba Tơ", "Hợp tác xã", commune, "Thực phẩm", "3 sao"]
        book.active.append(line)
    content = BytesIO()
    book.save(content)
    return {"name": "ba-to.xlsx", "mimeType": EXCEL, "buffer": content.getvalue()}


def test_a_unit_counts_plans_and_sends_and_the_province_accepts_and_prints(portal):
    page, campaign = portal, Campaign.objects.get()
    appendix = f"{page.base}/phu-luc/{campaign.pk}/"

    sign_in(page, "cb.bato")
    page.get_by_role("link", name="Số lượng đã khai").click()
    expect(page.locator("[name='3_star']")).to_have_value("13")
    assert is_accessible(page)
    page.get_by_role("button", name="Lưu số lượng").click()
    page.get_by_role("link", name="Đến kế hoạch").click()
    page.get_by_role("button", name="Lập kế hoạch").click()
    add_one_by_hand(page)
    import_the_rest(page)
    assert is_accessible(page)
    press(page, "Trình lãnh đạo duyệt")

    sign_in(page, "ld.bato")
    page.get_by_role("link", name="Kế hoạch của đơn vị").click()
    press(page, "Duyệt và gửi tỉnh")
    expect(page.locator("h1")).to_contain_text("đã gửi tỉnh")

    sign_in(page, "chuyenvien")
    page.goto(f"{page.base}/dot/{campaign.pk}/tinh-hinh/")
    assert is_accessible(page)
    page.get_by_role("link", name="Huyện Ba Tơ").click()
    press(page, "Tiếp nhận")
    page.goto(appendix + "?source=declared")
    totals = page.locator("table tr").last.inner_text().split()
    assert totals[-6:] == ["131", "9", "6", "3", "28", "177"]
    assert is_accessible(page)
    assert download(page, "Tải PDF").startswith(b"%PDF-")
    sheet = load_workbook(BytesIO(download(page, "Tải Excel"))).active
    assert [131, 9, 6, 3, 28, 177] in [
        [cell for cell in row if isinstance(cell, int)] for row in sheet.values
    ]


def add_one_by_hand(page):
    page.get_by_role("link", name="Thêm sản phẩm").click()
    page.get_by_label("Tên sản phẩm").fill("Mật ong số 1")
    page.get_by_label("Chủ thể sản xuất").fill("HTX Ba Tơ")
    page.get_by_label("Loại hình chủ thể").select_option(label="Hợp tác xã")
    page.get_by_label("Địa chỉ (xã)").select_option(index=1)
    page.get_by_label("Nhóm sản phẩm").select_option(label="Thực phẩm")
    page.get_by_label("Hình thức đăng ký").select_option(label="3 sao")
    page.get_by_role("button", name="Lưu").click()


def import_the_rest(page):
    page.get_by_role("link", name="Nhập từ Excel").click()
    page.locator("input[type=file]").set_input_files(workbook_of(12))
    page.get_by_role("button", name="Nhập 12 sản phẩm").click()
    page.get_by_role("main").get_by_role("link", name="Về kế hoạch").click()
    expect(page.locator("tbody tr", has_text="Mật ong số 13")).to_be_visible()


def download(page, name):
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    return Path(started.value.path()).read_bytes()
