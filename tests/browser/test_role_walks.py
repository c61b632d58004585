"""The walk of each role through its own work on the demo, on a telephone.

How pages stand on a desk is held by `test_look.py`, and by the walks of plans and of the register.
"""

import re

import pytest
from playwright.sync_api import expect

from products.models import Plan
from products.plans.workflow import PLAN_PROCEDURE
from programs.enums import Role
from programs.models import Campaign, SavedView, User
from tests.support.browser import enter, follow, press, see, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
HOME = "OCOP"
NOTHING_WAITS = "Hiện không có việc nào chờ bạn"
PHONE, DESK = 360, 1440
# Who walks for each role; each takes units that nobody else of this file touches.
PEOPLE = {
    Role.PROVINCE_ADMIN: "quantri",
    Role.PROVINCE_STAFF: "chuyenvien",
    Role.COORDINATION_OFFICE: "vpdp",
    Role.AGENCY_OFFICER: "sokhcn",
    Role.UNIT_OFFICER: "cb.bato",
    Role.UNIT_LEADER: "ld.nghiahanh",
    Role.COUNCIL_SECRETARY: "thuky",
    Role.COUNCIL_MEMBER: "thanhvien",
    Role.OBSERVER: "lanhdao",
}


@pytest.fixture(scope="module")
def width():
    return PHONE


@pytest.fixture
def come_in(demo, open_page, width):
    """Sign the person of this role in and look at the first page."""

    def come(role):
        page = open_page(demo, width)
        sign_in(page, PEOPLE[role])
        see(page, HOME)
        return page

    return come


def go_home(page):
    page.locator(".brand").click()
    see(page, HOME)


# --- What each role does -------------------------------------------------------------------------


def test_an_officer_declares_lists_and_hands_in(come_in):
    page = come_in(Role.UNIT_OFFICER)
    follow(page, "Lập kế hoạch", "Kế hoạch của Huyện Ba Tơ")
    follow(page, "Khai số lượng", "Số lượng đăng ký")
    page.locator("[name='3_star']").fill("1")
    page.get_by_role("button", name="Lưu số lượng").click()
    follow(page, "Đến kế hoạch", "Kế hoạch của Huyện Ba Tơ")
    page.get_by_role("button", name="Lập kế hoạch").click()
    write_a_row(page)
    see(page, "đang soạn")

    go_home(page)
    expect(page.locator("main")).to_contain_text("Danh sách có 1 sản phẩm, đã khai 1.")
    follow(page, "Trình lãnh đạo duyệt", "Trình lãnh đạo duyệt")
    page.get_by_role("button", name="Trình lãnh đạo duyệt").click()

    see(page, "chờ lãnh đạo duyệt")
    go_home(page)
    expect(page.locator("main")).to_contain_text("Lãnh đạo đơn vị đang xem.")


