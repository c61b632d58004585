"""A plan's rows as an editor sees them: texts and problems of all, half-typed ones among them.

A row is named by a ref: "r12" is the registration 12, "d5" the draft 5 of a new row, "n…" a row
that a page has made, by the page's own UUID. Its token tells whether it is still as it was read.
"""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Max, Sum

from products.models import Registration, RowDraft
from products.plans.columns import REGISTRATION_COLUMNS
from products.plans.rows import twin_sentence
from products.plans.values import COLUMNS, RowReader
from programs.intake.rows import RawRow
from programs.text import fold

KEYS = {column.title: column.key for column in REGISTRATION_COLUMNS}
LONGEST_FOLD = 300


@dataclass
class Line:
    """One row of the sheet: a registration, a draft, or a registration with a draft over it."""

    row: Registration | None = None
    draft: RowDraft | None = None

    @property
    def ref(self):
        return f"r{self.row.pk}" if self.row else f"d{self.draft.pk}"

    @property
    def token(self):
        row, draft = self.row, self.draft
        return f"{row.version if row else 0}.{draft.version if draft else 0}"

    @property
    def position(self):
        return (self.row or self.draft).position

    @property
    def cells(self):
        return self.draft.cells if self.draft else self.saved

    @property
    def saved(self):
        """The texts that stand in the plan; a new row has none."""
        return texts_of(self.row) if self.row else {}

    @property
    def is_stale(self):
        """Whether the row was saved by somebody else since its draft was begun."""
        return bool(self.row and self.draft and self.draft.base != self.row.version)


class Sheet:
    """The rows and drafts of a plan, loaded once."""

    def __init__(self, plan):
        self.plan = plan
        rows = plan.registrations.select_related("commune", "product_set")
        drafts = list(plan.drafts.order_by("position", "pk"))
        changes = {draft.registration_id: draft for draft in drafts if draft.registration_id}
        lines = [Line(row, changes.get(row.pk)) for row in rows.order_by("position", "pk")]
        lines += [Line(draft=draft) for draft in drafts if not draft.registration_id]
        self.lines = sorted(lines, key=lambda line: line.position)
        self.by_ref = {line.ref: line for line in self.lines}
        self.by_key = {f"n{line.draft.key}": line for line in self.lines if line.draft}
        self.by_name = {name_of(line.row): line.row for line in self.lines if line.row}

    def find(self, ref):
        return self.by_ref.get(ref) or self.by_key.get(ref)

    @cached_property
    def _reader(self):
        return RowReader(self.plan)

    def judge(self, cells, row=None):
        """(values, problems) of these texts, in place of `row` where there is one already."""
        values, found = self._reader.read(RawRow(0, False, cells))
        problems = [_plain(each) for each in found if not each.is_warning]
        other = self.by_name.get(name_in(values))
        if other and other != row:
            problems.append({"key": "product_name", "text": twin_sentence(other)})
        return values, problems

    def forget_names(self, refs):
        """Free the names of these rows: they are about to be typed again."""
        for line in filter(None, map(self.find, refs)):
            if line.row:
                self.by_name.pop(name_of(line.row), None)

    def show(self, line):
        """The line as plain values."""
        problems = self.judge(line.cells, line.row)[1] if line.draft else []
        shown = {"ref": line.ref, "token": line.token, "cells": line.cells, "problems": problems}
        return shown | ({"theirs": line.saved} if line.is_stale else {})

    def show_all(self):
        return [self.show(line) for line in self.lines]


def texts_of(row):
    """The texts of a registration's cells, as they could be typed."""
    return {key: str(column.read(row)) for key, column in COLUMNS.items()}


def name_of(row):
    return row.product_fold, row.producer_fold


def name_in(values):
    """The names by which a row is told from others; None where one is missing."""
    names = [values.get("product_name"), values.get("producer_name")]
    return tuple(fold(name)[:LONGEST_FOLD] for name in names) if all(names) else None


def _plain(problem):
    return {
        "key": KEYS[problem.column],
        "text": problem.message,
        "offer": problem.proposal,
        "missing": problem.code == "E_REQUIRED",
    }


def key_in(ref):
    """The UUID that a page gave to a row it made."""
    return UUID(ref[1:])


def stamp(plan):
    """A text that differs after every change of the plan, its rows and its drafts."""
    drafts = plan.drafts.aggregate(count=Count("pk"), last=Max("pk"), versions=Sum("version"))
    return ".".join(str(number or 0) for number in (plan.edition, *drafts.values()))
