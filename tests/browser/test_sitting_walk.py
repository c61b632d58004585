"""A sitting in a real browser: members score and sign, the chair finds, the secretary concludes."""

import re
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from councils.enums import SeatRole, SheetState, Verdict
from councils.models import Council, Session
from products.demo.year import PASSWORD
from programs.enums import Authority, GateEffect
from programs.models import ProductSet, User
from tests.support.browser import follow, see, sign_in
from tests.support.sessions import make_board, make_ready_dossier, make_scoring

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1366, "height": 768}
# Whose sheets of the third dossier the demonstration leaves open; the chair scores last.
MEMBERS, CHAIR, SECRETARY = ("tv.nnmt", "tv.yte", "tv.ptnt"), "lanhdao", "thuky"
HIDDEN = "Điểm chỉ đọc được khi mọi phiếu đã ký"


@pytest.fixture(scope="module")
def demo_clock():
    """Today: the sitting of the province is open."""
    return nullcontext


def test_members_score_and_sign_before_the_chair_and_the_secretary_conclude(demo, open_page):
    page = open_page(demo)
    evaluation = Session.objects.get(code="demo-2026-tinh").evaluations.get(position=3)

    page.set_viewport_size(PHONE)
    for member in MEMBERS:
        sign_in(page, member)
        come_to(page, evaluation)
        expect(page.locator("main")).to_contain_text(HIDDEN)
        score_the_best(page)
        sign(page)
    page.set_viewport_size(DESK)
    sign_in(page, CHAIR)
    come_to(page, evaluation)
    score_the_best(page)
    sign(page)
    open_scores(page, evaluation)
    find(page)

    sign_in(page, SECRETARY)
    come_to(page, evaluation)
    page.get_by_role("link", name="Chốt kết luận").click()
    see(page, "Chốt kết luận")
    page.get_by_role("button", name="Chốt kết luận").click()
    see(page, evaluation.dossier.product.name)

    evaluation.refresh_from_db()
    assert evaluation.verdict in {Verdict.RECOGNISE, Verdict.FORWARD}
    assert evaluation.sheet_count == 7
    expect(page.locator("main")).to_contain_text(f"{evaluation.star} sao")


def test_the_secretary_holds_a_session_from_its_agenda_to_its_end_by_keyboard(demo, open_page):
    page = open_page(demo)
    page.set_viewport_size(DESK)
    council = Council.objects.get(sessions__code="demo-2026-tinh")
    dossiers = [a_dossier_with_gates() for _ in range(2)]
    sign_in(page, SECRETARY)

    prepare(page, council)
    go(page, "Đưa hồ sơ vào")
    for dossier in dossiers:
        page.locator(f"[name=dossiers][value='{dossier.pk}']").focus()
        page.keyboard.press("Space")
    push(page, "Đưa vào")
    go(page, "Mời họp")
    write(page, "gaps", "Sở cử người sau.")
    push(page, "Mời họp")
    go(page, "Điểm danh")
    push(page, "Lưu")
    go(page, "Khai mạc")
    push(page, "Khai mạc")
    for dossier in dossiers:
        refuse(page, dossier)
    go(page, "Kết thúc, báo kết quả")
    write(page, "minutes_number", "09/BB-HĐ")
    push(page, "Kết thúc, báo kết quả")
    see(page, "đã kết thúc")

    session = Session.objects.get(code="phien-ban-phim")
    assert {*session.evaluations.values_list("verdict", flat=True)} == {Verdict.NOT_EVALUATED}
    assert {*session.evaluations.values_list("dossier__state", flat=True)} == {"accepted"}


def test_two_people_key_in_a_sheet_that_was_signed_on_paper(demo, open_page):
    page = open_page(demo)
    page.set_viewport_size(DESK)
    board = make_board(1, level=Authority.DISTRICT, without={SeatRole.MEMBER})
    keeper = User.objects.get(username=SECRETARY)
    board.council.seats.get(role=SeatRole.SECRETARY).members.update(user=keeper)
    evaluation = make_scoring(board)

    for person in (SECRETARY, "chuyenvien"):
        sign_in(page, person)
        page.goto(evaluation.get_absolute_url())
        page.locator("a[href*='?ghe=']").first.focus()
        page.keyboard.press("Enter")
        see(page, "Nhập phiếu giấy")
        for row in page.locator("[data-keying] tbody tr").all():
            level = row.locator("input")
            assert level.input_value() == ""  # nobody sees what another has keyed in
            level.focus()
            page.keyboard.type(best_of(row))
        expect(page.locator("[data-key-total]")).to_have_text("100")
        push(page, "Lưu, sang phiếu sau")
        see(page, "Phiếu giấy")

    sheet = evaluation.sheets.get()
    assert (sheet.state, sheet.total) == (SheetState.SIGNED, 100)