def write_a_row(page):
    page.locator("#plan-editor tbody td").first.click()
    for text in ("Mật ong", "HTX Ba Tơ", "hop tac xa", "Xã Ba Vì", "thuc pham", "3 sao"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Trình lãnh đạo duyệt")).to_be_visible()


def test_a_leader_gives_back_then_sends(come_in):
    page = come_in(Role.UNIT_LEADER)
    follow(page, "Xem và duyệt gửi", "chờ lãnh đạo duyệt")
    answer(page, "Trả lại cán bộ", "Ghi rõ địa chỉ sản xuất.", "đang soạn")
    expect(page.locator("main")).to_contain_text("Ghi rõ địa chỉ sản xuất.")
    go_home(page)
    expect(page.locator("main")).to_contain_text(NOTHING_WAITS)

    officer = User.objects.get(username="cb.nghiahanh")
    PLAN_PROCEDURE.take(Plan.objects.get(unit=officer.unit), "hand_in", by=officer)
    go_home(page)
    follow(page, "Xem và duyệt gửi", "chờ lãnh đạo duyệt")
    follow(page, "Duyệt và gửi tỉnh", "Duyệt và gửi tỉnh")
    page.get_by_role("button", name="Duyệt và gửi tỉnh").click()
    see(page, "đã gửi tỉnh")
    follow(page, "Lần gửi 1", "lần gửi 1")
    go_home(page)
    expect(page.locator("main")).to_contain_text(NOTHING_WAITS)


def answer(page, step, reason, state):
    """Take the step with a reason, from its link to the state that the plan then has."""
    follow(page, step, step)
    page.get_by_label("Lý do").fill(reason)
    page.get_by_role("button", name=step).click()
    see(page, state)


def test_the_staff_watch_accept_return_and_remind(come_in):
    page, campaign = come_in(Role.PROVINCE_STAFF), Campaign.objects.get(kind="plan")
    follow(page, str(campaign), "Tình hình kế hoạch các đơn vị", exact=True)
    follow(page, re.compile("^Chưa gửi"), "Tình hình kế hoạch các đơn vị")
    go_home(page)
    follow(page, "Xem và tiếp nhận", "đã gửi tỉnh")
    press(page, "Tiếp nhận")
    see(page, "tỉnh đã tiếp nhận")
    go_home(page)
    follow(page, "Xem và tiếp nhận", "đã gửi tỉnh")
    answer(page, "Trả lại đơn vị", "Bổ sung địa chỉ sản xuất.", "tỉnh trả lại")
    go_home(page)
    page.get_by_text(re.compile(r"^Xem cả \d+ việc$")).click()
    follow(page, "Nhắc các đơn vị chưa gửi", "Nhắc các đơn vị chưa gửi")
    page.get_by_role("button", name=re.compile(r"^Nhắc \d+ đơn vị")).click()
    go_home(page)
    expect(page.locator("main")).to_contain_text("hôm nay đã nhắc")
    follow(page, "Phụ lục", "Số lượng sản phẩm")


def test_an_administrator_opens_a_campaign_and_invites(come_in):
    page = come_in(Role.PROVINCE_ADMIN)
    follow(page, "Các đợt", "Các đợt")
    follow(page, "Mở đợt mới", "Mở đợt")
    dates = {"opens_on": "01/03/2025", "due_at": "01/04/2025 00:00", "locks_at": "16/04/2025 00:00"}
    for name, text in ({"year": "2025"} | dates).items():
        page.locator(f"[name={name}]").fill(text)
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Lưu").click()
    see(page, "2025")
    follow(page, "Chọn đơn vị", "Đơn vị tham gia")
    page.get_by_label("Huyện Ba Tơ").check()
    page.get_by_role("button", name="Lưu").click()
    see(page, "2025")
    follow(page, "Gia hạn", "Gia hạn")
    page.get_by_label("gia hạn đến").fill("01/05/2025 00:00")
    page.keyboard.press("Escape")
    page.get_by_label("lý do").fill("Bão lũ.")
    page.get_by_role("button", name="Gia hạn").click()
    expect(page.locator("main")).to_contain_text("(gia hạn)")
    invite(page)


def invite(page):
    go_home(page)
    follow(page, "Tài khoản", "Tài khoản")
    follow(page, "Mời lập tài khoản", "Mời lập tài khoản")
    page.locator("[name=full_name]").fill("Người Mới")
    page.locator("[name=username]").fill("nguoi.moi")
    page.locator("[name=email]").fill("nguoi.moi@ocop.example")
    page.locator("[name=role]").select_option(Role.OBSERVER)
    page.locator("[name=agency]").select_option(index=1)
    page.get_by_role("main").get_by_role("button").last.click()
    see(page, "Tài khoản")
    expect(page.locator("main")).to_contain_text("Người Mới")


def test_the_coordination_office_comments(come_in):
    page = come_in(Role.COORDINATION_OFFICE)
    follow(page, "Đăng ký kế hoạch năm 2024", "Tình hình kế hoạch các đơn vị")
    follow(page, "Huyện Lý Sơn", "đã gửi tỉnh")
    follow(page, "Góp ý", "Góp ý")
    page.get_by_role("textbox").fill("Rà soát kinh phí nâng hạng.")
    page.get_by_role("main").get_by_role("button").last.click()
    see(page, "Huyện Lý Sơn")
    expect(page.locator("main")).to_contain_text("Rà soát kinh phí nâng hạng.")


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.COUNCIL_SECRETARY])
def test_who_watches_the_province_reads_the_board_and_the_plans(come_in, role):
    page = come_in(role)
    expect(page.locator("main")).to_contain_text(NOTHING_WAITS)
    follow(page, "Đăng ký kế hoạch năm 2024", "Tình hình kế hoạch các đơn vị")
    follow(page, "Huyện Bình Sơn", "tỉnh đã tiếp nhận")
    if role == Role.OBSERVER:
        page.go_back()
        follow(page, "Phụ lục số lượng", "Số lượng sản phẩm")


@pytest.mark.parametrize("role", [Role.AGENCY_OFFICER, Role.COUNCIL_MEMBER])
def test_who_stands_outside_reads_what_is_issued(come_in, role):
    page = come_in(role)
    expect(page.locator("main")).to_contain_text(NOTHING_WAITS)
    follow(page, "Kế hoạch", "Kế hoạch")
    follow(page, "Huyện Mộ Đức", "đã ban hành")


def test_the_public_reads_what_is_issued(demo, open_page, width):
    page = open_page(demo, width)
    page.goto("/tai-khoan/dang-nhap/")
    see(page, "Đăng nhập")
    page.get_by_text("Menu", exact=True).click()
    page.locator("header").get_by_role("link", name="Kế hoạch công khai").click()
    see(page, "Kế hoạch")
    follow(page, "Huyện Mộ Đức", "Huyện Mộ Đức")


# --- What everybody does -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "at"), [*((role, PHONE) for role in Role), (Role.PROVINCE_ADMIN, DESK)]
)
def test_the_tour_is_shown_the_bell_is_cleared_and_a_view_of_a_list_is_kept(
    demo, open_page, role, at
):
    page, user = open_page(demo, at), User.objects.get(username=PEOPLE[role])
    enter(page, demo, user)
    page.goto("/di-mot-vong/")
    see(page, "Đi một vòng")
    page.goto("/thong-bao/")
    see(page, "Thông báo")
    page.get_by_role("link", name="Trợ giúp về trang này").click()
    see(page, "Hướng dẫn sử dụng")
    expect(page.get_by_role("heading", name="Thông báo")).to_be_in_viewport()
    page.get_by_role("navigation", name="Mục lục").get_by_role("link", name="Sổ chủ thể").click()
    see(page, "Sổ chủ thể, sản phẩm")
    page.goto("/thong-bao/")
    if user.notifications.filter(read_at=None).exists():
        page.get_by_role("button", name="Đánh dấu tất cả đã đọc").click()
    expect(page.locator(".bell b")).to_have_count(0)

    page.goto("/san-pham-dang-ky/")
    page.get_by_text("Cột", exact=True).click()
    page.get_by_role("checkbox", name="STT").uncheck()
    page.get_by_role("button", name="Hiện các cột này").click()
    expect(page.get_by_role("columnheader", name="STT")).to_have_count(0)
    page.get_by_text("Lưu cách xem này").click()
    page.locator("details[open] input[type=text]").fill("Không có số thứ tự")
    page.get_by_role("button", name="Lưu cách xem").click()
    follow(page, "Không có số thứ tự", "Sản phẩm đăng ký")
    expect(page.get_by_role("columnheader", name="STT")).to_have_count(0)
    assert SavedView.objects.filter(user=user).count() == 1
