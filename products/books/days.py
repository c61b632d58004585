"""The days of a book as people write them: their forms, their order, and what a decision says."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from products.books.columns import TITLES, TURNS
from programs.intake.cells import is_blank, to_date
from programs.intake.outcomes import Problem

DAYS = frozenset({"decision_date", "issued_on", "expires_on", *(f"{turn}_date" for turn in TURNS)})
DECISIONS = frozenset({"decision_number", *(f"{turn}_decision_number" for turn in TURNS)})
# A day as people write it, with figures or as decisions do: "ngày 05 tháng 02 năm 2024".
_WRITTEN = r"(\d{1,2}) ?(?:[/.\-]|tháng) ?(\d{1,2}),? ?(?:[/.\-]|năm) ?(\d{4}|\d{2})"
# "05/02/2024", "ngày 5 tháng 2 năm 2024", "5.2.24 10:30"; not "2024-02-05".
_DAY = re.compile(rf"(?:ngày )?{_WRITTEN}(?: [\d:]+)?", re.IGNORECASE)
# "05/02/2024", "5.2.24 10:30", of which nobody sees which is the month; not "5 tháng 2 năm 2024".
_FIGURES = re.compile(
    r"(?:ngày )?(\d{1,2}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(?:\d{4}|\d{2})(?: [\d:]+)?", re.IGNORECASE
)
# "2024-02-05", "2024/02/05", "2024-02-05T10:30"; not "05-02-2024".
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:]+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"({'|'.join(_MONTHS)})[a-z]*"
# "12-mar-25", "12 march 2025", "12-thg 3-25" as Excel shows it; not "12-03-25".
_NAMED = re.compile(
    rf"(\d{{1,2}})[-/. ]+(?:{_NAME}|(?:tháng|thg|th)\.? ?(\d{{1,2}}))[-/., ]+(\d{{4}}|\d{{2}})"
)
# "mar 12, 2025", "march 12 2025"; not "mar 2025".
_NAME_FIRST = re.compile(rf"{_NAME}[-/. ]+(\d{{1,2}})[-/., ]+(\d{{4}})")
# The year of "3/2024", "năm 2024"; not that of "12024".
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
# "12/QĐ-UBND ngày 05/02/2024 của UBND tỉnh"; not "12/QĐ-UBND".
_IN_DECISION = re.compile(
    rf"(.+?)[\s,;(–-]+(?:ký )?(?:ngày )?(?P<day>{_WRITTEN})\)?(?: của .*)?", re.IGNORECASE
)
# "QĐ số: " of "QĐ số: 12/QĐ-UBND"; nothing of "12/QĐ-UBND".
_BEFORE_NUMBER = re.compile(
    r"(?:(?:quyết định|qđ)(?=[\s:.\d]|số))?[\s:.]*(?:số(?=[\s:.\d]))?[\s:.]*", re.IGNORECASE
)
_NO_DATE = (0, "0", "-", "–", "—", "/")
# A date that a cell without format shows as its serial number: 1/1/2015 to 31/12/2049.
_SERIALS = range(42005, 54789)
_MONTHS_A_YEAR = 12
_LONGEST = 300


def read_day(cell, order=None):
    """(ISO day or None, warnings). A year or a month alone is no day; nor is 31/02.

    `order` is that of the column, where its days do not stand first.
    """
    if is_blank(cell) or cell in _NO_DATE:
        return None, []
    if isinstance(cell, int) and cell in _SERIALS:
        day = to_date(cell, since_1904=False)
        return day.isoformat(), [("W_NORMALISED", f"Được hiểu là ngày {day:%d/%m/%Y}.")]
    text = " ".join(str(cell).split())
    is_doubted = order and (isinstance(cell, date) or _FIGURES.fullmatch(text))
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
    else:
        day = order.day_in(text) if is_doubted else day_in(text)
    if day:
        return day.isoformat(), [("W_MONTH_FIRST", order.doubt(day))] if is_doubted else []
    year = YEAR.search(text)
    what = f"Chỉ có năm {year[1]}, không có ngày" if year else "Không đọc được ngày"
    return None, [("W_BAD_DATE", f"{what}. Ghi ngày/tháng/năm; giá trị này bị bỏ trống.")]


def day_in(text, *, month_first=False):
    """The day that a text says, or None. `month_first` is the order of one in figures alone."""
    text = " ".join(text.split()).casefold()
    if found := _DAY.fullmatch(text):
        day, month, year = found.groups()
        day, month = (month, day) if month_first else (day, month)
    elif found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _NAMED.fullmatch(text):
        day, name, month, year = found.groups()
        month = month or _MONTHS.index(name) + 1
    elif found := _NAME_FIRST.fullmatch(text):
        month, day, year = _MONTHS.index(found[1]) + 1, found[2], found[3]
    else:
        return None
    century = 2000 if len(year) == len("26") else 0
    try:
        return date(century + int(year), int(month), int(day))
    except ValueError:
        return None


def split_decision(text):
    """(number, day) that a text says of a decision: "QĐ số 12/QĐ-UBND ngày 5/3/2024"."""
    found = _IN_DECISION.fullmatch(text)
    number, day = (found[1], found["day"]) if found else (text, "")
    return number[_BEFORE_NUMBER.match(number).end() :], day


# --- Months that stand before their days ----------------------------------------------------------


@dataclass(frozen=True)
class MonthFirst:
    """Days with the month first: column, row and text of one that can be read in no other way.

    `is_mixed` where another one can only be read with its day first.
    """

    column: str
    number: int
    text: str
    is_mixed: bool = False

    def day_in(self, text):
        """The day with the month first, unless only the other way it is one."""
        ways = (day_in(text, month_first=True), day_in(text))
        return next(filter(None, reversed(ways) if self.is_mixed else ways), None)

    def doubt(self, day):
        return (
            f"Được hiểu là ngày {day:%d/%m/%Y}. Cột “{self.column}” có ngày ghi tháng trước (dòng "
            f"{self.number}: “{self.text}”): hãy kiểm tra."
        )

    def note(self, title):
        how = "lẫn với ngày ghi ngày trước" if self.is_mixed else "nên cả cột được đọc như vậy"
        sentence = (
            f"Có ngày ghi tháng trước (cột “{self.column}”, dòng {self.number}: “{self.text}”), "
            f"{how}; mọi ngày của cột này chờ xem lại."
        )
        return Problem(self.number, title, self.text, "W_MONTH_FIRST", sentence)


def day_orders(rows):
    """{column: MonthFirst} of the columns whose days have the month first.

    One such column makes those that say nothing else alike: one person wrote the file.
    """
    proofs, others, said, keys = {}, set(), set(), sorted(DAYS | DECISIONS)
    for raw in rows:
        for key in keys:
            if not (text := _day_text(raw.cells.get(key))):
                continue
            first, second = map(int, _FIGURES.fullmatch(text).groups())
            said.add(key)
            if first <= _MONTHS_A_YEAR < second:
                proofs.setdefault(key, (TITLES[key], raw.number, text))
            elif second <= _MONTHS_A_YEAR < first:
                others.add(key)
    if not proofs:
        return {}
    usual = proofs[min(proofs)]
    keys = [key for key in sorted(said) if key in proofs or key not in others]
    return {key: MonthFirst(*proofs.get(key, usual), key in others) for key in keys}


def _day_text(cell):
    """The text of a day in figures, alone or behind the number of a decision, or ""."""
    text = " ".join(cell[:_LONGEST].split()) if isinstance(cell, str) else ""
    found = _IN_DECISION.fullmatch(text)
    text = found["day"] if found else text
    return text if _FIGURES.fullmatch(text) else ""


def in_order(text, order):
    """The text of a decision with its day first, and the doubt about it."""
    written = _day_text(text)
    day = order.day_in(written) if written else None
    if day is None:
        return text, []
    return text.replace(written, f"{day:%d/%m/%Y}"), [("W_MONTH_FIRST", order.doubt(day))]
