"""The plans that wait for the department, one after the other."""

from products.enums import PlanState
from products.models import Plan
from programs.completing import joined
from programs.enums import DEPARTMENT
from programs.next_acts import Queue, queue_after


def queue_of(plan, user) -> Queue | None:
    """The plans of the campaign that wait for this reviewer; None for who reviews none."""
    if user.role not in DEPARTMENT:
        return None
    waiting = Plan.objects.visible_to(user).filter(campaign=plan.campaign_id, state=PlanState.SENT)
    waiting = joined(
        waiting.order_by("unit__code", "-version", "pk"),
        *("campaign__year", "campaign__number", "unit__code", "unit__kind", "unit__name"),
    )
    return queue_after(
        plan,
        waiting,
        lambda each: (each.unit.code, -each.version),
        noun="kế hoạch",
        page="products:plan_list",
        name=lambda each: each.unit.short_name,
    )
