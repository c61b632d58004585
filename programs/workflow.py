"""Procedures: a state field moves by the steps of one table, through one gate.

A `Procedure` is the whole specification of a state field. `take()` is the only writer: it checks
scope, role, state, guards and the answers that a step asks for, writes the event, and moves the
state, in one transaction. `refusal()` answers the gate and the page alike, so that a button
and a refusal cannot differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.text import capfirst

from programs import audit
from programs.enums import Role
from programs.fields import lines

# A sentence saying what stands in the way, or "" where nothing does.
Guard = Callable[[Any], str]


class StepRefused(ValidationError):
    """The procedure does not allow this now; the message is for the user to read.

    `status` is the answer's HTTP status: 403 where the role may never, 409 where the state, the
    clock or another person's change stands in the way, 422 where an answer is missing.
    """

    def __init__(self, message, *, status=409, code="refused"):
        super().__init__(message, code=code)
        self.status = status


class RowChanged(StepRefused):
    """Somebody else changed or removed the row meanwhile; `theirs` is how it stands, or None."""

    def __init__(self, theirs):
        sentence = (
            "Người khác đã sửa nội dung này sau khi bạn mở. "
            "Dưới đây là nội dung hiện tại và nội dung bạn vừa nhập; hãy chọn rồi lưu lại."
            if theirs
            else "Người khác đã xóa dòng này sau khi bạn mở. Nội dung bạn nhập vẫn còn dưới đây."
        )
        super().__init__(sentence, code="stale")
        self.theirs = theirs


def _always(_row, _user):
    return True


@dataclass(frozen=True)
class Ask:
    """What a step wants to know, and when it does; `field` makes the form's field that reads it.

    Its answer keeps the type that the field gives, a day or a number, from the form to the effect.
    """

    name: str
    label: str
    when: Callable[[Any, Any], bool] = _always
    required: bool = True
    field: Callable[..., forms.Field] = lines
    help_text: str = ""

    def form_field(self):
        return self.field(label=self.label, required=self.required, help_text=self.help_text)


@dataclass(frozen=True)
class Step:
    """One act: who may take it, from which states to which, and what it asks for.

    `effect(row, by, answers)` does what else belongs to the act, in the same transaction.
    `onward` is the way forward, which pages offer first. `between(row, user)` is a sentence where
    something stands between this very person and the act.
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
    between: Callable[[Any, Any], str] | None = None

    def asks_for(self, row, user) -> list[Ask]:
        return [ask for ask in self.asks if ask.when(row, user)]


class Procedure:
    """The steps of one model's state. `owns(row, user)` says whether the row is the user's own."""

    def __init__(self, model, steps, *, owns=_always):
        self.model, self.owns = model, owns
        self.steps = {step.name: step for step in steps}

    def refusal(self, row, step, user) -> StepRefused | None:
        """The StepRefused that stands in this user's way now, or None."""
        if user.role not in step.roles or not self.owns(row, user):
            who = " hoặc ".join(sorted(role.label for role in step.roles))
            return StepRefused(f"Chỉ {who} được {step.label}.", status=403, code="role")
        if row.state not in step.sources:
            state = row.get_state_display()
            return StepRefused(f"Không thể {step.label} khi trạng thái là “{state}”.", code="state")
        if sentence := step.between and step.between(row, user):
            return StepRefused(sentence, status=403, code="person")
        sentence = next(filter(None, (guard(row) for guard in step.guards)), "")
        return StepRefused(sentence, code="guard") if sentence else None

    def steps_for(self, row, user) -> list[tuple[Step, str | None]]:
        """The steps to offer this user, each with the sentence that disables its button.

        The way forward comes first.
        """
        return [
            (step, (refused := self.refusal(row, step, user)) and refused.message)
            for step in sorted(self.steps.values(), key=lambda step: not step.onward)
            if user.role in step.roles and self.owns(row, user) and row.state in step.sources
        ]

    @transaction.atomic
    def take(self, row, name, *, by, answers=None, key=None) -> Model:
        """Move the row on and write it down, or raise StepRefused saying why not.

        `answers` are what the step asks, by name, each in its type; `key` the key of the form, so
        that a second post of the same form changes nothing and gives the same row.
        """
        step, answers = self.steps[name], answers or {}
        row = self.model.objects.visible_to(by).select_for_update(of=("self",)).get(pk=row.pk)
        if audit.is_done(key):
            return row
        if refused := self.refusal(row, step, by):
            raise refused
        given = _given(step, row, by, answers)
        source, row.state = row.state, step.target
        if step.effect:
            step.effect(row, by, given)
        row.save()
        data = as_texts(given)
        note = "; ".join(filter(None, data.values()))
        facts = {"label": step.label, "source": source, "target": step.target}
        audit.record(name, row, by=by, note=note, data=data, key=key, **facts)
        return row


def _given(step, row, user, answers):
    """The answers to what the step asks here, each in its type; spaces around a text go."""
    given = {}
    for ask in step.asks_for(row, user):
        value = answers.get(ask.name, "")
        value = value.strip() if isinstance(value, str) else value
        given[ask.name] = _nothing(ask) if value in (None, "") else value
    return given


def _nothing(ask):
    """What the field gives where it is left empty, a text or None; or the refusal of that."""
    if ask.required:
        raise StepRefused(f"{capfirst(ask.label)}: phải ghi rõ.", status=422, code=ask.name)
    return ask.form_field().clean(None)


def as_texts(answers):
    """The answers as the trail keeps them, all as texts: a day in ISO form, none as ""."""
    return {name: "" if value is None else str(value) for name, value in answers.items()}
