"""A paper as a value: what stands on a document, and nothing of how it is drawn.

Builders read the database and answer with a Paper; the renderers of PDF and Word know no database.
The parts are those of Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from programs.citations import day_in_full
from programs.tables import Kind, Table
from reports.papers.written import shown


@dataclass(frozen=True)
class Run:
    """Letters of one look."""

    text: str
    bold: bool = False
    italic: bool = False


# Plain letters, or runs of several looks.
Text = str | tuple[Run, ...]

# "***a***" is bold and italic, "**a**" bold, "*a*" italic.
_MARKS = re.compile(r"(\*{1,3})(.+?)\1", re.DOTALL)


# What XML, and so Word, cannot hold: "\x07", half of a pair; not "\n".
_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def marked(text: str) -> tuple[Run, ...]:
    """The runs of a text of our own that marks its looks: "Trước **tháng 4/2024**"."""
    runs, start = [], 0
    for found in _MARKS.finditer(text):
        stars = len(found[1])
        runs += [Run(text[start : found.start()]), Run(found[2], stars > 1, stars != 2)]  # noqa: PLR2004
        start = found.end()
    return tuple(run for run in (*runs, Run(text[start:])) if run.text)


def runs_of(text: Text) -> tuple[Run, ...]:
    """The runs of a text; what no document can hold is left out, as the press does."""
    runs = (Run(text),) if isinstance(text, str) else text
    if any(_UNHELD.search(run.text) for run in runs):
        return tuple(replace(run, text=_UNHELD.sub("", run.text)) for run in runs)
    return runs


def letters(text: Text) -> str:
    """The text without its looks."""
    return "".join(run.text for run in runs_of(text))


# --- Blocks ------------------------------------------------------------------------------------


class Place(StrEnum):
    """How a paragraph stands: as text, or on one side of the page."""

    BODY = "body"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True)
class Paragraph:
    """`mark` stands before it, as "-", "+" or "□" do."""

    text: Text
    mark: str = ""
    place: Place = Place.BODY


@dataclass(frozen=True)
class Heading:
    """Level 1 is "I. …", 2 is "1. …", 3 is "a) …"; the number is part of the text."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Fill:
    """A line of a form: its label and what was said, or dots to write on."""

    label: str
    value: str = ""


@dataclass(frozen=True)
class WritingLines:
    """Empty lines to write on by hand."""

    count: int = 3


@dataclass(frozen=True)
class GridColumn:
    """`share` is its part of the width, `is_centred` what figures and days are."""

    share: float
    is_centred: bool = False


@dataclass(frozen=True)
class HeadCell:
    text: str
    columns: int = 1
    lines: int = 1


@dataclass(frozen=True)
class GridRow:
    """`cells` are those from left to right, the first of them over `spans` columns.

    `level` 0 is a plain row, 1 one in bold, 2 one in bold on grey: the head of those after it.
    """

    cells: tuple[Text, ...]
    level: int = 0
    spans: int = 1


