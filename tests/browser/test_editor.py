"""The plan's editor in a real browser: typed, pasted, filled, undone, ordered, shared, cut off."""

import re

import pytest
from playwright.sync_api import expect

from products.enums import RegistrationForm
from products.models import Registration
from products.plans.editor.sheet import Sheet
from programs.enums import Role
from tests.support.browser import awaited, enter, violations
from tests.support.factories import make_campaign, make_plan, make_unit, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = re.compile(r"^Đã lưu \d\d:\d\d$")
# Names of columns in the table, by their place.
PRODUCT, PRODUCER, KIND, COMMUNE, GROUP, FORM, NOTE = range(7)


@pytest.fixture
def plan():
    return make_plan(rows=3, declared=[RegistrationForm.THREE_STAR] * 5)


@pytest.fixture
def open_editor(live_server, open_page):
    """Open the plan's page as an officer of its unit, in a browser of its own."""

    def open_plan(plan, width=1440):
        page = open_page(live_server.url, width)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        enter(page, live_server.url, make_user(Role.UNIT_OFFICER, unit=plan.unit))
        page.goto(plan.get_absolute_url())
        expect(page.locator("#plan-editor")).to_be_visible()
        return page

    return open_plan


# --- Hands ---------------------------------------------------------------------------------------


def body_rows(page):
    return page.locator("#plan-editor tbody tr:not(.editor-extra)")


def cell(page, row, col):
    return body_rows(page).nth(row).locator("td").nth(col)


def is_saved(page):
    expect(page.locator("[data-part=status]")).to_have_text(SAVED)


def paste(page, text):
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def block_of(plan, count):
    commune = plan.unit.children.first()
    names = [f"Mật ong {number}" for number in range(1, count + 1)]
    return "\n".join(f"{name}\tHTX Ba Tơ\thtx\t{commune}\tthực phẩm\t3*\t" for name in names)


def products(plan):
    return [line.cells["product_name"] for line in Sheet(plan).lines]


# --- Typing, pasting, filling, undoing -----------------------------------------------------------


def test_twenty_rows_are_pasted_and_saved_and_the_bar_moves(open_editor, plan):
    page = open_editor(plan)
    expect(page.locator("[data-part=forms] li").first).to_contain_text("3 / 5")
    cell(page, 3, PRODUCT).click()

    paste(page, block_of(plan, 20))

    is_saved(page)
    expect(page.locator("[data-part=forms] li").first).to_contain_text("23 / 5")
    expect(cell(page, 3, KIND)).to_have_text("Hợp tác xã")
    assert plan.registrations.count() == 23
    assert plan.registrations.filter(form=RegistrationForm.THREE_STAR).count() == 23


def test_a_block_with_its_head_and_quotes_is_put_under_the_right_columns(open_editor, plan):
    page = open_editor(plan)
    cell(page, 3, PRODUCT).click()

    paste(page, 'STT\tGhi chú\tTên sản phẩm\r\n1\t"dòng một\ndòng ""hai"""\tChè dây\r\n')

    is_saved(page)
    draft = Sheet(plan).lines[-1]
    assert (draft.cells["product_name"], draft.cells["note"]) == ("Chè dây", 'dòng một\ndòng "hai"')
    expect(page.locator(".editor-lack").last).to_contain_text("Còn thiếu: Chủ thể sản xuất")


OWN = (
    ("STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Mức", "Nhóm", "Loại hình", "Doanh thu"),
    *(
        (str(n), f"Mắm {n}", f"HTX Số {n}", "Thôn 1, {commune}", "3 sao", "Đồ uống", "HTX", "12")
        for n in range(1, 21)
    ),
)


def test_an_own_table_in_its_own_order_is_pasted_with_one_question_and_remembered(
    open_editor, plan
):
    commune = str(plan.unit.children.first())
    text = "\n".join("\t".join(row) for row in OWN).replace("{commune}", commune)
    page = open_editor(plan)
    cell(page, 3, PRODUCT).click()

    paste(page, text)
    asked = page.locator("[data-part=columns]")
    expect(asked.get_by_label("Mức")).to_be_focused()
    expect(asked.get_by_label("Mức")).to_have_value("form")
    asked.get_by_role("button", name="Dán theo các cột này").click()

    is_saved(page)
    expect(asked).to_be_hidden()
    expect(page.locator("[data-part=notice]")).to_contain_text("Cột “Doanh thu” không được nhập.")
    assert plan.registrations.count() == 23
    row = plan.registrations.get(product_name="Mắm 20")
    assert (str(row.commune), row.address, row.form) == (commune, "Thôn 1", "3_star")

    page.get_by_role("button", name="Hoàn tác").last.click()
    paste(page, text)
    is_saved(page)
    expect(asked).to_be_hidden()


