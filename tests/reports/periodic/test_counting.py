"""What the portal counts for a report: by hand, and as many as the list behind it has rows."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from products.enums import EventKind, Gender, ProducerKind
from programs.enums import Role
from reports.periodic.counting import COUNTINGS, Scope
from tests.reports.figures.test_links import rows_of
from tests.support.factories import (
    declare,
    make_campaign,
    make_certificate,
    make_plan,
    make_producer,
    make_product,
    make_unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
START, END = date(2023, 12, 15), date(2024, 6, 14)
LISTED = sorted(set(COUNTINGS) - {"registered", *(n for n in COUNTINGS if "planned" in n)})


@pytest.fixture(autouse=True)
def _laws():
    call_command("loaddata", "regulations", verbosity=0)


def made(unit, issued_on, star=3, product=None, **fields):
    product = product or make_product(commune=unit.children.order_by("code").first(), **fields)
    return make_certificate(product, issued_on=issued_on, star=star)


def closed(certificate, kind, on, by=None):
    certificate.events.create(
        kind=kind, on=on, by_certificate=by, recorded_by=certificate.issued_by
    )


@pytest.fixture
def unit():
    """A unit, and another with the same, in which each count has rows that it is not of."""
    first, second = make_unit(), make_unit()
    with time_machine.travel(START):  # what was typed by the end of the period is known in it
        for each in (first, second):
            fill(each)
    return first


def fill(unit):
    commune = unit.children.order_by("code").first()
    made(unit, START)
    made(unit, END, star=4)
    made(unit, date(2023, 12, 14))  # the day before
    made(unit, date(2024, 6, 15))  # the day after
    old = made(unit, date(2022, 1, 10))
    higher = made(unit, date(2024, 3, 1), star=4, product=old.product)
    closed(old, EventKind.UPGRADED, date(2024, 3, 1), higher)
    expired = made(unit, date(2021, 1, 5))  # ended 05/01/2024
    made(unit, date(2024, 2, 1), product=expired.product)  # and was granted again
    made(unit, date(2021, 2, 5))  # ended 05/02/2024, with nothing after
    made(unit, date(2021, 6, 14))  # ends on the last day of the period
    gone = made(unit, date(2023, 5, 5), star=5)
    closed(gone, EventKind.REVOKED, date(2024, 5, 5))
    led = make_producer(
        commune=commune,
        kind=ProducerKind.ENTERPRISE,
        gender=Gender.FEMALE,
        is_ethnic_minority=True,
    )
    for _ in "12":
        made(unit, date(2022, 2, 2), product=make_product(producer=led, commune=commune))
    make_product(commune=commune)  # without a star


EXPECTED = {
    "new_3": 1,
    "new_4": 1,
    "new_5": 0,
    "upgraded": 1,
    "renewed": 1,
    "lapsed": 2,
    "revoked": 1,
    # 15/12, 14/12, renewed, the one that ends today, two of one producer
    "held_3": 6,
    "held_4": 2,
    "held_5": 0,
    # the lapsed, the revoked, the one of the day after, one without any
    "potential": 4,
    "producers": 7,
    "cooperatives": 6,
    "women": 1,
    "minorities": 1,
}


@pytest.mark.parametrize("name", LISTED)
def test_counted_by_hand_for_a_unit_and_for_the_province(unit, name):
    count = COUNTINGS[name].count

    assert count(Scope(unit, START, END)).value == EXPECTED[name]
    assert count(Scope(None, START, END)).value == 2 * EXPECTED[name]


@pytest.mark.parametrize("name", LISTED)
def test_the_list_behind_a_figure_has_exactly_so_many_rows(client, as_role, unit, name):
    counted = COUNTINGS[name].count(Scope(unit, START, END))

    as_role(Role.PROVINCE_STAFF)
    assert rows_of(client, counted.url) == counted.value
    as_role(Role.UNIT_OFFICER, unit=unit)
    assert rows_of(client, counted.url) == counted.value


def test_what_was_declared_is_that_of_the_years_plans():
    unit, other = make_unit(), make_unit()
    campaign = make_campaign(unit, other, year=2024)
    make_plan(unit=unit, campaign=campaign, rows=2, declared=["3_star"] * 4 + ["3_to_4"])
    declare(campaign.participants.get(unit=other), ["3_star"] * 5)
    make_plan(unit=unit, campaign=make_campaign(unit, year=2023), rows=3)

    def count(name, place):
        return COUNTINGS[name].count(Scope(place, START, END)).value

    assert count("planned_3", unit) == 4
    assert count("planned_upgrades", unit) == 1
    assert count("registered", unit) == 5
    assert count("registered", None) == 10


def test_of_a_unit_that_was_not_asked_for_a_plan_nothing_is_said():
    """A commune of July 2025 has no plan of its own for that year."""
    make_campaign(make_unit(), year=2024)

    assert COUNTINGS["registered"].count(Scope(make_unit(), START, END)) is None
