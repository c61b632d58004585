"""The board of what ends in a year: each number is as many rows as the list it leads to has."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from products.expiry_board import board
from programs.enums import Role
from programs.models import Unit, UnitSuccession, User
from programs.succession import ground_of, holders_of
from tests.factories import make_certificate, make_commune, make_product, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
PROVINCE = User(role=Role.PROVINCE_ADMIN)


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        yield


def ending(day, unit=None, **fields):
    product = make_product(commune=unit.children.first()) if unit else None
    issued_on = date(day.year - 3, day.month, day.day)
    return make_certificate(product, issued_on=issued_on, expires_on=day, **fields)


def numbers(line):
    return [number for number, _ in [*line.cells, line.total]]


def test_it_counts_by_month_unit_and_star():
    unit = make_unit()
    ending(date(2026, 3, 1), unit)
    ending(date(2026, 3, 31), unit, star=4)
    ending(date(2026, 12, 31), star=5)
    ending(date(2027, 1, 1), unit)

    shown = board(PROVINCE, 2026)

    assert numbers(shown.months[2]) == [1, 1, 0, 2]
    assert numbers(shown.months[11]) == [0, 0, 1, 1]
    assert numbers(next(line for line in shown.units if line.label == str(unit))) == [1, 1, 0, 2]
    assert numbers(shown.total) == [1, 1, 1, 3]


def test_what_was_closed_before_its_end_is_left_out_and_an_extension_moves_it():
    gone, longer = ending(date(2026, 12, 1)), ending(date(2026, 5, 1))
    facts = {"recorded_by": gone.issued_by, "on": TODAY}
    gone.events.create(kind="revoked", **facts)
    longer.events.create(kind="extended", until=date(2026, 10, 1), **facts)

    shown = board(PROVINCE, 2026)

    assert [line.total[0] for line in shown.months] == [0] * 9 + [1, 0, 0]


def test_each_number_opens_exactly_its_rows(client, admin):
    unit, other = make_unit(), make_unit()
    for star, place in ((3, unit), (4, unit), (3, other)):
        ending(date(2026, 12, 1), place, star=star)
    ending(date(2026, 6, 1), unit).events.create(
        kind="revoked", on=date(2026, 2, 1), recorded_by=admin
    )
    shown = board(admin, 2026)

    for line in (*shown.months, *shown.units, shown.total):
        for number, url in (*line.cells, line.total):
            assert client.get(url).context["page"].count == number, url


def test_a_bar_says_what_its_month_says():
    ending(date(2026, 3, 1))
    for _ in range(4):
        ending(date(2026, 12, 1))

    bars = board(PROVINCE, 2026).bars

    assert [(bar.count, bar.height) for bar in bars if bar.count] == [(1, 40), (4, 160)]


def test_a_unit_sees_its_own_numbers_alone(as_role):
    officer = as_role(Role.UNIT_OFFICER)
    ending(date(2026, 12, 1), officer.unit)
    ending(date(2026, 12, 1), make_unit())

    shown = board(officer, 2026)

    assert shown.total.total[0] == 1
    assert [line.label for line in shown.units] == [str(officer.unit)]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_five_queries(count, django_assert_num_queries):
    for _ in range(count):
        ending(date(2026, 12, 1))

    with django_assert_num_queries(5):  # regulations, periods, counts, units, who holds which place
        board(PROVINCE, 2026)


@pytest.mark.parametrize("asked", ["2025", "", "abc", "99999", "²", "-1"])
def test_the_page_shows_the_year_that_is_asked_or_this_one(client, admin, asked):
    response = client.get(reverse("products:expiry_board"), {"nam": asked})

    assert response.context["board"].year == (2025 if asked == "2025" else 2026)


def test_who_holds_a_place_is_asked_the_same_way_round():
    """A commune merged into another unit, a district's commune moved, a chain of two mergers."""
    old, new = make_unit(), make_unit()
    last = make_commune(new.parent, kind="phuong")
    links = ((old.children.first(), new.children.first()), (new.children.first(), last))
    for one, other in (*links, (old, new)):
        UnitSuccession.objects.create(old=one, new=other, on=TODAY)
    places = set(Unit.objects.values_list("pk", flat=True))

    holders = holders_of(places)

    for unit in places:
        held = set(ground_of(unit).values_list("pk", flat=True))
        assert {place for place in places if unit in holders[place]} == held
