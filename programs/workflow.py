"""Procedures: a state field moves by the steps of one table, through one gate.

A `Procedure` is the whole specification of a state field. `take()` is the only writer: it checks
scope, role, state, guards and the answers that a step asks for, writes the event, and moves the
state, in one transaction. `refusal()` answers the gate and the page alike, so that a button
and a refusal cannot differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.formats import date_format, localize
from django.utils.text import capfirst

from programs.acts import StepRefused, act
from programs.enums import Role
from programs.fields import lines

# A sentence saying what stands in the way, or "" where nothing does.
Guard = Callable[[Any], str]


def _always(_row, _user):
    return True


@dataclass(frozen=True)
class Ask:
    """What a step wants to know, and when it does; `field` makes the form's field that reads it.

    Its answer keeps the type that the field gives, a day or a number, from the form to the effect.
    Where `is_kept` the row may have it already, in its field of this name, and offers it.
    """

    name: str
    label: str
    when: Callable[[Any, Any], bool] = _always
    required: bool = True
    field: Callable[..., forms.Field] = lines
    help_text: str = ""
    is_kept: bool = False

    def form_field(self):
        return self.field(
            label=capfirst(self.label), required=self.required, help_text=self.help_text
        )


@dataclass(frozen=True)
class Step:
    """One act: who may take it, from which states to which, and what it asks for.

    `effect(row, by, answers)` does what else belongs to the act, in the same transaction.
    `onward` is the way forward, which pages offer first; `away` takes something away, and comes
    last, in red. `again(row)` is how a row that goes this way once more calls it, or "".
    `between(row, user)` is a sentence where something stands between this very person and the act.
    A step without roles is taken by call() alone; `who` then names whose act it belongs to.
    `whom(row)` is who takes it of this very row, where not all the roles may.
    """

    name: str
    label: str
    done: str
    roles: frozenset[Role]
    sources: frozenset[str]
    target: str
    guards: tuple[Guard, ...] = ()
    asks: tuple[Ask, ...] = ()
    effect: Callable[[Any, Any, dict], None] | None = None
    explanation: str = ""
    onward: bool = True
    away: bool = False
    again: Callable[[Any], str] | None = None
    between: Callable[[Any, Any], str] | None = None
    who: str = ""
    whom: Callable[[Any], str] | None = None

    def asks_for(self, row, user) -> list[Ask]:
        return [ask for ask in self.asks if ask.when(row, user)]

    def called(self, row) -> str:
        """What the button says for this very row."""
        return (self.again and self.again(row)) or self.label


class Procedure:
    """The steps of one model's state.

    `owns(row, user)` says whether the row is the user's own; `news` is the NewsTable of what was
    told of it, which a step may bring to an end. `who` names those who may take steps where it is
    no role that tells them. `held(row)` is a sentence where an app above has taken the row up: then
    only its call() moves it on.
    """

    def __init__(self, model, steps, *, owns=_always, held=None, news=None, who=""):
        self.model, self.owns, self.held, self.news, self.who = model, owns, held, news, who
        self.steps = {step.name: step for step in steps}

    def refusal(self, row, step, user) -> StepRefused | None:
        """The StepRefused that stands in this user's way now, or None."""
        if user.role not in step.roles or not self.owns(row, user):
            sentence = f"Chỉ {self._who(step)} được {step.label}."
            return StepRefused(sentence, status=403, code="role")
        if row.state in step.sources and self.held and (sentence := self.held(row)):
            return StepRefused(sentence, code="held")
        return self.obstacle(row, step, user)

    def _who(self, step):
        return step.who or self.who or _either(step.roles)

    def obstacle(self, row, step, user) -> StepRefused | None:
        """The StepRefused that stands in the way of whoever may take the step, or None."""
        if row.state not in step.sources:
            state = row.get_state_display()
            return StepRefused(f"Không thể {step.label} khi trạng thái là “{state}”.", code="state")
        if sentence := step.between and step.between(row, user):
            return StepRefused(sentence, status=403, code="person")
        sentence = next(filter(None, (guard(row) for guard in step.guards)), "")
        return StepRefused(sentence, code="guard") if sentence else None

    def steps_for(self, row, user) -> list[tuple[Step, str | None]]:
        """The steps to offer this user, each with the sentence that disables its button.

        The way forward comes first, what takes away last.
        """
        order = sorted(self.steps.values(), key=lambda step: (step.away, not step.onward))
        return [
            (step, (refused := self.refusal(row, step, user)) and refused.message)
            for step in order
            if user.role in step.roles and self.owns(row, user) and row.state in step.sources
        ]

    def awaited(self, row, user) -> str:
        """Whom the row waits for, and for what, where that is somebody else; or ""."""
        steps = (step for step in self.steps.values() if step.onward and row.state in step.sources)
        step = next(steps, None)
        if step is None or (user.role in step.roles and self.owns(row, user)):
            return ""
        who = step.whom(row) if step.whom else self._who(step)
        return f"Đang chờ {who} {step.called(row)}."

    def take(self, row, name, *, by, answers=None, key=None, read="") -> Model:
        """Move the row on and write it down, or raise StepRefused saying why not.

        `answers` are what the step asks, by name, each in its type; `key` is the key of the form,
        `read` the mark of the row that its page showed. AlreadyDone where it was posted before.
        """
        return self._take(row, name, answers, self.refusal, by=by, key=key, read=read)

    def call(self, row, name, *, by, answers=None) -> Model:
        """Take the step for an act of an app above, which has asked who may."""
        rows = self.model.objects.all()
        return self._take(row, name, answers, self.obstacle, by=by, rows=rows)

    def _take(self, row, name, answers, refused, *, by, **how):
        step, answers = self.steps[name], answers or {}

        def refusal(row, user):
            return refused(row, step, user)

        with act(row, by, refusal=refusal, **how) as the:
            asked = step.asks_for(the.row, by)
            given = _given(asked, answers)
            source, the.row.state = the.row.state, step.target
            if step.effect:
                step.effect(the.row, by, given)
            the.row.save()
            if self.news:
                self.news.settle(the.row)
            data, note = as_texts(given), _in_words(given, asked)
            facts = {"label": step.label, "source": source, "target": step.target}
            the.record(name, note=note, data=data, **facts)
        return the.row


