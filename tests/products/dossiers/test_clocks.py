"""The clocks that run for a dossier now, and which come first."""

from datetime import date

import pytest
import time_machine

from products.dossiers.clocks import clocks_of
from products.dossiers.news import DOSSIER_NEWS
from products.enums import DossierState
from products.models import Dossier

CHECK, RESULT = date(2026, 12, 10), date(2026, 12, 30)


def clocks(day=date(2026, 11, 25), **fields):
    values = {"state": "submitted", "check_by": CHECK, "conclude_by": RESULT}
    with time_machine.travel(day):
        return clocks_of(Dossier(**values | fields))


@pytest.mark.parametrize(("day", "left"), [(9, 1), (10, 0), (11, -1)])
def test_the_last_day_is_in_time_and_the_next_is_late(day, left):
    first = clocks(date(2026, 12, day))[0]

    assert (first.label, first.last_day) == ("Cấp xã kiểm tra xong", CHECK)
    assert (first.days_left, first.is_late) == (left, left < 0)


@pytest.mark.parametrize(("hour", "is_late"), [("16:59", False), ("17:00", True)])
def test_it_is_late_from_midnight_in_viet_nam_on(hour, is_late):
    assert clocks(f"2026-12-10T{hour}:00Z")[0].is_late is is_late


def test_the_nearest_comes_first():
    labels = [clock.label for clock in clocks(conclude_by=date(2026, 12, 1))]

    assert labels == ["Có kết quả", "Cấp xã kiểm tra xong"]


@pytest.mark.parametrize("state", sorted(DossierState))
def test_each_state_has_the_clocks_that_can_still_run_out(state):
    labels = [clock.label for clock in clocks(state=state)]

    check = ["Cấp xã kiểm tra xong"] * (state == "submitted")
    assert labels == check + ["Có kết quả"] * (state not in {"concluded", "withdrawn"})


@pytest.mark.parametrize(
    ("fields", "labels"),
    [
        ({"check_by": None}, ["Có kết quả"]),
        ({"conclude_by": None}, ["Cấp xã kiểm tra xong"]),
        ({"check_by": None, "conclude_by": None}, []),
    ],
)
def test_what_the_law_does_not_set_does_not_run(fields, labels):
    assert [clock.label for clock in clocks(**fields)] == labels


@pytest.mark.parametrize(("check_by", "said"), [(CHECK, "10/12/2026"), (None, "chưa tính được")])
def test_a_day_that_cannot_be_counted_yet_is_said_to_be_so(check_by, said):
    assert DOSSIER_NEWS.facts(Dossier(check_by=check_by))["check_by"] == said
