"""Dates and numbers as Vietnamese officials write them, in forms, pages and imports alike."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils.formats import date_format, localize, number_format
from import_export.widgets import DateWidget, DecimalWidget

from programs.fields import WholeNumberField


def test_a_date_in_a_form_is_read_day_first():
    assert forms.DateField().clean("05/10/2026") == date(2026, 10, 5)
    assert forms.DateField().clean("13/10/2026") == date(2026, 10, 13)


def test_a_date_in_an_import_is_read_day_first():
    assert DateWidget().clean("05/10/2026") == date(2026, 10, 5)


@pytest.mark.parametrize(("text", "number"), [("1.234,5", "1234.5"), ("82,5", "82.5")])
def test_a_number_in_a_form_has_a_decimal_comma_and_thousand_points(text, number):
    assert forms.DecimalField(localize=True).clean(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.000", 1000), ("1000", 1000), (" 12.345.678\u00a0", 12345678), ("", None)],
)
def test_a_whole_number_is_typed_in_digits_or_in_threes_with_points(text, number):
    assert WholeNumberField(required=False).clean(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "1,000",
        "1.000,0",
        "1.2.3",
        "1.000.00",
        "0.100",
        "1 000",
        "1_000",
        "１０００",
        "1e3",
        "9" * 5000,
    ],
)
def test_a_whole_number_that_is_typed_otherwise_is_refused(text):
    with pytest.raises(ValidationError, match=r"Một nghìn viết 1\.000 hoặc 1000"):
        WholeNumberField().clean(text)


def test_the_largest_number_is_told_with_its_points():
    with pytest.raises(ValidationError, match=r"từ 1\.000\.000 trở xuống"):
        WholeNumberField(max_value=10**6).clean("1000001")


def test_a_number_in_an_import_has_a_decimal_comma():
    assert DecimalWidget().clean("82,5") == Decimal("82.5")


def test_pages_write_numbers_and_dates_the_same_way():
    assert number_format(Decimal("1234.5")) == "1.234,5"
    assert localize(20000) == "20.000"
    assert date_format(date(2026, 10, 5)) == "05/10/2026"
    assert Template("{{ day }}").render(Context({"day": date(2026, 10, 5)})) == "05/10/2026"


def test_the_week_begins_on_monday():
    from django.utils.formats import get_format  # noqa: PLC0415 -- formats need the settings

    assert get_format("FIRST_DAY_OF_WEEK") == 1
