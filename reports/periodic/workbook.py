"""The workbook of a report that is being written: what stands where, for who fills it and reads it.

One sheet has the figures, another the words. Its mark says of which report it is, and how that
stood when the workbook was written: "BC12-SL, bản 3f2a9c1b".
"""

import re

from programs.sealing import canonical, digest
from programs.tables import Column, Kind
from reports.periodic.filling import mark_of_part
from reports.renderers.report_workbook import Row
from reports.renderers.score_workbook import ScoreWorkbook, SheetPage

FIGURES, WORDS = "SL", "LOI"
CODE = Column("code", "Mã chỉ tiêu", required=True, width=16)
VALUE = Column("value", "Số báo cáo", required=True, kind=Kind.NUMBER, width=18)
WHY = Column("explanation", "Giải thích", required=True, width=44, max_length=500)
FIGURE_COLUMNS = (
    CODE,
    Column("section", "Mục", width=9),
    Column("label", "Chỉ tiêu", width=52),
    Column("measure", "Đơn vị tính", width=14),
    Column("counted", "Trên cổng", kind=Kind.NUMBER, width=14),
    VALUE,
    WHY,
)
SECTION = Column("code", "Mã mục", required=True, width=12)
TEXT = Column("text", "Nội dung", required=True, width=90, max_length=20000)
WORD_COLUMNS = (SECTION, Column("title", "Tên mục", required=True, width=40), TEXT)
# What stands in place of a figure that the portal alone counts.
COUNTED_HERE = "cổng tính"
_GUIDE = (
    "Chỉ điền ô nền vàng: “Số báo cáo”, “Giải thích” ở trang Số liệu; “Nội dung” ở trang Lời.",
    "Không có thì ghi 0; ô trống là chưa trả lời. Số ghi bằng số nguyên, tiền ghi bằng đồng.",
    f"Chỉ tiêu ghi “{COUNTED_HERE}” do cổng đếm từ sổ, tệp không sửa được; chỉ ghi lời giải thích.",
    "Không đổi tên cột, không gộp ô, không xóa trang hay dòng, không sửa dòng mã ở đầu trang.",
    "Nộp lại tệp ở trang “Báo cáo Excel” của báo cáo; cổng cho xem trước rồi mới ghi vào bản nháp.",
)
_MARK = re.compile(rf"BC([0-9]{{1,18}})-({FIGURES}|{WORDS})(?:, bản ([0-9a-f]{{8}}))?")


def standing_of(parts) -> str:
    """How a draft stands: it differs once a figure, an explanation or a text was changed."""
    return digest(canonical([mark_of_part(part) for part in parts]))[:8]


def mark_of(report, which, parts) -> str:
    return f"BC{report.pk}-{which}, bản {standing_of(parts)}"


def read_mark(text):
    """(key of the report, FIGURES or WORDS, standing) of a mark; None where it is none.

    The standing is "" where somebody removed it: then it is asked as if the draft had changed.
    """
    found = _MARK.fullmatch(" ".join(text.split()))
    return found and (int(found[1]), found[2], found[3] or "")


def sheets_of(parts) -> dict[str, str]:
    """{FIGURES or WORDS: name of its sheet} of those that the workbook of these parts has."""
    return {which: name for which, (name, _, rows) in _pages(parts).items() if rows}


def workbook_of(report, parts) -> ScoreWorkbook:
    """The draft as it stands, to be filled in."""
    names, pages = sheets_of(parts), _pages(parts)
    return ScoreWorkbook(
        title=f"{report}",
        guide=_GUIDE,
        pages=tuple(
            SheetPage(name, (f"{report}", mark_of(report, which, parts)), *pages[which][1:])
            for which, name in names.items()
        ),
        contents={name: name for name in names.values()},
    )


def _pages(parts):
    """{FIGURES or WORDS: (name, columns, rows)}."""
    figures = tuple(_figure(part, line) for part in parts for line in part.lines)
    words = tuple(
        Row((part.section.code, part.section.title, part.text or None), frozenset({2}))
        for part in parts
        if part.section.has_text
    )
    return {
        FIGURES: ("Số liệu", FIGURE_COLUMNS, figures),
        WORDS: ("Lời", WORD_COLUMNS, words),
    }


def _figure(part, line):
    row, counted = line.indicator, line.counted and line.counted.value
    value = line.value if line.is_typed else COUNTED_HERE
    place = FIGURE_COLUMNS.index(VALUE)
    cells = (row.code, part.section.code, row.label, row.measure, counted, value)
    filled = {place, place + 1} if line.is_typed else {place + 1}
    return Row((*cells, line.stated.explanation or None), frozenset(filled), place)
