"""The page of one thing in a browser: few clicks to the next act, readable on desk and phone."""

import pytest
from playwright.sync_api import expect

from products.models import Certificate, Dossier, Petition, Plan, Revocation
from programs.models import Campaign, User
from tests.support.browser import enter, see

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 740}
# What opens the next one, and what decides it, each with its confirmation.
CLICKS_A_PLAN = 3


class Hand:
    """Presses, and counts how often."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def press(self, role, name):
        self.page.locator("main").get_by_role(role, name=name, exact=True).first.click()
        self.clicks += 1


def test_five_plans_are_reviewed_one_after_the_other_in_fifteen_clicks(demo, open_page):
    page, waiting = open_page(demo), Plan.objects.filter(state="sent").order_by("unit__code")
    plans = list(waiting)
    assert len(plans) == 5
    enter(page, demo, User.objects.get(username="chuyenvien"))
    page.goto(plans[0].get_absolute_url())
    hand = Hand(page)

    for place, plan in enumerate(plans):
        expect(page.locator("h1")).to_contain_text(plan.unit.short_name)
        if place == 2:
            hand.press("link", "Trả lại đơn vị")
            page.get_by_label("Lý do").fill("Bổ sung địa chỉ sản xuất.")
            hand.press("button", "Trả lại đơn vị")
        else:
            hand.press("link", "Tiếp nhận")
            hand.press("button", "Tiếp nhận")
        last = place == len(plans) - 1
        hand.press("link", "Về danh sách kế hoạch ›" if last else "Kế hoạch tiếp theo ›")

    expect(page.locator("h1")).to_contain_text("Kế hoạch")
    assert hand.clicks == CLICKS_A_PLAN * len(plans)
    assert not waiting.all().exists()


def things():
    """(who reads it, the thing, words of its heading) of each kind that has a page."""
    certificate = Certificate.objects.filter(state="issued").order_by("pk").last()
    product = certificate.product
    yield "quantri", certificate, "Giấy chứng nhận"
    yield "quantri", Certificate.objects.filter(state="prepared").first(), "dự thảo"
    yield "quantri", Revocation.objects.first().certificate, "Giấy chứng nhận"
    yield "quantri", product, product.name
    yield "quantri", product.producer, product.producer.name
    yield "quantri", Petition.objects.order_by("pk").first(), "Đề nghị thu hồi"
    yield "quantri", Campaign.objects.get(kind="plan"), "Đăng ký kế hoạch"
    yield "quantri", User.objects.get(username="cb.sontay"), "Cán bộ"
    yield "vpdp", Plan.objects.filter(state="returned").first(), "lần gửi"
    yield "cb.sonha", Plan.objects.get(unit__code="529"), "Sơn Hà"
    yield "cb.sontay", Plan.objects.get(unit__code="530"), "Sơn Tây"
    yield "cb.sontay", Dossier.objects.filter(state="returned").first(), "Hồ sơ"
    yield "cb.sontay", Dossier.objects.filter(state="draft").first(), "Hồ sơ"


def test_every_page_of_one_thing_is_readable_on_a_desk_and_on_a_phone(demo, open_page):
    page = open_page(demo)
    for name, thing, heading in things():
        enter(page, demo, User.objects.get(username=name))
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            page.goto(thing.get_absolute_url())
            see(page, heading)


def test_on_a_phone_the_next_act_stands_before_the_sections(demo, open_page):
    page = open_page(demo)
    enter(page, demo, User.objects.get(username="cb.sontay"))
    page.set_viewport_size(PHONE)
    page.goto(Dossier.objects.filter(state="draft").first().get_absolute_url())

    tops = [
        page.locator(part).first.bounding_box()["y"] for part in (".rail", ".side", ".sections")
    ]

    assert tops == sorted(tops)
    assert page.locator(".next .btn").first.bounding_box()["y"] < PHONE["height"]


def test_paper_has_the_sections_alone(demo, open_page):
    page = open_page(demo)
    enter(page, demo, User.objects.get(username="cb.sontay"))
    page.goto(Dossier.objects.filter(state="draft").first().get_absolute_url())
    page.emulate_media(media="print")

    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".side")).to_be_hidden()
    expect(page.locator("#thong-tin")).to_be_visible()
