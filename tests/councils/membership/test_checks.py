"""What `manage.py integrity` finds of Councils."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from councils.membership.checks import check_councils
from councils.models import Council, Member
from programs.enums import Authority
from tests.support.councils import (
    TERM,
    make_council,
    make_member,
    make_rules,
    make_seat,
    make_whole_council,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
DAY = timedelta(days=1)


def faults():
    return [check.faults for check in check_councils()]


@pytest.fixture
def council():
    return make_whole_council("in_force")


def test_a_whole_council_passes_every_check(council):
    seat = make_seat(council)
    make_member(seat, until=TERM + 4 * DAY)
    make_member(seat, since=TERM + 5 * DAY)
    times = {"since": TERM, "until": TERM + 2 * DAY}
    make_member(seat, stands_in=True, authority="Giấy số 1", **times)
    make_member(make_seat(council))

    assert faults() == [(), (), ()]


@pytest.mark.parametrize("role", ["chair", "secretary"])
def test_a_council_in_force_without_chair_or_secretary_is_named(council, role):
    make_council("draft")
    make_council("ended")
    Member.objects.filter(seat__role=role).delete()
    council.seats.filter(role=role).delete()

    assert faults() == [(str(council),), (), ()]


@pytest.mark.parametrize("until", [None, TERM + 5 * DAY])
def test_holders_of_one_seat_at_once_are_named(council, until):
    seat = make_seat(council)
    make_member(seat, until=until)
    second = make_member(seat, since=TERM + 5 * DAY)

    assert faults() == [(), (f"{second}, {seat}, {council}",), ()]


def test_a_council_by_rules_of_another_level_or_by_a_draft_is_named(council):
    drafted = make_council(rules=make_rules())
    other = make_council(rules=make_rules("published", level=Authority.PROVINCE))

    assert set(faults()[2]) == {str(drafted), str(other)}


def test_the_command_asks_them(council, capsys):
    call_command("integrity")
    assert "OK   Hội đồng đang hoạt động có Chủ tịch, thư ký, quyết định" in capsys.readouterr().out

    Council.objects.update(rules=make_rules())

    with pytest.raises(CommandError):
        call_command("integrity")
