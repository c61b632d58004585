"""A row as plain values, and what a change has changed of them: as the trail keeps it."""

from datetime import date
from decimal import Decimal
from typing import Any


def values_of(row, *, without=()) -> dict[str, Any]:
    """What people typed of the row: neither its key and version nor what follows by itself."""
    skipped = {row._meta.pk.name, "version", *without}
    fields = [f for f in row._meta.concrete_fields if f.editable and f.name not in skipped]
    return {field.name: _plain(field.value_from_object(row)) for field in fields}


def _plain(value):
    """The value as JSON holds it: days and decimals as texts."""
    return str(value) if isinstance(value, (date, Decimal)) else value


def differences(before, after) -> dict[str, list]:
    """{field: [old, new]} of what a change has changed of a row."""
    return changes_between(values_of(before), values_of(after))


def changes_between(old, new) -> dict[str, list]:
    """{name: [old, new]} of the values that are others now."""
    return {name: [old[name], new[name]] for name in new if old[name] != new[name]}


def typed_anew(form) -> dict[str, str]:
    """{field: text} of what a form has changed."""
    return {name: str(form.cleaned_data[name]) for name in form.changed_data}
