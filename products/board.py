"""The province's board: where every unit's plan stands, without the rows of a draft."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Sum

from products.enums import SENT_STATES, WORKING_STATES
from products.models import Plan
from products.status import MISSING, PlanStatus, leading, status_of
from programs.deadlines import Clocks, clocks_of
from programs.models import Participant


@dataclass(frozen=True)
class BoardLine:
    """One unit: its clocks, the version it is judged by, and the one still in work beside it."""

    participant: Participant
    clocks: Clocks
    status: PlanStatus
    plan: Plan | None
    in_work: Plan | None
    declared: int | None

    @property
    def is_readable(self):
        return self.plan is not None and self.plan.state in SENT_STATES


def board(campaign):
    """A line for each unit asked, in the campaign's order; three queries at any size."""
    participants = (
        campaign.participants.with_clocks().select_related("unit").order_by("position", "pk")
    )
    declared = dict(
        campaign.participants.annotate(total=Sum("counts__count")).values_list("pk", "total")
    )
    plans = Plan.objects.filter(campaign=campaign).select_related("unit", "campaign")
    plans = plans.annotate(row_count=Count("registrations")).order_by("unit_id", "version")
    by_unit = {unit: list(rows) for unit, rows in groupby(plans, key=attrgetter("unit_id"))}
    return [
        _line(row, clocks_of(row, campaign), by_unit.get(row.unit_id, []), declared[row.pk])
        for row in participants
        if row.unit_id
    ]


def _line(participant, clocks, plans, declared):
    plan = leading(plans)
    working = next((each for each in plans if each.state in WORKING_STATES), None)
    status = status_of(plan.state, is_late=plan.is_late, is_nil=plan.is_nil) if plan else MISSING
    return BoardLine(
        participant=participant,
        clocks=clocks,
        status=status,
        plan=plan,
        in_work=working if working is not plan else None,
        declared=declared,
    )


def tally(lines):
    """How many units stand in each status: [(status name, label, count)], the most first."""
    names = [(line.status.name, line.status.label) for line in lines]
    return sorted(
        ((name, label, names.count((name, label))) for name, label in set(names)),
        key=lambda entry: (-entry[2], entry[1]),
    )
