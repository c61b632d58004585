"""Declared counts against listed rows, for one unit; the province's table is in reports."""

from django.db.models import Count

from products.enums import RegistrationForm


def declared(participant):
    """{form: count} as declared; empty where the unit has declared nothing yet."""
    return dict(participant.counts.values_list("form", "count"))


def listed(plan):
    """{form: count} of the plan's rows, zero included."""
    rows = plan.registrations.order_by().values("form").annotate(count=Count("pk"))
    found = {row["form"]: row["count"] for row in rows}
    return {form: found.get(form, 0) for form in RegistrationForm.values}


def compare(participant, plan):
    """A line a form: (form, declared or None, listed). `plan` may be None."""
    said, rows = declared(participant), listed(plan) if plan else {}
    return [(form, said.get(form), rows.get(form, 0)) for form in RegistrationForm]


def differs(participant, plan):
    """Whether the plan's rows and the declared counts differ in any form."""
    return any((said or 0) != rows for _, said, rows in compare(participant, plan))


def as_read(counts) -> str:
    """What a page carries of the counts that it shows: "2,0,,1,0"; a form not stated is empty."""
    return ",".join(str(counts.get(form, "")) for form in RegistrationForm.values)
