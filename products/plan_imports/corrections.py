"""The rows of a read file as a page shows them, and what an officer corrects in them there."""

import json
from dataclasses import dataclass, field, replace

from products.models import PlanImport
from products.plans.editor.sheet import KEYS
from products.plans.values import COLUMNS
from programs.intake.outcomes import Problem
from programs.uploads.staged import answers_of, problems_of
from programs.workflow import StepRefused

# The most letters in one cell, and in all corrections of a file: more is better done in Excel.
MAX_TEXT = 5000
MAX_CORRECTIONS = 500_000


@dataclass
class FileRow:
    """A row of a read file: its texts as they stand now, and what was found in it."""

    number: int
    cells: dict
    is_left_out: bool = False
    is_corrected: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def faults(self):
        return [problem for problem in self.problems if not problem.is_warning]


def file_rows(stored: PlanImport):
    """All rows of the file by number, and those beside the table that have a fault."""
    answers = answers_of(stored)
    rows = {line["row"]: FileRow(line["row"], line["cells"]) for line in stored.lines}
    for number, cells in answers.cells.items():
        if row := rows.get(int(number)):
            row.cells, row.is_corrected = row.cells | cells, True
    for problem in problems_of(stored):
        if problem.row in rows or (problem.row and not problem.is_warning):
            rows.setdefault(problem.row, FileRow(problem.row, {})).problems.append(problem)
    for number in answers.left_out:
        rows.setdefault(number, FileRow(number, {})).is_left_out = True
    return dict(sorted(rows.items()))


@dataclass(frozen=True)
class Corrections:
    """What a page sends: texts by (row, column), and a row or an offer that was asked for.

    `version` is the reading that the page showed.
    """

    version: int
    cells: dict = field(default_factory=dict)
    leave: int = 0
    back: int = 0
    take: tuple = ()


def corrected(stored, given):
    """The answers of the import with these corrections; StepRefused where they do not fit it.

    A text that is again the file's own is no correction any more.
    """
    if given.version != stored.version:
        raise StepRefused(
            "Tệp này vừa được sửa ở một cửa sổ khác. Nội dung bạn vừa gõ vẫn còn dưới đây và chưa "
            "được lưu: hãy xem rồi lưu lại.",
            code="stale",
        )
    answers, rows = answers_of(stored), file_rows(stored)
    lines = {line["row"]: line["cells"] for line in stored.lines}
    cells = {int(number): dict(texts) for number, texts in answers.cells.items()}
    for (number, key), text in (given.cells | _taken(rows, given.take)).items():
        if number not in lines or key not in COLUMNS:
            raise _no_such_row(number)
        _put(cells.setdefault(number, {}), key, text, lines[number].get(key, ""))
    cells = {str(number): texts for number, texts in sorted(cells.items()) if texts}
    if len(json.dumps(cells, ensure_ascii=False)) > MAX_CORRECTIONS:
        raise StepRefused(
            "Đã sửa quá nhiều trên trang này. Hãy tải tệp có đánh dấu, sửa trong Excel rồi nộp "
            "lại.",
            status=422,
            code="import",
        )
    left_out = _left_out(answers, rows, given)
    return replace(answers, cells=cells, left_out=left_out)


def _put(texts, key, text, original):
    if text == original:
        texts.pop(key, None)
    else:
        texts[key] = text


def _taken(rows, take):
    """The value that was offered for a cell, as if it had been typed."""
    if not take:
        return {}
    number, key = take
    problems = rows[number].faults if number in rows else []
    for problem in problems:
        if problem.proposal and KEYS.get(problem.column) == key:
            return {take: problem.proposal}
    raise _no_such_row(number)


def _left_out(answers, rows, given):
    numbers = {*answers.left_out, *filter(None, [given.leave])} - {given.back}
    if numbers - rows.keys():
        raise _no_such_row(given.leave)
    return tuple(sorted(numbers))


def _no_such_row(number):
    return StepRefused(
        f"Dòng {number} hoặc ô được gửi lên không có trong tệp. Hãy tải lại trang.",
        status=422,
        code="import",
    )
