"""The page of an import in a real browser: clicks counted, by keyboard, on a phone."""

from io import BytesIO

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from products.models import PlanImport
from products.plans.columns import REGISTRATION_COLUMNS
from programs.enums import Role
from tests.support.browser import awaited, enter, see
from tests.support.factories import make_registration, make_user
from tests.support.importers import make_importing_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COUNT_CLICKS = """() => addEventListener("click", (event) => event.isTrusted && event.detail
    && sessionStorage.setItem("clicks", 1 + Number(sessionStorage.getItem("clicks"))), true)"""
CLICKS_ALLOWED = 4


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def plan():
    return make_importing_plan()


@pytest.fixture
def open_import(plan, live_server, open_page):
    """The page of the plan's import, as an officer of its unit sees it."""

    def open_it(width=1440, user=None):
        page = open_page(live_server.url, width)
        enter(page, live_server.url, user or make_user(Role.UNIT_OFFICER, unit=plan.unit))
        page.add_init_script(f"({COUNT_CLICKS})()")
        page.goto(f"/ke-hoach/{plan.pk}/nhap-tep/")
        return page

    return open_it


def file_of(rows=20, **cells):
    """A workbook of so many products; `cells` are others in a row: r4=(column, text)."""
    book = Workbook()
    book.active.append([column.title for column in REGISTRATION_COLUMNS])
    for number in range(1, rows + 1):
        name, commune = f"Mật ong số {number}", "Xã Bình An"
        line = [number, name, "HTX Mật", "Hợp tác xã", commune, "Thực phẩm", "3 sao"]
        if wrong := cells.get(f"r{number}"):
            line[wrong[0]] = wrong[1]
        book.active.append(line)
    content = BytesIO()
    book.save(content)
    return {"name": "danh-sach.xlsx", "mimeType": EXCEL, "buffer": content.getvalue()}


COMMUNE, FORM = 4, 6
WITH_TWO_FAULTS = {"r3": (COMMUNE, "Xã Binh An"), "r9": (FORM, "9 sao")}


def choose(page, file):
    page.locator("input[type=file]").set_input_files(file)


def step_of(page):
    return page.locator("[aria-current=step]")


def clicks(page):
    return int(page.evaluate("sessionStorage.getItem('clicks')") or 0)


# --- By mouse ------------------------------------------------------------------------------------


def test_a_clean_file_of_twenty_rows_is_in_the_plan_after_one_click(open_import, plan):
    page = open_import()
    expect(step_of(page)).to_contain_text("Nộp tệp")
    choose(page, file_of())
    expect(step_of(page)).to_contain_text("Xác nhận")
    expect(page.get_by_text("20 sản phẩm được thêm vào cuối danh sách")).to_be_visible()
    assert plan.registrations.count() == 0

    page.get_by_role("button", name="Nhập 20 sản phẩm").click()

    expect(step_of(page)).to_contain_text("Kết quả")
    assert (plan.registrations.count(), clicks(page)) == (20, 1)


def test_two_small_faults_are_mended_on_the_page_within_four_clicks(open_import, plan):
    page = open_import()
    choose(page, file_of(**WITH_TWO_FAULTS))
    expect(page.get_by_text("2 dòng có lỗi")).to_be_visible()
    expect(page.get_by_role("button", name="Nhập 20 sản phẩm")).to_have_count(0)

    page.get_by_role("button", name="Lấy “Xã Bình An”").click()
    expect(page.get_by_text("1 dòng có lỗi", exact=True)).to_be_visible()
    form = page.get_by_label("Hình thức đăng ký của dòng 10")
    expect(form).to_have_accessible_description(
        "“9 sao” không có trong danh mục. Ghi một trong: "
        "3 sao; 4 sao; Nâng hạng 3-4 sao; Nâng hạng 4-5 sao; Đánh giá lại."
    )
    form.click()
    form.fill("4 sao")
    page.get_by_role("button", name="Lưu sửa và kiểm tra lại").first.click()
    page.get_by_role("button", name="Nhập 20 sản phẩm").click()

    expect(step_of(page)).to_contain_text("Kết quả")
    assert clicks(page) == CLICKS_ALLOWED
    assert plan.registrations.count() == 20
    assert plan.registrations.get(product_name="Mật ong số 9").form == "4_star"