def _either(roles):
    return " hoặc ".join(sorted(role.label for role in roles))


def _given(asked, answers):
    """The answers to what the step asks here, each in its type; spaces around a text go."""
    given = {}
    for ask in asked:
        value = answers.get(ask.name, "")
        if isinstance(value, str):  # a browser ends lines with two characters
            value = value.strip().replace("\r\n", "\n")
        given[ask.name] = _nothing(ask) if value in (None, "") else value
    return given


def _nothing(ask):
    """What the field gives where it is left empty, a text or None; or the refusal of that."""
    if ask.required:
        raise StepRefused(f"{capfirst(ask.label)}: phải ghi rõ.", status=422, code=ask.name)
    return ask.form_field().clean(None)


def _in_words(given, asked):
    """The answers as the trail reads: texts as they are, a day or a number under its name."""
    labels = {ask.name: capfirst(ask.label) for ask in asked}
    said = [
        value if isinstance(value, str) else f"{labels[name]}: {_localised(value)}"
        for name, value in given.items()
        if value is not None
    ]
    # A sentence that another answer follows ends there without its point.
    return "; ".join(filter(None, said)).replace(".; ", "; ")


def _localised(value):
    return date_format(value, "d/m/Y") if isinstance(value, date) else localize(value)


def as_texts(answers):
    """The answers as the trail keeps them, all as texts: a day in ISO form, none as ""."""
    return {name: "" if value is None else str(value) for name, value in answers.items()}
