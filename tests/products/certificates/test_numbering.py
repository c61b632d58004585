"""Running numbers: whose they are, where each begins, and that none is left out."""

from datetime import date

import pytest
from django.db import transaction

from products.certificates.numbering import book_series, series_of, take
from products.models import NumberSeries
from programs.enums import Authority, UnitKind
from programs.models import UnitSuccession
from tests.support.factories import make_commune, make_province, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
DAY = date(2024, 6, 1)


def test_each_series_and_each_year_counts_from_one():
    asked = [
        ("province-51", 2026),
        ("province-51", 2026),
        ("province-51", 2027),
        ("ministry", 2026),
    ]

    assert [take(*each) for each in asked] == [1, 2, 1, 1]
    assert NumberSeries.objects.get(series="province-51", year=2026).last == 2


def test_a_number_that_was_taken_in_vain_is_free_again():
    take("ministry", 2026)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert take("ministry", 2026) / 0

    assert take("ministry", 2026) == 2


def test_the_number_goes_on_after_the_last_that_was_written_down():
    NumberSeries.objects.create(series="ministry", year=2026, last=41)

    assert take("ministry", 2026) == 42


@pytest.mark.parametrize(
    ("authority", "series"),
    [
        (Authority.DISTRICT, "district-777"),
        (Authority.PROVINCE, "province-51"),
        (Authority.MINISTRY, "ministry"),
    ],
)
def test_a_series_is_of_the_unit_of_its_authority_above_the_commune(authority, series):
    commune = make_unit(code="777").children.first()

    assert series_of(authority, commune, DAY) == series
    assert book_series(authority, commune) == f"book-{series}"


def test_a_town_of_its_own_numbers_as_a_district_does():
    commune = make_unit(code="778", kind=UnitKind.TOWN).children.first()

    assert series_of(Authority.DISTRICT, commune, DAY) == "district-778"


def test_a_commune_without_a_district_above_has_no_district_of_that_number():
    commune = make_commune(make_province())

    assert series_of(Authority.DISTRICT, commune, DAY) == "district"
    assert book_series(Authority.DISTRICT, commune) == "book-district"


@pytest.mark.parametrize(
    ("day", "series"), [(date(2024, 12, 31), "district-779"), (date(2025, 1, 1), "district-780")]
)
def test_from_its_last_day_on_ground_numbers_with_the_unit_that_took_it_over(day, series):
    old, new = make_unit(code="779"), make_unit(code="780")
    commune = make_commune(old, valid_to=date(2024, 12, 31))
    after = make_commune(new, valid_from=date(2025, 1, 1))
    UnitSuccession.objects.create(old=commune, new=after, on=date(2025, 1, 1))

    assert series_of(Authority.DISTRICT, commune, day) == series


def test_a_decision_before_the_commune_was_made_numbers_with_the_district_of_its_ground():
    old = make_commune(make_unit(code="782"), valid_to=date(2025, 6, 30))
    commune = make_commune(make_province(), valid_from=date(2025, 7, 1))
    UnitSuccession.objects.create(old=old, new=commune, on=date(2025, 7, 1))

    assert series_of(Authority.DISTRICT, commune, DAY) == "district-782"
    assert book_series(Authority.DISTRICT, commune, DAY) == "book-district-782"


def test_a_district_that_has_ended_numbers_nothing_any_more():
    commune = make_unit(code="783", valid_to=date(2025, 6, 30)).children.first()

    assert series_of(Authority.DISTRICT, commune, date(2025, 6, 30)) == "district-783"
    assert series_of(Authority.DISTRICT, commune, date(2025, 7, 1)) == "district"


def test_an_old_paper_keeps_the_series_of_the_unit_in_which_it_was_written():
    old = make_unit(code="781")
    commune = make_commune(old, valid_to=date(2024, 12, 31))
    after = make_commune(make_unit(), valid_from=date(2025, 1, 1))
    UnitSuccession.objects.create(old=commune, new=after, on=date(2025, 1, 1))

    assert book_series(Authority.DISTRICT, commune) == "book-district-781"
