"""A paper goes out in a browser: two people, its readers, the register, and a citizen who asks."""

import pytest
from playwright.sync_api import expect

from programs.models import User
from reports.models import OutgoingPaper
from tests.support.browser import enter, see

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 740}
SUBJECT = "rà soát số lượng sản phẩm"


def press(page, role, name):
    page.locator("main").get_by_role(role, name=name, exact=True).first.click()


def come_in(page, demo, name):
    page.context.clear_cookies()
    enter(page, demo, User.objects.get(username=name))


def test_a_paper_goes_from_its_draft_to_its_reader_and_to_a_citizen(demo, open_page):
    page = open_page(demo)
    write(page, demo)
    paper = OutgoingPaper.objects.get(subject=SUBJECT)
    issue(page, demo, paper)
    paper.refresh_from_db()
    open_it(page, demo, paper)
    ask_about(page, paper)


def write(page, demo):
    come_in(page, demo, "chuyenvien")
    page.goto("/van-ban-di/")
    press(page, "link", "Soạn văn bản")
    see(page, "Soạn văn bản")
    press(page, "link", "Phụ lục số lượng sản phẩm năm 2024")
    page.get_by_label("Trích yếu").fill(SUBJECT)
    page.get_by_label("Ký hiệu").fill("SNN-NTM")
    page.get_by_label("Họ tên người ký").fill("Nguyễn Văn Mẫu")
    page.get_by_label("Huyện Sơn Tây").check()
    see(page, "Soạn văn bản")
    press(page, "button", "Lưu")
    see(page, SUBJECT)
    expect(page.locator("main")).to_contain_text("Chưa ghi chức vụ người ký.")
    press(page, "link", "Sửa dự thảo")
    page.get_by_label("Chức vụ người ký").fill("Giám đốc")
    press(page, "button", "Lưu")
    expect(page.locator("#thong-tin")).to_contain_text("Giám đốc")


def issue(page, demo, paper):
    come_in(page, demo, "quantri")
    page.goto(paper.get_absolute_url())
    for act, state in (
        ("Duyệt dự thảo", "Đã duyệt"),
        ("Cấp số", "Đã có số"),
        ("Ban hành", "Đã ban hành"),
    ):
        press(page, "link", act)
        see(page, act)
        press(page, "button", act)
        expect(page.locator("h1")).to_contain_text(state, ignore_case=True)


def open_it(page, demo, paper):
    """A reader is led there by the bell, and the administrator sees that they opened it."""
    come_in(page, demo, "ld.sontay")
    page.goto("/thong-bao/")
    page.locator("main").get_by_role("button", name=paper.label).first.click()
    see(page, SUBJECT)
    come_in(page, demo, "quantri")
    page.goto(paper.get_absolute_url())
    expect(page.locator("#noi-nhan")).to_contain_text("Lãnh đạo Huyện Sơn Tây: mở lúc")


def ask_about(page, paper):
    page.context.clear_cookies()
    page.goto("/tra-cuu-van-ban/")
    see(page, "Kiểm tra văn bản")
    page.get_by_label("Mã tra cứu của văn bản").fill(paper.check_code)
    press(page, "button", "Kiểm tra")
    see(page, "Văn bản đã ban hành, còn hiệu lực")
    page.goto("/tra-cuu-van-ban/")
    sealed = bytes(paper.sealed("pdf").content)
    file = {"name": "van-ban.pdf", "mimeType": "application/pdf", "buffer": sealed}
    page.get_by_label("Tệp PDF").set_input_files(file)
    press(page, "button", "Kiểm tra tệp")
    see(page, "Tệp đúng là văn bản đã ban hành")


def test_the_register_is_searched_and_narrowed_and_a_paper_is_readable_on_a_phone(demo, open_page):
    page = open_page(demo)
    come_in(page, demo, "lanhdao")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto("/van-ban-di/")
        see(page, "Sổ văn bản đi")
        for state in ("draft", "issued", "withdrawn", "replaced"):
            page.goto(OutgoingPaper.objects.filter(state=state).first().get_absolute_url())
            see(page, "")
    page.set_viewport_size(DESK)
    page.goto("/van-ban-di/?q=thu+hoi")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto("/van-ban-di/?state=issued&kind=cong-van")
    expect(page.locator("main")).to_contain_text("02/SNNMT-NTM")
    expect(page.locator("main")).not_to_contain_text("dự thảo chờ duyệt")


def test_a_day_that_is_none_stays_as_it_was_typed_and_issues_nothing(demo, open_page):
    """The picker would make 03/03/2024 of it, for ever, without a word."""
    page, paper = open_page(demo), OutgoingPaper.objects.filter(state="numbered").first()
    come_in(page, demo, "quantri")
    page.goto(f"{paper.get_absolute_url()}issue/")
    day = page.get_by_label("Ngày văn bản")
    for typed, leave in (("31/02/2024", "Tab"), ("hôm nay", "Tab"), ("31/02/2024", "Enter")):
        day.fill(typed)
        day.press(leave)
        expect(day).to_have_value(typed)
    press(page, "button", "Ban hành")
    see(page, "Ban hành")
    expect(day).to_have_value("31/02/2024")
    expect(page.locator("main")).to_contain_text("Ngày không hợp lệ: hãy ghi ngày/tháng/năm")
    day.fill("1/4/2024")
    expect(
        page.locator(".datepicker-dropdown.active")
    ).to_be_hidden()  # nothing lies on what follows
    day.press("Tab")
    expect(day).to_have_value("01/04/2024")
