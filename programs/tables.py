"""One definition of a table: what its columns are called, hold and link to.

A `Column` serves the page, the Excel template, the import and the export of the same table. A
`Table` is a report as plain values, which every renderer writes. A `Listing` joins columns,
filters and scoped rows: the page and its export show the same rows because both ask it.
The address holds all that a reader chose: filters, `sap` (sort), `cot` (columns).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import cache, cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import get_default_timezone
from django_filters import FilterSet

from programs.completing import LOT, attached, plain, reading
from programs.enums import Tone
from programs.paging import ordered


class Kind(Enum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True)
class Column:
    """A column of a table.

    `group` is what stands above the title in the head: one line, or a tuple of lines from the
    top; neighbours of the same group share it.
    `required`, `aliases`, `choices`, `help` are for the workbook that people fill in: a file
    without a required head is refused, and a head matches its title or an alias when both fold
    to the same text. A column that a file lacks is read where its `stand_in` stands.
    The value of a cell is what `cell` makes of these `fields` of the row ("plan__unit__name"), by
    default the field `key` as it is; or what `value` reads from a row that must be an object.
    `strong` is for a total: its cells are bold.
    In a list, `sort` is the field that orders by this column, `words` says its value as the page
    does where a file holds another type, `draw` draws it, `tones` are those of its states by
    their words, and a column that is not `shown` waits to be chosen. `under` names the column in
    whose cell this one stands on the page, where both are shown; files keep them apart.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    group: str | tuple[str, ...] = ""
    required: bool = False
    aliases: tuple[str, ...] = ()
    stand_in: str = ""
    choices: tuple[str, ...] = ()
    help: str = ""
    width: int = 0
    max_length: int = 0
    fields: tuple[str, ...] = ()
    cell: Callable[..., Any] | None = None
    value: Callable[[Any], Any] | None = None
    url: Callable[[Any], str] | None = None
    sort: str = ""
    words: Callable[[Any], str] | None = None
    draw: Callable[[Any], str] | None = None
    tones: dict[str, Tone] | None = None
    under: str = ""
    shown: bool = True
    strong: bool = False

    @property
    def made_of(self) -> tuple[str, ...]:
        return self.fields or (self.key,)

    @cached_property
    def read(self) -> Callable[[Any], Any]:
        """The function that reads this cell from a row object."""
        return self.value or self.read_by(reading)

    def read_by(self, reader) -> Callable[[Any], Any]:
        """The function that reads this cell from a row whose fields `reader` knows to read."""
        read, cell = reader(*self.made_of), self.cell
        if cell is None:
            return read
        return (lambda row: cell(*read(row))) if self.fields[1:] else (lambda row: cell(read(row)))

    @property
    def is_number(self) -> bool:
        return self.kind is Kind.NUMBER

    @property
    def path(self) -> tuple[str, ...]:
        """The lines of the head over this column, from the top, its own title last."""
        groups = (self.group,) if isinstance(self.group, str) else self.group
        return (*filter(None, groups), self.title)


