"""What a campaign is told of the plans in it: what was sealed, and who has begun to work."""

from products.enums import PlanState
from products.models import Plan, RegistrationCount, SealedPlan
from programs.enums import Role
from programs.models import User


def is_sealed(campaign) -> bool:
    """Whether a plan was ever sent in this campaign."""
    return SealedPlan.objects.filter(plan__campaign=campaign).exists()


def has_work(participant) -> bool:
    """Whether a unit has declared counts or begun a plan."""
    plans = Plan.objects.filter(campaign=participant.campaign_id, unit=participant.unit_id)
    return plans.exists() or RegistrationCount.objects.filter(participant=participant).exists()


def waits_for(person) -> list[str]:
    """What lies with a leader until it is sent or given back, and whether another one may do it."""
    if person.role != Role.UNIT_LEADER or not person.unit_id:
        return []
    plans = Plan.objects.filter(unit=person.unit_id, state=PlanState.HANDED_IN)
    others = User.objects.filter(unit=person.unit_id, role=person.role, is_active=True)
    is_alone = not others.exclude(pk=person.pk).exists()
    stuck = "; đơn vị không còn lãnh đạo nào khác, cán bộ có thể rút lại" * is_alone
    return [
        f"{plan} chờ lãnh đạo duyệt{stuck}." for plan in plans.select_related("campaign", "unit")
    ]
