"""What the rows of a list refer to: joined, read for many at once, or told of each as it is read.

A page shows 50 rows of thousands. What its columns alone need is cheaper asked for these rows than
told by the query for each row that it looks at. A file of thousands is read as plain values, which
are told of the same.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Any

from django.db.models import BigIntegerField, Expression
from django.db.models.query import ModelIterable

# As many as are completed at once: SQLite refuses a condition on more than 1,000 keys.
LOT = 900
MOST_KNOWN = 20_000


def reading(*fields):
    """The function that reads these fields of a row: "plan__unit__name", None where it has no unit.

    One as it is, several as a tuple.
    """
    paths = [field.rpartition("__")[0] for field in fields]
    if len({*paths}) > 1:
        readers = [reading(field) for field in fields]
        return lambda row: tuple([read(row) for read in readers])
    names = paths[0].split("__") if paths[0] else ()
    last = attrgetter(*(field.rpartition("__")[2] for field in fields))
    nothing = None if len(fields) == 1 else (None,) * len(fields)

    def read(row):
        for name in names:
            row = row and getattr(row, name)
        return nothing if row is None else last(row)

    return read if names else last


@dataclass(frozen=True)
class Telling:
    """A step that tells each row `names`, as `of` makes them of these fields of a lot of rows.

    `of` takes of each row the field, or the fields as a tuple, and answers with a tuple for each.
    """

    names: tuple[str, ...]
    fields: tuple[str, ...]
    of: Callable[[list[Any]], Iterable[tuple]]

    def __call__(self, rows):
        told = self.of(list(map(reading(*self.fields), rows)))
        for row, values in zip(rows, told, strict=True):
            for name, value in zip(self.names, values, strict=True):
                setattr(row, name, value)


class _Completing(ModelIterable):
    steps = ()

    def __iter__(self):
        rows = super().__iter__()
        while lot := list(islice(rows, LOT)):
            for step in self.steps:
                step(lot)
            yield from lot


def completed(rows, *steps, first=False):
    """The queryset; each step is given its rows in lots, after those before it or `first`."""
    known = _steps(rows)
    rows = rows.all()
    both = (*steps, *known) if first else (*known, *steps)
    rows._iterable_class = type("Completing", (_Completing,), {"steps": both})  # noqa: SLF001
    return rows


class Keys(Expression):
    """Keys for `__in`, as one parameter: many of their own cost Django as much as the query."""

    output_field = BigIntegerField()

    def __init__(self, keys):
        super().__init__()
        self.keys = list(keys)

    def as_sqlite(self, _compiler, _connection):
        return "(SELECT value FROM json_each(%s))", [json.dumps(self.keys)]

    def as_postgresql(self, _compiler, _connection):
        return "(SELECT unnest(%s::bigint[]))", [self.keys]


def _steps(rows):
    return getattr(rows._iterable_class, "steps", ())  # noqa: SLF001 -- what a queryset yields


def plain(rows, fields):
    """The place of each field in a line, and the lines: the rows as plain values, in their order.

    A field may be one that a `Telling` of these rows tells. No row is made an object, nor what it
    refers to: a file of a list costs a fifth of it.
    """
    steps = [step for step in _steps(rows) if not set(step.names).isdisjoint(fields)]
    told = [name for step in steps for name in step.names]
    asked = (*fields, *(field for step in steps for field in step.fields))
    kept = [field for field in dict.fromkeys(asked) if field not in told]
    places = {name: place for place, name in enumerate((*kept, *told))}
    values = rows.values_list(*kept).iterator(chunk_size=LOT)
    return places, _told(values, steps, places)


def _told(values, steps, places):
    readers = [itemgetter(*(places[field] for field in step.fields)) for step in steps]
    while lot := list(islice(values, LOT)):
        for step, read in zip(steps, readers, strict=True):
            told = step.of(list(map(read, lot)))
            lot = [(*line, *values) for line, values in zip(lot, told, strict=True)]
        yield from lot


def joined(rows, *fields):
    """The queryset joined with these fields ("plan__unit__name") of what its rows refer to.

    Of those rows no other field is read unless somebody asks for it, which costs a query each.
    """
    own = [field.name for field in rows.model._meta.concrete_fields]
    paths = [field.rpartition("__")[0] for field in fields]
    return rows.select_related(*paths).only(*own, *fields)


def attached(rows):
    """The queryset with what `select_related` names read once for many rows, not beside each.

    A unit of a thousand rows is one object then, and its query knows no other table.
    """
    related = rows.query.select_related
    if not isinstance(related, dict):
        return rows
    own = {
        name: further
        for name, further in related.items()
        if rows.model._meta.get_field(name).concrete  # a row that refers to this one stays joined
    }
    joined, known = related.keys() - own.keys(), {}
    rows = (
        rows.select_related(None).select_related(*joined) if joined else rows.select_related(None)
    )
    return completed(rows, lambda lot: _attach(lot, own, known), first=True)


def _attach(rows, related, known, path=""):
    """Set what the rows refer to by these names, {name: further names}; `known` is read already."""
    for name, further in related.items():
        field = rows[0]._meta.get_field(name)
        kept = known.setdefault(path + name, {})
        if len(kept) > MOST_KNOWN:
            kept.clear()
        if new := {getattr(row, field.attname) for row in rows} - kept.keys() - {None}:
            found = field.related_model.objects.order_by().in_bulk(list(new))
            kept.update(found)
            if found and further:
                _attach(list(found.values()), further, known, f"{path}{name}__")
        for row in rows:
            row._state.fields_cache[name] = kept.get(getattr(row, field.attname))
