"""The whole walk in a real browser: count, plan, send, accept, appendix, on the real figures."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from products.plans.columns import REGISTRATION_COLUMNS
from programs.models import Campaign, Unit
from tests.support.browser import follow, press, see, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
UNIT = "535"  # Ba Tơ has declared 13 products of 3 stars and has no plan yet
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def test_a_unit_counts_plans_and_sends_and_the_province_accepts_and_prints(demo, open_page):
    page, campaign = open_page(demo), Campaign.objects.get(kind="plan")

    sign_in(page, "cb.bato")
    follow(page, "Lập kế hoạch", "Kế hoạch của Huyện Ba Tơ")
    follow(page, "Khai số lượng", "Số lượng đăng ký")
    expect(page.locator("[name='3_star']")).to_have_value("13")
    page.get_by_role("button", name="Lưu số lượng").click()
    page.get_by_role("link", name="Đến kế hoạch").click()
    page.get_by_role("button", name="Lập kế hoạch").click()
    add_one_by_hand(page)
    import_the_rest(page)
    see(page, "Huyện Ba Tơ")
    press(page, "Trình lãnh đạo duyệt")

    sign_in(page, "ld.bato")
    follow(page, "Xem và duyệt gửi", "chờ lãnh đạo duyệt")
    press(page, "Duyệt và gửi tỉnh")
    expect(page.locator("h1")).to_contain_text("Đã gửi tỉnh")

    sign_in(page, "chuyenvien")
    page.goto(f"/dot/{campaign.pk}/tinh-hinh/")
    see(page, "Tình hình kế hoạch")
    follow(page, "Huyện Ba Tơ", "đã gửi tỉnh")
    press(page, "Tiếp nhận")
    page.goto(f"/phu-luc/{campaign.pk}/?source=declared")
    see(page, "Số lượng sản phẩm")
    totals = page.locator("table tr").last.inner_text().split()
    assert totals[-6:] == ["131", "9", "6", "3", "28", "177"]
    assert download(page, "Tải PDF").startswith(b"%PDF-")
    sheet = load_workbook(BytesIO(download(page, "Tải Excel"))).active
    assert [131, 9, 6, 3, 28, 177] in [
        [cell for cell in row if isinstance(cell, int)] for row in sheet.values
    ]


def add_one_by_hand(page):
    page.get_by_role("link", name="Thêm sản phẩm").first.click()
    page.get_by_label("Tên sản phẩm").fill("Mật ong số 1")
    page.get_by_label("Chủ thể sản xuất").fill("HTX Ba Tơ")
    page.get_by_label("Loại hình chủ thể").select_option(label="Hợp tác xã")
    page.get_by_label("Địa chỉ (xã)").select_option(index=1)
    page.get_by_label("Nhóm sản phẩm").select_option(label="Thực phẩm")
    page.get_by_label("Hình thức đăng ký").select_option(label="3 sao")
    page.get_by_role("button", name="Lưu").click()


def import_the_rest(page):
    page.get_by_role("link", name="Nhập từ Excel").click()
    expect(page.get_by_text("Kéo tệp thả vào khung này")).to_be_visible()  # the script is there
    page.locator("input[type=file]").set_input_files(workbook_of(12))
    page.get_by_role("button", name="Nhập 12 sản phẩm").click()
    see(page, "Kết quả nhập tệp")
    page.get_by_role("link", name="Về kế hoạch").click()
    expect(page.locator("tbody tr", has_text="Mật ong số 13")).to_be_visible()


def download(page, name):
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    return Path(started.value.path()).read_bytes()
