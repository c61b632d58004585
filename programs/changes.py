"""A row as plain values, and what a change has changed of them."""

from datetime import date
from decimal import Decimal


def values_of(row):
    """The row as the trail keeps it: what people typed, and its place."""
    skipped = {"id", "plan", "version", "product_fold", "producer_fold", "name_key", "changed_at"}
    fields = [field for field in row._meta.concrete_fields if field.name not in skipped]
    return {field.name: _plain(field.value_from_object(row)) for field in fields}


def _plain(value):
    """The value as JSON holds it: days and decimals as texts."""
    return str(value) if isinstance(value, (date, Decimal)) else value


def differences(before, after):
    """{field: [old, new]} of what a change has changed."""
    old, new = values_of(before), values_of(after)
    return {name: [old[name], new[name]] for name in new if old[name] != new[name]}
