"""The clocks of a unit and how they are told: at their edges, by the calendar here."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from programs.campaigns import strictly_before
from programs.deadlines import clocks, clocks_of, due_words, end_of, in_words, last_day, time_left
from programs.enums import CampaignState
from programs.models import Campaign, Extension
from programs.templatetags import vn
from tests.support.factories import make_campaign, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
HERE = timezone.get_default_timezone()
DUE, LOCK = datetime(2024, 4, 1, tzinfo=HERE), datetime(2024, 4, 15, 17, tzinfo=HERE)


def here(*parts):
    return datetime(2024, *parts, tzinfo=HERE)


# --- In words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (here(3, 1), "hết ngày 29/02/2024"),
        (datetime(2025, 1, 1, tzinfo=HERE), "hết ngày 31/12/2024"),
        (here(4, 1, 0, 0, 1), "00:00 ngày 01/04/2024"),
        (here(4, 1, 0, 1), "00:01 ngày 01/04/2024"),
        (datetime(2024, 4, 1, tzinfo=UTC), "07:00 ngày 01/04/2024"),
        (datetime(2024, 3, 31, 17, tzinfo=UTC), "hết ngày 31/03/2024"),
    ],
)
def test_midnight_here_is_told_as_the_end_of_the_day_before_and_nothing_else_is(instant, words):
    assert in_words(instant) == vn.deadline(instant) == words


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (here(3, 1), date(2024, 2, 29)),
        (here(3, 1, 0, 0, 1), date(2024, 3, 1)),
        (datetime(2024, 3, 31, 17, tzinfo=UTC), date(2024, 3, 31)),
        (datetime(2024, 3, 31, 17, 1, tzinfo=UTC), date(2024, 4, 1)),
    ],
)
def test_the_last_day_before_an_instant_is_a_day_of_the_calendar_here(instant, day):
    assert last_day(instant) == day


@pytest.mark.parametrize("day", [date(2024, 2, 28), date(2024, 2, 29), date(2024, 12, 31)])
def test_a_last_day_ends_where_before_the_next_one_begins(day):
    assert end_of(day) == strictly_before(day + timedelta(days=1))
    assert last_day(end_of(day)) == day


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (here(3, 26, 23, 59), "còn 5 ngày"),
        (here(3, 27), "còn 4 ngày"),
        (here(3, 30, 23, 59), "còn 1 ngày"),
        (here(3, 31), "hôm nay là ngày cuối"),
        (datetime(2024, 3, 30, 17, tzinfo=UTC), "hôm nay là ngày cuối"),
        (here(3, 31, 23, 59, 59), "hôm nay là ngày cuối"),
        (here(4, 1), "quá hạn 1 ngày"),
        (here(4, 1, 23, 59), "quá hạn 1 ngày"),
        (here(4, 2), "quá hạn 2 ngày"),
    ],
)
def test_days_are_counted_to_the_last_good_one_whatever_the_hour(at, words):
    assert time_left(DUE, at) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (here(4, 14, 18), "còn 1 ngày"),
        (here(4, 15, 16, 59), "hôm nay là ngày cuối"),
        (here(4, 15, 17), "quá hạn 1 ngày"),
        (here(4, 16, 8), "quá hạn 1 ngày"),
        (here(4, 17, 8), "quá hạn 2 ngày"),
    ],
)
def test_a_clock_in_the_middle_of_a_day_has_that_day_as_its_last(at, words):
    assert time_left(LOCK, at) == words


def test_a_last_day_is_told_with_what_is_left_of_it_today():
    with time_machine.travel(here(2, 24, 23, 30), tick=False):
        assert due_words(date(2024, 2, 29)) == "Còn 5 ngày, hết ngày 29/02/2024"
        assert vn.time_left(end_of(date(2024, 2, 24))) == "hôm nay là ngày cuối"


# --- What they forbid --------------------------------------------------------------------------


def clocks_at(at, *, until=None, **fields):
    """The clocks at this instant of one who takes part, with an extension where it has an end."""
    campaign = Campaign(**{"opens_on": date(2024, 3, 1), "state": CampaignState.OPEN} | fields)
    row = SimpleNamespace(extended_until=until, due=until or DUE, lock=until or LOCK)
    return clocks_of(row, campaign, at)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (here(2, 29, 23, 59), False),
        (datetime(2024, 2, 29, 16, 59, tzinfo=UTC), False),
        (datetime(2024, 2, 29, 17, tzinfo=UTC), True),
        (here(3, 1), True),
    ],
)
def test_a_campaign_opens_with_its_first_day_here(at, is_open):
    assert clocks_at(at).is_open is is_open


def test_what_is_not_open_is_told_before_what_is_locked():
    said = clocks_at(LOCK, state=CampaignState.CLOSED).objection(LOCK)

    assert said.startswith("Đợt này chưa mở hoặc đã đóng. Hãy liên hệ cấp tỉnh")


def test_what_is_locked_is_told_with_the_instant_and_the_way_out():
    assert clocks_at(LOCK).objection(LOCK) == (
        "Đợt đã khóa từ 17:00 ngày 15/04/2024. Hãy đề nghị cấp tỉnh gia hạn cho đơn vị nếu cần."
    )


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, False), (1, False)])
def test_an_extension_holds_a_closed_campaign_open_until_the_instant_it_ends(seconds, is_open):
    until = here(5, 1)
    at = until + timedelta(seconds=seconds)
    found = clocks_at(at, until=until, state=CampaignState.CLOSED)

    assert (found.extended, found.is_open) == (True, is_open)
    assert (found.objection(at) == "") is is_open


@pytest.mark.parametrize(
    ("days", "due", "lock"),
    [
        ([], 0, 10),
        ([5], 5, 10),
        ([12], 12, 12),
        ([12, 5], 5, 10),
        ([3, 62, 7], 7, 10),
        ([14, None], 0, 10),
    ],
)
def test_the_newest_extension_holds_and_none_moves_a_clock_back(days, due, lock):
    unit, by, first = make_unit(), make_user("PA"), here(4, 1)
    campaign = make_campaign(unit, due_at=first, locks_at=first + timedelta(days=10))
    for number in days:
        until = number and first + timedelta(days=number)
        row = campaign.participants.get()
        Extension.objects.create(participant=row, until=until, reason="Bão.", granted_by=by)

    found = clocks(campaign, unit)

    assert [(each - first).days for each in (found.due, found.lock)] == [due, lock]
    assert found.extended is bool(days and days[-1])


def test_one_who_does_not_take_part_has_no_clocks():
    assert clocks(make_campaign(make_unit()), make_unit()) is None
