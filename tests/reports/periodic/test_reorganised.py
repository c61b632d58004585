"""Units change in the middle of a year: who is asked, what is counted, what is compared."""

from datetime import date

import pytest

from products.enums import RegistrationForm
from programs.enums import CampaignKind, Role
from programs.models import UnitSuccession
from reports.builders.province import province_table
from reports.periodic.counting import Scope, counted_in
from reports.periodic.filling import start
from reports.periodic.province import Province
from reports.provincial.appendices import Appendices
from tests.support.factories import (
    declare,
    make_campaign,
    make_certificate,
    make_commune,
    make_product,
    make_province,
    make_unit,
    make_user,
)
from tests.support.report_rows import (
    make_form,
    make_indicator,
    make_period,
    make_periodic,
    make_seal,
    make_section,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
CHANGE = date(2025, 7, 1)


@pytest.fixture
def ground():
    """(the district, its communes until June, the communes that report from July on)."""
    old = make_unit(name="Ba Tơ", valid_to=date(2025, 6, 30))
    before = list(old.children.order_by("pk"))
    after = [make_commune(make_province(), name=name, valid_from=CHANGE) for name in ("Một", "Hai")]
    for commune, new in zip(before, after, strict=True):
        type(old).objects.filter(pk=commune.pk).update(valid_to=date(2025, 6, 30))
        UnitSuccession.objects.create(old=commune, new=new, on=CHANGE)
    return old, before, after


@pytest.fixture
def form():
    form = make_form()
    section = make_section(form, code="II.4")
    make_indicator(section, code="lop", label="Lớp")
    facts = {"source": "both", "function": "new_3", "plan_function": "planned_3"}
    make_indicator(section, code="sp_moi_3", label="Sản phẩm mới", **facts)
    return publish(form)


def asked(form, kind, bodies, until):
    days = {"data_from": date(2024, 12, 15), "data_to": until}
    return make_period(form, bodies=bodies, kind=kind, campaign={"year": 2025}, **days)


def half_year(form, old):
    return asked(form, CampaignKind.HALF_YEAR_REPORT, [old], date(2025, 6, 14))


def annual(form, units):
    return asked(form, CampaignKind.ANNUAL_REPORT, units, date(2025, 12, 14))


def answer(period, form, **values):
    rows = {each.code: each for each in form.indicators.all()}
    for participant in period.campaign.participants.order_by("position"):
        figures = {rows[code]: value for code, value in values.items()}
        make_seal(make_periodic("accepted", participant=participant, figures=figures))


def grant(commune, day):
    product = make_product(commune=commune)
    return make_certificate(product=product, star=3, issued_on=day)


def test_the_figures_of_the_year_are_those_of_the_new_units_beside_the_old_ones_half(ground, form):
    old, _, after = ground
    answer(half_year(form, old), form, lop=5)
    year = annual(form, after)
    answer(year, form, lop=3)

    [line] = [each for each in Province(year.campaign).lines() if each.indicator.code == "lop"]

    assert (line.value, line.before) == (6, 5)
    assert not any(
        "không so sánh được" in note for note in province_table(Province(year.campaign)).notes
    )


def test_each_counts_the_certificates_of_its_own_ground_at_the_end_of_its_period(ground, form):
    old, (east, west), (one, two) = ground
    grant(east, date(2025, 2, 1))
    grant(west, date(2025, 3, 1))
    grant(one, date(2025, 9, 1))
    indicators = list(form.indicators.all())

    def new_3(unit, until):
        scope = Scope(unit, date(2024, 12, 15), until)
        return counted_in(scope, indicators)["sp_moi_3"].value

    assert new_3(old, date(2025, 6, 14)) == 2
    assert [new_3(unit, date(2025, 12, 14)) for unit in (one, two)] == [2, 1]
    assert new_3(None, date(2025, 12, 14)) == 3


def test_a_new_unit_begins_its_year_without_the_half_of_the_old_one(ground, form):
    old, _, after = ground
    answer(half_year(form, old), form, lop=5)
    year = annual(form, after)
    participant = year.campaign.participants.get(unit=after[0])

    report = start(participant, make_user(Role.UNIT_OFFICER, unit=after[0]))

    assert not report.figures.exists()


def test_what_the_old_unit_registered_has_a_line_of_its_own_against_nothing(ground, form):
    old, (east, _), after = ground
    plans = make_campaign(old, year=2025)
    declare(plans.participants.get(), [RegistrationForm.THREE_STAR] * 4)
    grant(east, date(2025, 2, 1))
    year = annual(form, after)

    made = Appendices(Province(year.campaign)).results()

    lines = {row[0]: row[1:3] for row in made.rows}
    assert lines[old.name] == [4, None]
    assert [lines[unit.short_name] for unit in after] == [[None, 1], [None, 0]]
    assert made.totals[1:3] == [4, 1]
