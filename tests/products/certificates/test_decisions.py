"""Who decided on a certificate, by the name that the body bore on the day."""

from datetime import date

import pytest
from django.core.management import call_command

from products.certificates.decisions import decision_of, granting_body
from products.certificates.numbering import issuer_of
from programs.models import Regulation, Unit
from tests.support.factories import make_certificate, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
FIRST = date(2024, 2, 1)


@pytest.fixture
def units():
    """A province with a new row from 01/07/2025, and a district that ended the day before."""
    fields = {"valid_from": FIRST, "valid_to": BEFORE}
    old = Unit.objects.create(code="51", name="Quảng Ngãi", kind="tinh", **fields)
    new = Unit.objects.create(code="51", name="Quảng Ngãi", kind="tinh", valid_from=AFTER)
    district = make_unit(code="524", name="Bình Sơn", parent=old, **fields)
    return {"old": old, "new": new, "district": district}


@pytest.mark.parametrize(
    ("series", "day", "which"),
    [
        ("province-51", BEFORE, "old"),
        ("province-51", AFTER, "new"),
        ("province-51", date(2021, 5, 4), "old"),
        ("district-524", BEFORE, "district"),
        ("book-district-524", date(2020, 1, 1), "district"),
        ("district-524", AFTER, None),
        ("district", BEFORE, None),
        ("ministry", BEFORE, None),
        ("province-524", BEFORE, None),
    ],
)
def test_a_series_is_of_the_unit_as_it_was_on_the_day(units, series, day, which):
    assert issuer_of(series, day) == units.get(which)


@pytest.mark.parametrize(
    ("law", "star", "authority", "series", "words"),
    [
        ("148-2023", 3, "district", "district-524", "Ủy ban nhân dân huyện Bình Sơn"),
        ("148-2023", 4, "province", "book-province-51", "Ủy ban nhân dân tỉnh Quảng Ngãi"),
        ("26-2026", 4, "province", "province-51", "Chủ tịch Ủy ban nhân dân tỉnh Quảng Ngãi"),
        ("148-2023", 4, "district", "book-district-524", "Ủy ban nhân dân huyện Bình Sơn"),
        ("148-2023", 5, "ministry", "ministry", "Bộ Nông nghiệp và Phát triển nông thôn"),
        ("1048-2019", 5, "ministry", "ministry", ""),
        ("148-2023", 3, "district", "district", ""),
    ],
)
def test_the_regulation_says_whether_the_body_or_its_head_decides(
    units, law, star, authority, series, words
):
    call_command("loaddata", "regulations", verbosity=0)
    paper = make_certificate(
        star=star,
        authority=authority,
        series=series,
        regulation=Regulation.objects.get(code=law),
        decision_date=date(2024, 6, 5),
    )

    assert granting_body(paper, paper.decision_date) == words
    by = f" của {words}" if words else ""
    assert decision_of(paper).in_full == f"Quyết định số 12/QĐ-UBND ngày 05/6/2024{by}"
