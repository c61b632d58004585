"""The rows of a read file as a page shows them, and what is corrected in them there.

It is the same for plans and for books: `columns` are those of the table, by key.
"""

import json
from dataclasses import dataclass, field, replace

from products.models import PlanImport
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

    def text(self, key):
        return self.cells.get(key, "")


class Alike:
    """Which rows have the same text under the same fault, and which have all faults the same."""

    def __init__(self, rows, columns=COLUMNS):
        keys = {column.title: key for key, column in columns.items()}
        self.by_cell, self.by_faults = {}, {}
        for row in rows.values():
            wrong = {keys[each.column] for each in row.faults if each.column in keys}
            for key in wrong:
                self.by_cell.setdefault((key, row.text(key)), []).append(row.number)
            if row.faults and not row.is_left_out:
                self.by_faults.setdefault(self._faults(row), []).append(row.number)

    @staticmethod
    def _faults(row):
        return frozenset((each.column, each.code, each.value) for each in row.faults)

    def cells(self, row, key):
        """The rows that have the text of this row in a column where it is wrong."""
        return self.by_cell.get((key, row.text(key)), [])

    def rows(self, row):
        """The rows that have the faults of this row, and it."""
        return self.by_faults.get(self._faults(row), [])


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

    `version` is the reading that the page showed. `same` is the cell whose text all cells like it
    are to get, `leave_alike` the row whose likes are left out with it.
    """

    version: int
    cells: dict = field(default_factory=dict)
    leave: int = 0
    back: int = 0
    take: tuple = ()
    same: tuple = ()
    leave_alike: int = 0


def corrected(stored, given, rows=None, columns=COLUMNS):
    """The answers of the import with these corrections; StepRefused where they do not fit it.

    `rows` are those of the file, {number: FileRow}. A text that is again the file's own is no
    correction any more.
    """
    if given.version != stored.version:
        raise StepRefused(
            "Tệp này vừa được sửa ở một cửa sổ khác. Nội dung bạn vừa gõ vẫn còn dưới đây và chưa "
            "được lưu: hãy xem rồi lưu lại.",
            code="stale",
        )
    answers = answers_of(stored)
    rows = file_rows(stored) if rows is None else rows
    lines = {line["row"]: line.get("cells", {}) for line in stored.lines}
    cells = {int(number): dict(texts) for number, texts in answers.cells.items()}
    typed = given.cells | _taken(rows, given.take, columns) | _alike(rows, given, columns)
    for (number, key), text in typed.items():
        if number not in lines or key not in columns:
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
    left_out = _left_out(answers, rows, given, columns)
    return replace(answers, cells=cells, left_out=left_out)


def _put(texts, key, text, original):
    if text == original:
        texts.pop(key, None)
    else:
        texts[key] = text


def _taken(rows, take, columns):
    """The value that was offered for a cell, as if it had been typed."""
    if not take:
        return {}
    number, key = take
    if number in rows and key in columns and (offer := _offer(rows[number], columns[key])):
        return {take: offer}
    raise _no_such_row(number)


def _offer(row, column):
    offers = (each.proposal for each in row.faults if each.column == column.title)
    return next(filter(None, offers), "")


def _alike(rows, given, columns):
    """What was typed in one cell, or else what was offered for it, for all cells like it."""
    if not given.same:
        return {}
    number, key = given.same
    if number not in rows or key not in columns:
        raise _no_such_row(number)
    row = rows[number]
    text = given.cells.get(given.same, row.text(key))
    if text == row.text(key):
        text = _offer(row, columns[key])
    if not text:
        raise StepRefused(
            f"Hãy gõ giá trị đúng vào ô “{columns[key].title}” của dòng {number} rồi áp dụng cho "
            "các dòng giống nhau.",
            status=422,
            code="import",
        )
    return {(other, key): text for other in Alike(rows, columns).cells(row, key)}


def _left_out(answers, rows, given, columns):
    wanted = {given.leave, given.leave_alike} - {0}
    if ({*answers.left_out} | wanted) - {given.back} - rows.keys():
        raise _no_such_row(given.leave or given.leave_alike)
    if given.leave_alike:
        wanted.update(Alike(rows, columns).rows(rows[given.leave_alike]))
    return tuple(sorted(({*answers.left_out} | wanted) - {given.back}))


def _no_such_row(number):
    return StepRefused(
        f"Dòng {number} hoặc ô được gửi lên không có trong tệp. Hãy tải lại trang.",
        status=422,
        code="import",
    )
