"""Products that a plan probably forgets, to be taken into it by a click.

`suggestions()` is the one door: a new source (the register of certificates) is a function in
SOURCES that answers with more of them.
"""

from dataclasses import dataclass

from products.enums import RegistrationForm
from products.models import Plan
from products.sheet import name_of, texts_of
from programs.models import Unit

SHOWN = 50
# What a product probably asks for after it was brought forward in this form.
NEXT_FORM = {
    RegistrationForm.THREE_STAR: RegistrationForm.UPGRADE_3_4,
    RegistrationForm.FOUR_STAR: RegistrationForm.UPGRADE_4_5,
    RegistrationForm.UPGRADE_3_4: RegistrationForm.UPGRADE_4_5,
    RegistrationForm.UPGRADE_4_5: RegistrationForm.RE_EVALUATION,
    RegistrationForm.RE_EVALUATION: RegistrationForm.RE_EVALUATION,
}


@dataclass(frozen=True)
class Suggestion:
    """A product by its names, the texts of its row, and why it is offered."""

    name: tuple
    cells: dict
    reason: str


def suggestions(plan):
    """The products that are offered for this plan and are not in it, one offer each."""
    taken = set(plan.registrations.values_list("product_fold", "producer_fold"))
    found = {}
    for source in SOURCES:
        for offer in source(plan):
            if offer.name not in taken:
                found.setdefault(offer.name, offer)
    return list(found.values())[:SHOWN]


def of_last_year(plan):
    """What the unit, or those it took over, listed in the year before that has a plan."""
    units = Unit.objects.filter(pk=plan.unit_id) | Unit.objects.filter(
        successions__new=plan.unit_id
    )
    plans = Plan.objects.counting().filter(unit__in=units, campaign__year__lt=plan.campaign.year)
    last = plans.select_related("campaign").order_by("-campaign__year", "-campaign__number").first()
    if last is None:
        return
    rows = last.registrations.select_related("commune", "product_set").order_by("position", "pk")
    for row in rows:
        form = NEXT_FORM[row.form]
        reason = f"năm {last.campaign.year} đăng ký “{row.get_form_display()}”"
        yield Suggestion(name_of(row), texts_of(row) | {"form": form.label, "note": ""}, reason)


SOURCES = (of_last_year,)
