"""What a campaign is told of the plans in it: what was sealed, and who has begun to work."""

from products.models import Plan, RegistrationCount, SealedPlan


def is_sealed(campaign) -> bool:
    """Whether a plan was ever sent in this campaign."""
    return SealedPlan.objects.filter(plan__campaign=campaign).exists()


def has_work(participant) -> bool:
    """Whether a unit has declared counts or begun a plan."""
    plans = Plan.objects.filter(campaign=participant.campaign_id, unit=participant.unit_id)
    return plans.exists() or RegistrationCount.objects.filter(participant=participant).exists()
