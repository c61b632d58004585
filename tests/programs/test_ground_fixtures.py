"""The fixtures of the ground: loaded together, loaded again, and what agencies and sets hold."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command

from programs.enums import AgencyKind, ProductGroup
from programs.models import Agency, ProductSet

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def ground():
    load()


def load():
    names = ("units", "agencies", "product_sets", "regulations", "dossier_items", "holidays")
    call_command("loaddata", *names, verbosity=0)


def row_counts():
    return {model: model.objects.count() for model in apps.get_app_config("programs").get_models()}


def test_fixtures_loaded_twice_are_there_once():
    before = row_counts()

    load()

    assert row_counts() == before


@pytest.mark.parametrize(
    ("day", "departments"),
    [(date(2025, 2, 28), {"so-nnptnt", "so-tnmt"}), (date(2025, 3, 1), {"so-nnmt"})],
)
def test_department_of_agriculture_and_environment_follows_two_departments(day, departments):
    there = Agency.objects.on(day).filter(kind=AgencyKind.DEPARTMENT)

    assert {agency.code for agency in there} & {"so-nnptnt", "so-tnmt", "so-nnmt"} == departments


def test_agencies_that_the_dispatch_wants_in_a_council_are_there_in_march_2024():
    council = {"vpdp-ntm", "so-khcn", "so-tnmt", "cc-ptnt", "so-ct", "cc-atvstp", "so-vhttdl"}

    there = Agency.objects.on(date(2024, 3, 25)).values_list("code", flat=True)

    assert council <= set(there)


def test_the_law_has_26_product_sets_in_6_groups():
    sets = list(ProductSet.objects.all())

    assert [product_set.number for product_set in sets] == list(range(1, 27))
    assert {product_set.group for product_set in sets} == set(ProductGroup)