def own_file():
    """An office's own table: other titles, another order, a group that is no group, a figure."""
    book = Workbook()
    book.active.append(
        ["Mức", "Tên hàng hóa", "HTX/cơ sở", "Địa chỉ", "Loại", "Ngành", "Doanh thu"]
    )
    for number in range(1, 21):
        name = f"Mật ong số {number}"
        where = f"Thôn {number}, xã Bình An"
        book.active.append(["3 sao", name, "HTX Mật", where, "HTX", "Hàng gì đó", number])
    content = BytesIO()
    book.save(content)
    return {"name": "cua-toi.xlsx", "mimeType": EXCEL, "buffer": content.getvalue()}


def test_an_own_table_in_its_own_order_is_imported_within_four_clicks(open_import, plan):
    page = open_import()
    choose(page, own_file())
    expect(page.get_by_label("Mức")).to_have_value("form")
    page.get_by_label("Loại").select_option(label="Loại hình chủ thể")
    page.get_by_label("Doanh thu").select_option(label="bỏ qua, không nhập")
    page.get_by_role("button", name="Đọc theo các cột này").click()

    expect(page.get_by_text("20 dòng có lỗi", exact=True)).to_be_visible()
    group = page.get_by_label("Nhóm sản phẩm của dòng 2", exact=True)
    group.click()
    group.fill("Thực phẩm")
    page.get_by_role("button", name="Áp dụng cho 20 dòng giống nhau").first.click()
    page.get_by_role("button", name="Nhập 20 sản phẩm").click()

    expect(step_of(page)).to_contain_text("Kết quả")
    assert clicks(page) <= CLICKS_ALLOWED
    row = plan.registrations.get(product_name="Mật ong số 20")
    assert (row.address, row.form, row.product_group) == ("Thôn 20", "3_star", "food")


def test_a_file_is_dropped_on_the_page_and_read_at_once(open_import):
    page, file = open_import(), file_of(2)
    page.evaluate(
        """([name, bytes]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
            const drop = new DragEvent("drop", { dataTransfer, cancelable: true, bubbles: true });
            document.querySelector("[data-part=drop]").dispatchEvent(drop);
        }""",
        [file["name"], list(file["buffer"])],
    )

    expect(page.get_by_role("button", name="Nhập 2 sản phẩm")).to_be_visible()


def test_a_file_that_cannot_be_read_is_refused_where_it_was_chosen(open_import):
    page = open_import()
    bad = {"name": "anh.png", "mimeType": "image/png", "buffer": b"\x89PNG"}

    with awaited(page, "422"):
        choose(page, bad)
        expect(page.locator("[data-part=fault]")).not_to_be_empty()

    expect(page.get_by_label("Tệp danh sách")).to_be_focused()
    see(page, "Nhập danh sách sản phẩm")
    choose(page, file_of(1))
    expect(page.get_by_role("button", name="Nhập 1 sản phẩm")).to_be_visible()


def test_too_many_files_in_a_minute_are_refused_in_words(open_import):
    page = open_import()
    page.route("**/nhap-tep/", lambda route: route.fulfill(status=429, body="<p>"))

    with awaited(page, "429"):
        choose(page, file_of(1))
        expect(page.get_by_role("alert")).to_contain_text("Hãy đợi một phút")


def test_progress_and_checking_are_told_while_the_file_is_on_its_way(open_import):
    page = open_import()
    page.route("**/nhap-tep/", lambda route: None)

    choose(page, file_of(1))

    expect(page.get_by_role("status")).to_contain_text("Đang")
    expect(page.get_by_role("progressbar", name="Tiến độ tải tệp")).to_be_visible()
    page.unroute("**/nhap-tep/")


def test_a_row_is_left_out_and_taken_back(open_import, plan):
    page = open_import()
    choose(page, file_of(**WITH_TWO_FAULTS))
    page.get_by_role("button", name="Bỏ dòng 4").click()
    page.get_by_role("button", name="Bỏ dòng 10").click()
    expect(page.get_by_text("2 dòng đã bỏ không được nhập.")).to_be_visible()
    page.get_by_role("link", name="Đã bỏ (2)").click()
    page.get_by_role("button", name="Lấy lại dòng 4").click()

    expect(page.get_by_text("1 dòng có lỗi", exact=True)).to_be_visible()
    assert plan.imports.get().answers["left_out"] == [10]


def test_what_was_typed_is_kept_when_another_window_was_faster(open_import, plan):
    page = open_import()
    choose(page, file_of(**WITH_TWO_FAULTS))
    form = page.get_by_label("Hình thức đăng ký của dòng 10")
    form.fill("4 sao")
    PlanImport.objects.filter(plan=plan).update(version=2)

    with awaited(page, "409"):
        page.get_by_role("button", name="Lưu sửa và kiểm tra lại").first.click()
        expect(page.get_by_role("alert")).to_contain_text("ở một cửa sổ khác")
    expect(form).to_have_value("4 sao")
    page.get_by_role("button", name="Lưu sửa và kiểm tra lại").first.click()

    expect(page.get_by_text("1 dòng có lỗi", exact=True)).to_be_visible()


