"""One act on many rows: each in a transaction of its own, with the rows left out and why."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from programs.acts import AlreadyDone, StepRefused, refuse_moved
from programs.enums import Role
from programs.workflow import Ask

# As many as a person can still answer for, and a request can do within its time.
LIMIT = 200


@dataclass(frozen=True)
class BulkAction:
    """An act that a list offers for the rows that are ticked.

    `objection(row, user)` says why it would not be done to this row, or ""; `act(row, user,
    answers, key)` does it, or raises StepRefused. `asks` are the reasons it wants in writing.
    Where there is `together(row)`, rows for which it answers alike are one act, and `act` is given
    the list of them. `said(row)` is what a row is called here.
    """

    name: str
    label: str
    done: str
    roles: frozenset[Role]
    objection: Callable[[Any, Any], str]
    act: Callable[[Any, Any, dict, Any], None]
    asks: tuple[Ask, ...] = ()
    explanation: str = ""
    together: Callable[[Any], Any] | None = None
    said: Callable[[Any], str] = str


def of_step(procedure, name) -> BulkAction:
    """The step of a procedure as an act on many rows, each asked and moved by itself."""
    step = procedure.steps[name]

    def objection(row, user):
        refused = procedure.refusal(row, step, user)
        return refused.message if refused else ""

    def act(row, user, answers, key):
        procedure.take(row, name, by=user, answers=answers, key=key)

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


@dataclass(frozen=True)
class Outcome:
    """What became of many rows: those done, and (row in words, reason) of those left out."""

    done: list[str]
    skipped: list[tuple[str, str]]


def weigh(action, rows, user) -> tuple[list, list[tuple[Any, str]]]:
    """The rows the act would be done to, and those it would leave out: ([row], [(row, why)])."""
    judged = [(row, action.objection(row, user)) for row in rows]
    return [row for row, why in judged if not why], [(row, why) for row, why in judged if why]


def run(action, rows, user, answers, key, read=None) -> Outcome:
    """Do it to each row. The same form sent twice (the same `key`) counts once a row.

    `read` is {key of a row: its mark as the page showed it}: what has changed since is left out.
    """
    done, skipped = [], []
    for each, members in _acts(action, rows, user, skipped):
        names = [action.said(row) for row in members]
        act = partial(action.act, each, user, answers, _key_of(key, members[0]))
        if reason := _try(act, members, read or {}):
            skipped += [(name, reason) for name in names]
        else:
            done += names
    return Outcome(done, skipped)


def _acts(action, rows, user, skipped):
    """(what `act` is given, the rows in it); what a joint act leaves out goes to `skipped`."""
    if action.together is None:
        return [(row, [row]) for row in rows]
    taken, left = weigh(action, rows, user)
    skipped += [(action.said(row), why) for row, why in left]
    groups = {}
    for row in taken:
        groups.setdefault(action.together(row), []).append(row)
    return [(members, members) for members in groups.values()]


def _key_of(key, row):
    return key and uuid.uuid5(key, str(row.pk))


def _try(act, rows, read):
    """The sentence of what stood in the way, or ""."""
    try:
        with transaction.atomic():
            for row in rows:
                _refuse_moved(row, read.get(str(row.pk), ""))
            act()
    except AlreadyDone:
        return ""
    except StepRefused as refused:
        return refused.message
    except ObjectDoesNotExist:
        return "Dòng này không còn trong phạm vi bạn được xem."
    return ""


def _refuse_moved(row, read):
    if read:
        rows = type(row).objects.select_for_update(of=("self",))
        refuse_moved(rows.get(pk=row.pk), read)
