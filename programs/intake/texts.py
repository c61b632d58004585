"""One cell of a table as the text that may be stored, and what there is to say about it."""

import re
from datetime import date, datetime
from enum import Enum

from programs.intake.cells import CellError, is_blank
from programs.intake.outcomes import Problem, shown
from programs.printable import print_fault
from programs.text import fold, read_text

# "-nt-", "n.t.", "nhu tren", a quotation mark alone; not "nong thon".
_DITTO = re.compile(
    r"""["'“”〃´`]{1,2}|-?/+-?|[-–.\s]*n\.?t\.?[-–.\s]*|↓|(nhu|giong) (dong )?tren"""
)
# "=SUM(A1)", "+84 90", "- 5"; not "-nt-".
_FORMULA = re.compile(r"\s*['’]?(?:[=＝@＠]|[+\-＋－]\s*[\d=＝(@＠+\-])")
DATE_FOR_TEXT = (
    "Excel đã đổi nội dung thành ngày tháng. Hãy định dạng ô là Văn bản (Text) rồi gõ lại, ví dụ "
    "“Nâng hạng 3-4 sao”."
)
_LONGEST_CHOICE = 300
_LONGEST_DITTO = 20
# "<b>", "&nbsp;", "javascript:"; not "a < b", not "R&D".
_MARKUP = re.compile(r"<[A-Za-z!/?]|&[#\w]+;|javascript:", re.IGNORECASE)


class Holds(Enum):
    """What a column holds: a name, one value of a list, or anything."""

    NAME = "name"
    CHOICE = "choice"
    ANYTHING = "anything"


class Rejected(Exception):
    """The cell cannot be taken; the message says why and what to do."""

    def __init__(self, code, message, proposal=""):
        super().__init__(message)
        self.code, self.message, self.proposal = code, message, proposal


def read_cell(column, cell, holds, *, convert=False) -> tuple[str, list[tuple[str, str]]]:
    """(text, warnings) of this cell; Rejected where it must not be stored.

    `convert` takes the text that is offered in place of one in a legacy encoding.
    """
    if is_blank(cell):
        if column.required:
            raise Rejected("E_REQUIRED", "Chưa điền. Cột này bắt buộc.")
        return "", []
    text = _text_of(cell, holds)
    # A letter of Vietnamese has three code points at most before it is composed.
    if len(text) > 3 * _limit(column):
        raise _too_long(column, text)
    reading = read_text(text, multiline=holds is Holds.ANYTHING)
    if reading.code and not (convert and reading.proposal):
        raise Rejected(reading.code, reading.message, reading.proposal)
    clean = reading.proposal if reading.code else reading.text
    _check(column, clean)
    if reading.code:
        return clean, [converted(clean)]
    return clean, [*_warnings(clean, changed=reading.changed)]


def converted(text) -> tuple[str, str]:
    """The warning about a text that was taken in the encoding it seemed to be in."""
    return "W_NORMALISED", f"Đã chuyển mã thành “{shown(text)}”."


def _text_of(cell, holds):
    """The cell as the text that people see in it, where it may be one."""
    match cell:
        case str():
            return cell
        case CellError(text=""):
            raise Rejected(
                "E_FORMULA",
                "Công thức chưa có kết quả. Hãy mở tệp bằng Excel rồi lưu lại, hoặc gõ giá trị.",
            )
        case CellError():
            raise Rejected("E_CELL_ERROR", "Ô báo lỗi của Excel. Hãy gõ giá trị đúng vào ô.")
        case _ if holds is Holds.NAME:
            raise Rejected("E_TYPE", f"Ô chứa {_type_name(cell)}, cần một tên bằng chữ.")
        case date() if holds is Holds.CHOICE:
            raise Rejected("E_DATE_FOR_TEXT", DATE_FOR_TEXT)
    return _written(cell)


def _type_name(cell):
    if isinstance(cell, bool):
        return "giá trị đúng/sai"
    return "ngày tháng" if isinstance(cell, date) else "số"


def _written(cell):
    """A number, a date or a truth value as Vietnamese officials write it."""
    match cell:
        case datetime():
            return f"{cell:%d/%m/%Y %H:%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case bool():
            return "có" if cell else "không"
    return str(cell).replace(".", ",")


def _too_long(column, text):
    message = f"Dài {len(text)} ký tự, tối đa {_limit(column)}. Hãy viết ngắn lại."
    return Rejected("E_TOO_LONG", message)


def _limit(column):
    return column.max_length or _LONGEST_CHOICE


def _check(column, text):
    if len(text) > _limit(column):
        raise _too_long(column, text)
    if not text and column.required:
        raise Rejected("E_REQUIRED", "Chỉ có ký tự không nhìn thấy được. Cột này bắt buộc.")
    if len(text) < _LONGEST_DITTO and _DITTO.fullmatch(fold(text)):
        raise Rejected("E_DITTO", "Không dùng dấu “như trên”. Hãy ghi đủ giá trị ở từng dòng.")


def printed(text) -> str:
    """The text of a cell that is kept as it is and gets printed; Rejected where it cannot be."""
    if sentence := print_fault(text):
        raise Rejected("E_NOT_PRINTED", sentence)
    return text


def _warnings(text, *, changed):
    """(code, message) of what is stored as it stands, or was cleaned, and should be seen."""
    if changed:
        yield "W_NORMALISED", f"Đã bỏ ký tự thừa không nhìn thấy, thành “{shown(text)}”."
    if _FORMULA.match(text):
        yield "W_FORMULA_TEXT", "Bắt đầu như một công thức; được giữ nguyên là chữ."
    if _MARKUP.search(text):
        yield "W_HTML_TEXT", "Trông như mã HTML; được giữ nguyên là chữ."


def problem(row, column, cell, code, message, proposal="") -> Problem:
    """The problem of one cell, its value as people see it."""
    return Problem(row, column.title, shown(_seen(cell)), code, message, proposal)


def _seen(cell):
    """The cell as people see it in Excel."""
    if isinstance(cell, str | CellError):
        return cell
    return "" if cell is None else _written(cell)


def visible_text(cell) -> str:
    """The cell as a text of a form: a dot for what cannot be seen, a space for every odd one."""
    text = str(_seen(cell))
    return (text if text.isprintable() else "".join(map(_visible, text))).strip()


def _visible(char):
    if char.isprintable() or char == "\n":
        return char
    return " " if char.isspace() else "·"
