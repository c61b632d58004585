"""A plan in work whose unit ended during its campaign passes to the successors, row by row.

Each row goes to the working plan of the unit that holds its commune now, which is begun where there
is none, and names the commune of now; the plans of several old units that one unit took over become
one, without doubles. Rows are copied: the old plan stays as it was left, half-typed rows too.
Declared counts pass on whole to one successor; of a unit that was divided each successor takes as
many as its rows, and the rest stays stated by the old unit: their sum never changes. What was sent,
adjustments, and campaigns that were over when the unit ended stay with the old unit, also where
somebody is given more time for them later.
"""

from collections import Counter, defaultdict

from django.db.models import Max, Sum
from simple_history.utils import bulk_create_with_history

from products.enums import EDITABLE_STATES, PRIVATE_STATES
from products.models import Plan, Registration, RegistrationCount
from products.plans.counting import declared
from products.plans.row_order import next_position
from products.plans.workflow import touch
from programs import audit, clock
from programs.deadlines import clocks_of, last_day
from programs.models import Event, Participant

PASSED = "pass_on"


def open_plans(units):
    """The plans in work that these units left in the middle of campaigns that still wait for them.

    Those that were passed on are left out.
    """
    plans = Plan.objects.filter(unit__in=units, state__in=PRIVATE_STATES, adjusts=None)
    gone = Event.objects.filter(action=PASSED, subject_type=Plan._meta.label_lower)
    plans = plans.exclude(pk__in=gone.values("subject_id")).select_related("campaign", "unit")
    asked = Participant.objects.filter(unit__in=units).with_clocks()
    asked = {(row.campaign_id, row.unit_id): row for row in asked}
    return [
        plan
        for plan in plans.order_by("campaign", "unit__code")
        if _ended_during(plan.campaign, plan.unit)
        and (row := asked.get((plan.campaign_id, plan.unit_id)))
        and not clocks_of(row, plan.campaign).objection(clock.now())
    ]


def _ended_during(campaign, unit):
    """Whether the campaign began in the unit's time and went on after it; extensions aside."""
    return campaign.opens_on <= unit.valid_to < last_day(campaign.locks_at)


def rows_to_pass(plans):
    rows = Registration.objects.filter(plan__in=plans).select_related("commune", "plan__campaign")
    return rows.order_by("plan__unit__code", "position", "pk")


def standing_in_the_way(cases):
    """A sentence for each successor whose own plan left its officer, and so takes no rows."""
    decided = [case for case in cases if case.chosen]
    wanted = {(case.row.plan.campaign_id, case.chosen.reporting_id) for case in decided}
    plans = Plan.objects.filter(unit__in={unit for _, unit in wanted}).order_by("version")
    latest = {(p.campaign_id, p.unit_id): p for p in plans.select_related("unit", "campaign")}
    for key in sorted(wanted & latest.keys()):
        plan = latest[key]
        if plan.state not in EDITABLE_STATES:
            yield (
                f"{plan} ở trạng thái “{plan.get_state_display()}” nên không nhận thêm dòng: hãy "
                "trả lại kế hoạch đó, hoặc đóng đợt."
            )


def pass_plans(change, *, by):
    """Carry the rows over and write down that each plan was passed on; how many rows there are."""
    heaps = defaultdict(lambda: defaultdict(list))
    for case in change.rows:
        heaps[case.row.plan_id][_reporting(case, change)].append(case.row)
        case.row.commune = case.chosen
    return sum(
        _pass(plan, heaps[plan.pk], change.heirs_of(plan.unit_id), by) for plan in change.plans
    )


def _reporting(case, change):
    """The unit whose plan takes the row."""
    return change.lineage.units[case.chosen.reporting_id]


