"""How the rows of a list may be parted: each part is what a filter of the list leaves.

The expressions that group rows say the same as the filters do, so that a number and the list
that it opens are one.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Case, F, IntegerField, Value, When

from products.ground.by_unit import Grounds, placed
from products.ground.location import nearest, times
from products.models import Placement
from programs.enums import REGISTER_READERS
from programs.forms.accounts import dated, reporting_units
from programs.models import Unit
from programs.succession import Lineage


@dataclass(frozen=True)
class Option:
    """A part: its key, what it is called, and the filters of the list that leave its rows."""

    key: Hashable
    label: str
    query: dict[str, str]


@dataclass(frozen=True)
class Parting:
    """A dimension of one list as somebody narrowed it.

    `fields` are what rows are grouped by; `keys(*values)` the parts to which rows of these values
    belong: one, several where a split is undecided, none where the list has no word for them.
    `options(found)` are the parts in order, those without rows too where they are few and known.
    """

    fields: tuple
    keys: Callable[..., tuple]
    options: Callable[[set], list[Option]]


# Where rows are not parted at all.
WHOLE = Parting((), lambda: (), lambda _found: [])


@dataclass(frozen=True)
class Dimension:
    """Something by which rows may be parted; `param` is the filter that its parts narrow by."""

    name: str
    label: str
    param: str
    part: Callable[..., Parting]


def by_choice(name, label, param, field, choices):
    """By a closed list; `field` is a field, or a function of the bound filter to an expression."""
    options = [Option(key, words, {param: str(key)}) for key, words in choices]

    def part(bound, _user):
        made = field(bound) if callable(field) else F(field)
        return Parting((made,), _alone, lambda _found: options)

    return Dimension(name, label, param, part)


def by_year(name, label, param, field, without=None):
    """By the years that rows have; `without` is the Option of rows that have none."""

    def options(found):
        years = sorted(found - {None})
        rest = [without] if without and None in found else []
        return [*(Option(year, str(year), {param: str(year)}) for year in years), *rest]

    return Dimension(
        name, label, param, lambda _bound, _user: Parting((F(field),), _alone, options)
    )


def by_row(name, label, param, field, without=None):
    """By the rows that these refer to, as the choices of the filter name and order them."""

    def part(bound, _user):
        def options(found):
            choice = bound.form.fields[param]
            rows = choice.queryset.filter(pk__in=found - {None})
            named = [
                Option(row.pk, choice.label_from_instance(row), {param: str(row.pk)})
                for row in rows
            ]
            return [*named, *([without] if without and None in found else [])]

        return Parting((F(field),), _alone, options)

    return Dimension(name, label, param, part)


def _alone(value):
    return (value,)


# --- Units -------------------------------------------------------------------------------------


def by_unit_now():
    """By the units of the day that the list is asked for, with all that they took over."""

    def part(bound, user):
        day = nearest(user.unit, bound.asked) if user.unit else bound.asked
        # Before the first units that are known the ground is taken for theirs.
        units = _units(bound, user)(next(last for _, last in times() if day <= last))
        choices = placed(bound.record)
        grounds = Grounds(units, bound.asked, bound.record, choices=choices)
        options = [Option(unit.pk, dated(unit), {"unit": str(unit.pk)}) for unit in units]
        return Parting(_ground(bound), grounds.at, lambda _found: options)

    return Dimension("unit", "đơn vị vào ngày xem", "unit", part)


def by_unit_then(param, label, own_day):
    """By the units of each row's own day; those that have rows, of several times."""

    def part(bound, user):
        lineage, choices = Lineage(), placed(bound.record)
        spans, there = times(), _units(bound, user, param)
        units = [there(last) for _, last in spans]
        grounds = [
            Grounds(of_time, last, bound.record, lineage, choices)
            for of_time, (_, last) in zip(units, spans, strict=True)
        ]
        known = {unit.pk: unit for unit in chain.from_iterable(units)}

        def keys(place, record, span):
            return () if span is None else grounds[span].at(place, record)

        def options(found):
            rows = [unit for pk, unit in known.items() if pk in found]
            return [Option(unit.pk, dated(unit), {param: str(unit.pk)}) for unit in rows]

        return Parting((*_ground(bound), _span(own_day, spans)), keys, options)

    return Dimension(param, label, param, part)


def _units(bound, user, param="unit") -> Callable[[date], list[Unit]]:
    """The units by which a person's list is parted on a day.

    Those that report to the province; for the people of a unit its communes, or itself. Once that
    unit is gone, the others to which this filter `param` lets its ground be followed.
    """
    if user.role in REGISTER_READERS:
        units = list(reporting_units())
        return lambda day: [unit for unit in units if unit.exists_on(day)]
    own, further = (
        list(bound.filters[name].queryset.order_by("name", "pk")) for name in ("unit", param)
    )
    ended = (user.unit and user.unit.valid_to) or date.max
    return lambda day: _lowest(
        [unit for unit in (further if day > ended else own) if unit.exists_on(day)]
    )


def _lowest(units):
    above = {unit.parent_id for unit in units}
    return [unit for unit in units if unit.pk not in above]


def _ground(bound):
    """What tells where a record lies: its commune, and itself where it was placed."""
    record = f"{bound.path}pk"
    is_placed = When(**{f"{record}__in": Placement.objects.of(bound.record)}, then=F(record))
    return F(bound.ground), Case(is_placed, default=None, output_field=IntegerField())


def _span(own_day, spans):
    """In which of these times the row's own day lies, by its place."""
    whens = (
        When(**{f"{own_day}__lte": last}, then=Value(place))
        for place, (_, last) in enumerate(spans)
    )
    return Case(*whens, default=None, output_field=IntegerField())
