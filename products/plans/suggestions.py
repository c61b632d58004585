"""Products that a plan probably forgets, to be taken into it by a click.

`suggestions()` is the one door: a source is a function in SOURCES that answers with offers; where
two offer the same product, the first one's is shown.
"""

from dataclasses import dataclass

from products.certificates.history import with_status
from products.enums import IN_FORCE, Maturity, RegistrationForm
from products.models import Certificate, Placement, Plan, Registration
from products.plans.editor.sheet import name_of, texts_of
from programs.models import Campaign, Unit
from programs.succession import ground_of
from programs.text import fold

SHOWN = 50
# What a product probably asks for after it was brought forward in this form.
NEXT_FORM = {
    RegistrationForm.THREE_STAR: RegistrationForm.UPGRADE_3_4,
    RegistrationForm.FOUR_STAR: RegistrationForm.UPGRADE_4_5,
    RegistrationForm.UPGRADE_3_4: RegistrationForm.UPGRADE_4_5,
    RegistrationForm.UPGRADE_4_5: RegistrationForm.RE_EVALUATION,
    RegistrationForm.RE_EVALUATION: RegistrationForm.RE_EVALUATION,
}
# The upgrade that a product of so many stars may ask for.
UPGRADES = {3: RegistrationForm.UPGRADE_3_4, 4: RegistrationForm.UPGRADE_4_5}


@dataclass(frozen=True)
class Suggestion:
    """A product by its names, the texts of its row, why it is offered, and among which ones."""

    name: tuple
    cells: dict
    reason: str
    group: str = "Năm trước đã đăng ký"


def suggestions(plan):
    """The products that are offered for this plan and are not in it, one offer each.

    SHOWN of each source at most, so that none of them leaves no room for the next.
    """
    taken = set(plan.registrations.values_list("product_fold", "producer_fold"))
    found = []
    for source in SOURCES:
        new = {}
        for offer in source(plan):
            if offer.name not in taken:
                new.setdefault(offer.name, offer)
        taken |= new.keys()
        found += list(new.values())[:SHOWN]
    return found


def of_last_year(plan):
    """What the unit, or those it took over, listed in the year before that has a plan."""
    units = Unit.objects.filter(pk=plan.unit_id) | Unit.objects.filter(
        successions__new=plan.unit_id
    )
    plans = Plan.objects.counting().filter(unit__in=units, campaign__year__lt=plan.campaign.year)
    last = Campaign.objects.filter(plans__in=plans).order_by("-year", "-number").first()
    if last is None:
        return
    rows = Registration.objects.filter(plan__in=plans, plan__campaign=last)
    rows = rows.select_related("commune", "product_set")
    for row in rows.order_by("plan__unit__code", "position", "pk"):
        form = NEXT_FORM[row.form]
        reason = f"năm {last.year} đăng ký “{row.get_form_display()}”"
        yield Suggestion(name_of(row), texts_of(row) | {"form": form.label, "note": ""}, reason)


def ending_this_year(plan):
    """Products on the unit's ground whose certificate ends in the campaign's year."""
    rows = _in_force(plan).filter(ends_on__year=plan.campaign.year)
    for certificate in rows.order_by("ends_on", "pk")[:SHOWN]:
        reason = f"giấy {certificate.star} sao hết hạn ngày {certificate.ends_on:%d/%m/%Y}"
        yield _offer(certificate, plan, RegistrationForm.RE_EVALUATION, reason, "Hết hạn trong năm")


def to_be_upgraded(plan):
    """Products on the unit's ground that have three or four stars for longer than this year."""
    rows = _in_force(plan).filter(star__in=UPGRADES, ends_on__year__gt=plan.campaign.year)
    for certificate in rows.order_by("-star", "ends_on", "pk")[:SHOWN]:
        reason = f"đang {certificate.star} sao, giấy đến hết ngày {certificate.ends_on:%d/%m/%Y}"
        yield _offer(certificate, plan, UPGRADES[certificate.star], reason, "Có thể nâng hạng")


def _in_force(plan):
    """What is valid on the unit's ground when the campaign opens."""
    ground = ground_of(plan.unit_id).values("pk")
    gone = Placement.objects.away_from(plan.unit_id).of("product")
    rows = Certificate.objects.issued().filter(product__commune__in=ground)
    rows = rows.exclude(product__in=gone)
    rows = with_status(rows, plan.campaign.opens_on).filter(status__in=IN_FORCE)
    related = ("product__producer", "product__product_set", "product__commune__parent")
    return rows.select_related(*related)


def _offer(certificate, plan, form, reason, group):
    row = _row_of(certificate.product, plan, form)
    return Suggestion(name_of(row), texts_of(row), reason, group)


def _row_of(product, plan, form):
    """The unsaved row by which the product asks to be evaluated in this form."""
    row = Registration(
        plan=plan,
        product_name=product.name,
        producer_name=product.producer.name,
        producer_kind=product.producer.kind,
        commune=product.places_on(plan.campaign.opens_on)[0],
        product_group=product.product_group,
        product_set=product.product_set,
        form=form,
        maturity=Maturity.ESTABLISHED,
    )
    row.product_fold, row.producer_fold = fold(row.product_name), fold(row.producer_name)
    return row


SOURCES = (ending_this_year, of_last_year, to_be_upgraded)
