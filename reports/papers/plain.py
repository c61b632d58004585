"""A paper as plain values and back: what is sealed, and reads the same in any later version."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime

from reports.papers import values

_PARTS = {
    each.__name__: each
    for each in vars(values).values()
    if is_dataclass(each) and each.__module__ == values.__name__
}
_KIND = "is"
_DAYS = {each.__name__: each for each in (date, datetime)}


def as_values(part):
    """What canonical JSON holds: text, numbers, lists and {"is": the name of the part, …}.

    Only what differs from nothing is kept, so that a part may grow by what it did not have.
    """
    if is_dataclass(part):
        own = ((field.name, getattr(part, field.name)) for field in fields(part))
        kept = {name: as_values(value) for name, value in own if value not in ("", (), None)}
        return {_KIND: type(part).__name__, **kept}
    if isinstance(part, tuple):
        return [as_values(each) for each in part]
    if isinstance(part, date):
        return {_KIND: type(part).__name__, "at": part.isoformat()}
    return part


def from_values(found):
    """The part that these values tell of; ValueError where they are of no part."""
    if isinstance(found, list):
        return tuple(from_values(each) for each in found)
    if not isinstance(found, dict):
        return found
    kind = found.get(_KIND)
    if kind in _DAYS:
        return _DAYS[kind].fromisoformat(found["at"])
    if kind not in _PARTS:
        raise ValueError(f"No part of a paper is called {kind!r}.")
    return _PARTS[kind](
        **{name: from_values(each) for name, each in found.items() if name != _KIND}
    )
