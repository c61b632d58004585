"""What a statistic says: numbers of rows, of different things, or sums, each with its rows.

One grouped query for a whole table. Totals are computed from the rows themselves, never by
adding cells up: a producer of two units is one producer, a row of an undecided split one row.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import product

from django.db.models import Count, F, Sum
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
    """What is told of the rows of a cell: how many, how many different ones of a field, its sum."""

    name: str
    label: str
    way: Way = Way.ROWS
    field: str = "pk"

    def grouped(self, rows, fields):
        """(value of each of these expressions…, what is to be told) in one query."""
        names = {f"key_{place}": made for place, made in enumerate(fields)}
        if self.way is Way.DISTINCT:
            names["told"] = F(self.field)
            return rows.order_by().values(**names).distinct().values_list(*names)
        told = Sum(self.field) if self.way is Way.SUM else Count("pk")
        return rows.order_by().values(**names).annotate(told=told).values_list(*names, "told")

    def told(self, values):
        """Of what `grouped` gave of all groups of a cell; no sum is said of rows without one."""
        if self.way is Way.DISTINCT:
            return len({*values} - {None})
        known = [value for value in values if value is not None]
        return None if values and not known else sum(known)


@dataclass(frozen=True)
class Subject:
    """What may be asked of a list, by which of its filters first, for these roles.

    `narrowed` holds where the reader narrows no otherwise; `fixed` always.
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

    `day` is the one on which the list was seen, None where it knows no days.
    """

    asked: Asked
    day: date | None
    chosen: tuple[str, ...]
    lines: list[Option]
    columns: list[Option]
    values: dict[tuple, list]

    def number(self, line: Option | None = None, column: Option | None = None):
        return self.asked.measure.told(self.values.get(_place(line, column), []))

    def url(self, line: Option | None = None, column: Option | None = None) -> str:
        """The list of exactly these rows; "" where there are none."""
        if not self.values.get(_place(line, column)):
            return ""
        query = self.asked.query.copy()
        for option in filter(None, (line, column)):
            for name, value in option.query.items():
                query[name] = value
        return f"{reverse(self.asked.subject.listing.page)}?{query.urlencode()}"

    @property
    def is_additive(self) -> bool:
        """Whether the lines, and the columns, add up to the whole."""
        if self.asked.measure.way is Way.DISTINCT:
            return False
        total = self.number() or 0
        lines = sum(self.number(line) or 0 for line in self.lines)
        columns = sum(self.number(column=column) or 0 for column in self.columns)
        return lines == total and (columns == total or not self.asked.across)


def _place(line, column):
    return (_ALL if line is None else line.key, _ALL if column is None else column.key)


def cross(asked: Asked, user) -> Cross:
    """Of the rows that this person sees in the list, in a fixed number of queries."""
    bound, rows = asked.subject.listing.filter(user, asked.query)
    down = asked.rows.part(bound, user)
    over = asked.across.part(bound, user) if asked.across else WHOLE
    width, values = len(down.fields), defaultdict(list)
    for *keys, told in asked.measure.grouped(rows, (*down.fields, *over.fields)):
        lines, columns = down.keys(*keys[:width]), over.keys(*keys[width:])
        for place in product((_ALL, *lines), (_ALL, *columns)):
            values[place].append(told)
    found_lines, found_columns = ({place[n] for place in values} - {_ALL} for n in (0, 1))
    return Cross(
        asked,
        getattr(bound, "asked", None),
        tuple(words for name, words in bound.chosen() if name != "day"),
        down.options(found_lines),
        over.options(found_columns),
        dict(values),
    )
