"""One worksheet and the shared strings, read in a single pass: values, and what Excel hides.

A library gives the values; that a row is hidden, a cell shows an error or a formula was saved
without its result is lost on the way. Two readers of one file could also disagree. So there is
one, and it knows no more of the format than the portal's tables need.
"""

import math
import re
from contextlib import suppress
from datetime import datetime, time
from typing import Self

from programs.intake.cells import CellError, is_blank, to_date, unescape
from programs.intake.outcomes import RefusedFileError
from programs.intake.parts import MAIN, malformed, parse

MAX_ROWS = 5000
# Titles, totals and section rows may stand beside the rows that count.
MAX_FILLED_ROWS = MAX_ROWS + 500
MAX_ROW_NUMBER = 100_000
MAX_COLUMNS = 60
MAX_MERGED_CELLS = 200_000
MAX_TEXT = 20_000_000
_EXCEL_ROWS, _EXCEL_COLUMNS = 1_048_576, 16_384
_LARGEST_INTEGER = 1e15
# "B7", "XFD1048576"; not "B0", not "$B$7".
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_TRUE = frozenset({"1", "true"})


def too_many_rows(detail="") -> RefusedFileError:
    return RefusedFileError(
        "E_TOO_MANY_ROWS",
        f"Bảng có hơn 5.000 dòng{detail}. Mỗi tệp nhập tối đa 5.000 dòng: hãy chia thành nhiều "
        "tệp hoặc xóa các dòng thừa.",
    )


def column_number(letters) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def place(reference) -> tuple[int, int]:
    """(row, column) of "B7", from 1; a place outside every sheet is refused."""
    match = _REFERENCE.fullmatch(reference)
    row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
    if not (0 < row <= _EXCEL_ROWS and 0 < column <= _EXCEL_COLUMNS):
        raise malformed(f"địa chỉ ô không có thật: “{reference[:20]}”")
    return row, column


class _Enough(Exception):
    """No more of this sheet is asked for."""


class Struck(str):
    """A rich text of which every run is struck through."""

    __slots__ = ()


class _Reader:
    """Collects the text of `v` and `t` elements, less the phonetic hints of rich text."""

    def __init__(self):
        self.text, self.keep, self.in_hint = [], 0, False
        self.is_struck = self.has_struck = self.has_plain = False
        self.starts = {f"{MAIN} rPh": self._start_hint, f"{MAIN} t": self._start_text}
        self.starts |= {f"{MAIN} r": self._start_run, f"{MAIN} strike": self._start_strike}
        self.ends = {f"{MAIN} rPh": self._end_hint, f"{MAIN} t": self._end_text}

    def _start(self, name, attributes):
        if handler := self.starts.get(name):
            handler(attributes)

    def _end(self, name):
        if handler := self.ends.get(name):
            handler()

    def _start_text(self, _):
        del self.text[self.keep :]

    def _end_text(self):
        if self.in_hint:
            return
        if "".join(self.text[self.keep :]).strip():
            self.has_struck |= self.is_struck
            self.has_plain |= not self.is_struck
        self.keep = len(self.text)

    def _start_run(self, _):
        self.is_struck = False

    def _start_strike(self, attributes):
        self.is_struck = attributes.get("val", "1") in _TRUE

    def _start_hint(self, _):
        self.in_hint = True

    def _end_hint(self):
        self.in_hint = False

    def _taken(self):
        """The text collected since the last call."""
        text = unescape("".join(self.text[: self.keep]))
        is_struck = self.has_struck and not self.has_plain
        self.text.clear()
        self.keep = 0
        self.is_struck = self.has_struck = self.has_plain = False
        return Struck(text) if is_struck else text

    def parse(self, part):
        parse(part, self._start, self._end, self.text.append)
        return self


class StringsReader(_Reader):
    """The shared strings, in order."""

    def __init__(self):
        super().__init__()
        self.strings = []
        self.ends[f"{MAIN} si"] = lambda: self.strings.append(self._taken())


