"""A year in which statistics have something to count: units that change, twins, several stars."""

from datetime import date, timedelta

from products.enums import DossierState, EventKind, Gender, PlanState, ProducerKind
from products.enums import RegistrationForm as Form
from products.models import Placement
from programs.enums import ProductGroup
from programs.models import UnitSuccession
from tests.support.factories import (
    make_campaign,
    make_certificate,
    make_commune,
    make_dossier,
    make_plan,
    make_producer,
    make_product,
    make_set,
    make_split,
    make_unit,
)

CUT = date(2025, 1, 1)


def fill(first, second):
    """Two units with one producer in both; communes that were merged and split, one decided."""
    communes = [unit.children.order_by("code").first() for unit in (first, second)]
    tea, producer = make_set(), make_producer(commune=communes[0], gender=Gender.FEMALE)
    for commune in communes:
        product = make_product(producer=producer, commune=commune, product_set=tea)
        old = make_certificate(product, issued_on=date(2022, 3, 1))
        new = make_certificate(product, issued_on=date(2024, 8, 1), star=4)
        _close(old, EventKind.UPGRADED, new)
        _close(make_certificate(_of(commune), issued_on=date(2023, 5, 5)), EventKind.REVOKED)
        again = _of(commune, ProducerKind.ENTERPRISE, product_group=ProductGroup.CRAFT)
        make_certificate(again, issued_on=date(2021, 6, 1))
        make_certificate(again, issued_on=date(2024, 9, 1), star=5)
        make_dossier(_of(commune))
        make_dossier(_of(commune), state=DossierState.FORWARDED, aimed_star=4)
    twin = make_product(producer=producer, commune=communes[1], merged_into=product)
    make_certificate(twin, issued_on=date(2019, 2, 2))
    _moved(first, second)
    campaign = make_campaign(first, second, year=2026)
    make_plan(unit=first, campaign=campaign, state=PlanState.ISSUED, rows=[*Form])
    make_plan(unit=second, campaign=campaign, state=PlanState.SENT, rows=2)
    make_plan(unit=second, rows=1)  # a draft counts nowhere


def _moved(first, second):
    """What was recorded in a commune that was split; one of them was placed in the second unit."""
    old = make_split([first, second], CUT)
    for issued_on in (date(2024, 6, 1), date(2025, 6, 1)):
        make_certificate(_of(old), issued_on=issued_on)
    product = _of(old)
    make_certificate(product, issued_on=date(2024, 7, 7))
    new = UnitSuccession.objects.get(old=old, new__parent=second).new
    Placement.objects.create(product=product, old=old, new=new)
    gone = make_commune(first, valid_to=CUT - timedelta(days=1))
    heir = make_commune(second, valid_from=CUT)
    UnitSuccession.objects.create(old=gone, new=heir, on=CUT)
    for issued_on in (date(2024, 12, 31), CUT):
        make_certificate(_of(gone), issued_on=issued_on)


def _of(commune, kind=ProducerKind.COOPERATIVE, **fields):
    return make_product(producer=make_producer(commune=commune, kind=kind), **fields)


def _close(certificate, kind, by=None):
    certificate.events.create(
        kind=kind,
        on=by.issued_on if by else date(2025, 5, 5),
        by_certificate=by,
        recorded_by=certificate.issued_by,
    )


def units():
    return make_unit(), make_unit()
