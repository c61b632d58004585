"""The appendix: its figures, its head, its links, its cost."""

import pytest
from django.urls import reverse

from products.enums import PlanState, RegistrationForm
from reports.builders.appendix import appendix
from reports.builders.figures import Source
from tests.support.dispatch import NOTE, ROWS, TOTALS, make_dispatch
from tests.support.factories import declare, make_campaign, make_plan, make_unit, put_into

pytestmark = pytest.mark.django_db

THREE, FOUR, UP_FOUR, UP_FIVE, AGAIN = RegistrationForm


@pytest.fixture
def two_units():
    """A unit that sent less than it declared, and one that is still writing."""
    sent, writing = make_unit(name="Trước"), make_unit(name="Sau")
    campaign = make_campaign(sent, writing)
    make_plan(
        unit=sent,
        campaign=campaign,
        rows=[THREE, THREE, AGAIN],
        declared=[THREE, THREE, THREE, AGAIN],
        state=PlanState.SENT,
    )
    make_plan(unit=writing, campaign=campaign, rows=[FOUR], declared=[FOUR])
    return campaign


def test_declared_appendix_holds_every_figure_of_the_dispatch():
    table = appendix(make_dispatch(), Source.DECLARED)

    assert list(table.rows) == ROWS
    assert table.totals == (None, "Tổng cộng", *TOTALS)


def test_head_title_and_note_are_those_of_the_dispatch():
    table = appendix(make_dispatch())

    assert table.title == (
        "Số lượng sản phẩm các địa phương đăng ký tham gia Chương trình OCOP năm 2024"
    )
    assert table.subtitle == (
        "(Kèm theo Công văn số 12/SNNPTNT-NTM ngày 25/3/2024 "
        "của Sở Nông nghiệp và Phát triển nông thôn tỉnh Quảng Ngãi)"
    )
    assert table.notes == (NOTE,)
    assert table.head() == [
        [
            ("Stt", 1, 2),
            ("Địa phương", 1, 2),
            ("Số lượng sản phẩm năm 2024", 4, 1),
            ("Sản phẩm hết hạn, đánh giá lại", 1, 2),
            ("Tổng cộng sản phẩm", 1, 2),
        ],
        [(title, 1, 1) for title in ("3 sao", "4 sao", "Nâng hạng 3-4 sao", "Nâng hạng 4-5 sao")],
    ]


def test_number_and_date_of_a_dispatch_not_yet_registered_are_dots():
    table = appendix(make_campaign(document="", issuer="", year=2025))

    assert table.subtitle == "(Kèm theo Công văn số …/… ngày …/…/2025 của ……)"


def test_listed_appendix_counts_what_was_sent_and_leaves_drafts_unstated(two_units):
    table = appendix(two_units, Source.LISTED)

    assert [row[2:] for row in table.rows] == [(2, 0, 0, 0, 1, 3), (None,) * 6]
    assert table.totals[2:] == (2, 0, 0, 0, 1, 3)


def test_both_sources_stand_side_by_side_and_pairs_that_differ_are_marked(two_units):
    table = appendix(two_units, Source.BOTH)

    assert table.rows[0] == (
        *(1, "Huyện Trước", 3, 2, 0, 0, 0, 0, 0, 0, 1, 1, 4, 3),
        "gửi đúng hạn",
    )
    assert table.rows[1][2:6] == (0, None, 1, None)
    assert table.marked == {(0, 2), (0, 3), (0, 12), (0, 13)}
    assert table.head()[0][2] == ("Số lượng sản phẩm năm 2024", 8, 1)
    assert table.head()[1][0] == ("3 sao", 2, 1)
    assert table.head()[2][:2] == [("Đã khai", 1, 1), ("Danh sách", 1, 1)]