def test_a_table_that_cannot_be_read_now_says_so_and_pastes_nothing(open_editor, plan):
    page = open_editor(plan)
    with awaited(page, "ERR_FAILED"):
        page.route("**/bang/doc/", lambda route: route.abort(), times=1)
        cell(page, 3, PRODUCT).click()
        paste(page, block_of(plan, 2))
        expect(page.locator("[data-part=notice]")).to_contain_text("không nối được máy chủ")

    assert len(products(plan)) == 3


def test_cells_that_fall_beside_the_table_are_told(open_editor, plan):
    page = open_editor(plan)
    cell(page, 3, GROUP).click()

    paste(page, "\n".join("\t".join("abcdefghijkl") for _ in range(2)))

    expect(page.locator("[data-part=notice]")).to_contain_text("nằm ngoài bảng")


def test_a_cell_is_typed_filled_down_and_undone(open_editor, plan):
    page = open_editor(plan)
    cell(page, 0, NOTE).click()
    page.keyboard.type("Giống nhau")
    page.keyboard.press("Enter")
    cell(page, 0, NOTE).click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    is_saved(page)
    assert set(plan.registrations.values_list("note", flat=True)) == {"Giống nhau"}

    page.keyboard.press("Control+z")
    expect(cell(page, 1, NOTE)).to_have_text("")
    page.keyboard.press("Control+z")
    expect(cell(page, 0, NOTE)).to_have_text("")

    is_saved(page)
    assert set(plan.registrations.values_list("note", flat=True)) == {""}


def test_rows_are_removed_with_a_way_back_doubled_and_moved(open_editor, plan):
    page, before = open_editor(plan), products(plan)
    cell(page, 1, PRODUCT).click()
    page.get_by_role("button", name="Xóa dòng").click()
    expect(body_rows(page)).to_have_count(3)
    is_saved(page)
    assert products(plan) == [before[0], before[2]]

    page.get_by_role("button", name="Lấy lại").click()
    expect(body_rows(page)).to_have_count(4)
    is_saved(page)
    assert products(plan) == before

    cell(page, 2, PRODUCT).click()
    page.keyboard.press("Alt+ArrowUp")
    is_saved(page)
    assert products(plan) == [before[0], before[2], before[1]]
    body_rows(page).nth(2).locator("th").drag_to(body_rows(page).nth(0).locator("td").first)
    expect(cell(page, 0, PRODUCT)).to_have_text(before[1])
    is_saved(page)
    assert products(plan) == [before[1], before[0], before[2]]

    page.get_by_role("button", name="Nhân đôi").click()
    expect(page.locator(".editor-problem").first).to_contain_text("đã có ở dòng")
    expect(page.locator("[data-part=half]")).to_have_text("1 dòng chưa xong")


def test_a_half_typed_row_is_there_after_a_reload_and_keeps_the_plan_from_being_handed_in(
    open_editor, plan
):
    page = open_editor(plan)
    expect(page.get_by_role("link", name="Trình lãnh đạo duyệt")).to_be_visible()
    page.get_by_role("button", name="Thêm dòng").click()
    page.keyboard.type("Chè dây")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    is_saved(page)
    expect(page.locator(".rail")).to_contain_text("Còn 1 dòng đang gõ dở (“Chè dây”)")

    page.reload()

    expect(cell(page, 3, PRODUCT)).to_have_text("Chè dây")
    expect(page.locator(".editor-lack")).to_contain_text("Còn thiếu")
    cell(page, 3, PRODUCT).click()
    page.keyboard.press("Control+Delete")
    expect(page.get_by_role("link", name="Trình lãnh đạo duyệt")).to_be_visible()


def test_a_value_that_is_probably_meant_is_taken_by_a_click(open_editor, plan):
    page = open_editor(plan)
    cell(page, 0, KIND).click()
    page.keyboard.type("công ty TNHH")
    page.keyboard.press("Enter")

    page.get_by_role("button", name="Lấy “Doanh nghiệp”").click()

    expect(cell(page, 0, KIND)).to_have_text("Doanh nghiệp")
    is_saved(page)
    assert plan.registrations.first().producer_kind == "enterprise"


