"""What the editor of a plan's rows posts: a list of rows, as texts."""

import re

from django import forms

from products.plans.editor.saving import Typed
from products.plans.values import COLUMNS
from programs.forms.base import KeyedForm

MAX_ROWS = 1000
MAX_TEXT = 5000
MAX_CELLS = 200
# "r12" a row, "d7" a draft, "n…" with its UUID a new one, ""; not "r".
_REF = re.compile(r"[rd]\d{1,18}|n[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|")
_ASKED = {"ref", "token", "cells", "before"}


class TypedField(forms.JSONField):
    """JSON that a page sent; numbers too long and structures too deep to be read are invalid."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            message = self.error_messages["invalid"]
            raise forms.ValidationError(message, code="invalid") from error


class RowsForm(KeyedForm):
    """Rows by ref; the cells of each are texts under the keys of the columns."""

    rows = TypedField()

    def clean_rows(self):
        rows = self.cleaned_data["rows"]
        if not isinstance(rows, list) or not rows or not all(map(_is_row, rows)):
            raise forms.ValidationError("Nội dung gửi lên không đúng dạng.")
        if len(rows) > MAX_ROWS:
            raise forms.ValidationError(f"Mỗi lần dán hoặc sửa tối đa {MAX_ROWS} dòng.")
        if len({row["ref"] for row in rows}) < len(rows):
            raise forms.ValidationError("Một dòng được gửi hai lần.")
        return [Typed(**row) for row in rows]


class BlockForm(forms.Form):
    """A pasted table: lists of texts, a line each; none where nothing was pasted."""

    rows = TypedField(required=False)

    def clean_rows(self):
        rows = self.cleaned_data["rows"]
        if rows is None:
            return []
        if not isinstance(rows, list) or not all(map(_is_line, rows)):
            raise forms.ValidationError("Nội dung dán không đúng dạng.")
        if len(rows) > MAX_ROWS:
            raise forms.ValidationError(f"Mỗi lần dán hoặc sửa tối đa {MAX_ROWS} dòng.")
        return rows


def _is_line(line):
    return (
        isinstance(line, list)
        and len(line) <= MAX_CELLS
        and all(isinstance(text, str) and len(text) <= MAX_TEXT for text in line)
    )


def _is_row(row):
    if not isinstance(row, dict) or not {"ref"} <= row.keys() <= _ASKED:
        return False
    refs = [row["ref"], row.get("before", "")]
    return bool(row["ref"]) and all(map(_is_ref, refs)) and _are_cells(row.get("cells", {}))


def _is_ref(ref):
    return isinstance(ref, str) and _REF.fullmatch(ref) is not None


def _are_cells(cells):
    return (
        isinstance(cells, dict)
        and cells.keys() <= COLUMNS.keys()
        and all(isinstance(text, str) and len(text) <= MAX_TEXT for text in cells.values())
    )
