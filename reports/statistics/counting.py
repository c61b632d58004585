"""What a statistic says: numbers of rows, of different things, or sums, each with its rows.

One grouped query for a whole table. Totals are computed from the rows themselves, never by
adding cells up: a producer of two units is one producer, a row of an undecided split one row.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import product

from django.db.models import Count, Expression, F, Sum
from django.http import QueryDict
from django.urls import reverse

from programs.tables import Listing
from reports.statistics.dimensions import WHOLE, Dimension, Option

_ALL = object()  # in place of a line or a column: the total over them


class Way(Enum):
    ROWS = "rows"
    DISTINCT = "distinct"
    SUM = "sum"


@dataclass(frozen=True)
class Measure:
    """What is told of the rows of a cell: how many, how many different ones of a field, its sum.

    `field` is a field, or a function of the bound filter to an expression.
    """

    name: str
    label: str
    way: Way = Way.ROWS
    field: str | Callable[..., Expression] = "pk"

    def grouped(self, bound, rows, fields):
        """(value of each of these expressions…, what is to be told, of how many rows): a query."""
        keys = {f"key_{place}": made for place, made in enumerate(fields)}
        made = self.field(bound) if callable(self.field) else F(self.field)
        if self.way is Way.DISTINCT:
            groups = rows.order_by().values(**keys, told=made)
        else:
            told = Sum(made) if self.way is Way.SUM else Count(made)
            groups = rows.order_by().values(**keys).annotate(told=told)
        return groups.annotate(number=Count("pk")).values_list(*keys, "told", "number")

    def told(self, values):
        """Of what `grouped` told of all groups of a cell; no sum is said of rows without one."""
        if self.way is Way.DISTINCT:
            return len({*values} - {None})
        known = [value for value in values if value is not None]
        return None if values and not known else sum(known)


@dataclass(frozen=True)
class Subject:
    """What may be asked of a list, by which of its filters first, for these roles.

    `narrowed` holds where the reader narrows no otherwise; `fixed` always. `past` is what must be
    known of the numbers of a past day.
    """

    name: str
    title: str
    listing: Listing
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    filters: tuple[str, ...]
    roles: frozenset
    narrowed: dict[str, str]
    fixed: dict[str, str]
    past: str = ""

    def query(self, params) -> QueryDict:
        """The filters of the list by which these parameters narrow it."""
        query = QueryDict(mutable=True)
        given = self.listing.query(params)
        for name in self.listing.filterset.base_filters:
            if name in self.fixed:
                query[name] = self.fixed[name]
            elif name in given:
                query.setlist(name, given.getlist(name))
            elif name in self.narrowed:
                query[name] = self.narrowed[name]
        return query


@dataclass(frozen=True)
class Asked:
    """A question: which list, parted by what into lines and columns, and what is told of a cell."""

    subject: Subject
    rows: Dimension
    across: Dimension | None
    measure: Measure
    query: QueryDict


@dataclass(frozen=True)
class Cross:
    """The answer. A number is asked for by a line, a column, both, or neither for the whole.

    `day` is the one on which the list was seen, None where it knows no days. `values` are of each
    place what was told of each of its groups, and of how many rows. So many rows are of no line
    (`unlined`), of no column (`uncolumned`), of several lines or columns (`repeated`).
    """

    asked: Asked
    day: date | None
    chosen: tuple[str, ...]
    lines: list[Option]
    columns: list[Option]
    values: dict[tuple, list[tuple]]
    unlined: int
    uncolumned: int
    repeated: int

    def number(self, line: Option | None = None, column: Option | None = None):
        values = self.values.get(_place(line, column), ())
        return self.asked.measure.told([told for told, _ in values])

    @property
    def rows(self) -> int:
        """How many rows of the list the whole is told of."""
        return sum(number for _, number in self.values.get(_place(None, None), ()))

    def url(self, line: Option | None = None, column: Option | None = None) -> str:
        """The list of exactly these rows; "" where there are none."""
        if not self.values.get(_place(line, column)):
            return ""
        query = self.asked.query.copy()
        for option in filter(None, (line, column)):
            for name, value in option.query.items():
                query[name] = value
        return f"{reverse(self.asked.subject.listing.page)}?{query.urlencode()}"


def _place(line, column):
    return (_ALL if line is None else line.key, _ALL if column is None else column.key)


def cross(asked: Asked, user) -> Cross:
    """Of the rows that this person sees in the list, in a fixed number of queries."""
    bound, rows = asked.subject.listing.filter(user, asked.query)
    down = asked.rows.part(bound, user)
    over = asked.across.part(bound, user) if asked.across else WHOLE
    width, values, groups = len(down.fields), defaultdict(list), []
    for *keys, told, number in asked.measure.grouped(bound, rows, (*down.fields, *over.fields)):
        lines, columns = down.keys(*keys[:width]), over.keys(*keys[width:])
        groups.append((lines, columns, number))
        for place in product((_ALL, *lines), (_ALL, *columns)):
            values[place].append((told, number))
    found_lines, found_columns = ({place[n] for place in values} - {_ALL} for n in (0, 1))
    lines, columns = down.options(found_lines), over.options(found_columns)
    return Cross(
        asked,
        getattr(bound, "asked", None),
        tuple(words for name, words in bound.chosen() if name != "day"),
        lines,
        columns,
        dict(values),
        unlined=_outside(lines, groups, 0),
        uncolumned=_outside(columns, groups, 1) if asked.across else 0,
        repeated=sum(number for *parts, number in groups if max(map(len, parts)) > 1),
    )


def _outside(options, groups, place):
    """How many rows of these groups, (lines, columns, how many), are of none of these options."""
    known = {option.key for option in options}
    return sum(group[-1] for group in groups if known.isdisjoint(group[place]))
