"""One definition of a table: what its columns are called, hold and link to.

A `Column` serves the page, the Excel template, the import and the export of the same table. A
`Table` is a report as plain values, which every renderer writes. A `Listing` joins columns,
filters and scoped rows: the page and its export show the same rows because both ask it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from itertools import groupby
from operator import attrgetter
from typing import Any

from django_filters import FilterSet


class Kind(Enum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True)
class Column:
    """A column of a table.

    `group` is what stands above the title in the head: one line, or a tuple of lines from the
    top; neighbours of the same group share it.
    `required`, `aliases`, `choices`, `help` are for the workbook that people fill in: a file
    without a required head is refused, and a head matches its title or an alias when both fold
    to the same text. `value` reads the cell from a row object; by default the attribute `key`.
    `strong` is for a total: its cells are bold.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    group: str | tuple[str, ...] = ""
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    help: str = ""
    width: int = 0
    max_length: int = 0
    value: Callable[[Any], Any] | None = None
    url: Callable[[Any], str] | None = None
    sort: str = ""
    strong: bool = False

    @property
    def reader(self):
        """The function that reads this cell from a row object."""
        return self.value or attrgetter(self.key)

    def read(self, row):
        return self.reader(row)

    @property
    def is_number(self):
        return self.kind is Kind.NUMBER

    @property
    def path(self):
        """The lines of the head over this column, from the top, its own title last."""
        groups = (self.group,) if isinstance(self.group, str) else self.group
        return (*filter(None, groups), self.title)


@dataclass(frozen=True)
class Table:
    """A report as values.

    `links` has the shape of `rows` (and `totals` last), for the page; `marked` names the cells
    (row, column) that ask for the reader's eye. `preface` stands above the table, `notes` below.
    `stamp` says what a paper is not ("BẢN NHÁP"). `made_at` is the instant that files give as
    theirs: from the data, never from the clock, so that a second printing has the same bytes.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple, ...]
    totals: tuple = ()
    subtitle: str = ""
    preface: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stamp: str = ""
    links: tuple[tuple[str, ...], ...] = ()
    marked: frozenset[tuple[int, int]] = frozenset()
    landscape: bool = False
    made_at: datetime | None = None
    facts: dict = field(default_factory=dict)

    def __post_init__(self):
        for number, row in enumerate(self.body, 1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Row {number} has {len(row)} cells for {len(self.columns)} columns."
                )

    @property
    def body(self):
        """The rows and the totals, as the renderers write them."""
        return (*self.rows, self.totals) if self.totals else self.rows

    def head(self):
        """The head in lines of (title, columns it spans, lines it spans)."""
        return head_lines(self.columns)


def head_lines(columns: Sequence[Column]):
    """Lines of (title, colspan, rowspan): as many as the deepest group asks for."""
    paths = [column.path for column in columns]
    depth = max(map(len, paths))
    return [_head_line(paths, level, depth) for level in range(depth)]


def _head_line(paths, level, depth):
    def shared(place):
        """Neighbours are one cell where this is equal: a group is shared, a title never."""
        path = paths[place]
        return (path[: level + 1], None) if level < len(path) - 1 else (path, place)

    line = []
    for (path, place), members in groupby(range(len(paths)), key=shared):
        if level < len(path):
            line.append((path[level], len(list(members)), 1 if place is None else depth - level))
    return line


@dataclass(frozen=True)
class Listing:
    """A list of rows: its columns, its filters, and the rows a user may see.

    `rows(user)` is the scoped, ordered queryset; `filterset` takes the query string of the page.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Any], Any]
    filterset: type[FilterSet]
    order: tuple[str, ...]

    def filter(self, user, params):
        """The bound filter over the user's rows; its `qs` is what page and export show."""
        bound = self.filterset(params, queryset=self.rows(user), user=user)
        return bound, bound.qs.order_by(*self.order)

    def cells(self, rows):
        """The rows as tuples of cells, one by one, so that a long list is never held whole."""
        readers = [column.reader for column in self.columns]
        for row in rows:
            yield tuple([reader(row) for reader in readers])

    def stream(self, rows, chunk=900):
        """The cells of a queryset while it is read, for a list that may be of any length.

        SQLite refuses a condition on more than 1,000 related rows, hence the chunk.
        """
        return self.cells(_shared(rows).iterator(chunk_size=chunk))

    def table(self, rows):
        return Table(title=self.title, columns=self.columns, rows=tuple(self.cells(rows)))


def _shared(rows):
    """The same rows, with what they refer to read once for many instead of beside each."""
    related = rows.query.select_related
    if not isinstance(related, dict):
        return rows
    return rows.select_related(None).prefetch_related(*_paths(related))


def _paths(related):
    for name, further in related.items():
        yield name
        yield from (f"{name}__{path}" for path in _paths(further))


# A spreadsheet that opens a CSV takes these, full-width ones too, for the start of a formula.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def guarded(text):
    """The text with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text):
    """The text as it was before `guarded()`: for reading a CSV back."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
