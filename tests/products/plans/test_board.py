"""The board of a campaign: who has filed, who is late, and since which instant."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from products.enums import PRIVATE_STATES, SENT_STATES, PlanState
from products.models import Plan
from products.plans.status import status_of
from programs.board import Board, BoardLine, Completeness, board, boards
from programs.deadlines import Clocks
from programs.enums import CampaignKind, Role
from programs.extensions import extend
from programs.models import Campaign
from programs.timeliness import timeliness
from tests.support.factories import declare, make_campaign, make_plan, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
MIDNIGHT = datetime(2024, 3, 31, 17, tzinfo=UTC)  # 01/04 00:00 in Asia/Ho_Chi_Minh
TICK = timedelta(microseconds=1)


def make_line(state=None, *, at=MIDNIGHT - TICK, reminded_at=None, is_late=False):
    """A unit that is on time before MIDNIGHT."""
    lock = MIDNIGHT + timedelta(days=9)
    sent = MIDNIGHT if state in SENT_STATES else None
    plan = state and Plan(state=state, is_late=is_late, first_sent_at=sent)
    clocks = Clocks(MIDNIGHT, lock, extended=False, is_open=True)
    return BoardLine(
        participant=None,
        campaign=Campaign(kind=CampaignKind.PLAN),
        status=status_of(plan),
        leading=plan,
        in_work=None,
        timeliness=timeliness([plan] if plan else [], clocks, at, is_filed=state in SENT_STATES),
        reminded_at=reminded_at,
    )


@pytest.mark.parametrize("state", [None, *sorted(PRIVATE_STATES)])
def test_who_has_not_filed_is_overdue_from_the_instant_that_the_last_day_is_over(state):
    lines = [make_line(state, at=at) for at in (MIDNIGHT - TICK, MIDNIGHT)]

    assert [line.is_overdue for line in lines] == [False, True]
    assert [line.is_filed for line in lines] == [False, False]
    assert [line.names[1:] for line in lines] == [["unfiled"], ["unfiled", "overdue"]]


@pytest.mark.parametrize("state", sorted(SENT_STATES))
def test_who_has_filed_is_never_overdue(state):
    line = make_line(state, at=MIDNIGHT + timedelta(days=99))

    assert (line.is_filed, line.is_readable, line.is_overdue) == (True, True, False)
    assert line.names == [line.status.name, "filed"]


@pytest.mark.parametrize(
    ("reminded_at", "at", "is_today"),
    [
        (None, MIDNIGHT, False),
        (MIDNIGHT - TICK, MIDNIGHT - TICK, True),
        (MIDNIGHT - TICK, MIDNIGHT, False),  # one instant, but another day in Việt Nam
        (MIDNIGHT, MIDNIGHT + timedelta(hours=24) - TICK, True),
        (MIDNIGHT, MIDNIGHT + timedelta(hours=24), False),
    ],
)
def test_today_is_a_day_of_the_province(reminded_at, at, is_today):
    assert make_line(at=at, reminded_at=reminded_at).is_reminded_today == is_today


@pytest.mark.parametrize(
    ("asked", "filed", "on_time", "shares"),
    [(0, 0, 0, (0, 0)), (3, 1, 0, (33, 0)), (3, 2, 1, (67, 33)), (4, 4, 4, (100, 100))],
)
def test_shares_are_of_the_units_asked(asked, filed, on_time, shares):
    done = Completeness(asked, filed, on_time, overdue=0)

    assert (done.filed_share, done.on_time_share) == shares
    assert done.unfiled == asked - filed


def test_states_are_told_by_how_many_units_stand_in_them():
    states = [PlanState.DRAFT, None, PlanState.SENT, None, PlanState.DRAFT, None]
    shown = Board(None, [make_line(state) for state in states])

    assert shown.tally() == [
        ("missing", "chưa có", 3),
        ("draft", "đang soạn", 2),
        ("sent", "gửi đúng hạn", 1),
    ]


def test_who_filed_late_has_filed_but_not_on_time():
    lines = [make_line(PlanState.SENT, is_late=late) for late in (True, False, True)]

    done = Board(None, [*lines, make_line(at=MIDNIGHT)]).completeness

    assert (done.asked, done.filed, done.on_time, done.overdue) == (4, 3, 1, 1)


# --- Read from the database ----------------------------------------------------------------------


def test_nothing_declared_is_not_zero_declared():
    campaign = make_campaign(*[make_unit() for _ in range(3)])
    _, zero, two = campaign.participants.order_by("position")
    declare(zero, [])
    declare(two, ["3_star", "4_star"])

    assert [line.facts["declared"] for line in board(campaign).lines] == [None, 0, 2]


def test_a_unit_has_in_each_campaign_the_plans_of_that_campaign():
    unit, other = make_unit(), make_unit()
    first, second = make_campaign(unit, other), make_campaign(other, unit)
    sent = make_plan(unit=unit, campaign=first, state=PlanState.SENT)
    draft = make_plan(unit=unit, campaign=second)
    second.participants.filter(unit=other).update(position=3)

    shown = boards([second, first])

    assert [each.campaign for each in shown] == [second, first]
    assert [line.body for line in shown[0].lines] == [unit, other]
    assert [line.leading for line in shown[0].lines] == [draft, None]
    assert [line.leading for line in shown[1].lines] == [sent, None]
    assert [line.in_work for line in shown[0].lines] == [None, None]


def test_an_adjustment_in_work_stands_beside_the_version_in_force():
    old = make_plan(state=PlanState.ACCEPTED, rows=2)
    new = make_plan(unit=old.unit, campaign=old.campaign, adjusts=old, version=2, rows=3)

    (line,) = board(old.campaign).lines

    assert (line.leading, line.in_work) == (old, new)
    assert (line.leading.row_count, line.in_work.row_count) == (2, 3)


def test_clocks_are_read_at_the_instant_that_is_asked_for():
    campaign = make_campaign(make_unit(), due_at=MIDNIGHT, locks_at=MIDNIGHT)

    found = [boards([campaign], at)[0].lines[0] for at in (MIDNIGHT - TICK, MIDNIGHT)]

    assert [bool(line.clocks.objection(line.at)) for line in found] == [False, True]
    assert [line.is_overdue for line in found] == [False, True]


def test_the_time_that_is_left_is_that_of_those_who_have_not_filed():
    first, second = make_unit(), make_unit()
    campaign = make_campaign(first, second, due_at=MIDNIGHT, locks_at=MIDNIGHT)
    make_plan(unit=first, campaign=campaign, state=PlanState.SENT)

    with time_machine.travel(MIDNIGHT + timedelta(days=2)):
        assert board(campaign).time_left == "quá hạn 3 ngày"
        until = MIDNIGHT + timedelta(days=9)
        late = campaign.participants.get(unit=second)
        extend(late, until, "Bão.", by=make_user(Role.PROVINCE_ADMIN))
        assert board(campaign).time_left == (
            "còn 6 ngày đến hạn gần nhất của đơn vị chưa gửi, hết ngày 09/04/2024"
        )
        make_plan(unit=second, campaign=campaign, state=PlanState.SENT)
        assert board(campaign).time_left == "mọi đơn vị đã gửi"
