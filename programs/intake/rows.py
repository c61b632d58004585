"""The rows of a table under its head, and the lines among them that are not rows."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from programs.intake.cells import CellError, is_blank
from programs.intake.outcomes import Problem, shown
from programs.text import fold

# "tong cong: 12", "tong so 12", "cong san pham"; not "cong ty".
_TOTAL = re.compile(r"(tong( cong| so)?|cong)( san pham)?\s*([:(\d].*)?")
# "iv.", "a)", "1.2"; not "1".
_SECTION = re.compile(r"([ivxlc]+|[a-z]|\d+(\.\d+)+)[.)]?")
# "(1)", "a"; not "100".
_NUMBERING = re.compile(r"\(?(\d{1,2}|[a-z])\)?")
# "nguoi lap bieu", "tm. ubnd xa", "tra bong, ngay 5 thang 3 nam 2024"; not "chu the".
_SIGNATURE = re.compile(
    r"(nguoi lap|lap bieu|noi nhan|luu:|thu truong|(pho )?chu tich|(tm|kt|tl)\.|xac nhan cua|"
    r"ghi chu:|.*, ngay .*thang .*nam)"
)
_NO_MARK = frozenset({"", "0", "-", "–", "không", "khong", "false"})
_MARKS = frozenset({"x", "1", "✓", "✔", "√", "v", "có", "co", "true", "1.0"})
# A section's title stands alone; a totals row or a signature has a figure or a name beside it.
_FEW = 2
_WIDE = 3
# Of a longer text the beginning is enough.
_LONGEST = 100


class RawRow(NamedTuple):
    """A row as it stands in the file: its number in Excel, and its cells by column."""

    number: int
    is_hidden: bool
    cells: dict


class Table:
    """The rows under a head. `notes` are the warnings about what was left out or filled in."""

    def __init__(self, sheet, head, columns, counter=""):
        self.sheet, self.head, self.counter = sheet, head, counter
        self.required = [
            column.key for column in columns if column.required and column.key != counter
        ]
        self.titles = {column.key: column.title for column in columns}
        self.notes, self.rows, self.is_over = [], [], False
        self.cells = {number: cells for number, _, cells in sheet.rows}
        self.filled = self._filled_down()
        self.titles_written = {*map(str, filter(None, self.cells.get(head.row, [])))}
        for number, is_hidden, cells in sheet.rows:
            if number > head.row:
                self._take(number, is_hidden, cells)

    def _take(self, number, is_hidden, cells):
        """Add the row, or note why the line is not one."""
        for place, value in self.filled.get(number, {}).items():
            cells += [None] * (place + 1 - len(cells))
            cells[place] = value
        row = RawRow(number, is_hidden, self._by_key(cells))
        if all(map(is_blank, row.cells.values())) or self._is_numbering(cells):
            return
        if note := self._note(row, cells):
            self.notes.append(note)
        else:
            self.rows.append(row)

    def _by_key(self, cells):
        def cell(place):
            return cells[place] if place < len(cells) else None

        row = {key: cell(place) for key, place in self.head.places.items()}
        for key, labels in self.head.spread.items():
            row[key] = _marked((label, cell(place)) for place, label in labels.items())
        return row

    def _is_numbering(self, cells):
        """The line "(1) (2) (3) …" or "A B 1 2 …" under a head."""
        if self.rows:
            return False
        texts = [fold(str(cell)[:_LONGEST]) for cell in cells if not is_blank(cell)]
        marks = [mark[1] for mark in map(_NUMBERING.fullmatch, texts) if mark]
        letters = sum(not mark.isdecimal() for mark in marks)
        expected = [chr(ord("a") + place) for place in range(letters)]
        expected += [str(number) for number in range(1, len(texts) - letters + 1)]
        return len(texts) >= _WIDE and marks == expected

    def _note(self, row, cells):
        """The warning about a row that is no product, or None."""
        filled = [key for key in self.required if not is_blank(row.cells.get(key))]
        if {*map(str, filter(None, cells))} <= self.titles_written:
            return self._left_out(row, cells, "W_REPEATED_HEAD", "Dòng tiêu đề lặp lại")
        if len(filled) > _FEW:
            return None
        texts = list(filter(None, (fold(text[:_LONGEST]) for text in _texts(cells))))
        if any(map(_TOTAL.fullmatch, texts)):
            self.is_over = True
            return self._total(row, cells)
        self.is_over = self.is_over or any(map(_SIGNATURE.match, texts))
        if self.is_over:
            return self._left_out(row, cells, "W_FOOTER_ROW", "Dòng ở cuối bảng")
        if len(filled) <= 1 and self._is_section(row, texts):
            return self._left_out(row, cells, "W_SECTION_ROW", "Dòng tên nhóm")
        return None

    def _is_section(self, row, texts):
        """A number of its own kind and a title; or a title over the width of the table."""
        mark = row.cells.get(self.counter)
        if isinstance(mark, str) and _SECTION.fullmatch(fold(mark)):
            return True
        return len(texts) == 1 and any(
            top <= row.number <= bottom and right - left + 1 >= _WIDE
            for top, left, bottom, right in self.sheet.merged
        )

    def _total(self, row, cells):
        """A totals row is checked and left out: totals are counted, never typed."""
        figures = [cell for cell in cells if isinstance(cell, int) and not isinstance(cell, bool)]
        figures += map(int, re.findall(r"\d+", " ".join(text[:_LONGEST] for text in _texts(cells))))
        note = self._left_out(row, cells, "W_TOTAL_ROW", "Dòng tổng cộng")
        if not figures or len(self.rows) in {*figures, sum(figures)}:
            return note
        differs = f" Dòng này ghi {figures[-1]}, danh sách có {len(self.rows)} dòng."
        return note._replace(message=note.message + differs)

    def _left_out(self, row, cells, code, what):
        text = next((text for text in _texts(cells) if text.strip()), "")
        return Problem(row.number, "", shown(text), code, f"{what} được bỏ qua, không nhập.")

    def _filled_down(self):
        """The values of cells merged downwards, for each row that they cover: {row: {place: …}}."""
        places = {place: key for key, place in self.head.places.items() if key != self.counter}
        filled = {}
        for top, left, bottom, right in self.sheet.merged:
            place = left - 1
            is_ours = place in places and left == right and self.head.row < top < bottom
            value = dict(enumerate(self.cells.get(top, []))).get(place) if is_ours else None
            if is_blank(value):
                continue
            for number in range(top + 1, bottom + 1):
                filled.setdefault(number, {})[place] = value
            message = f"Ô gộp từ dòng {top} đến dòng {bottom}: giá trị được lấy cho mọi dòng."
            title = self.titles[places[place]]
            self.notes.append(Problem(top, title, shown(value), "W_MERGED_FILLED", message))
        return filled


def _texts(cells):
    return [cell for cell in cells if isinstance(cell, str)]


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


def stray_columns(table) -> dict[int, int]:
    """{place: the first row with something there} of the columns that have no title."""
    spread = (place for labels in table.head.spread.values() for place in labels)
    known = {*table.head.places.values(), *table.head.extra, *spread}
    stray = {}
    for number, _, cells in table.sheet.rows:
        if number > table.head.row:
            filled = {place for place, cell in enumerate(cells) if not is_blank(cell)}
            stray |= {place: stray.get(place, number) for place in filled - known}
    return stray


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
