"""What the trail keeps of a row and of its changes."""

from copy import copy
from datetime import date
from decimal import Decimal

import pytest
from django import forms

from products.models import Dossier, Registration
from programs.changes import changes_between, differences, typed_anew, values_of
from tests.support.factories import make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def row():
    return make_plan().registrations.get()


def test_the_values_of_a_row_are_what_people_typed(row):
    values = values_of(row, without={"plan"})

    assert values["product_name"] == row.product_name
    assert values["commune"] == row.commune_id
    follows = {"id", "version", "product_fold", "producer_fold", "changed_at"}
    assert values.keys().isdisjoint(follows | {"plan"})


def test_days_and_decimals_are_kept_as_texts():
    dossier = Dossier(received_on=date(2026, 3, 1), result_mean=Decimal("87.50"))

    values = values_of(dossier)

    assert (values["received_on"], values["result_mean"]) == ("2026-03-01", "87.50")


def test_differences_are_the_old_and_the_new_value_of_what_is_another_now(row):
    after = copy(row)
    after.product_name, after.version = "Chè dây rừng", row.version + 1

    assert differences(row, after) == {"product_name": [row.product_name, "Chè dây rừng"]}


def test_a_row_that_nobody_changed_differs_in_nothing(row):
    assert differences(row, Registration.objects.get(pk=row.pk)) == {}


def test_changes_are_told_of_any_values():
    assert changes_between(
        {"1.1": [2, ""], "1.2": [1, ""]}, {"1.1": [3, "ảnh"], "1.2": [1, ""]}
    ) == {"1.1": [[2, ""], [3, "ảnh"]]}


class DayForm(forms.Form):
    day = forms.DateField()
    note = forms.CharField(required=False)


def test_of_a_form_only_what_was_typed_anew_is_kept_as_text():
    form = DayForm({"day": "02/03/2026", "note": "cũ"}, initial={"note": "cũ"})

    assert form.is_valid()
    assert typed_anew(form) == {"day": "2026-03-02"}
