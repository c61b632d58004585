"""Rows by unit, counted at once: for each unit as many as its list has."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from products.ground.by_unit import Grounds
from products.ground.location import lying_in
from products.models import Certificate, Placement
from programs import clock
from programs.models import Unit, UnitSuccession
from tests.support.factories import (
    make_certificate,
    make_commune,
    make_product,
    make_split,
    make_unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
CUT = date(2025, 1, 1)


def certify(commune, count=1, **fields):
    return [make_certificate(make_product(commune=commune), **fields) for _ in range(count)]


def listed(unit):
    """What the list of this unit holds today."""
    condition = lying_in(unit, clock.today(), "product", "product__")
    return Certificate.objects.filter(condition).count()


def counted(units):
    counts = Grounds(units, clock.today()).count(Certificate.objects.all())
    return [counts[unit.pk,] for unit in units]


def test_units_have_their_own_and_nothing_of_others():
    units = [make_unit() for _ in range(3)]
    certify(units[0].children.first(), 2)
    certify(units[0].children.last())
    certify(units[1].children.first())

    assert counted(units) == [3, 1, 0] == [listed(unit) for unit in units]


def test_until_a_split_is_decided_a_row_counts_for_each_part():
    units = [make_unit(), make_unit()]
    (paper, _) = certify(make_split(units, CUT), 2)
    assert counted(units) == [2, 2] == [listed(unit) for unit in units]

    old = paper.product.commune
    new = UnitSuccession.objects.get(old=old, new__parent=units[1]).new
    Placement.objects.create(product=paper.product, old=old, new=new)

    assert counted(units) == [1, 2] == [listed(unit) for unit in units]


def test_a_unit_that_is_gone_has_what_lay_on_its_ground_at_its_end():
    district = make_unit(valid_to=CUT - timedelta(days=1))
    old = make_commune(district, valid_to=CUT - timedelta(days=1))
    heir = make_unit(valid_from=CUT)
    UnitSuccession.objects.create(old=old, new=heir, on=CUT)
    certify(old, 2)
    certify(heir)

    assert counted([district, heir]) == [3, 3] == [listed(unit) for unit in (district, heir)]


def test_of_the_real_units_each_old_and_new_one_has_what_its_list_has():
    call_command("loaddata", "units", verbosity=0)
    for unit in Unit.objects.filter(parent__parent__isnull=False)[::12]:
        certify(unit)
    certify(Unit.objects.on(clock.today()).exclude(parent=None)[7])
    units = list(Unit.objects.filter(parent__parent=None).exclude(parent=None)[::5])

    found = counted(units)

    assert sum(found) > 0
    assert found == [listed(unit) for unit in units]


def test_values_are_counted_apart():
    unit = make_unit()
    certify(unit.children.first(), star=4)
    certify(unit.children.first(), 2)

    counts = Grounds([unit], clock.today()).count(Certificate.objects.all(), "star")

    assert (counts[unit.pk, 3], counts[unit.pk, 4]) == (2, 1)
