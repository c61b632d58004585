"""The same product in two campaigns of one year: it is counted twice, so people are told."""

from django.db.models import Exists, OuterRef

from products.models import Plan, Registration


def twins_elsewhere(plan):
    """The rows of other campaigns of the year that are products of this plan, as they count now.

    The same product is the same name of the same producer, without case and accents.
    """
    own = Registration.objects.filter(
        plan=plan, product_fold=OuterRef("product_fold"), producer_fold=OuterRef("producer_fold")
    )
    others = Plan.objects.counting().filter(
        campaign__kind=plan.campaign.kind, campaign__year=plan.campaign.year
    )
    rows = Registration.objects.filter(Exists(own), plan__in=others.exclude(campaign=plan.campaign))
    return rows.select_related("plan__campaign", "plan__unit").order_by("plan", "position")
