"""The words of the law, written once: counts, days, citations, bodies, and who signs.

They are those of Nghị định 30/2020/NĐ-CP, for papers and the mails that go with them; lists and
tables on pages keep dd/mm/yyyy. Each function names the article that it follows.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from programs.enums import UnitKind
from programs.text import fold

FEBRUARY = 2


# --- Counts and days ---------------------------------------------------------------------------


def two_digits(number) -> str:
    """A count in running text: "02", "12".

    Papers count as the decree numbers them, with a nought before 1 to 9 (Phụ lục I, Phần I,
    Mục II, điểm c khoản 3).
    """
    return f"{number:02}" if number else "0"


def day_in_full(day) -> str:
    """The day as a paper bears it: "ngày 05 tháng 02 năm 2024", "ngày 18 tháng 6 năm 2026".

    A nought before days to 9, and months 1 and 2 alone (Phụ lục I, Phần I, Mục II, điểm b khoản 4).
    """
    return f"ngày {day.day:02} tháng {_month(day)} năm {day.year}"


def day_in_text(day) -> str:
    """The day in a sentence of a paper, by the same rule: "05/02/2024", "18/6/2026"."""
    return f"{day.day:02}/{_month(day)}/{day.year}"


def _month(day):
    return f"{day.month:02}" if day.month <= FEBRUARY else f"{day.month}"


# --- Citations ---------------------------------------------------------------------------------

# The parts of a document from the smallest to the largest, written as a citation writes them
# (Phụ lục II, Mục V, khoản 7: khoản and điểm alone are small).
_PARTS = ("điểm", "khoản", "Điều", "Tiểu mục", "Mục", "Chương", "Phần", "Mẫu số", "Phụ lục")
_BY_NAME = {name.casefold(): name for name in _PARTS} | {"mẫu": "Mẫu số"}
_ROMAN = frozenset({"Mục", "Chương", "Phần", "Phụ lục"})
# "Điều 7 " and "khoản 6" of "Điều 7 khoản 6"; "Phụ lục III, "; "Mẫu 02"; not "Điều 7 và 8".
_STEP = re.compile(
    rf"({'|'.join(sorted(_BY_NAME, key=len, reverse=True))})\s+"
    r"(\d+[a-zđ]?|[ivxlc]+|[a-zđ])\b[\s,;]*",
    re.IGNORECASE,
)
# "Điều 7.6" and "Điều 7.6.b"; of "Điều 12.3a" nothing.
_DOTTED = re.compile(r"(?P<article>điều\s+\d+)\.(?P<clause>\d+)(?:\.(?P<point>[a-zđ]))?\b", re.I)


def place_in_text(place) -> str:
    """A place in a document as it is cited: "Điều 7 khoản 6 điểm b" is "điểm b khoản 6 Điều 7".

    What is not understood ("Điều 7 và Điều 8") stays as it is.
    """
    text = _DOTTED.sub(_undotted, place.strip())
    steps = list(_STEP.finditer(text))
    if "".join(step[0] for step in steps) != text:
        return place.strip()
    found = {_BY_NAME[" ".join(step[1].casefold().split())]: step[2] for step in steps}
    if len(found) < len(steps):
        return place.strip()
    return " ".join(f"{name} {_label(name, found[name])}" for name in _PARTS if name in found)


def _undotted(match):
    point = f" điểm {match['point']}" if match["point"] else ""
    return f"{match['article']} khoản {match['clause']}{point}"


def _label(name, label):
    return label.upper() if name in _ROMAN else label.lower()


@dataclass(frozen=True)
class Cited:
    """A document that papers cite. Its title reads on from the issuer: "ban hành …", "về việc …".

    What nobody knows is empty, and left out.
    """

    number: str
    day: date | None = None
    issuer: str = ""
    title: str = ""
    kind: str = "Quyết định"
    amended_by: "Cited | None" = None

    @property
    def short(self):
        return f"{self.kind} số {self.number}"

    @property
    def in_full(self):
        parts = [
            self.short,
            f"ngày {day_in_text(self.day)}" if self.day else "",
            f"của {self.issuer}" if self.issuer else "",
            self.title,
        ]
        text = " ".join(filter(None, parts))
        amended = self.amended_by
        return f"{text}, được sửa đổi, bổ sung bởi {amended.in_full}" if amended else text


def of_regulation(regulation) -> Cited:
    """How a regulation is cited; one that was amended by the name of the first, then its own."""
    base = regulation.amends
    own = Cited(regulation.number, regulation.issued_on, regulation.issuer, regulation.title)
    if base is None:
        return own
    # "1489/QĐ-TTg" of "148/QĐ-TTg, sửa đổi bởi 1489/QĐ-TTg"; its title only says that it amends.
    number = own.number.removeprefix(f"{base.number}, sửa đổi bởi ")
    return replace(of_regulation(base), amended_by=replace(own, number=number, title=""))


class Citations:
    """The citations of one paper: of each document the first in full, all others short.

    By Phụ lục I, Phần I, Mục II, điểm b khoản 6. Two documents of one number stay in full, for
    nobody could tell them apart.
    """

    def __init__(self):
        self._cited = defaultdict(set)

    def cite(self, document, place="") -> str:
        namesakes = self._cited[document.short]
        words = document.short if namesakes == {document} else document.in_full
        namesakes.add(document)
        where = place_in_text(place)
        joined = "ban hành kèm theo" if "Phụ lục" in where else ""
        return " ".join(filter(None, [where, joined, words]))


# --- Bodies ------------------------------------------------------------------------------------

# "Huyện" and "Bình Sơn" of "Huyện Bình Sơn"; of "Bình Sơn" nothing.
_UNIT = re.compile(rf"({'|'.join(kind.label for kind in UnitKind)}) (.+)", re.IGNORECASE)
# "Tp. " of "Tp. Quảng Ngãi", as appendices shorten it.
_CITY = re.compile(r"tp\.\s*", re.IGNORECASE)
# The name of "Phường 1", of "Phường IV"; not of "Xã Xuân Thu II".
_NUMBER = re.compile(r"\d+|[IVX]+")


def unit_in_text(name) -> str:
    """The name of a unit inside a sentence: "huyện Bình Sơn", "thành phố Quảng Ngãi", "Phường 1".

    The common noun is small but before a number (Phụ lục II, Mục III, điểm a, b khoản 1).
    """
    if _CITY.match(name):
        name = _CITY.sub("Thành phố ", name, count=1)
    unit = _UNIT.fullmatch(name)
    if unit is None or _NUMBER.fullmatch(unit[2]):
        return name
    return name[0].lower() + name[1:]


def committee_of(unit) -> str:
    """The people's committee of a unit by its name: "Ủy ban nhân dân huyện Bình Sơn".

    A unit is a row of its own under each name that it bore: choose that of the day.
    """
    return f"Ủy ban nhân dân {unit_in_text(str(unit))}"


# --- Who signs ---------------------------------------------------------------------------------

# "Ông TS. " of "Ông TS. Nguyễn An"; nothing of "Nguyễn An".
_TITLES = re.compile(r"(?:(?:Ông|Bà|Đồng chí|[TG]S|ThS|KS|BS|CN)\.?\s+)+")


def initials(name) -> str:
    """As symbols abbreviate a body: "SNNMT" of "Sở Nông nghiệp và Môi trường"."""
    return "".join(
        word[0] for word in fold(name).split() if word[0].isalpha() and word != "va"
    ).upper()


def without_titles(name) -> str:
    """The name alone, as signatures bear it (Phụ lục I, Phần I, Mục II, khoản 7)."""
    return _TITLES.sub("", name.strip())


# "KT" of "KT. GIÁM ĐỐC" and of "KT.GIÁM ĐỐC", "TM" of "TM UBND"; nothing of "Q. GIÁM ĐỐC".
_BY_RIGHT = re.compile(r"(TM|KT|TL|TUQ)(?:\.\s*|\s+|$)")
# Between the two of "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH".
_NEXT_RIGHT = re.compile(r"[\s,;/–-]+(?=(?:TM|KT|TL|TUQ)\.)")
# Between the two of "KT. GIÁM ĐỐC – PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC"; not a comma.
_BESIDE = re.compile(r"\s+[–-]\s+|\s*[/;]\s*")


def signing_lines(authority, title) -> tuple[str, ...]:
    """The lines above a signature: by what right, then as what: KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC.

    In capitals, as Phụ lục I, Phần I, Mục II, khoản 7 has them; who heads the office, or is given
    its head's power (Q.), signs by the title alone.
    """
    rights = _NEXT_RIGHT.split(_capitals(authority))
    return tuple(filter(None, [*map(_spaced, rights), _capitals(title)]))


def signing_fault(authority, title) -> str:
    """What is wrong with these lines, in words that say what to add, or ""."""
    rights, title = signing_lines(authority, ""), _capitals(title)
    faults = (_fault_of_right(right) for right in rights)
    return next(filter(None, faults), "") or _fault_of_title(rights, title)


def _fault_of_right(right):
    mark = _BY_RIGHT.match(right)
    if not mark:
        return (
            f"“{right}” không phải quyền hạn ký: quyền hạn bắt đầu bằng TM., KT., TL. hoặc TUQ. "
            "Người đứng đầu tự ký, hoặc được giao quyền (Q.), thì để trống ô quyền hạn."
        )
    if mark.end() == len(right):
        whom = "tên cơ quan" if mark[1] == "TM" else "chức vụ của người đứng đầu"
        return f"Sau “{right}” phải ghi {whom}."
    return _written_apart(right) if _BESIDE.search(right) else ""


def _fault_of_title(rights, title):
    if _BY_RIGHT.match(title):
        return _written_apart(_spaced(title))
    if not title:
        where = f"Dưới “{rights[-1]}” phải" if rights else "Hãy"
        example = _next_line(rights[-1]) if rights else "GIÁM ĐỐC"
        return f"{where} ghi chức vụ của người ký, ví dụ “{example}”."
    if rights and rights[-1] == f"KT. {title}":
        return f"Dưới “{rights[-1]}” ghi chức vụ của người ký thay, ví dụ “PHÓ {title}”."
    return ""


def _written_apart(text):
    right = _BESIDE.split(text)[0]
    return (
        f"“{right}” là quyền hạn, đứng riêng một dòng: ghi ở ô quyền hạn ký; ô chức vụ ghi chức vụ "
        f"của người ký, ví dụ “{_next_line(right)}”."
    )


def _next_line(right):
    mark = _BY_RIGHT.match(right)
    return {"TM": "CHỦ TỊCH", "KT": f"PHÓ {right[mark.end() :]}"}.get(mark[1], "CHÁNH VĂN PHÒNG")


def _capitals(text):
    return " ".join(text.split()).upper()


def _spaced(right):
    """The right with its point and its space: "KT. GIÁM ĐỐC" of "KT.GIÁM ĐỐC"."""
    return _BY_RIGHT.sub(r"\1. ", right, count=1).strip() if _BY_RIGHT.match(right) else right
