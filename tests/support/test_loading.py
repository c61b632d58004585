"""A copied load leaves what `loaddata` leaves, and is made into empty tables alone."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.commands.loaddata import Command
from django.db import transaction
from django.db.models import Max

from programs.models import ProductSet, Unit
from tests.support import loading
from tests.support.factories import make_set, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
LABELS = ("units", "agencies", "product_sets", "regulations", "holidays")


@pytest.fixture(autouse=True)
def _no_loads(monkeypatch):
    monkeypatch.setattr(loading, "_first_loads", {})


def load(*labels):
    call_command("loaddata", *labels, verbosity=0)


def all_rows():
    """Of all tables of the app that has the fixtures, its memory of changes among them."""
    kept = apps.get_app_config("programs").get_models()
    return {model: list(model.objects.order_by("pk").values()) for model in kept}


@pytest.fixture
def counted(monkeypatch):
    """How often rows were loaded object by object."""
    loads, plain = [], Command.load_label
    monkeypatch.setattr(
        Command, "load_label", lambda self, label: loads.append(label) or plain(self, label)
    )
    return loads


def after_a_rollback(work):
    with transaction.atomic():
        work()
        rows = all_rows()
        transaction.set_rollback(True)
    return rows


def test_a_second_load_leaves_the_rows_of_the_first(counted):
    first, second = (after_a_rollback(lambda: load(*LABELS)) for _ in range(2))

    assert first == second
    assert sum(map(len, first.values())) > 800
    assert counted == [*LABELS]


def test_rows_that_are_there_are_brought_up_to_date_as_by_the_command(counted):
    after_a_rollback(lambda: load("product_sets"))
    load("product_sets")
    ProductSet.objects.filter(number=1).update(name="Tên cũ")
    load("product_sets")

    assert not ProductSet.objects.filter(name="Tên cũ").exists()
    assert counted == ["product_sets", "product_sets"]


def test_a_load_beside_rows_of_ones_own_is_not_what_is_copied(counted):
    def beside_a_unit():
        make_unit(name="Đơn vị riêng")
        load("units")

    after_a_rollback(beside_a_unit)
    load("units")

    assert not Unit.objects.filter(name="Đơn vị riêng").exists()
    assert counted == ["units", "units"]


def test_rows_added_after_a_copy_get_keys_of_their_own():
    after_a_rollback(lambda: load("product_sets"))
    load("product_sets")
    last = ProductSet.objects.aggregate(last=Max("pk"))["last"]

    assert make_set(number=27).pk > last
