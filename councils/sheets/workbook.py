"""The workbook of a member's own sheets: what stands where, for who writes it and who reads it.

A sheet of the workbook is one dossier. Its mark says which sheet it is and how that stood when the
workbook was written: "PH3-HS12-G5-21, bản 1.2". A level is its number and its words.
"""

import re

from councils.sheets.codes import read_code
from programs.answer_sheet import MOST_EVIDENCE
from programs.tables import Column
from programs.text import fold

LEVEL = Column("level", "Mức chấm", required=True, aliases=("Điểm",), width=55, max_length=1000)
EVIDENCE = Column(
    "evidence", "Nhận xét, minh chứng", required=True, width=40, max_length=MOST_EVIDENCE
)
CODE = Column("code", "Mã", required=True, width=8)
TITLE = Column("title", "Tiêu chí", aliases=("Nội dung",), width=55)
COLUMNS = (CODE, TITLE, LEVEL, EVIDENCE)
# The row of the comment on the whole sheet, in the column of the codes.
COMMENT = Column("YK", "Ý kiến chung của thành viên", max_length=2000)
# "PH3-HS12-G5-21, bản 1.2"
_MARK = re.compile(r"(PH.{1,60}?)(?:,\s*bản\s*([0-9]{1,6})\.([0-9]{1,9}))?\s*", re.IGNORECASE)
# "3", "3.0", "3. Có hợp đồng – 5 điểm"; not "3a".
_NUMBERED = re.compile(r"([0-9]{1,2})(?:[.,]0|\s*[.)]\s*(.*))?", re.DOTALL)


def standing_of(sheet) -> str:
    """How a sheet stands: a change and a reopening make it another one."""
    return f"{sheet.edition}.{sheet.version}"


def mark_of(code, sheet) -> str:
    return f"{code}, bản {standing_of(sheet)}"


def read_mark(text):
    """(code, standing) of a mark, the standing "" where somebody removed it; None where it is none.

    A code alone names its sheet too: then it is asked whether the sheet has changed meanwhile.
    """
    found = _MARK.fullmatch(" ".join(text.split()))
    code = found and read_code(found[1])
    if not code:
        return None
    return code, f"{int(found[2])}.{int(found[3])}" if found[2] else ""


def level_text(level) -> str:
    """As it stands in the list to choose from, and on paper."""
    case = f"{level.case}: " if level.case else ""
    return f"{level.number}. {case}{level.label} – {level.points} điểm"


def level_of(cell, levels):
    """The level that a cell names by its number, its words or both; None where it names none.

    `levels` are those of the criterion; a number with the words of another level is none.
    """
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    text = " ".join(str(cell).split())
    found = _NUMBERED.fullmatch(text)
    number, words = (int(found[1]), fold(found[2] or "")) if found else (None, fold(text))
    meant = [
        level
        for level in levels
        if number in {None, level.number} and (words in _words(level) or (found and not words))
    ]
    return meant[0] if len(meant) == 1 else None


def _words(level):
    """What may be written of a level beside its number."""
    return {fold(level.label), fold(level_text(level).partition(". ")[2])}


def points_of(cell):
    """The whole points that a cell holds, as a number or as text; None where it holds none."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return int(cell) if cell == int(cell) and cell >= 0 else None
    text = str(cell).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None  # noqa: PLR2004
