"""A file that was handed in, as its person's own workbook with a remark at all that is wrong."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from products.plans.heads import plan_finder
from products.plans.values import COLUMNS
from products.titles import read_table
from programs.intake import capped
from programs.intake.outcomes import ColumnChoiceError, RefusedFileError, SheetChoiceError
from programs.intake.reading import read_grid
from programs.intake.texts import visible_text
from programs.uploads.staged import answers_of, bytes_of, problems_of
from programs.workflow import StepRefused

HEAD = ("Dòng", "Cột", "Giá trị", "Vấn đề")


@dataclass
class MarkedFile:
    """`rows` are (number in the file, cells) of the `sheet`.

    `remarks` are sentences at places (row, column), of which `faults` are to be mended; `texts`
    are what was typed on the page in place of what the file says. `problems` is all that was found.
    """

    title: str
    made_at: datetime
    sheet: str
    rows: list
    problems: list
    remarks: dict = field(default_factory=dict)
    faults: set = field(default_factory=set)
    texts: dict = field(default_factory=dict)
    columns: tuple = HEAD

    def say(self, place, sentence):
        self.remarks.setdefault(place, []).append(sentence)


def marked_file(stored):
    """The marked file of an import whose bytes were kept; reading it takes its time."""
    try:
        grid = read_grid(stored.name, bytes_of(stored))
    except RefusedFileError as refusal:  # it was read before: the server has no time now
        raise StepRefused(str(refusal), status=422, code="file") from refusal
    sheet, places, spread = _table(grid, stored)
    marked = MarkedFile(
        title=stored.name,
        made_at=stored.read_at,
        sheet=sheet.name,
        rows=[(number, cells) for number, _, cells in sheet.rows],
        problems=[(p.row or None, p.column, p.value, p.message) for p in problems_of(stored)],
    )
    for problem in problems_of(stored):
        _remark(marked, problem, places)
    _show_corrections(marked, answers_of(stored), places, spread)
    return marked


def marked_workbook(stored, marked):
    """The bytes of the workbook that was handed in, marked by a child process; None of a text."""
    if not marked.sheet:
        return None
    cells = [
        {
            "sheet": marked.sheet,
            "row": row,
            "column": place + 1,
            "fault": (row, place) in marked.faults,
            "said": marked.remarks.get((row, place), []),
            "text": marked.texts.get((row, place)),
        }
        for row, place in sorted({*marked.remarks, *marked.texts})
    ]
    return marked_bytes(bytes_of(stored), cells, marked.problems)


def marked_bytes(data, cells, problems):
    """The workbook with these cells marked and the list of problems; None where it is too heavy."""
    marks = {"cells": cells, "problems": [HEAD, *problems]}
    told = json.dumps(marks).encode() + b"\n"
    try:
        return capped.run("programs.intake.marking", data=told + data, has_packages=True)
    except RefusedFileError:
        return None  # too heavy to be written anew: the table alone is given back


def _table(grid, stored):
    """The sheet with the table, the place of each column by title, and those spread over marks."""
    try:
        table, _ = read_table(grid, plan_finder(stored.plan), answers_of(stored))
    except (RefusedFileError, SheetChoiceError, ColumnChoiceError):
        return next(sheet for sheet in grid.sheets if sheet.is_visible), {}, set()
    head = table.head
    places = {key: min(labels) for key, labels in head.spread.items()} | head.places
    titles = {key: column.title for key, column in COLUMNS.items()}
    titled = {titles[key]: place for key, place in places.items() if key in titles}
    return table.sheet, titled, {titles[key] for key in head.spread}


def _remark(marked, problem, places):
    """Faults are told at their cell, or at the beginning of their row; warnings in the list."""
    if not problem.row or problem.is_warning:
        return
    place = (problem.row, places.get(problem.column, 0))
    sentence = f"{problem.column}: {problem.message}" if problem.column else problem.message
    marked.say(place, sentence)
    marked.faults.add(place)


def _show_corrections(marked, answers, places, spread):
    """What the officer mended on the page stands in its cell, with what the file says beside it.

    A column that is spread over several marks keeps its marks, and the remark alone tells.
    """
    rows = dict(marked.rows)
    for number, texts in answers.cells.items():
        for key, text in texts.items():
            title = COLUMNS[key].title
            place, cells = (int(number), places.get(title, 0)), rows[int(number)]
            was = cells[place[1]] if title in places and place[1] < len(cells) else None
            if title in places and title not in spread:
                marked.texts[place] = text
            seen = visible_text(was)
            sentence = f"{title}: đã sửa trên trang thành “{text}”; trong tệp là “{seen}”."
            marked.say(place, sentence)
    for number in answers.left_out:
        marked.say((number, 0), "Dòng này đã bỏ trên trang, không nhập.")
