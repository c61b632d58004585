"""A sitting in a real browser: members score and sign, the chair finds, the secretary concludes."""

from contextlib import nullcontext

import pytest
from playwright.sync_api import expect

from councils.enums import Verdict
from councils.models import Session
from products.demo.year import PASSWORD
from tests.support.browser import follow, see, sign_in

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