@dataclass(frozen=True)
class Grid:
    """A table with rules; its head is repeated on each page. `size` is that of its letters."""

    columns: tuple[GridColumn, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[GridRow, ...]
    size: int = 13


@dataclass(frozen=True)
class Bars:
    """A picture of numbers: (label, number) each with a bar, the longest that of the greatest.

    `title` says what is seen. The number stands beside its bar, so that nothing is told by the
    picture alone.
    """

    title: str
    rows: tuple[tuple[str, int], ...]

    @property
    def shares(self) -> list[tuple[str, int, int]]:
        """(label, number, its per cent of the greatest)."""
        most = max((number for _, number in self.rows), default=0) or 1
        return [(label, number, round(100 * number / most)) for label, number in self.rows]


@dataclass(frozen=True)
class Boxes:
    """Parts of a form in frames side by side."""

    boxes: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Paragraph | Heading | Fill | WritingLines | Grid | Bars | Boxes | PageBreak

# Not so narrow that "STT" would break.
_NARROWEST = 0.045
_WIDTHS = {Kind.TEXT: 24, Kind.NUMBER: 8, Kind.DATE: 12}


def grid(table: Table, size: int = 13) -> Grid:
    """The columns, rows and totals of a table; marked cells and strong columns are bold."""
    wanted = [column.width or _WIDTHS[column.kind] for column in table.columns]
    least = _NARROWEST * sum(wanted)
    return Grid(
        columns=tuple(
            GridColumn(max(width, least), column.kind is not Kind.TEXT)
            for width, column in zip(wanted, table.columns, strict=True)
        ),
        head=tuple(tuple(HeadCell(*cell) for cell in line) for line in table.head()),
        rows=(*_grid_rows(table), *_totals(table)),
        size=size,
    )


def _grid_rows(table):
    for line, row in enumerate(table.rows):
        yield GridRow(
            tuple(
                (Run(shown(value), bold=True),)
                if column.strong or (line, place) in table.marked
                else shown(value)
                for place, (value, column) in enumerate(zip(row, table.columns, strict=True))
            )
        )


def _totals(table):
    if table.totals:
        label = next(place for place, value in enumerate(table.totals) if value is not None)
        cells = tuple(shown(value) for value in table.totals[label:])
        yield GridRow(cells, level=1, spans=label + 1)


# --- Parts of a paper --------------------------------------------------------------------------


@dataclass(frozen=True)
class Head:
    """Who issues it, its number, the place and the day (Phụ lục I, mục II, khoản 1 to 4).

    `superior` and `issuer` are lines. A number and a day that are not given yet are left blank:
    of the day, its month and year may be known (`month`). Without a `symbol` there is no number.
    """

    issuer: tuple[str, ...]
    superior: tuple[str, ...] = ()
    symbol: str = ""
    number: str = ""
    place: str = ""
    day: date | None = None
    month: date | None = None


@dataclass(frozen=True)
class Signature:
    """`authority` are the lines above the `title`: "KT. GIÁM ĐỐC" above "PHÓ GIÁM ĐỐC".

    `day` stands above them where the head tells none; `note` below, as "(ký, đóng dấu)".
    """

    title: str
    name: str = ""
    authority: tuple[str, ...] = ()
    note: str = ""
    day: str = ""


@dataclass(frozen=True)
class Appendix:
    """What goes with a paper; it counts its pages by itself (mục II, khoản 7).

    `label` is "Phụ lục", "Phụ lục II", or "" for a list that belongs to no paper.
    """

    title: str
    source: str = ""
    blocks: tuple[Block, ...] = ()
    label: str = "Phụ lục"
    is_landscape: bool = False


@dataclass(frozen=True)
class Paper:
    """A whole document. Of each part that it does not have, nothing is drawn.

    `name` is what files tell as its title. `kind` is the name of its kind, "BÁO CÁO"; a công văn
    has none, and its subject stands after "V/v". `made_at` is the instant that files give as
    theirs: from the data, never from the clock. `size` is that of the letters of the text.
    `after` stands below the signatures, as the part of a form for those who receive it; `foot` at
    the foot of the first page, where the paper may be asked about. `form` is the number of a form,
    "Mẫu số 01"; `stamp` says that it is not final. `code` is what tells one printed sheet from all
    others: on its first page as a QR code too, on the others in words.
    """

    name: str
    made_at: date | datetime | None = None
    head: Head | None = None
    kind: str = ""
    subject: str = ""
    addressees: tuple[str, ...] = ()
    bases: tuple[Text, ...] = ()
    blocks: tuple[Block, ...] = ()
    signatures: tuple[Signature, ...] = ()
    receivers: tuple[str, ...] = ()
    after: tuple[Block, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    size: int = 14
    form: str = ""
    stamp: str = ""
    foot: str = ""
    code: str = ""

    @property
    def has_text(self) -> bool:
        """Whether there is more of it than appendices."""
        return bool(self.head or self.blocks or not self.appendices)


def signing_rows(paper: Paper) -> list[tuple]:
    """Rows of (left, right) under the text: signatures, and the receivers left of the last one.

    A cell is a Signature, the tuple of receivers, or None.
    """
    cells = [*paper.signatures]
    if len(cells) % 2:
        cells.insert(-1, paper.receivers or None)
    elif paper.receivers:
        cells += [paper.receivers, None]
    return list(zip(cells[::2], cells[1::2], strict=True))


# What is written in by hand, or once it is known.
BLANK = "\N{NO-BREAK SPACE}" * 6


def number_line(head: Head | None) -> str:
    """As "Số: 05/SNNMT-NTM", with room where no number is given yet; "" without a symbol."""
    return f"Số: {head.number or BLANK}/{head.symbol}" if head and head.symbol else ""


def written_place(head: Head | None) -> str:
    """As "Quảng Ngãi, ngày 05 tháng 02 năm 2024", with room where no day is given yet."""
    if head is None or not head.place:
        return ""
    if head.day:
        return f"{head.place}, {day_in_full(head.day)}"
    month = (
        f"tháng {head.month.month} năm {head.month.year}"
        if head.month
        else f"tháng{BLANK}năm{BLANK}"
    )
    return f"{head.place}, ngày{BLANK}{month}"


def addressed(paper: Paper) -> list[str]:
    """The lines after "Kính gửi:": one addressee on its line, several each with a dash."""
    several = [f"- {line}" for line in ended(paper.addressees)]
    return several if len(several) > 1 else list(ended(paper.addressees))


def received(receivers: Iterable[str]) -> list[str]:
    """The lines under "Nơi nhận:"."""
    return [f"- {line}" for line in ended(receivers)]


def ended(items: Iterable[str]) -> list[str]:
    """Items of a list as the decree ends them: ";" after each, "." after the last."""
    items = list(items)
    return [f"{item};" for item in items[:-1]] + [f"{item}." for item in items[-1:]]
