"""The rows of a table under its head."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from programs.intake.beside import Beside
from programs.intake.cells import CellError, is_blank
from programs.intake.head import FEWEST_COLUMNS, title_key
from programs.intake.lines import Line, left_out
from programs.intake.merged import Merging
from programs.intake.outcomes import Problem, shown
from programs.text import fold

# "(1)", "a"; not "100".
_NUMBERING = re.compile(r"\(?(\d{1,2}|[a-z])\)?")
_NO_MARK = frozenset({"", "0", "-", "–", "không", "khong", "false"})
_MARKS = frozenset({"x", "1", "✓", "✔", "√", "v", "có", "co", "true", "1.0"})
_WIDE = 3
# Of a longer text the beginning is enough.
_LONGEST = 100


class RawRow(NamedTuple):
    """A row as it stands in the file: its number in Excel, and its cells by column.

    `is_hidden` where one does not see it, or sees it struck through: somebody has to say of it.
    """

    number: int
    is_hidden: bool
    cells: dict


class Table:
    """The rows under a head, or under several that follow each other, each in its own order.

    The first required column names what a row is about. `notes` are the warnings about what was
    left out, filled in or joined.
    """

    def __init__(self, sheet, head, finder, counter=""):
        self.sheet, self.head, self.counter = sheet, head, counter
        self.heads, self.notes = [head], []
        columns = finder.columns
        subject = next(column.key for column in columns if column.required)
        lines = list(self._lines(finder))
        merging = Merging(lines, sheet.merged, columns, counter, subject)
        lines = [line for line in lines if not line.is_gone and self._is_filled(line)]
        beside = Beside(lines, sheet.merged, columns, counter, subject)
        self.notes += [*merging.notes, *beside.notes]
        self.lines = beside.kept
        self.struck = set()
        self._strike(subject, {column.key: column.title for column in columns})
        self.rows = [RawRow(line.number, line.is_hidden, _values(line)) for line in self.lines]

    def _lines(self, finder):
        """The lines under the head, without those that are a head again or number the columns."""
        head, rows = self.head, self.sheet.rows
        written = {*map(str, filter(None, {n: c for n, _, c in rows}.get(head.row, [])))}
        below, is_first = head.row, True
        for at, (number, is_hidden, cells) in enumerate(rows):
            if number <= below or (is_first and _is_numbering(cells)):
                continue
            line = Line(number, is_hidden, list(cells), head)
            if again := self._is_headlike(line) and _head_again(finder, self.sheet, at):
                head, below, is_first = self._turn(line, again), again.row, True
            elif {*map(str, filter(None, cells))} <= written:
                self._repeat(line)
            else:
                is_first = False
                yield line

    def _is_headlike(self, line):
        """Whether a line may be a head: none has a figure where the numbers of the rows stand."""
        number = line.get(self.counter)
        return is_blank(number) or (isinstance(number, str) and not number.strip().isdecimal())

    def _turn(self, line, again):
        """The head that holds from here on: this one where its columns stand elsewhere."""
        head = line.head
        pairs = ((again.places, head.places), (again.spread, head.spread))
        moved = any(old.get(key, at) != at for new, old in pairs for key, at in new.items())
        is_new = any(new.keys() - old.keys() for new, old in pairs)
        # A copy of the head may be read less well: without merged cells, or its last line alone.
        if not moved and (again.found < head.found or not is_new):
            self._repeat(line)
            return head
        self.heads.append(again)
        self._repeat(line, " Thứ tự cột ở đây khác: các dòng sau được đọc theo dòng tiêu đề này.")
        return again

    def _repeat(self, line, more=""):
        self.notes.append(left_out(line, "W_REPEATED_HEAD", "Dòng tiêu đề lặp lại", more))

    def _strike(self, subject, titles):
        """Mark the rows whose name, or all of them, is struck through; tell of other such cells."""
        struck = {}
        for number, place in self.sheet.struck:
            struck.setdefault(number, set()).add(place - 1)
        for line in self.lines:
            places = struck.get(line.number, set()) & line.filled & line.keys.keys()
            if places and (line.head.places.get(subject) in places or line.filled <= places):
                line.is_hidden = True
                self.struck.add(line.number)
                continue
            for place in sorted(places):
                message = "Ô bị gạch ngang mà vẫn được nhập. Hãy xem lại."
                cell = (titles[line.keys[place]], shown(line.at(place)))
                self.notes.append(Problem(line.number, *cell, "W_STRUCK_CELL", message))

    def _is_filled(self, line):
        """Whether a line says more than its number."""
        number = line.get(self.counter)
        is_said = isinstance(number, str) and not is_blank(number) and self._is_headlike(line)
        return is_said or bool(line.filled_keys - {self.counter})


def _is_numbering(cells):
    """The line "(1) (2) (3) …" or "A B 1 2 …" under a head."""
    texts = [fold(str(cell)[:_LONGEST]) for cell in cells if not is_blank(cell)]
    marks = [mark[1] for mark in map(_NUMBERING.fullmatch, texts) if mark]
    letters = sum(not mark.isdecimal() for mark in marks)
    expected = [chr(ord("a") + place) for place in range(letters)]
    expected += [str(number) for number in range(1, len(texts) - letters + 1)]
    return len(texts) >= _WIDE and marks == expected


def _head_again(finder, sheet, at):
    """The head that begins with this line of the sheet, or None."""
    titles = {title_key(cell) for cell in sheet.rows[at][2] if isinstance(cell, str)}
    if len(titles & finder.titles.known) < FEWEST_COLUMNS:
        return None
    return finder.find(replace(sheet, rows=sheet.rows[at : at + max(finder.lines, 2)]))


def _values(line):
    """The cells of a line by column."""
    values = {key: line.at(place) for key, place in line.head.places.items()}
    for key, labels in line.head.spread.items():
        values[key] = _marked((label, line.at(place)) for place, label in labels.items())
    return values


def _marked(cells: Iterable):
    """The value that marks in a spread column say: one label, or all of them where several."""
    said = []
    for label, cell in cells:
        if isinstance(cell, CellError):
            return cell
        text = "" if cell is None else str(cell).strip().casefold()
        if text not in _NO_MARK:
            said.append(label if text in _MARKS else f"{label}: {text}")
    return "; ".join(said) or None


def stray_cells(table) -> list[tuple[int, int]]:
    """[(row, place)] of what stands in the rows where the head has no title."""
    return [
        (line.number, place)
        for line in table.lines
        for place in sorted(line.filled - line.keys.keys() - line.head.titles.keys())
    ]


def counter_note(rows, key, title) -> list[Problem]:
    """A warning where the running number is not 1, 2, 3 …: it is numbered anew anyway."""
    written = [(row.number, row.cells.get(key)) for row in rows]
    if all(is_blank(value) for _, value in written):
        return []
    for expected, (number, value) in enumerate(written, 1):
        if str(value).strip() != str(expected):
            message = "STT thiếu, trùng hoặc không theo thứ tự; cổng tự đánh số lại từ đầu."
            return [Problem(number, title, shown(value), "W_STT_IGNORED", message)]
    return []
