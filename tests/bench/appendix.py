"""P1, P2: the appendix of a year from all rows, and its page, for 700 units."""

import time
from collections import Counter
from functools import partial

from django.db import connection
from django.urls import reverse

from products.enums import PlanState, RegistrationForm
from products.models import Plan, Registration
from reports.builders.appendix import appendix
from reports.builders.figures import Source
from tests.bench import national
from tests.bench.race import Figure, check, queries, race

QUERIES = 2
# What units as objects, their names and the table cost, however many rows were counted.
CPU_BEYOND_SQL_MS = 15
# What somebody would write who asks for nothing but numbers, over the same indexes.
UNITS = """
SELECT participant.id, unit.kind, unit.name, plan.id, plan.state, plan.is_late, plan.is_nil
FROM programs_participant participant
JOIN programs_unit unit ON unit.id = participant.unit_id
LEFT JOIN products_plan plan
    ON plan.unit_id = unit.id AND plan.campaign_id = participant.campaign_id
WHERE participant.campaign_id = %s
ORDER BY participant.position, participant.id, plan.version
"""
DECLARED = """
SELECT 'declared', participant.id, declared.form, declared.count
FROM products_registrationcount declared
JOIN programs_participant participant ON participant.id = declared.participant_id
WHERE participant.campaign_id = %s
"""
LISTED = """
SELECT 'listed', row.plan_id, row.form, COUNT(*)
FROM products_registration row
WHERE row.plan_id IN (
    SELECT plan.id FROM products_plan plan WHERE plan.campaign_id = %s AND (
        plan.state IN ('accepted', 'issued') OR (plan.state = 'sent' AND plan.adjusts_id IS NULL)
    )
)
GROUP BY row.plan_id, row.form
"""
COUNTS = {Source.LISTED: (LISTED,), Source.BOTH: (DECLARED, LISTED)}


def table(bench):
    """P1: the two queries and the table that comes of them, against the queries alone, in CPU."""
    for rows in bench.each_size():
        campaign = national.campaign_of_the_year()
        for source, counts in COUNTS.items():
            job = partial(appendix, campaign, source)
            built, asked = queries(job)
            check(f"P1 {source}", _listed(built, source), _counted(campaign))
            what = f"phụ lục, {source.label.lower()}"
            yield Figure("P1", f"{what}: số truy vấn", rows, asked, QUERIES, unit="", gate=True)
            raw = partial(_raw, campaign, " UNION ALL ".join(counts), len(counts))
            ours, theirs = race(job, raw, bench.pairs, time.process_time)
            yield Figure("P1", f"{what} / SQL tay", rows, ours, against=theirs, grows=True)
            must = CPU_BEYOND_SQL_MS if source == Source.LISTED else None
            yield Figure("P1", f"{what}: CPU ngoài SQL tay", rows, ours - theirs, must)


def page(bench):
    """P2: what the page costs beyond its table."""
    for rows in bench.each_size():
        campaign = national.campaign_of_the_year()
        path = reverse("reports:appendix", args=[campaign.pk])
        for source in (Source.LISTED, Source.BOTH):
            whole, numbers = race(
                partial(bench.visitor.get, path, {"source": source.value}),
                partial(appendix, campaign, source, linked=True),
                bench.pairs,
                time.process_time,
            )
            must, aim = (12, 7) if source == Source.LISTED else (None, None)
            what = f"trang {source.label.lower()}: CPU ngoài bảng"
            yield Figure("P2", what, rows, whole - numbers, must, aim=aim)


def _raw(campaign, counts, sources):
    with connection.cursor() as cursor:
        cursor.execute(UNITS, [campaign.pk])
        units = cursor.fetchall()
        cursor.execute(counts, [campaign.pk] * sources)
        return units, cursor.fetchall()


def _listed(built, source):
    """The totals of the five forms, and of all, as the table prints what was listed."""
    return list(built.totals[3:-1:2] if source == Source.BOTH else built.totals[2:])


def _counted(campaign):
    """The same by counting every row one by one, with no help from the database."""
    plans = {
        plan.pk
        for plan in Plan.objects.filter(campaign=campaign)
        if plan.state in {PlanState.ACCEPTED, PlanState.ISSUED}
        or (plan.state == PlanState.SENT and not plan.adjusts_id)
    }
    rows = Registration.objects.filter(plan__campaign=campaign).values_list("plan_id", "form")
    counts = Counter(form for plan, form in rows.iterator() if plan in plans)
    numbers = [counts[form] for form in RegistrationForm.values]
    return [*numbers, sum(numbers)]
