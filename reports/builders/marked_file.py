"""A file that was handed in, as it was read, with a remark at everything to be mended."""

from dataclasses import dataclass, field
from datetime import datetime

from products.plans.columns import REGISTRATION_COLUMNS
from products.plans.heads import plan_finder
from products.plans.values import COLUMNS
from products.titles import read_table
from programs.intake.outcomes import ColumnChoiceError, RefusedFileError, SheetChoiceError
from programs.intake.reading import read_grid
from programs.intake.texts import visible_text
from programs.uploads.staged import answers_of, bytes_of, problems_of


@dataclass
class MarkedFile:
    """`rows` are (number in the file, cells); `remarks` by that number, `marks` by cell too.

    `columns` are the heads of `problems`, a list of all that was found.
    """

    title: str
    made_at: datetime
    rows: list
    problems: list
    remarks: dict = field(default_factory=dict)
    marks: dict = field(default_factory=dict)
    spread: set = field(default_factory=set)
    columns: tuple = ("Dòng", "Cột", "Giá trị", "Vấn đề")


def marked_file(stored):
    """The marked file of an import whose bytes were kept; reading it takes its time."""
    grid = read_grid(stored.name, bytes_of(stored))
    problems = problems_of(stored)
    sheet, places, spread = _table(grid, stored)
    marked = MarkedFile(
        title=stored.name,
        made_at=stored.read_at,
        rows=[(number, cells) for number, _, cells in sheet.rows],
        spread=spread,
        problems=[(p.row or None, p.column, p.value, p.message) for p in problems],
    )
    for problem in problems:
        _remark(marked, problem, places.get(problem.column))
    _show_corrections(marked, answers_of(stored), places)
    return marked


def _show_corrections(marked, answers, places):
    """What the officer mended on the page stands in its cell, with what the file says beside it.

    A column that is spread over several marks keeps its marks, and the remark alone tells.
    """
    rows = dict(marked.rows)
    for number, texts in answers.cells.items():
        for key, text in texts.items():
            title = COLUMNS[key].title
            cells, place = rows[int(number)], places.get(title)
            was = cells[place] if place is not None and place < len(cells) else None
            if place is not None and title not in marked.spread:
                cells += [None] * (place + 1 - len(cells))
                cells[place] = text
            seen = visible_text(was)
            sentence = f"{title}: đã sửa trên trang thành “{text}”; trong tệp là “{seen}”."
            marked.remarks.setdefault(int(number), []).append(sentence)
    for number in answers.left_out:
        marked.remarks.setdefault(number, []).append("Dòng này đã bỏ trên trang, không nhập.")


def _table(grid, stored):
    """The sheet with the table, the place of each column by title, and those spread over marks."""
    try:
        table, _ = read_table(grid, plan_finder(stored.plan), answers_of(stored))
    except (RefusedFileError, SheetChoiceError, ColumnChoiceError):
        return next(sheet for sheet in grid.sheets if sheet.is_visible), {}, set()
    head = table.head
    places = {key: min(labels) for key, labels in head.spread.items()} | head.places
    titles = {column.key: column.title for column in REGISTRATION_COLUMNS}
    spread = {titles[key] for key in head.spread}
    return table.sheet, {titles[key]: place for key, place in places.items()}, spread


def _remark(marked, problem, place):
    """Faults colour their cell; warnings only stand in the remarks."""
    if not problem.row:
        return
    sentence = f"{problem.column}: {problem.message}" if problem.column else problem.message
    marked.remarks.setdefault(problem.row, []).append(sentence)
    if place is not None and not problem.is_warning:
        marked.marks.setdefault((problem.row, place), []).append(problem.message)
