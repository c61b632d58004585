"""The cells of a book's row as values, in the many ways that offices write them."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from products.books.columns import BOOK_COLUMNS, TURNS
from products.books.days import DAYS, DECISIONS, YEAR, day_in, in_order, read_day, split_decision
from products.enums import ProducerKind
from products.plans.values import BEHIND_STAR, CHOICES
from programs.enums import Authority
from programs.intake.cells import CellError
from programs.intake.outcomes import shown
from programs.intake.texts import Holds, Rejected, printed, problem, read_cell
from programs.names import name_key
from programs.text import fold, whole_number

COLUMNS = {column.key: column for column in BOOK_COLUMNS if column.key != "position"}
NAMES = frozenset({"product_name", "producer_name"})
NO_DAY = (
    "Excel đã đổi nội dung thành ngày tháng hoặc đúng/sai: giá trị này bị bỏ trống. Hãy định dạng "
    "ô là Văn bản (Text) rồi gõ lại."
)
_STARS = frozenset({"star", *(f"{turn}_star" for turn in TURNS)})
_YEARS = frozenset({"year", *(f"{turn}_year" for turn in TURNS)})
# The year that a star or a day says beside itself or alone, by their columns.
_SAYS_YEAR = {"decision_date": "year", "issued_on": "year", "star": "year"} | {
    f"{turn}_{part}": f"{turn}_year" for turn in TURNS for part in ("date", "star")
}
# " nam 2023" of "4 sao, nam 2023", "(2023)" of "4 sao (2023)"; nothing of "4 sao".
_YEAR_BEHIND = re.compile(r"[\s,;(/–-]+(?:n[aă]m )?(20\d\d)\)?\s*$", re.IGNORECASE)
# "914123456.0" as programs write a number; not "12.0".
_WITH_ZERO = re.compile(r"(\d{8,18})[.,]0+")
# "9.14123E+08" as a sheet shows what is too long for its column; not "12E", not "QD 1e5".
_ROUNDED = re.compile(r"(\d{1,20})(?:[.,](\d{1,20}))?e\+?(\d{1,2})", re.IGNORECASE)
# "hang 4 sao", "4.0", "5★", "sao 4", "3 sao cap tinh"; not "6 sao", not "3-4 sao".
_STAR = re.compile(
    r"(?:(?:hang|ocop|dat|san pham|sao|nang|cap|len):? )*0?([0-5])(?:[.,]0)? ?(?:sao|[*★⭐])?"
    + BEHIND_STAR
)
# "(4)" of "bon (4) sao" and "(bon)" of "4 (bon) sao": the same once more.
_IN_WORDS = re.compile(r"\b(?:mot|hai|ba|bon|nam) ?\((0?\d)\)|\b(0?\d) ?\((?:mot|hai|ba|bon|nam)\)")
# "chua dat", "khong", "-", ""; not "3 sao".
_NONE = re.compile(r"(chua( .*)?|khong.*|[-–—/.x]+|)")
_WORDS = {"mot": "1", "hai": "2", "ba": "3", "bon": "4", "nam": "5"}
_NINE_OR_TEN = (9, 10)
# The first that is named signed: "UBND huyện Bình Sơn, tỉnh Quảng Ngãi".
_LEVELS = re.compile(
    rf"(?P<{Authority.MINISTRY}>trung uong|\bbo\b|chinh phu|quoc gia)|(?P<{Authority.PROVINCE}>"
    rf"\btinh\b)|(?P<{Authority.DISTRICT}>\b(?:huyen|thi xa|thanh pho|tp|tx)\b)"
)
ROUNDED = (
    "Số đã bị Excel rút gọn nên thiếu chữ số: giá trị này bị bỏ trống. Hãy định dạng ô là Văn bản "
    "(Text) rồi gõ lại đủ số."
)
_YEARS_KNOWN = range(2015, 2100)
# Figures with strokes and dots, which Excel takes for days: "07/2026", "12/5".
_NO_DAYS = frozenset(
    {
        *("codes", "number", "decision_number", "registration_number", "phone", "address"),
        *(f"{turn}_decision_number" for turn in TURNS),
    }
)
# How the names of producers begin, by their keys, and what they are then.
_KINDS = (
    (("lien hiep hop tac xa", "hop tac xa"), ProducerKind.COOPERATIVE),
    (("to hop tac", "to hop tac xa", "nhom ho"), ProducerKind.COOPERATIVE_GROUP),
    (
        ("cong ty", "chi nhanh", "cn cong ty", "doanh nghiep", "tap doan", "tong cong ty"),
        ProducerKind.ENTERPRISE,
    ),
    (("trang trai", "chu trang trai"), ProducerKind.FARM),
    (
        ("ho kinh doanh", "ho sxkd", "ho san xuat kinh doanh", "ho sx kd"),
        ProducerKind.BUSINESS_HOUSEHOLD,
    ),
    (("ho san xuat", "ho gia dinh", "ho ong", "ho ba"), ProducerKind.PRODUCTION_HOUSEHOLD),
    (("hiep hoi", "hoi", "trung tam dieu hanh du lich"), ProducerKind.ASSOCIATION),
)


def kind_in(name):
    """The kind of a producer that its name tells by its first words, or ""."""
    key = f"{name_key(name)} "
    return next(
        (kind for words, kind in _KINDS if key.startswith(tuple(f"{w} " for w in words))), ""
    )


def read_row(raw, orders=None, *, convert=False):
    """(values, problems) of a row: JSON values by column; what is empty has no entry.

    `orders` are those of the days in the file (day_orders); `convert` takes what is offered for
    texts in an old encoding.
    """
    values, problems = {}, []
    for key, column in COLUMNS.items():
        cell = raw.cells.get(key)
        try:
            value, found = _read(column, cell, (orders or {}).get(key), convert=convert)
        except Rejected as refused:
            value, found = None, [(refused.code, refused.message, refused.proposal or "")]
        if value not in {None, ""}:
            values[key] = value
        problems += [problem(raw.number, column, cell, *each) for each in found]
    return _years(raw.cells, values) | values, problems


def _years(cells, values):
    """{column of a year: the year} that stands beside a star, or where a day should."""
    years = {}
    for key, year in _SAYS_YEAR.items():
        text = str(cells.get(key) or "")
        is_star = key in _STARS
        if (key in values) is is_star and (
            found := (_YEAR_BEHIND if is_star else YEAR).search(text)
        ):
            years.setdefault(year, int(found[1]))
    return years


def _read(column, cell, order, *, convert):
    """(value, [(code, message)]) of one cell; what cannot be read is left out and doubted."""
    if sentence := _unreadable(column, cell):
        return None, [("W_CELL_ERROR", sentence)]
    if column.key in DAYS:
        return read_day(cell, order)
    if column.key in _NO_DAYS and (found := _number(column, cell)):
        return found
    holds = Holds.NAME if column.key in NAMES else Holds.ANYTHING
    text, warnings = read_cell(column, cell, holds, convert=convert)
    text = " ".join((text.replace("\n", "; ") if column.key == "codes" else text).split())
    if not text:
        return None, []
    if order and column.key in DECISIONS:
        text, more = in_order(text, order)
        warnings = [*warnings, *more]
    try:
        value, more = _value(column.key, text)
    except Rejected as refused:
        if not (convert and refused.proposal):
            raise
        value, more = _value(column.key, refused.proposal)
        more = [*more, ("W_NORMALISED", f"Được hiểu là “{refused.proposal}”.")]
    return value, [*warnings, *more]


def _unreadable(column, cell):
    """Why this cell says nothing that a person wrote, or ""."""
    if isinstance(cell, CellError) and not column.required:
        return "Ô báo lỗi của Excel (#REF!…): giá trị này bị bỏ trống."
    if column.key in _NO_DAYS and _is_rounded(cell):
        return ROUNDED
    return NO_DAY if column.key in _NO_DAYS and isinstance(cell, date | bool) else ""


def _value(key, text):
    if key in NAMES and not name_key(text):
        raise Rejected("E_REQUIRED", f"“{shown(text)}” không phải một tên. Cột này bắt buộc.")
    if key in _STARS:
        return read_star(text), []
    if key in _YEARS:
        return year if (year := whole_number(text)) in _YEARS_KNOWN else None, []
    if key in CHOICES:
        return CHOICES[key](text).value, []
    if key.endswith("authority"):
        return _authority(text)
    if key == "email":
        return _email(text)
    return printed(text), []


def read_star(text):
    """The star that the text means; 0 where the product has none yet."""
    key = _IN_WORDS.sub(lambda said: said[1] or said[2], _YEAR_BEHIND.sub("", fold(text)))
    filled = key.rstrip("☆")
    if len(key) in range(1, 6) and filled and not filled.strip("*★⭐"):
        return len(filled)
    key = re.sub(r"\b(mot|hai|ba|bon|nam)(?= sao)", lambda word: _WORDS[word[1]], key)
    if found := _STAR.fullmatch(key):
        return int(found[1])
    if _NONE.fullmatch(key):
        return 0
    raise Rejected("E_STAR", f"“{shown(text)}” không phải hạng sao. Ghi 3, 4 hoặc 5.")


def _number(column, cell):
    """(text, warnings) of figures that a sheet took for a number, or None."""
    exact = _exact(cell)
    if column.key == "phone" and (number := exact or _lost_its_zero(cell)):
        return _phone(number)
    return (str(exact), [("W_NORMALISED", f"Được hiểu là “{exact}”.")]) if exact else None


def _is_rounded(cell):
    """Whether a number has lost figures: a sheet showed it short, or holds a part of it."""
    is_short = isinstance(cell, str) and _ROUNDED.fullmatch(cell.strip()) and not _exact(cell)
    return bool(is_short) or isinstance(cell, float)


def _exact(cell):
    """The number of a text like "9.14123456E+08", where all its figures stand there, or None."""
    text = cell.strip() if isinstance(cell, str) else ""
    if found := _WITH_ZERO.fullmatch(text):
        return int(found[1])
    found = _ROUNDED.fullmatch(text)
    figures = found[2] or "" if found else ""
    return int(found[1] + figures) if found and int(found[3]) == len(figures) else None


def _lost_its_zero(cell):
    """The number that Excel took for a figure, also where it wrote it into a text file."""
    if isinstance(cell, str) and cell.strip().isdecimal() and not cell.strip().startswith("0"):
        return whole_number(cell.strip())
    return cell if isinstance(cell, int) else None


def _phone(cell):
    """Excel took the number for a figure, and its zero is gone."""
    if cell < 0 or len(str(cell)) not in _NINE_OR_TEN:
        return f"+{cell}" if str(cell).startswith("84") else str(cell), []
    text = f"0{cell}"
    return text, [("W_NORMALISED", f"Excel đã bỏ số 0 ở đầu; được hiểu là “{text}”.")]


def _authority(text):
    if found := _LEVELS.search(fold(text)):
        return found.lastgroup, []
    sentence = f"Không rõ “{shown(text)}” là cấp nào: ghi theo quy định lúc đó."
    return None, [("W_AUTHORITY", sentence)]


def _email(text):
    try:
        validate_email(text)
    except ValidationError:
        raise Rejected("E_EMAIL", f"“{shown(text)}” không phải địa chỉ thư điện tử.") from None
    return text, []


def recognitions(values):
    """The recognitions that a row tells of, the first one first, as plain values.

    A row of one recognition has it in the plain columns. In a book of two the plain columns tell
    of today, and hold for the last one.
    """
    turns = [turn for turn in (_turn(values, turn) for turn in TURNS) if _is_said(turn)]
    if not turns:
        names = ("star", "number", "decision_number", "decision_date", "issued_on", "expires_on")
        flat = {name: values[name] for name in (*names, "authority", "year") if name in values}
        turns = [flat] if flat else []
    else:
        today = ("number", "issued_on", "expires_on")
        turns[-1] |= {name: values[name] for name in today if name in values}
    return [_completed(turn) for turn in turns if _is_said(turn)]


def _is_said(turn):
    """Whether the book states a recognition: its star, or more than who would have signed."""
    return bool(turn.get("star") or turn.keys() - {"star", "authority"})


def _turn(values, turn):
    parts = ("star", "date", "year", "decision_number", "authority")
    names = {"date": "decision_date"}
    keys = {part: f"{turn}_{part}" for part in parts}
    return {names.get(part, part): values[key] for part, key in keys.items() if key in values}


def _completed(turn):
    """The day that stands in the number of the decision; of two days that are one, both.

    `other_day` is what the number says where the column of the day says another.
    """
    number, written = split_decision(turn.get("decision_number", ""))
    if written:
        day = day_in(written)
        said = day.isoformat() if day else written
        if "decision_date" not in turn and day:
            turn["decision_date"] = said
        elif turn.get("decision_date") != said:
            turn["other_day"] = written
    if number:
        turn["decision_number"] = number
    day = turn.get("decision_date") or turn.get("issued_on")
    if day:
        turn = turn | {"decision_date": day, "issued_on": turn.get("issued_on") or day}
    return turn
