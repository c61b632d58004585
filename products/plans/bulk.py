"""What the province does to many plans at once: the steps of the procedure, plan by plan."""

from dataclasses import replace

from products.plans.workflow import PLAN_PROCEDURE
from programs.bulk import BulkAction


def _asks(step):
    """What a step asks, once by name; what some rows alone must answer may be left empty."""
    by_name = {}
    for ask in step.asks:
        by_name.setdefault(ask.name, []).append(ask)
    return tuple(
        asks[0]
        if len(asks) == 1
        else replace(asks[0], required=False, help_text=" ".join(ask.help_text for ask in asks))
        for asks in by_name.values()
    )


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
        asks=_asks(step),
        explanation=step.explanation,
    )


PLAN_ACTIONS = (_step("accept"), _step("return"))
