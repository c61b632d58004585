"""A workbook of a report, read: what each section would say, and every fault by its cell."""

from dataclasses import asdict, dataclass, field, replace

from django.core.exceptions import ValidationError
from django.utils.formats import localize

from programs.fields import WholeNumberField
from programs.intake.cells import is_blank
from programs.intake.filled import FilledSheet, mark_in
from programs.intake.outcomes import Outcome, Problem, RefusedFileError, shown
from programs.intake.reading import read_grid
from programs.text import normalise
from reports.periodic.filling import LARGEST_FIGURE, mark_of_part
from reports.periodic.reading import parts_of
from reports.periodic.workbook import (
    COUNTED_HERE,
    FIGURE_COLUMNS,
    FIGURES,
    TEXT,
    VALUE,
    WHY,
    WORD_COLUMNS,
    WORDS,
    read_mark,
    sheets_of,
    standing_of,
)

_OTHER_FILE = "Hãy tải tệp ở trang “Báo cáo Excel” của báo cáo này, chép số sang rồi nộp."


@dataclass
class Found:
    """What a section would say: {code: [value, explanation]} and the words.

    `changes` are [what, as it is, as it would be]; `lacks` is what would still be asked of it;
    `read` the mark of the section as it was when the file was read.
    """

    section: str
    title: str
    read: str
    figures: dict = field(default_factory=dict)
    text: str = ""
    changes: list = field(default_factory=list)
    lacks: list = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """`marks` are [sheet, row, column, sentence] of what is wrong at a cell."""

    outcome: Outcome
    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    marks: list = field(default_factory=list)
    is_stale: bool = False

    @property
    def lines(self):
        return [asdict(each) for each in self.found]


def examine(report, name, data) -> Reading:
    """Read the file against the draft as it stands; nothing is written."""
    try:
        sheets = _marked(read_grid(name, data), report)
        parts = parts_of(report)
        _refuse_halves(sheets, parts)
    except RefusedFileError as refused:
        return Reading(Outcome.REJECT_FILE, problems=list(refused.problems))
    figures, words = _Figures(sheets.get(FIGURES), parts), _Words(sheets.get(WORDS), parts)
    faulty = [each.filled for each in (figures, words) if each.filled]
    problems = [problem for each in faulty for problem in each.problems]
    if problems:
        marks = [[each.sheet.name, *mark] for each in faulty for mark in each.marks]
        return Reading(Outcome.REJECT_ROWS, problems=problems, marks=marks)
    standings = {mark[2] for mark, _ in sheets.values()}
    found = [_found(part, figures, words) for part in parts]
    found = [each for each in found if each.changes]
    outcome = Outcome.ACCEPT if found else Outcome.REJECT_ROWS
    return Reading(outcome, found, is_stale=standings != {standing_of(parts)})


def _marked(grid, report):
    """{FIGURES or WORDS: (mark, sheet)} of the workbook, where it is of this report."""
    if grid.guessed:
        raise RefusedFileError("E_TYPE", f"Hãy nộp tệp Excel (.xlsx). {_OTHER_FILE}")
    marked = [(mark, sheet) for sheet in grid.sheets if (mark := mark_in(sheet, read_mark))]
    if not marked:
        raise _wrong("Tệp này không phải tệp báo cáo của cổng, hoặc dòng mã đã bị xóa.")
    if any(mark[0] != report.pk for mark, _ in marked):
        raise _wrong("Tệp này là của báo cáo khác.")
    found = {mark[1]: (mark, sheet) for mark, sheet in marked}
    if len(found) < len(marked):
        named = ", ".join(f"“{shown(sheet.name)}”" for _, sheet in marked)
        raise _wrong(f"Các trang tính {named} có trang chép hai lần: hãy giữ một trang.")
    return found