@pytest.mark.parametrize(
    ("state", "fields", "words"),
    [
        (PlanState.DRAFT, {}, "đang soạn"),
        (PlanState.HANDED_IN, {}, "chờ lãnh đạo duyệt"),
        (PlanState.SENT, {}, "gửi đúng hạn"),
        (PlanState.SENT, {"is_late": True}, "gửi muộn"),
        (PlanState.RETURNED, {}, "trả lại, chờ gửi lại"),
        (PlanState.ACCEPTED, {}, "đã tiếp nhận"),
        (PlanState.ISSUED, {}, "đã ban hành"),
        (PlanState.SENT, {"rows": 0, "is_nil": True}, "gửi đúng hạn (không đăng ký sản phẩm)"),
    ],
)
def test_state_of_a_plan_is_told_in_words(state, fields, words):
    plan = make_plan(state=state, **fields)

    assert appendix(plan.campaign, Source.BOTH).rows[0][-1] == words


def test_unit_that_said_nothing_is_missing_and_not_zero():
    campaign = make_campaign(make_unit())

    row = appendix(campaign, Source.BOTH).rows[0]

    assert row[2:] == (*[None] * 12, "chưa có")
    assert appendix(campaign).totals[2:] == (0,) * 6


def test_nil_plan_counts_as_zero_even_where_nothing_was_declared():
    plan = make_plan(rows=0, is_nil=True, state=PlanState.ACCEPTED)
    plan.campaign.participants.get().counts.all().delete()

    assert appendix(plan.campaign, Source.BOTH).rows[0][2:-1] == (0,) * 12


def test_adjustment_counts_only_once_it_is_accepted():
    old = make_plan(rows=[THREE], state=PlanState.ACCEPTED)
    new = make_plan(unit=old.unit, campaign=old.campaign, rows=[FOUR, FOUR], adjusts=old, version=2)
    put_into(new, PlanState.SENT)

    assert appendix(old.campaign, Source.LISTED).rows[0][2:4] == (1, 0)
    put_into(old, PlanState.SUPERSEDED)
    put_into(new, PlanState.ACCEPTED)
    assert appendix(old.campaign, Source.LISTED).rows[0][2:4] == (0, 2)


def test_other_campaigns_of_the_same_unit_do_not_count():
    plan = make_plan(rows=[THREE], state=PlanState.SENT)
    other = make_campaign(plan.unit)
    declare(other.participants.get(), [FOUR])

    assert appendix(plan.campaign, Source.BOTH).rows[0][2:6] == (1, 1, 0, 0)
    assert appendix(other, Source.BOTH).rows[0][2:6] == (0, None, 1, None)


def test_each_number_leads_to_what_makes_it(two_units):
    declared = appendix(two_units, linked=True)
    listed = appendix(two_units, Source.LISTED, linked=True)
    participant = two_units.participants.first()
    rows = reverse("products:registration_list")
    ours = f"{rows}?campaign={two_units.pk}&counting=true"

    assert declared.links[0][2] == reverse("products:counts", args=[participant.pk])
    assert declared.links[-1][2] == reverse("products:plan_board", args=[two_units.pk])
    assert listed.links[0][2] == f"{ours}&form=3_star&unit={participant.unit_id}"
    assert listed.links[0][7] == f"{ours}&unit={participant.unit_id}"
    assert listed.links[1] == ("",) * 8
    assert listed.links[-1][2:4] == (f"{ours}&form=3_star", f"{ours}&form=4_star")
    assert appendix(two_units).links == ()  # a file leads nowhere


def test_units_stand_in_the_order_of_the_campaign_under_their_name_of_then():
    last, first = make_unit(name="A"), make_unit(name="Z")
    campaign = make_campaign(first, last)

    assert [row[1] for row in appendix(campaign).rows] == ["Huyện Z", "Huyện A"]


@pytest.mark.parametrize("units", [0, 1, 3])
def test_appendix_costs_two_queries_however_many_units(units, django_assert_num_queries):
    campaign = make_campaign()
    for place in range(units):
        unit = make_unit()
        campaign.participants.create(unit=unit, position=place)
        make_plan(unit=unit, campaign=campaign, rows=[THREE, FOUR], state=PlanState.SENT)

    with django_assert_num_queries(2):
        table = appendix(campaign, Source.BOTH)

    assert table.totals[2:6] == (units, units, units, units)
