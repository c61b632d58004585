"""The lists of the register on any day: whose ground it was, and what was worth what."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from products.certificates.expiry_listings import EXPIRING
from products.certificates.listings import CERTIFICATES
from products.models import Placement
from products.register.listings import PRODUCERS, PRODUCTS
from programs.enums import Role
from programs.models import UnitSuccession, User
from tests.support.factories import (
    make_certificate,
    make_commune,
    make_dossier,
    make_draft,
    make_product,
    make_user,
)
from tests.support.reorganising import SECOND, end, make_change

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
EVE, LATER = "30/06/2025", "01/08/2026"
DATES = {EVE: date(2025, 6, 30), LATER: date(2026, 8, 1)}


@pytest.fixture
def units():
    """Huyện Bình Sơn with Đông, Nam and Tây, of which Nam was divided, until 30/06/2025."""
    units = make_change({"Đông": "A", "Nam": "A B", "Tây": "B"})
    district = units["Đông"].parent
    end([district, *district.children.filter(valid_to=None)], SECOND)
    units |= {"Huyện": district, "xa": make_commune(district.parent, name="Xa")}
    with time_machine.travel(date(2023, 12, 1)):  # the register knew them on all days below
        for name in ("Đông", "Nam", "Tây", "xa", "A"):
            make_product(commune=units[name], name=f"Chè {name}")
    return units


@pytest.mark.parametrize(
    ("make", "fields", "day", "is_known"),
    [
        (None, {}, "30/11/2025", False),
        (None, {}, "01/12/2025", True),
        (make_draft, {}, "30/11/2025", False),
        (make_certificate, {"issued_on": date(2024, 6, 1)}, "31/05/2024", False),
        (make_certificate, {"issued_on": date(2024, 6, 1)}, "01/06/2024", True),
        (make_dossier, {"received_on": date(2024, 6, 1)}, "31/05/2024", False),
        (make_dossier, {"received_on": date(2024, 6, 1)}, "01/06/2024", True),
    ],
)
@pytest.mark.parametrize("is_merged", [False, True])
def test_a_record_is_there_from_its_first_dated_fact(make, fields, day, is_known, is_merged):
    with time_machine.travel(date(2025, 12, 1)):
        product = make_product()
        told = (
            make_product(producer=product.producer, merged_into=product) if is_merged else product
        )
        if make:
            make(told, **fields)

    assert found(PRODUCTS, day=day) == [product] * is_known
    assert found(PRODUCERS, day=day) == [product.producer] * is_known
    assert [row.product_count for row in found(PRODUCERS, day=day)] == [1] * is_known


def place_in(units, name):
    """Decide that what lay in Nam is in this unit now."""
    for row in (*units["Nam"].products.all(), *units["Nam"].producers.all()):
        Placement.objects.create(**{row._meta.model_name: row}, old=units["Nam"], new=units[name])


def found(listing, units=None, user=None, **query):
    query = {name: str(getattr(value, "pk", value)) for name, value in query.items()}
    _, rows = listing.filter(user or User(role=Role.PROVINCE_ADMIN), query)
    return list(rows)


@pytest.mark.parametrize(
    ("unit", "day", "names"),
    [
        ("Huyện", EVE, {"Đông", "Nam", "Tây", "A"}),  # what is recorded in A came from there
        ("Huyện", "", {"Đông", "Nam", "Tây", "A"}),
        ("Đông", EVE, {"Đông"}),
        ("Nam", EVE, {"Nam"}),
        ("A", "", {"Đông", "Nam", "A"}),
        ("A", LATER, {"Đông", "Nam", "A"}),
        ("B", LATER, {"Tây"}),
        ("B", EVE, {"Tây"}),  # B was not there yet: its first day is taken
        ("xa", EVE, {"xa"}),
    ],
)
def test_a_unit_has_on_a_day_what_lay_in_it(units, unit, day, names):
    place_in(units, "A")

    rows = found(PRODUCTS, unit=units[unit], day=day)

    assert {row.name.removeprefix("Chè ") for row in rows} == names


def test_until_a_split_is_decided_its_records_are_shown_in_both_parts(units):
    shown = [{row.name for row in found(PRODUCTS, unit=units[name])} for name in "AB"]

    assert shown[0] & shown[1] == {"Chè Nam"}
    (row,) = [row for row in found(PRODUCTS) if row.name == "Chè Nam"]
    assert cell(PRODUCTS, row, "place") == "Xã A hoặc Xã B"


def cell(listing, row, key):
    return next(column.read(row) for column in listing.columns if column.key == key)


@pytest.mark.parametrize(("day", "place"), [(EVE, "Xã Đông"), (LATER, "Xã A"), ("", "Xã A")])
def test_columns_say_the_commune_of_the_record_and_of_the_day(units, day, place):
    make_certificate(units["Đông"].products.get(), issued_on=date(2024, 1, 1))

    for listing in (PRODUCERS, PRODUCTS, CERTIFICATES):
        row = found(listing, unit=units["Đông"], day=day)[0]
        assert [cell(listing, row, key) for key in ("commune", "place")] == ["Xã Đông", place]


@pytest.mark.parametrize(
    ("day", "star", "worth"),
    [("31/12/2023", None, ""), ("01/01/2024", 4, "còn hiệu lực"), ("02/01/2027", None, "")],
)
def test_a_product_has_the_star_of_the_day(units, day, star, worth):
    make_certificate(units["xa"].products.get(), issued_on=date(2024, 1, 1), star=4)

    (row,) = found(PRODUCTS, unit=units["xa"], day=day)

    assert [cell(PRODUCTS, row, key) for key in ("star_today", "worth")] == [star, worth]
    assert bool(found(PRODUCTS, day=day, star=4)) == (star == 4)


@pytest.mark.parametrize(
    ("day", "status"),
    [("31/12/2023", "not_yet"), (EVE, "valid"), ("01/01/2027", "valid"), ("02/01/2027", "expired")],
)
def test_a_certificate_is_worth_what_it_was_on_the_day(units, day, status):
    make_certificate(units["xa"].products.get(), issued_on=date(2024, 1, 1))

    assert [row.status for row in found(CERTIFICATES, day=day)] == [status]
    assert len(found(CERTIFICATES, day=day, status=status)) == 1


def test_the_list_of_what_ends_soon_knows_the_day_too(units):
    certificate = make_certificate(units["xa"].products.get(), issued_on=date(2024, 1, 1))
    certificate.events.create(
        kind="extended",
        on=date(2026, 12, 1),
        until=date(2027, 3, 1),
        recorded_by=make_user(Role.PROVINCE_ADMIN),
    )

    assert found(EXPIRING, day="02/01/2027") == [certificate]
    assert found(EXPIRING, day="02/03/2027") == []


def test_a_day_that_is_none_is_ignored(units):
    assert len(found(PRODUCTS, day="32/13/2025")) == 5


def test_an_officer_is_offered_the_units_of_the_own_ground_alone(units):
    officer = make_user(Role.UNIT_OFFICER, unit=units["B"])
    bound, _ = PRODUCTS.filter(officer, {})

    assert set(bound.form.fields["unit"].queryset) == {units[name] for name in ("B", "Nam", "Tây")}


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_a_unit_on_a_day_costs_the_same_however_long(
    client, units, admin, count, django_assert_num_queries
):
    place_in(units, "A")
    for _ in range(count):
        make_certificate(make_product(commune=units["Đông"]))
    query = {"unit": units["A"].pk, "day": LATER}
    client.get(reverse(PRODUCTS.page), query)

    # the star of the day is asked of the page's rows: what was merged into them, certificates
    with django_assert_num_queries(17):
        client.get(reverse(PRODUCTS.page), query)


@pytest.mark.parametrize("name", ["A", "B", None])
@pytest.mark.parametrize("day", [EVE, LATER])
def test_a_list_places_each_record_where_the_record_itself_lies(units, name, day):
    if name:
        place_in(units, name)
    units["C"] = make_commune(units["xa"].parent, name="C", valid_from=date(2026, 7, 1))
    end([units["A"]], date(2026, 7, 1))
    UnitSuccession.objects.create(old=units["A"], new=units["C"], on=date(2026, 7, 1))
    on = DATES[day]

    for listing in (PRODUCTS, PRODUCERS):
        rows = found(listing, day=day)
        assert {row.place for row in rows} > {"Xã Xa"}
        for row in rows:
            record = type(row).objects.get(pk=row.pk)
            assert row.place == " hoặc ".join(map(str, record.places_on(on)))