@dataclass(frozen=True)
class Table:
    """A report as values.

    `links` has the shape of `rows` (and `totals` last), for the page; `marked` names the cells
    (row, column) that ask for the reader's eye. `preface` stands above the table, `notes` below.
    `label` is "Phụ lục" of what goes with a paper, and "" of a working list; `stamp` says that a
    paper is not final ("BẢN NHÁP"). `made_at` is the instant that files give as
    theirs: from the data, never from the clock, so that a second printing has the same bytes.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple, ...]
    totals: tuple = ()
    subtitle: str = ""
    label: str = ""
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
    def body(self) -> tuple[tuple, ...]:
        """The rows and the totals, as the renderers write them."""
        return (*self.rows, self.totals) if self.totals else self.rows

    def head(self) -> list[list[tuple[str, int, int]]]:
        """The head in lines of (title, columns it spans, lines it spans)."""
        return head_lines(self.columns)


def head_lines(columns: Sequence[Column]) -> list[list[tuple[str, int, int]]]:
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


SORT, COLUMNS, AFTER, NUMBER = "sap", "cot", "sau", "trang"
_MOST_SORTS = 3


@dataclass(frozen=True)
class Door:
    """What the head of a list leads to, for these roles; the first one to add is the main act."""

    label: str
    url: str
    roles: frozenset
    adds: bool = False


@dataclass(frozen=True)
class Listing:
    """A list of rows: its columns, its filters, and the rows a user may see.

    `rows(user)` is the scoped queryset; `filterset` takes the query string of the page; `page` is
    the URL name of the page; `order` is what holds where the reader chose none, and decides
    between rows that a chosen column holds equal. `actions` (programs.bulk) are done to many rows
    at once, under the URL name `bulk`; `doors` stand at the head of the page. `noun` is what a row
    is called where rows are counted: "36 giấy". A list that grows
    long `is_plain`: its columns have fields and no `value`, so that its files are read without an
    object a row. An empty one leads to where its rows begin, `begins_at`.
    """

    name: str
    title: str
    page: str
    columns: tuple[Column, ...]
    rows: Callable[[Any], Any]
    filterset: type[FilterSet]
    order: tuple[str, ...]
    empty: str = "Chưa có dòng nào."
    actions: tuple = ()
    bulk: str = ""
    noun: str = "dòng"
    doors: tuple[Door, ...] = ()
    is_plain: bool = False
    begins_at: Door | None = None

    def filter(self, user, params) -> tuple[FilterSet, QuerySet]:
        """The bound filter over the user's rows, and the rows in order: what a page shows."""
        bound = self.filterset(params, queryset=self.rows(user), user=user)
        return bound, ordered(bound.qs, self.order_of(params))

    def shown(self, params) -> tuple[Column, ...]:
        """The columns that the reader chose; where none of them is known, the usual ones."""
        chosen = set(_values(params, COLUMNS))
        columns = tuple(column for column in self.columns if column.key in chosen)
        return columns or tuple(column for column in self.columns if column.shown)

    def sorting(self, params) -> list[tuple[Column, bool]]:
        """The columns that the reader sorts by, the first one first: [(column, descends)]."""
        known = {column.key: column for column in self.columns if column.sort}
        asked = [name for text in _values(params, SORT) for name in text.split(",")]
        found = {}
        for name in asked:
            key = name.removeprefix("-")
            if key in known:
                found.setdefault(key, (known[key], name.startswith("-")))
        return list(found.values())[:_MOST_SORTS]

    def order_of(self, params) -> tuple[str, ...]:
        """The order by fields: what the reader chose, then the list's own."""
        chosen = [f"{'-' * descends}{column.sort}" for column, descends in self.sorting(params)]
        fields = {}
        for name in (*chosen, *self.order):
            fields.setdefault(name.removeprefix("-"), name)
        return tuple(fields.values())

    def query(self, params) -> QueryDict:
        """What of a query string this list knows: for links, saved views and exports."""
        known = [*self.filterset.base_filters, SORT, COLUMNS]
        query = QueryDict(mutable=True)
        for name in known:
            if values := [value for value in _values(params, name) if value]:
                query.setlist(name, values)
        return query

    def actions_for(self, user):
        return [action for action in self.actions if user.role in action.roles]

    def doors_for(self, user):
        return [door for door in self.doors if user.role in door.roles]

    def cells(self, rows, columns=None) -> Iterator[tuple]:
        """The rows as tuples of cells, one by one, so that a long list is never held whole."""
        return _cells(rows, [column.read for column in columns or self.columns])

    def stream(self, rows, columns=None) -> Iterator[tuple]:
        """The cells of a queryset while it is read, for a list that may be of any length."""
        columns = columns or self.columns
        if not self.is_plain:
            return self.cells(attached(rows).iterator(chunk_size=LOT), columns)
        places, lines = plain(rows, [field for column in columns for field in column.made_of])

        def reader(*fields):
            return itemgetter(*(places[field] for field in fields))

        return _cells(lines, [column.read_by(reader) for column in columns])

    def table(self, rows) -> Table:
        return Table(title=self.title, columns=self.columns, rows=tuple(self.cells(rows)))


def _cells(rows, readers):
    for row in rows:
        yield tuple([read(row) for read in readers])


def _values(params, name):
    """All values of a name, of a query string or of a plain dictionary."""
    if hasattr(params, "getlist"):
        return params.getlist(name)
    return [params[name]] if name in params else []


class Label(str):
    """A word of the portal's own, kept in lower case: on the page it begins its cell, so in upper.

    What people typed stands as it is: a user name, an address.
    """

    __slots__ = ()


def labelled(choices) -> Callable[[str], str]:
    """A cell that says a choice by its label, from one dictionary."""
    return {key: Label(label) for key, label in [("", ""), *choices.choices]}.__getitem__


def said(model, *names, how=str) -> Callable[..., str]:
    """A cell that says a row of this model by these of its fields, and none as nothing."""

    @lru_cache(maxsize=16_384)
    def say(*values):
        return "" if values[0] is None else how(model(**dict(zip(names, values, strict=True))))

    return say


def by_label(tones) -> dict[str, str]:
    """The tones of states for a column that says their labels."""
    return {state.label: tone for state, tone in tones.items()}


def moment(instant) -> datetime | None:
    """A cell that says an instant as clocks here show it: a file knows no time zones."""
    return instant and instant.astimezone(get_default_timezone()).replace(
        tzinfo=None, microsecond=0
    )


def page_of(name, key="pk"):
    """The address of a row's page by its URL name; of a list it is found once and not a row."""

    @cache
    def start():
        return reverse(name, args=[0]).removesuffix("0/")

    return lambda row: f"{start()}{getattr(row, key)}/"


def in_words(column, value):
    """The value as the page says it; numbers stand as they are, for years are among them."""
    if column.words:
        return column.words(value)
    if value is None:
        return ""
    if isinstance(value, Label) or column.tones:
        return capfirst(value)
    if isinstance(value, datetime):
        return date_format(value, "H:i d/m/Y")
    return _day(value) if isinstance(value, date) else str(value)


@lru_cache(maxsize=4096)
def _day(value):
    return date_format(value, "d/m/Y")


# A spreadsheet that opens a CSV takes these, full-width ones too, for the start of a formula.
# "=1+1", "'-5", "＝A1"; not "a=1".
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def one_line_end(text) -> str:
    """The text with plain line ends: a browser's, of two characters, a sheet shows as _x000D_."""
    return text.replace("\r\n", "\n") if "\r" in text else text


def guarded(text) -> str:
    """The text with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text) -> str:
    """The text as it was before `guarded()`: for reading a CSV back."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