def best_of(row):
    """The number of the level with the most points, of "1 (2) · 2 (5) · 0 (0)"."""
    levels = re.findall(r"(\d+) \((\d+)\)", row.locator("td.small").inner_text())
    return max(levels, key=lambda level: int(level[1]))[0]


def a_dossier_with_gates():
    """One that was accepted today, of a set for which grounds to judge no points hold."""
    dossier = make_ready_dossier(accepted_on=timezone.localdate())
    gates = dossier.criteria_set.regulation.gates.exclude(effect=GateEffect.NOT_MET)
    number, _ = gates.first().places[0]
    dossier.product.product_set = ProductSet.objects.get(number=number)
    dossier.product.save()
    return dossier


def prepare(page, council):
    page.goto(council.get_absolute_url())
    go(page, "Chuẩn bị phiên họp")
    start = timezone.localtime() + timedelta(days=9)  # it can begin before its hour
    write(page, "code", "phien-ban-phim")
    write(page, "starts_at", f"{start:%d/%m/%Y %H:%M}")
    write(page, "ends_at", f"{start + timedelta(hours=3):%d/%m/%Y %H:%M}")
    write(page, "place", "Hội trường A")
    push(page, "Lưu")
    see(page, "phien-ban-phim")


def go(page, link):
    """Open the link by the keyboard; its page is fit to be used so."""
    page.locator("main").get_by_role("link", name=link, exact=True).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    see(page, "")


def push(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page, name, text):
    page.locator(f"main [name={name}]").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)
    page.keyboard.press("Escape")  # a calendar that opens beside it


def refuse(page, dossier):
    """A ground to judge no points of it is noted, and concluded."""
    go(page, dossier.product.name)
    go(page, "Ghi diễn biến, kết luận")
    write(page, "presented_by", "Bà A")
    gates = dossier.criteria_set.regulation.gates.exclude(effect=GateEffect.NOT_MET)
    offered = page.locator("[name=gate] option").evaluate_all("all => all.map(one => one.value)")
    page.locator("[name=gate]").focus()
    for _ in range(next(at for at, key in enumerate(offered) if key in {str(g.pk) for g in gates})):
        page.keyboard.press("ArrowDown")
    push(page, "Lưu")
    go(page, "Chốt kết luận")
    push(page, "Chốt kết luận")
    page.goto(Session.objects.get(code="phien-ban-phim").get_absolute_url())


def come_to(page, evaluation):
    """From the first page to the dossier, by what waits there."""
    page.goto("/")
    page.get_by_role("link", name=str(evaluation.session)).first.click()
    see(page, evaluation.session.code)
    follow(page, evaluation.dossier.product.name, evaluation.dossier.product.name)


def score_the_best(page):
    page.get_by_role("link", name="Phiếu đánh giá của tôi").click()
    see(page, "Phiếu đánh giá")
    for criterion in page.locator(".crit").all():
        criterion.locator(".opt:not(.none) input").last.check()
    page.get_by_role("button", name="Lưu phiếu").click()
    expect(page.get_by_text("Đã lưu phiếu")).to_be_visible()


def sign(page):
    """A signature asks for the password, however shortly ago its owner came in."""
    page.get_by_role("link", name="Ký phiếu").click()
    see(page, "Xác nhận lại")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    see(page, "Ký phiếu đánh giá")
    page.get_by_label("Ý kiến của thành viên").fill("Sản phẩm có hồ sơ đầy đủ.")
    page.get_by_role("button", name="Ký phiếu").click()
    expect(page.get_by_text("Đã ký", exact=False).first).to_be_visible()


def open_scores(page, evaluation):
    page.get_by_role("link", name="Mở điểm").click()
    see(page, "Mở điểm")
    page.get_by_role("button", name="Mở điểm").click()
    follow(page, "Điểm của các phiếu", "Điểm của các phiếu")
    expect(page.locator("table thead th")).to_have_count(1 + len(MEMBERS) + 4)
    page.set_viewport_size(PHONE)
    first = page.locator("table thead th").nth(1).bounding_box()
    assert first["x"] + first["width"] <= PHONE["width"]  # the points beside their criteria
    page.set_viewport_size(DESK)
    page.goto(evaluation.get_absolute_url())


def find(page):
    """Of each criterion in dispute the best level, and why the spread may stand."""
    page.get_by_role("link", name="Ghi kết luận về tiêu chí").click()
    see(page, "Kết luận về tiêu chí")
    for choice in page.locator("select[name^=level_]").all():
        if not choice.input_value():
            best = choice.locator("option").nth(-2)
            choice.select_option(best.get_attribute("value"))
    page.get_by_label("Lý do giữ nguyên").fill("Hội đồng đã thảo luận và thống nhất.")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("Đã ghi").first).to_be_visible()
