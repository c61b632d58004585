"""The board of what ends in a year: each number is as many rows as the list it leads to has."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from products.certificates.expiry_board import board
from products.models import Placement
from programs.enums import Role
from programs.models import Unit, UnitSuccession, User
from tests.support.factories import (
    make_certificate,
    make_commune,
    make_product,
    make_split,
    make_unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
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
def test_it_costs_eight_queries(count, django_assert_num_queries):
    for _ in range(count):
        ending(date(2026, 12, 1))

    # Regulations, periods, counts, units; who followed whom, of all units; the products placed.
    with django_assert_num_queries(8):
        board(PROVINCE, 2026)


@pytest.mark.parametrize("asked", ["2025", "", "abc", "99999", "²", "-1", "020269"])
def test_the_page_shows_the_year_that_is_asked_or_this_one(client, admin, asked):
    response = client.get(reverse("products:expiry_board"), {"nam": asked})

    assert response.context["board"].year == (2025 if asked == "2025" else 2026)


def end(unit, *news):
    """The unit was no more since the day, and these took it over."""
    Unit.objects.filter(pk=unit.pk).update(valid_to=TODAY - timedelta(days=1))
    for new in news:
        UnitSuccession.objects.create(old=unit, new=new, on=TODAY)


def disagreeing(client, user):
    """[(line, its number, rows of the list that it opens)] where the two differ."""
    shown = board(user, 2026)
    lines = (*shown.months, *shown.units, shown.total)
    opened = [
        (line.label, number, client.get(url).context["page"].count)
        for line in lines
        for number, url in (*line.cells, line.total)
    ]
    return [each for each in opened if each[1] != each[2]]


@pytest.mark.parametrize("is_decided", [False, True])
def test_after_a_split_a_unit_counts_what_its_list_shows(client, admin, is_decided):
    """Both parts, until it is decided in which one the product lies."""
    units = make_unit(), make_unit()
    old = make_split(units)
    product = ending(date(2026, 12, 1), old.parent).product
    type(product).objects.filter(pk=product.pk).update(commune=old)
    if is_decided:
        new = old.successions.get(new__parent=units[1]).new
        Placement.objects.create(product=product, old=old, new=new)

    shown = [line.label for line in board(admin, 2026).units]

    assert shown == [str(unit) for unit in units[is_decided:]]
    assert disagreeing(client, admin) == []


def test_after_mergers_a_unit_counts_what_its_list_shows(client, admin):
    """A commune that another district's took over, and one that became a unit of its own."""
    old, new = make_unit(), make_unit()
    last = make_commune(new.parent, kind="phuong", valid_from=TODAY)
    place = ending(date(2026, 12, 1), old).product.commune
    between = make_commune(new, valid_from=TODAY)
    end(place, between)
    end(ending(date(2026, 11, 30), new).product.commune, last)

    assert disagreeing(client, admin) == []