def test_a_product_of_last_year_is_taken_by_a_click(open_editor):
    unit = make_unit()
    old = make_plan(unit=unit, campaign=make_campaign(unit, year=2023), state="accepted")
    plan = make_plan(unit=unit, rows=1)
    page = open_editor(plan)

    page.get_by_role("button", name=re.compile("Thêm vào kế hoạch: ")).click()

    is_saved(page)
    assert products(plan)[-1] == old.registrations.get().product_name
    assert plan.registrations.last().form == RegistrationForm.UPGRADE_3_4
    expect(page.locator("[data-part=offers]")).to_be_hidden()


# --- Two people, no network ----------------------------------------------------------------------


def test_two_people_are_told_of_each_other_and_choose_between_two_texts(open_editor, plan):
    one, other = open_editor(plan), open_editor(plan)
    for page, text in ((one, "của một"), (other, "của hai")):
        cell(page, 0, NOTE).click()
        with awaited(page, "409"):
            page.keyboard.type(text)
            page.keyboard.press("Enter")
            if page is one:
                is_saved(page)
            expect(cell(page, 0, NOTE)).to_have_text(text)
            if page is other:
                expect(page.locator(".editor-both")).to_contain_text("Của họ: của một")
    assert plan.registrations.first().note == "của một"

    assert violations(other) == []
    other.get_by_role("button", name="Giữ của tôi").click()
    is_saved(other)
    assert plan.registrations.first().note == "của hai"

    cell(one, 1, NOTE).click()
    one.keyboard.type("tiếp")
    one.keyboard.press("Enter")
    expect(one.locator("[data-part=notice]")).to_contain_text("Đồng nghiệp vừa sửa 1 dòng.")
    expect(cell(one, 0, NOTE)).to_have_text("của hai")


def test_what_is_typed_without_a_network_is_kept_and_saved_later(open_editor, plan):
    page = open_editor(plan)
    with awaited(page, "ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.context.set_offline(True)
        cell(page, 0, NOTE).click()
        page.keyboard.type("không mạng")
        page.keyboard.press("Enter")
        expect(page.locator("[data-part=status]")).to_contain_text("Chưa lưu được")
        page.keyboard.type("dòng hai")
        page.keyboard.press("Enter")
        page.context.set_offline(False)

    expect(page.locator("[data-part=status]")).to_have_text(SAVED, timeout=20_000)
    notes = plan.registrations.order_by("position").values_list("note", flat=True)
    assert list(notes) == ["không mạng", "dòng hai", ""]


def test_a_lost_answer_does_not_double_a_row(open_editor, plan):
    page = open_editor(plan)

    def lose(route):
        route.fetch()
        route.abort()

    with awaited(page, "ERR_FAILED"):
        page.route("**/bang/save/", lose, times=1)
        cell(page, 3, PRODUCT).click()
        paste(page, block_of(plan, 1))
        page.get_by_role("button", name="Thử lại").click()
        is_saved(page)

    assert products(plan).count("Mật ong 1") == 1
    assert Registration.objects.count() == 4


def test_after_a_new_sign_in_in_another_tab_the_page_that_was_open_saves_on(
    open_editor, plan, live_server
):
    page = open_editor(plan)
    enter(page, live_server.url, make_user(Role.UNIT_OFFICER, unit=plan.unit))

    with awaited(page, "403"):
        cell(page, 0, NOTE).click()
        page.keyboard.type("phiên mới")
        page.keyboard.press("Enter")
        is_saved(page)

    assert plan.registrations.first().note == "phiên mới"


# --- Keyboard, screen readers, small screens -----------------------------------------------------


def test_a_row_is_written_with_the_keyboard_alone(open_editor, plan):
    page, commune = open_editor(plan), plan.unit.children.first()
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.matches('#plan-editor td')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Control+End")
    page.keyboard.press("Home")
    for text in ("Chè dây", "HTX Thi Phổ", "hop tac xa", str(commune), "do uong", "4 sao"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("F2")
    page.keyboard.type("bỏ đi")
    page.keyboard.press("Escape")
    is_saved(page)

    row = plan.registrations.get(product_name="Chè dây")
    assert (row.producer_kind, row.product_group, row.form) == ("cooperative", "drink", "4_star")
    assert (row.commune, row.note) == (commune, "")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('[role=toolbar]') !== null")


@pytest.mark.parametrize("width", [360, 1440])
def test_the_editor_is_accessible_and_stays_in_its_box(open_editor, plan, width):
    page = open_editor(plan, width)
    page.get_by_role("button", name="Thêm dòng").click()
    page.keyboard.type("Chè dây")
    page.keyboard.press("Tab")
    page.keyboard.type("HTX")
    page.keyboard.press("Enter")
    is_saved(page)
    assert violations(page) == []

    cell(page, 0, FORM).click()
    page.keyboard.press("F2")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
