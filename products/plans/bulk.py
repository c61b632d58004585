"""What the province does to many plans at once: the steps of the procedure, plan by plan."""

from products.plans.workflow import PLAN_PROCEDURE
from programs.bulk import BulkAction


def _step(name):
    step = PLAN_PROCEDURE.steps[name]

    def objection(plan, user):
        refused = PLAN_PROCEDURE.refusal(plan, step, user)
        return refused.message if refused else ""

    def act(plan, user, answers, key):
        PLAN_PROCEDURE.take(plan, name, by=user, answers=answers, key=key)

    return BulkAction(
        name=name,
        label=step.label,
        done=step.done,
        roles=step.roles,
        objection=objection,
        act=act,
        asks=step.asks,
        explanation=step.explanation,
    )


PLAN_ACTIONS = (_step("accept"), _step("return"))
