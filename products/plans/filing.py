"""How plans are filed in their campaigns: one a unit, with the counts that it declared."""

from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Sum

from products.enums import SENT_STATES, WORKING_STATES, PlanState
from products.models import Plan
from products.plans.status import leading, status_of
from programs.enums import LEADER, PROVINCE_READERS, UNIT_ROLES
from programs.filing import Filing
from programs.tables import Column, Kind

_PLACE = attrgetter("campaign_id", "unit_id")


def _versions(participants):
    """The versions of each, with their number of products."""
    plans = Plan.objects.filter(
        campaign__in=participants.values("campaign"), unit__in=participants.values("unit")
    )
    plans = plans.annotate(row_count=Count("registrations"))
    rows = plans.order_by("campaign_id", "unit_id", "version")
    found = {place: list(versions) for place, versions in groupby(rows, key=_PLACE)}

    def of(participant):
        versions = found.get(_PLACE(participant), [])
        for plan in versions:
            plan.campaign, plan.unit = participant.campaign, participant.unit
        return versions

    return of


def _facts(participants):
    """How many products each declared: none where it said nothing, 0 where it said so."""
    rows = participants.annotate(total=Sum("counts__count")).values_list("pk", "total")
    return {pk: {"declared": total} for pk, total in rows}


def _is_turn_of(plan, person):
    """The leader's alone once it is handed in."""
    is_handed_in = plan is not None and plan.state == PlanState.HANDED_IN
    return person.role in (LEADER if is_handed_in else UNIT_ROLES)


_COLUMNS = (
    Column(
        key="declared",
        title="Đã khai",
        kind=Kind.NUMBER,
        value=lambda line: line.facts["declared"],
    ),
    Column(
        key="listed",
        title="Trong danh sách",
        kind=Kind.NUMBER,
        value=lambda line: line.leading and line.leading.row_count,
    ),
)
PLAN_FILING = Filing(
    noun="kế hoạch",
    whom="đơn vị",
    subject="kế hoạch các đơn vị",
    change="điều chỉnh",
    readers=PROVINCE_READERS,
    page="products:plan_of_unit",
    board="products:plan_board",
    remind="products:plan_remind",
    sent=SENT_STATES,
    readable=SENT_STATES,
    working=WORKING_STATES,
    versions=_versions,
    leading=leading,
    status=status_of,
    is_turn_of=_is_turn_of,
    facts=_facts,
    columns=_COLUMNS,
    asks_agencies=False,
)
