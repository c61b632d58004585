"""Plans of every year and their products: as many as are asked for, the same on every run.

Rows are written while their plans are drafts, and the plans moved to their states afterwards, so
that no constraint or trigger of the portal has to be taken off.
"""

import csv
from collections import defaultdict
from itertools import accumulate, pairwise

from django.conf import settings
from django.utils import timezone

from products.enums import (
    PRIVATE_STATES,
    Maturity,
    PlanState,
    ProducerKind,
    RegistrationForm,
)
from products.models import Plan, Registration, RegistrationCount
from programs.models import Participant, ProductSet, Unit
from programs.text import fold
from tests.bench import national
from tests.bench.databases import load, loading

COLUMNS = (
    *("plan_id", "position", "product_name", "producer_name", "producer_kind", "commune_id"),
    *("address", "product_group", "product_set_id", "form", "maturity", "note", "version"),
    *("product_fold", "producer_fold"),
)
# Of a hundred products or plans, so many of each.
FORMS = dict(zip(RegistrationForm.values, (72, 9, 6, 3, 10), strict=True))
PAST = {PlanState.ISSUED: 60, PlanState.ACCEPTED: 35, PlanState.SENT: 5}
PRESENT = {
    PlanState.SENT: 40,
    PlanState.ACCEPTED: 38,
    PlanState.ISSUED: 5,
    PlanState.RETURNED: 5,
    PlanState.DRAFT: 7,
    PlanState.HANDED_IN: 5,
}
RARE, RARE_EVERY = "Sâm Ngọc Linh", 5000
ADJUSTED_EVERY = 50


def mixed(number):
    """A number that looks drawn by lot and is not: every run has the same data."""
    return number * 2_654_435_761 % 2**32 >> 7


def _hundred(shares):
    return [name for name, share in shares.items() for _ in range(share)]


def fill(rows):
    """Fill the database with so many products, spread over the plans of all years."""
    with loading():
        _fill(rows)


def _fill(rows):
    first, second = _plans()
    sizes = _sizes(len(first) + len(second), rows)
    admin = national.admin()
    products = _Products()
    for plans in (first, second):
        states = [plan.state for plan in plans]
        for plan in plans:
            plan.state, plan.sent_at, plan.sent_by = PlanState.DRAFT, timezone.now(), admin
        Plan.objects.bulk_create(plans)
        load(Registration._meta.db_table, COLUMNS, products.rows(plans, sizes))
        _move(plans, states)
    _declare()
    _start_imports()


def _plans():
    """The plans of every year in the states that they end in, and the versions that adjust some."""
    past, present = _hundred(PAST), _hundred(PRESENT)
    participants = Participant.objects.filter(campaign__number=1).order_by("campaign", "position")
    first, second = [], []
    for place, row in enumerate(participants.select_related("campaign")):
        shares = present if row.campaign.year == national.YEARS[-1] else past
        plan = Plan(campaign_id=row.campaign_id, unit_id=row.unit_id)
        plan.state = shares[mixed(place) % 100]
        plan.is_late = plan.state == PlanState.SENT and place % 5 == 0
        plan.first_sent_at = timezone.now() if plan.is_late else None
        first.append(plan)
        if plan.state == PlanState.ACCEPTED and mixed(place) // 100 % ADJUSTED_EVERY == 0:
            plan.state = PlanState.SUPERSEDED
            second.append(
                Plan(
                    campaign_id=row.campaign_id,
                    unit_id=row.unit_id,
                    version=2,
                    adjusts=plan,
                    state=PlanState.ACCEPTED,
                )
            )
    return first, second


def _sizes(plans, rows):
    """How many products each plan lists: some four times as many as others, `rows` in all."""
    weights = [0, *accumulate(1 + mixed(place) % 4 for place in range(plans))]
    bounds = [rows * weight // weights[-1] for weight in weights]
    return iter([after - before for before, after in pairwise(bounds)])


class _Products:
    """Rows of products, made from the names of the demonstration and of the communes."""

    def __init__(self):
        path = settings.BASE_DIR / "fixtures" / "demo_products.csv"
        with path.open(encoding="utf-8") as file:
            self.products = [
                (row["name"], row["group"], row["set"]) for row in csv.DictReader(file)
            ]
        self.products = [(name, fold(name), *rest) for name, *rest in self.products]
        self.rare = (RARE, fold(RARE), "herbal", "18")
        self.sets = {str(row.number): row.pk for row in ProductSet.objects.all()}
        self.forms, self.kinds = _hundred(FORMS), ProducerKind.values
        self.communes = defaultdict(list)
        for commune in Unit.objects.filter(parent__parent__isnull=False).order_by("pk"):
            known = (commune.pk, commune.name, fold(commune.name))
            self.communes[commune.parent_id].append(known)

    def rows(self, plans, sizes):
        for plan, size in zip(plans, sizes, strict=False):
            communes = self.communes[plan.unit_id]
            for position in range(1, size + 1):
                lot = mixed(plan.pk * 1009 + position)
                yield self._row(plan.pk, position, lot, communes[lot % len(communes)])

    def _row(self, plan, position, lot, commune):
        place, name, folded = commune
        known = self.rare if lot % RARE_EVERY == 0 else self.products[lot % len(self.products)]
        product, product_fold, group, number = known
        form = self.forms[lot // 7 % 100]
        maturity = Maturity.POTENTIAL if form == "3_star" else Maturity.ESTABLISHED
        return (
            *(plan, position, f"{product} {name}", f"HTX Nông nghiệp {name} {position}"),
            *(self.kinds[lot // 3 % len(self.kinds)], place, f"Thôn {lot % 9 + 1}"),
            *(group, self.sets[number], form, maturity.value, "Dữ liệu để đo." * (lot % 2), 1),
            *(f"{product_fold} {folded}", f"htx nong nghiep {folded} {position}"),
        )


def _move(plans, states):
    """Put each plan into its state."""
    by_state = defaultdict(list)
    for plan, state in zip(plans, states, strict=True):
        by_state[state].append(plan.pk)
    for state, keys in by_state.items():
        who = {"sent_by": None, "sent_at": None} if state in PRIVATE_STATES else {}
        Plan.objects.filter(pk__in=keys).update(state=state, **who)


def _declare():
    """What each unit of the year's campaign declared; now and then not what it listed."""
    participants = national.campaign_of_the_year().participants.order_by("pk")
    RegistrationCount.objects.bulk_create(
        RegistrationCount(participant=row, form=form, count=mixed(place * 5 + number) % 40)
        for place, row in enumerate(participants)
        for number, form in enumerate(RegistrationForm.values)
    )


def _start_imports():
    """Empty drafts of the units that hand files in."""
    campaign = national.campaign_of_imports()
    Plan.objects.bulk_create(
        Plan(campaign=campaign, unit_id=row.unit_id) for row in campaign.participants.all()
    )