def _pass(plan, heaps, heirs, by):
    """Pass one plan on: {successor: its rows}; `heirs` are the successors of its unit."""
    whole = heirs[0] if len(heirs) == 1 else None
    if whole:
        heaps.setdefault(whole, [])
    copied = sum(_copy(rows, _plan_of(heir, plan, by), by) for heir, rows in heaps.items())
    counts = _pass_counts(plan, heaps, whole)
    data = {"heirs": sorted(heir.code for heir in heaps), "declared": counts}
    audit.record(PASSED, plan, label="chuyển sang đơn vị kế thừa", by=by, data=data)
    return copied


def _plan_of(heir, old, by):
    """The working plan of the successor, begun where there is none; with the old one's time."""
    campaign = old.campaign
    last = campaign.participants.aggregate(last=Max("position"))["last"] or 0
    participant, _ = Participant.objects.get_or_create(
        campaign=campaign, unit=heir, defaults={"position": last + 1}
    )
    given, theirs = _extension_of(_asked(old)), _extension_of(participant)
    if given and given.until and not (theirs and theirs.until and theirs.until >= given.until):
        values = {"until": given.until, "reason": given.reason, "granted_by": given.granted_by}
        participant.extensions.create(**values)
    plan = Plan.objects.filter(campaign=campaign, unit=heir).order_by("version").last()
    if plan is None:
        plan = Plan.objects.create(campaign=campaign, unit=heir, lessons=old.lessons)
        facts = {"by": by, "target": plan.state, "data": {"from": old.unit.code}}
        audit.record("start", plan, label="lập kế hoạch từ đơn vị cũ", **facts)
    return plan


def _extension_of(participant):
    """The newest one holds; one that was taken back has no end."""
    return participant.extensions.order_by("-pk").first()


def _copy(rows, plan, by):
    """Put the rows at the end of the plan, but those that are there already."""
    names = set(plan.registrations.values_list("product_fold", "producer_fold"))
    rows = [row for row in rows if (row.product_fold, row.producer_fold) not in names]
    for position, row in enumerate(rows, next_position(plan)):
        row.pk, row.plan, row.version, row.position = None, plan, 1, position
        row._state.adding = True
    bulk_create_with_history(rows, Registration, default_user=by)
    touch(plan)
    return len(rows)


def _asked(plan):
    return Participant.objects.get(campaign=plan.campaign_id, unit=plan.unit_id)


def _pass_counts(plan, heaps, whole):
    """Take from the old unit's counts what passes, and add it to its successors'.

    It answers with what the old unit had declared.
    """
    old = _asked(plan)
    counts = declared(old)
    shares = {heir: Counter(row.form for row in rows) for heir, rows in heaps.items()}
    for heir, found in ({whole: counts} if whole else shares).items():
        participant = Participant.objects.get(campaign=plan.campaign_id, unit=heir)
        for row in old.counts.filter(form__in=found):
            _add(participant, row, min(found[row.form], row.count))
    return counts


def _add(participant, row, count):
    """Move so much of what a unit declared for a form to this participant."""
    theirs = RegistrationCount.objects.filter(participant=participant, form=row.form).first()
    theirs = theirs or RegistrationCount(participant=participant, form=row.form, count=0)
    theirs.count += count
    theirs.save()
    row.count -= count
    row.save()


def stated():
    """{(campaign, form): the sum of what its units declared}."""
    counts = RegistrationCount.objects.order_by().values_list("participant__campaign", "form")
    return {(campaign, form): total for campaign, form, total in counts.annotate(Sum("count"))}


def stated_by(plans):
    """{unit: how much it declared for these plans in all}."""
    keys = {(plan.campaign_id, plan.unit_id) for plan in plans}
    counts = RegistrationCount.objects.order_by().values_list(
        "participant__campaign", "participant__unit"
    )
    counts = counts.filter(participant__unit__in={unit for _, unit in keys})
    found = Counter()
    for campaign, unit, total in counts.annotate(Sum("count")):
        found[unit] += total if (campaign, unit) in keys else 0
    return found