def _refuse_halves(sheets, parts):
    """Raise RefusedFileError where a sheet that the portal wrote is gone, or its mark is."""
    lacking = [f"“{name}”" for which, name in sheets_of(parts).items() if which not in sheets]
    if lacking:
        raise _wrong(
            f"Tệp thiếu trang {', '.join(lacking)} có dòng mã của cổng: trang hoặc dòng mã đã bị "
            "xóa, nên cổng chưa đọc gì."
        )


def _wrong(sentence):
    return RefusedFileError("E_WRONG_WORKBOOK", f"{sentence} {_OTHER_FILE}")


class _Figures:
    """Reads {code: (value, explanation)} of the sheet of figures; where none is asked, nothing."""

    def __init__(self, marked, parts):
        self.said, self.filled = {}, None
        if marked is None:
            return
        keys = (VALUE.key, WHY.key)
        self.filled = FilledSheet(marked[1], FIGURE_COLUMNS, keys, "mã chỉ tiêu")
        lines = {line.indicator.code: line for part in parts for line in part.lines}
        for code, number, cells in self.filled.known(self.filled.rows(), lines):
            value = self._value(number, cells[VALUE.key], lines[code])
            self.said[code] = (value, self.filled.text(number, WHY, cells[WHY.key]))

    def _value(self, number, cell, line):
        if is_blank(cell):
            return None
        if not line.is_typed:
            return self._refuse_computed(number, cell, line)
        before = len(self.filled.problems)
        text = self.filled.text(number, VALUE, cell)
        if len(self.filled.problems) > before:
            return None
        try:
            return _FIGURE.clean(text)
        except ValidationError as refused:
            sentence = f"{refused.messages[0]} Không có thì ghi 0, chưa có thì để trống."
            self.filled.fault(number, VALUE, cell, sentence)
            return None

    def _refuse_computed(self, number, cell, line):
        """What the portal alone counts is as it was written, or as it is counted now."""
        if str(cell).strip() != COUNTED_HERE and cell != line.value:
            sentence = f"Cổng tự tính số này, tệp không sửa được: hãy ghi lại “{COUNTED_HERE}”."
            self.filled.fault(number, VALUE, cell, sentence)


# As a figure is typed on the page: "1.200" is one thousand and two hundred.
_FIGURE = WholeNumberField(required=False, min_value=0, max_value=LARGEST_FIGURE)


class _Words:
    """Reads {section: its words} of the sheet of words; where none is asked, nothing."""

    def __init__(self, marked, parts):
        self.said, self.filled = {}, None
        if marked is None:
            return
        self.filled = FilledSheet(marked[1], WORD_COLUMNS, (TEXT.key,), "mã mục")
        codes = [part.section.code for part in parts if part.section.has_text]
        for code, number, cells in self.filled.known(self.filled.rows(), codes):
            self.said[code] = self.filled.text(number, TEXT, cells[TEXT.key])


# --- What would be so --------------------------------------------------------------------------


def _found(part, figures, words):
    said = figures.said
    found = Found(part.section.code, part.section.title, mark_of_part(part), text=part.text)
    lines = [_after(line, *said.get(line.indicator.code, _as_is(line))) for line in part.lines]
    for before, after in zip(part.lines, lines, strict=True):
        code, label = after.indicator.code, after.indicator.label
        found.figures[code] = [after.value if after.is_typed else None, after.stated.explanation]
        if after.is_typed and after.value != before.value:
            found.changes.append([label, _number(before.value), _number(after.value)])
        why = (before.stated.explanation, after.stated.explanation)
        if normalise(why[0]) != normalise(why[1]):
            found.changes.append([f"{label}, giải thích", *why])
    text = words.said.get(part.section.code, part.text)
    if normalise(text, multiline=True) != normalise(part.text, multiline=True):
        found.text = text
        found.changes.append(["Lời", part.text, text])
    found.lacks = list(replace(part, lines=lines).lacks)
    return found


def _as_is(line):
    return line.value, line.stated.explanation


def _after(line, value, explanation):
    value = value if line.is_typed else line.value
    return replace(line, stated=replace(line.stated, value=value, explanation=explanation))


def _number(value):
    return "chưa trả lời" if value is None else localize(value)