class SheetReader(_Reader):
    """The filled rows of a sheet, its merged cells, what is hidden in it, what is struck through.

    `book` has the strings and the styles. `enough` stops after so many rows: of a hidden sheet
    one wants to know that it has some.
    """

    def __init__(self, book, *, enough=0):
        super().__init__()
        self.enough = enough
        self.strings, self.since_1904 = book.strings, book.since_1904
        self.date_styles, self.struck_styles = book.date_styles, book.struck_styles
        self.columns = {}
        self.rows, self.merged, self.hidden_columns, self.struck = [], [], [], []
        self.has_data = self.is_filtered = self.has_links = False
        self.row_number = self.merged_cells = self.text_length = 0
        self.cells = self.kind = None  # outside a row, outside a cell
        starts = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_text,
            "f": self._start_formula,
            "sheetData": self._start_data,
            "col": self._start_column,
            "mergeCell": self._start_merge,
            "hyperlink": self._start_link,
            "filterColumn": self._start_filter,
        }
        self.starts |= {f"{MAIN} {name}": handler for name, handler in starts.items()}
        ends = {"row": self._end_row, "c": self._end_cell, "v": self._end_value}
        self.ends |= {f"{MAIN} {name}": handler for name, handler in ends.items()}

    def parse(self, part) -> Self:
        with suppress(_Enough):
            super().parse(part)
        return self

    def _start_data(self, _):
        self.has_data = True

    def _start_row(self, attributes):
        if self.cells is not None:
            raise malformed("dòng nằm sai chỗ")
        number = attributes.get("r", "")
        written = int(number) if number.isdecimal() else 0
        if number and not self.row_number < written <= _EXCEL_ROWS:
            raise malformed(f"số dòng không có thật: “{number[:20]}”")
        self.row_number = written or self.row_number + 1
        self.is_hidden = attributes.get("hidden") in _TRUE or attributes.get("ht") == "0"
        self.cells, self.is_filled, self.column = [], False, 0

    def _end_row(self):
        cells, self.cells = self.cells, None
        if not self.is_filled:
            return
        if self.row_number > MAX_ROW_NUMBER:
            raise too_many_rows(f" (có dữ liệu ở dòng {self.row_number})")
        if len(self.rows) >= MAX_FILLED_ROWS:
            raise too_many_rows()
        self.rows.append((self.row_number, self.is_hidden, cells))
        if len(self.rows) == self.enough:
            raise _Enough

    def _start_cell(self, attributes):
        if self.cells is None or self.kind:
            raise malformed("ô nằm sai chỗ")
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s")
        self.has_formula = self.has_value = False
        column = self._column(attributes["r"]) if "r" in attributes else self.column + 1
        if column <= self.column:
            raise malformed("hai ô cùng một chỗ")
        self.column = column

    def _column(self, reference):
        """The cell's column; its row must be the one it stands in."""
        letters = reference.rstrip("0123456789")
        if reference != f"{letters}{self.row_number}":
            raise malformed(f"địa chỉ ô không khớp với dòng: “{reference[:20]}”")
        if letters not in self.columns:
            self.columns[letters] = place(reference)[1]
        return self.columns[letters]

    def _start_formula(self, _):
        self.has_formula = True

    def _end_value(self):
        self.has_value = self.has_value or len(self.text) > self.keep
        self._end_text()

    def _end_cell(self):
        value = self._value(self._taken())
        self.kind = None
        if is_blank(value):
            return
        if self.column > MAX_COLUMNS:
            raise RefusedFileError(
                "E_TOO_MANY_COLUMNS",
                f"Bảng có dữ liệu ở cột thứ {self.column}, tối đa {MAX_COLUMNS} cột. Hãy xóa các "
                "cột thừa bên phải bảng.",
            )
        self.cells.extend([None] * (self.column - len(self.cells)))
        self.cells[self.column - 1] = value
        self.is_filled = True
        if self.style in self.struck_styles or isinstance(value, Struck):
            self.struck.append((self.row_number, self.column))

    def _value(self, text):
        """The cell's value by its type."""
        match self.kind:
            case "n":
                return self._number(text)
            case "s" | "inlineStr" | "str":
                return self._text(text)
            case "b":
                return text in _TRUE
            case "e":
                return CellError(text or "#N/A")
            case "d":
                return _iso_date(text)
        raise malformed("kiểu ô lạ")

    def _text(self, text):
        if self.kind == "s" and text:
            if not text.strip().isdecimal() or int(text) >= len(self.strings):
                raise malformed("số thứ tự chuỗi không có thật")
            text = self.strings[int(text)]
        self.text_length += len(text)
        if self.text_length > MAX_TEXT:
            raise malformed("quá nhiều chữ")
        return text

    def _number(self, text):
        if not text.strip():
            return CellError() if self.has_formula else None
        try:
            number = float(text)
        except ValueError as error:
            raise malformed("ô số không phải là số") from error
        if not math.isfinite(number):
            raise malformed("ô số không phải là số")
        if self.style in self.date_styles:
            return to_date(number, since_1904=self.since_1904)
        is_whole = number == int(number) and abs(number) < _LARGEST_INTEGER
        return int(number) if is_whole else number

    def _start_column(self, attributes):
        if attributes.get("hidden") in _TRUE or attributes.get("width") == "0":
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self.hidden_columns += range(max(first, 1), min(last, MAX_COLUMNS) + 1)

    def _start_merge(self, attributes):
        first, _, last = attributes.get("ref", "").partition(":")
        (top, left), (bottom, right) = place(first), place(last or first)
        self.merged_cells += (bottom - top + 1) * (right - left + 1)
        if bottom < top or right < left or self.merged_cells > MAX_MERGED_CELLS:
            raise malformed("vùng ô gộp quá lớn")
        self.merged.append((top, left, bottom, right))

    def _start_link(self, _):
        self.has_links = True

    def _start_filter(self, _):
        self.is_filtered = True


def _iso_date(text):
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise malformed("ô ngày không phải là ngày") from error
    return moment.date() if moment.time() == time.min else moment
