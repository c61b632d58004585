"""The plans that wait for the department."""

from products.enums import PlanState
from products.models import Plan
from products.plans.status import status_of
from programs.completing import joined
from programs.enums import DEPARTMENT
from programs.filing_tasks import to_accept
from programs.tasks import SHOWN


def province_tasks(user):
    """The plans that were sent and wait for an answer, the oldest first."""
    if user.role not in DEPARTMENT:
        return []
    waiting = Plan.objects.visible_to(user).filter(state=PlanState.SENT)
    waiting = joined(
        waiting.order_by("sent_at", "pk"),
        *("campaign__year", "campaign__number", "unit__kind", "unit__name"),
    )
    return [to_accept(plan, status_of(plan)) for plan in waiting[:SHOWN]]
