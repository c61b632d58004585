"""One definition of each number: the list that a figure leads to has exactly so many rows."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from products.enums import DossierState, PlanState
from programs.enums import DEPARTMENT, REGISTER_READERS, UNIT_ROLES, Role
from tests.support.expiry_rows import make_notice
from tests.support.factories import (
    declare,
    make_campaign,
    make_certificate,
    make_dossier,
    make_plan,
    make_product,
    make_registration,
    make_unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def _day():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        yield


def certify(unit, ends_on, star=3, **fields):
    product = make_product(commune=unit.children.order_by("code").first())
    issued_on = ends_on.replace(year=ends_on.year - 3)
    return make_certificate(product, issued_on=issued_on, expires_on=ends_on, star=star, **fields)


def fill(unit):
    """A year in which each figure has rows that it counts, and others that it does not."""
    other = make_unit()
    campaign = make_campaign(unit, other, make_unit(), year=2026, opens_on=date(2026, 1, 5))
    issued = make_plan(unit=unit, campaign=campaign, state=PlanState.ISSUED, rows=2)
    late = make_plan(unit=other, campaign=campaign, state=PlanState.SENT, rows=1, is_late=True)
    for plan in (issued, late):
        assert plan.campaign == campaign
    make_registration(make_plan(unit=unit, state=PlanState.DRAFT, rows=0))
    for place in (unit, other):
        told = certify(place, date(2026, 12, 15))
        make_notice(told)
        certify(place, date(2026, 12, 15))
        certify(place, date(2027, 5, 28), star=4)  # the last day of half a year
        certify(place, date(2027, 5, 29), star=5)
        certify(place, date(2026, 11, 1))  # over
        certify(place, date(2029, 3, 1))  # of this year
        longer = certify(place, date(2026, 11, 20))
        longer.events.create(
            kind="extended", on=TODAY, until=date(2027, 2, 1), recorded_by=longer.issued_by
        )
        gone = certify(place, date(2028, 1, 1))
        gone.events.create(kind="revoked", on=TODAY, recorded_by=gone.issued_by)
        for state in (DossierState.DRAFT, DossierState.SUBMITTED, DossierState.FORWARDED):
            make_dossier(make_product(commune=place.children.first()), state=state)


def rows_of(client, url):
    """How many rows the page at this address lists, or the number that it declares in all."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    context = answer.context
    if "page" in context:
        return context["page"].count
    if "lines" in context:
        return len(context["lines"])
    if "table" in context:
        return context["table"].totals[-1]
    return sum(int(field.value() or 0) for field in context["form"] if "star" in field.name)


def home(client):
    return client.get(reverse("home")).context["picture"]


OF_STAFF = ("sent", "registered", "recognised", "held", "ending", "dossiers")
OF_LEADERS = ("sent", "registered", "recognised", "held", "high", "ending")
OF_UNITS = ("registered", "recognised", "held", "high", "ending", "dossiers")
OF_READERS = ("issued", "planned", "published")
FIGURES = {
    **dict.fromkeys(DEPARTMENT, OF_STAFF),
    **dict.fromkeys([Role.COORDINATION_OFFICE, Role.OBSERVER], OF_LEADERS),
    **dict.fromkeys(UNIT_ROLES, OF_UNITS),
    Role.COUNCIL_SECRETARY: ("sent", "listed", "published"),
    **dict.fromkeys([Role.AGENCY_OFFICER, Role.COUNCIL_MEMBER], OF_READERS),
}


@pytest.mark.parametrize("role", Role)
def test_each_figure_opens_exactly_its_rows(client, as_role, role):
    user = as_role(role)
    fill(user.unit or make_unit())

    figures = home(client).figures

    assert tuple(figure.name for figure in figures) == FIGURES[role]
    for figure in figures:
        assert figure.value > 0, figure
        assert rows_of(client, figure.url) == figure.value, figure


@pytest.mark.parametrize("role", sorted(REGISTER_READERS | UNIT_ROLES))
def test_each_column_of_the_charts_opens_exactly_its_rows(client, as_role, role):
    user = as_role(role)
    fill(user.unit or make_unit())

    charts = home(client).charts

    assert [chart.name for chart in charts] == ["years", "months"]
    for bar in (bar for chart in charts for bar in chart.bars if bar.url):
        assert rows_of(client, bar.url) == bar.count, bar
    assert sum(bar.count for bar in charts[1].bars) == sum(row[1] for row in charts[1].rows)


@pytest.mark.parametrize("role", sorted(REGISTER_READERS))
def test_each_unit_opens_exactly_its_rows(client, as_role, role):
    as_role(role)
    fill(make_unit())

    tiles = home(client).map.tiles

    assert sorted(tile.count for tile in tiles) == [0, 6, 6]
    for tile in tiles:
        assert rows_of(client, tile.url) == tile.count, tile


def test_the_leaders_table_opens_exactly_its_rows_and_its_totals_are_the_figures(client, as_role):
    as_role(Role.OBSERVER)
    fill(make_unit())

    picture = home(client)

    columns = ("recognised", "held", "ending")
    cells = [getattr(line, name) for line in picture.lines for name in columns]
    assert [rows_of(client, url) for number, url in cells if url] == [
        number for number, _ in cells if number
    ]
    for name in (*columns, "registered"):
        total = sum(getattr(line, name)[0] for line in picture.lines)
        assert total == picture.by_name[name].value > 0, name


def test_what_a_unit_declared_is_what_the_leaders_table_leads_to(client, as_role):
    as_role(Role.OBSERVER)
    campaign = make_campaign(make_unit(), year=2026, opens_on=date(2026, 1, 5))
    declare(campaign.participants.get(), ["3_star", "3_star", "4_star"])

    [line] = home(client).lines

    number, url = line.registered
    assert number == 3
    assert url == reverse("products:counts", args=[campaign.participants.get().pk])


def test_a_unit_sees_the_figures_of_its_own_ground_alone(client, as_role):
    officer = as_role(Role.UNIT_OFFICER)
    fill(officer.unit)

    assert home(client).by_name["held"].value == 6


def test_without_a_campaign_the_figures_are_of_this_year(client, as_role):
    as_role(Role.OBSERVER)
    certify(make_unit(), date(2029, 3, 1))

    picture = home(client)

    names = [figure.name for figure in picture.figures]
    assert (names, picture.lines) == (["recognised", "held", "high", "ending"], [])
    assert picture.by_name["recognised"].value == 1
    assert picture.by_name["recognised"].whole is None
