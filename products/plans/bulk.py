"""What the province does to many plans at once: the steps of the procedure, plan by plan."""

from products.plans.workflow import PLAN_PROCEDURE
from programs.bulk import of_step

PLAN_ACTIONS = (of_step(PLAN_PROCEDURE, "accept"), of_step(PLAN_PROCEDURE, "return"))
