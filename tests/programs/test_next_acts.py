"""What the page of one thing offers: one next act, the others in their order, and what is left."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from programs import clock
from programs.campaigns import CAMPAIGN_PROCEDURE
from programs.enums import Role
from programs.models import Campaign
from programs.next_acts import (
    Checklist,
    Item,
    Offer,
    Queue,
    offer,
    queue_after,
    rail,
    returned,
    step_offers,
)
from programs.templatetags.vn import days_left, figure, with_days
from tests.support.factories import make_campaign, make_user

pytestmark = pytest.mark.pg

SEND = Offer("gửi", "/send/", onward=True)
SHUT = Offer("gửi", "/send/", why="Còn thiếu số quyết định.", onward=True)
EDIT, DROP = Offer("sửa", "/edit/"), Offer("rút", "/drop/", away=True)
OPEN = Item("Số quyết định", lacks=("chưa ghi",), url="/number/", act="Ghi số")
DONE = Item("Danh sách", said="12 sản phẩm", url="#danh-sach")


# --- The rail ----------------------------------------------------------------------------------


def test_the_way_forward_is_the_one_filled_button_and_what_takes_away_comes_last():
    found = rail([DROP, EDIT, SEND])

    assert (found.first, found.shut, found.beside) == (SEND, None, [EDIT, DROP])


def test_a_closed_way_forward_stands_there_with_its_reason_below_what_is_left_to_do():
    found = rail([SHUT, EDIT], Checklist([DONE, OPEN]))

    assert (found.first.label, found.first.url) == ("Ghi số", "/number/")
    assert (found.shut, found.beside) == (SHUT, [EDIT])


def test_a_closed_way_forward_alone_fills_no_button():
    found = rail([SHUT, EDIT], Checklist([DONE]))

    assert (found.first, found.shut, found.beside) == (None, SHUT, [EDIT])


def test_of_two_ways_the_open_one_is_taken_where_the_first_is_closed():
    other = Offer("ghi kết quả", "/findings/", onward=True)

    found = rail([SHUT, other])

    assert (found.first, found.shut) == (other, SHUT)


def test_who_has_no_step_is_led_to_what_is_left():
    assert rail([EDIT], Checklist([OPEN])).first.url == "/number/"


def test_what_is_left_to_do_is_not_offered_twice():
    number = Offer("số quyết định", OPEN.url)

    assert rail([SHUT, number, EDIT], Checklist([OPEN])).beside == [EDIT]


def test_a_page_without_acts_has_no_rail():
    assert not rail([])
    assert rail([], waits="Đang chờ lãnh đạo.")


def test_an_act_that_is_not_allowed_is_not_offered():
    assert offer(False, "sửa đợt", "programs:campaign_update", 1) == []
    [made] = offer(True, "sửa đợt", "programs:campaign_update", 1)
    assert made.url == "/dot/1/sua/"


@pytest.mark.django_db
def test_steps_are_offered_in_their_words_with_the_mark_of_what_was_read():
    campaign = make_campaign()

    [made] = step_offers(
        CAMPAIGN_PROCEDURE, campaign, make_user(Role.PROVINCE_ADMIN), "programs:campaign_step"
    )

    assert (made.label, made.away, made.why) == ("đóng đợt", True, "")
    assert made.url.startswith(f"/dot/{campaign.pk}/")
    assert "?da-doc=" in made.url
    assert step_offers(CAMPAIGN_PROCEDURE, campaign, make_user(Role.OBSERVER), "x") == []


# --- What is left ------------------------------------------------------------------------------


def test_open_things_stand_before_what_is_done_and_the_figure_says_how_far():
    checklist = Checklist([DONE, OPEN, DONE])

    assert [item.label for item in checklist.ordered] == [OPEN.label, DONE.label, DONE.label]
    assert (checklist.figure, checklist.share) == ("2/3", 66)


def test_what_may_be_missing_is_named_before_what_is_done_and_not_counted():
    optional = Item("Lời", said="chưa có lời", url="/words/", act="Ghi lời", may_lack=True)
    checklist = Checklist([DONE, optional, OPEN])

    assert checklist.ordered == [OPEN, optional, DONE]
    assert (checklist.figure, checklist.share) == ("1/2", 50)
    assert rail([EDIT], Checklist([optional])).first is None
    assert (Checklist([optional]).figure, Checklist([optional]).share) == ("0/0", 100)


# --- The queue ---------------------------------------------------------------------------------


class Waiting(SimpleNamespace):
    def get_absolute_url(self):
        return f"/{self.pk}/"


def queue(row, waiting):
    facts = {"noun": "kế hoạch", "page": "products:plan_list", "name": lambda each: each.name}
    return queue_after(row, waiting, lambda each: each.pk, **facts)


ROWS = [Waiting(pk=pk, name=name) for pk, name in ((1, "Ba Tơ"), (2, "Lý Sơn"), (3, "Sơn Hà"))]


@pytest.mark.parametrize(
    ("at", "waiting", "following", "count"),
    [
        (0, ROWS, "Lý Sơn", 2),
        (2, ROWS, "Ba Tơ", 2),  # the last one leads to the first again
        (1, [ROWS[0], ROWS[2]], "Sơn Hà", 2),  # this one is decided
        (1, [ROWS[1]], "", 0),
    ],
)
def test_the_next_one_is_the_next_of_the_list(at, waiting, following, count):
    found = queue(ROWS[at], waiting)

    assert (found.name, found.count) == (following, count)


def test_a_decided_row_offers_the_next_one_as_the_way_forward():
    [waiting] = queue(ROWS[0], ROWS).offers(is_decided=False)
    [decided] = queue(ROWS[0], ROWS).offers(is_decided=True)

    assert (waiting.onward, decided.onward) == (False, True)
    assert (decided.url, decided.said) == ("/2/", "Lý Sơn; còn 2 kế hoạch chờ.")
    assert Queue("kế hoạch", "products:plan_list").offers(is_decided=True) == []


def test_a_message_says_what_happened_what_is_left_and_leads_on():
    said = queue(ROWS[0], ROWS).told("Đã nhận: <Ba Tơ>.")

    assert said == (
        'Đã nhận: &lt;Ba Tơ&gt;. Còn 2 kế hoạch chờ. <a href="/2/">Kế hoạch tiếp theo ›</a>'
    )


def test_where_nothing_is_left_the_message_leads_back_to_the_list():
    said = Queue("kế hoạch", "products:plan_list").told("Đã nhận.")

    assert said == (
        'Đã nhận. Không còn kế hoạch nào chờ. <a href="/ke-hoach/">Về danh sách kế hoạch ›</a>'
    )


# --- Whom it waits for, why it came back ----------------------------------------------------------


def test_nobody_is_awaited_where_no_step_leads_on():
    assert CAMPAIGN_PROCEDURE.awaited(Campaign(state="open"), make_anybody()) == ""


def make_anybody():
    return SimpleNamespace(role=Role.OBSERVER)


@pytest.mark.django_db
def test_what_moved_on_otherwise_did_not_come_back():
    campaign = make_campaign()
    CAMPAIGN_PROCEDURE.take(
        campaign, "close", by=make_user(Role.PROVINCE_ADMIN), answers={"note": "Xong."}
    )

    assert returned(campaign) is None


# --- How it is drawn -----------------------------------------------------------------------------


def test_sections_make_their_own_menu_and_a_wide_one_has_the_whole_page():
    page = Template(
        "{% load objects %}{% sections %}"
        '{% section "a" "Một" 3 %}x{% endsection %}'
        '{% section "b" "Hai" wide=True %}y{% endsection %}{% endsections %}'
    ).render(Context())

    assert page.index('href="#a"') < page.index('href="#b"') < page.index('id="a"')
    assert '<section id="b" class="section wide"><h2>Hai</h2>y</section>' in page
    assert "Một <span>3</span>" in page


def test_a_page_of_one_section_has_no_menu():
    page = Template(
        '{% load objects %}{% sections %}{% section "a" "Một" %}x{% endsection %}{% endsections %}'
    ).render(Context())

    assert "<nav" not in page


def test_days_in_notes_and_figures_are_written_as_people_write_them():
    assert with_days("Gia hạn đến 2026-12-05; số 2026-1") == "Gia hạn đến 05/12/2026; số 2026-1"
    assert days_left(clock.today() + timedelta(days=3)) == "còn 3 ngày"


@pytest.mark.parametrize(
    ("number", "words"), [("82.750000", "82,75"), ("100", "100"), ("0.50", "0,5"), ("90.0", "90")]
)
def test_figures_have_no_idle_zeros(number, words):
    assert figure(Decimal(number)) == words
