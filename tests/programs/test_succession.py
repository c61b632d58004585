"""Who holds a unit's ground on a later day."""

from datetime import date

import pytest
from django.core.management import call_command

from programs.models import Unit
from programs.succession import ground_of, successors_on

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def _units():
    call_command("loaddata", "units", verbosity=0)


def commune(code, since="2024-02-01"):
    return Unit.objects.get(code=code, valid_from=since)


def names(units):
    return [unit.name for unit in units]


@pytest.mark.parametrize(
    ("day", "holder"),
    [
        (date(2024, 12, 31), "Nghĩa Phú"),
        (date(2025, 1, 1), "An Phú"),
        (date(2025, 6, 30), "An Phú"),
        (date(2025, 7, 1), "An Phú"),
    ],
)
def test_a_commune_is_followed_over_two_reorganisations(day, holder):
    assert names(successors_on(commune("21253"), day)) == [holder]


def test_a_commune_that_was_split_has_two_holders():
    holders = names(successors_on(commune("21142"), date(2026, 1, 1)))

    assert sorted(holders) == ["Cà Đam", "Tây Trà Bồng"]


def test_a_district_that_nobody_took_over_stays_itself():
    district = Unit.objects.get(code="524")

    assert successors_on(district, date(2026, 1, 1)) == [district]


def test_the_ground_of_a_commune_of_today_reaches_back_to_2024():
    today = Unit.objects.get(name="An Phú", valid_from="2025-07-01")

    assert {"Nghĩa Phú", "Nghĩa An", "An Phú"} <= set(
        ground_of(today.pk).values_list("name", flat=True)
    )


def test_the_ground_of_a_district_is_its_communes():
    district = Unit.objects.get(code="524")

    assert set(ground_of(district.pk).filter(parent=district)) == set(district.children.all())
