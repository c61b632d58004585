"""CSV and tab-separated text as plain cells."""

import csv
import io
import re

from programs import encodings
from programs.intake.cells import MAX_CELL_LENGTH
from programs.intake.outcomes import RefusedFileError
from programs.intake.parts import malformed
from programs.intake.sheet import (
    MAX_COLUMNS,
    MAX_FILLED_ROWS,
    MAX_ROW_NUMBER,
    too_many_rows,
)

MAX_FIELD = 100_000
_SEPARATORS = ";\t,|"
# "sep=;", with which Excel is told the separator; not "sep;".
_SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


def read(data, columns=MAX_COLUMNS) -> dict:
    """The grid of a text file of so many `columns` at most: one sheet without a name, all texts."""
    text, guessed = _decode(data)
    if match := _SEP_LINE.match(text):
        separator, text = match[1], text[match.end() :]
    else:
        separator = _separator(text)
    rows = list(_rows(text, separator, columns))
    sheet = {"name": "", "state": "visible", "rows": rows, "has_links": False}
    return {"sheets": [sheet], "has_links": False, "guessed": guessed}


def _decode(data):
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not is_wide:
        raise _control_character()
    try:
        text, guessed = encodings.decode(data)
    except encodings.UndecodableError as error:
        font = f" (có vẻ là {error})" if str(error) else ""
        raise RefusedFileError(
            "E_ENCODING",
            f"Chữ trong tệp không theo bảng mã Unicode{font}. Hãy mở bằng Excel, chuyển chữ sang "
            "Unicode, lưu thành “CSV UTF-8” hoặc .xlsx rồi nộp lại.",
        ) from error
    if "\0" in text:
        raise _control_character()
    return text, guessed


def _control_character():
    return RefusedFileError(
        "E_CONTROL_CHAR",
        "Tệp có ký tự NUL, không phải tệp văn bản. Hãy mở bằng Excel, lưu thành .xlsx rồi nộp lại.",
    )


def _separator(text):
    """The separator that most lines have most of, outside quotation marks."""
    lines = re.sub(r'"[^"]*"', "", text[:100_000]).splitlines()[:50]
    lines = [line for line in lines if line.strip()] or [""]
    return max(
        _SEPARATORS, key=lambda mark: sorted(line.count(mark) for line in lines)[len(lines) // 2]
    )


def _rows(text, separator, columns):
    """(number, not hidden, cells) of each filled row, numbered as Excel shows them."""
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    filled = 0
    try:
        for number, fields in enumerate(reader, 1):
            cells = [_cell(field) for field in fields]
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                continue
            filled += 1
            _check_size(number, filled)
            _check_width(number, len(cells), columns)
            yield number, False, cells
    except csv.Error as error:
        raise _refusal(error) from error


def _cell(field):
    return field[:MAX_CELL_LENGTH] if field.strip() else None


def _check_size(number, filled):
    if filled > MAX_FILLED_ROWS or number > MAX_ROW_NUMBER:
        raise too_many_rows()


def _check_width(number, width, most):
    if width > most:
        raise RefusedFileError(
            "E_TOO_MANY_COLUMNS",
            f"Dòng {number} có {width} cột, tối đa {most} cột. Hãy xóa các cột thừa.",
        )


def _refusal(error):
    if "field larger" in str(error):
        return RefusedFileError(
            "E_TOO_LONG",
            "Có một ô dài hơn 100.000 ký tự; thường là do thiếu dấu ngoặc kép đóng. Hãy mở tệp "
            "bằng Excel, lưu thành .xlsx rồi nộp lại.",
        )
    return malformed("dấu ngoặc kép mở mà không đóng, hoặc đặt sai chỗ")
