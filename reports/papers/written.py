"""How a value stands in print: figures, days, what was not stated."""

from datetime import date

from django.utils.text import capfirst

from programs.tables import Label

NOTHING = "–"
_VIETNAMESE = str.maketrans(",.", ".,")


def shown(value):
    """A value as people read it: 1.234,5 and dd/mm/yyyy; a dash where nothing was stated."""
    if value is None:
        return NOTHING
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        return f"{value:,}".translate(_VIETNAMESE)
    return capfirst(value) if isinstance(value, Label) else str(value)