def test_an_import_is_undone_by_a_click(open_import, plan):
    make_registration(plan, product_name="Cũ", position=1)
    page = open_import()
    page.get_by_label("Thay toàn bộ danh sách hiện có (1 sản phẩm)").check()
    choose(page, file_of(3))
    page.get_by_role("button", name="Nhập 3 sản phẩm").click()

    page.get_by_role("button", name="Hoàn tác lần nhập này").click()

    expect(page.get_by_text("Đã hoàn tác: gỡ 3 sản phẩm vừa nhập, lấy lại 1")).to_be_visible()
    assert list(plan.registrations.values_list("product_name", flat=True)) == ["Cũ"]


# --- Keyboard, screen readers, small screens, no scripts -----------------------------------------


def tab_to(page, target):
    """Press Tab until this is in focus."""
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{target} cannot be reached by Tab.")


def test_an_import_is_done_with_the_keyboard_alone(open_import, plan):
    page = open_import()
    page.on("filechooser", lambda _: None)  # else the browser is told too late to hand it over
    tab_to(page, page.get_by_label("Tệp danh sách"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file_of(**WITH_TWO_FAULTS))

    expect(page.get_by_text("2 dòng có lỗi")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Lấy “Xã Bình An”"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 dòng có lỗi", exact=True)).to_be_visible()
    tab_to(page, page.get_by_label("Hình thức đăng ký của dòng 10"))
    page.keyboard.press("Control+a")
    page.keyboard.type("4 sao")
    page.keyboard.press("Enter")
    import_button = page.get_by_role("button", name="Nhập 20 sản phẩm")
    expect(import_button).to_be_visible()
    tab_to(page, import_button)
    page.keyboard.press("Enter")
    expect(step_of(page)).to_contain_text("Kết quả")
    assert (plan.registrations.count(), clicks(page)) == (20, 0)

    tab_to(page, page.get_by_role("button", name="Hoàn tác lần nhập này"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã hoàn tác: gỡ 20 sản phẩm")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_every_step_is_accessible_and_does_not_scroll_sideways(open_import, width):
    page = open_import(width)
    see(page, "Nhập danh sách sản phẩm")
    choose(page, file_of(**WITH_TWO_FAULTS))
    expect(page.get_by_text("2 dòng có lỗi")).to_be_visible()
    for details in page.locator("main details").all():
        details.evaluate("element => { element.open = true; }")
    see(page, "Kết quả kiểm tra tệp")
    page.get_by_role("link", name="Tất cả (20)").click()
    expect(page.get_by_role("region", name="Các dòng của tệp")).to_be_visible()
    see(page, "Kết quả kiểm tra tệp")
    page.get_by_role("link", name="Chỉ dòng có lỗi (2)").click()
    page.get_by_role("button", name="Lấy “Xã Bình An”").click()
    page.get_by_role("button", name="Bỏ dòng 10").click()
    expect(page.get_by_role("heading", name="Khi xác nhận")).to_be_visible()
    see(page, "Kết quả kiểm tra tệp")
    page.get_by_role("button", name="Nhập 19 sản phẩm").click()
    see(page, "Kết quả nhập tệp")
    page.get_by_role("button", name="Hoàn tác lần nhập này").click()
    expect(page.get_by_text("Đã hoàn tác")).to_be_visible()
    see(page, "Kết quả nhập tệp")


def test_without_scripts_the_file_is_sent_and_mended_by_buttons(
    browser, browser_context_args, live_server, plan
):
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, **browser_context_args
    )
    page = context.new_page()
    enter(page, live_server.url, make_user(Role.UNIT_OFFICER, unit=plan.unit))
    page.goto(f"/ke-hoach/{plan.pk}/nhap-tep/")
    choose(page, file_of(r3=WITH_TWO_FAULTS["r3"]))
    page.get_by_role("button", name="Đọc và kiểm tra tệp").click()
    page.get_by_role("button", name="Lấy “Xã Bình An”").click()
    page.get_by_role("button", name="Nhập 20 sản phẩm").click()

    expect(page.get_by_role("button", name="Hoàn tác lần nhập này")).to_be_visible()
    assert plan.registrations.count() == 20
    context.close()
