"""A file read against a plan: which of its rows may be written, and all that is wrong with it."""

from dataclasses import dataclass, field

from products.plans.heads import plan_finder
from products.plans.values import COLUMNS, RowReader
from products.titles import read_table
from programs.intake.outcomes import (
    Answers,
    ColumnChoiceError,
    Outcome,
    Problem,
    RefusedFileError,
    SheetChoiceError,
    outcome_of,
    shown,
)
from programs.intake.reading import read_grid
from programs.intake.tables import IDENTITY
from programs.intake.texts import visible_text
from programs.text import fold
from programs.uploads.staged import sheet_choices

KIND, VERSION = "plan", "1"
MAX_FOLD = 300
# The most letters that a page shows of a file to be corrected: in a cell, and in all cells.
LONG = "note"
LONGEST_SHOWN = 1500
MOST_SHOWN = 3_000_000

# A row that the plan has already, letter for letter: nothing is to be done, and it is told.
SAME = "W_SAME"


@dataclass(frozen=True)
class Reading:
    """What a file holds for a plan. `rows` are those that may be written, values by field.

    `lines` are all rows as the file has them: {"row": number, "cells": texts by column};
    `columns` are those of the file with what each was taken for.
    """

    outcome: Outcome
    problems: list
    rows: list = field(default_factory=list)
    rows_bad: int = 0
    lines: list = field(default_factory=list)
    columns: list = field(default_factory=list)


def examine(plan, name, data, answers=None, *, replaces=False):
    """Read the file against the plan. Writes nothing, and takes as long as the file needs."""
    answers = answers or Answers()
    try:
        grid = read_grid(name, data)
        _check_identity(grid, plan)
        table, notes = read_table(grid, plan_finder(plan), answers)
    except RefusedFileError as refusal:
        return Reading(Outcome.REJECT_FILE, list(refusal.problems))
    except SheetChoiceError as choice:
        return Reading(Outcome.NEEDS_CHOICE, sheet_choices(choice.names))
    except ColumnChoiceError as choice:
        return Reading(Outcome.NEEDS_COLUMNS, choice.problems, columns=choice.columns)
    return _judge(plan, table, notes, answers, replaces=replaces)


def _judge(plan, table, notes, answers, *, replaces):
    """Read the rows of the table for this plan: those that it may take, and every problem."""
    existing = [] if replaces else _existing(plan)
    reader, twins = RowReader(plan, proposals=answers.proposals), _Twins(existing)
    rows, problems = [], [note for note in notes if not _is_left_out(note, answers)]
    for raw in _wanted(table, answers):
        values, found = reader.read(raw)
        problems += found + twins.check(raw, values)
        rows.append((raw, values))
    problems.sort(key=lambda problem: problem.row)
    bad = {problem.row for problem in problems if not problem.is_warning}
    left = bad | {problem.row for problem in problems if problem.code == SAME}
    good = [(raw, values) for raw, values in rows if raw.number not in left]
    first = max((row.position for row in existing), default=0) + 1
    waiting = [_plain(*row, position) for position, row in enumerate(good, first)]
    lines = _lines(table)
    outcome = outcome_of(problems, answers)
    return Reading(outcome, problems, waiting, len(bad), lines, table.columns)


def _wanted(table, answers):
    """The rows that are to be read, with what the officer corrected in them."""
    left_out = set(answers.left_out)
    for raw in table.rows:
        is_unwanted = raw.is_hidden and answers.hidden == "leave"
        if not is_unwanted and raw.number not in left_out:
            corrected = answers.cells.get(str(raw.number), {})
            yield raw._replace(cells=raw.cells | corrected)


def _is_left_out(note, answers):
    """Whether this is a fault of a row that the officer left out, or has made one by correcting."""
    is_decided = note.code == "E_MERGED" and str(note.row) in answers.cells
    return is_decided or (not note.is_warning and note.row in answers.left_out)


def _lines(table):
    return [
        {"row": raw.number, "cells": cells}
        for raw, cells in zip(table.rows, shown_rows(table.rows, COLUMNS), strict=True)
    ]


def shown_rows(rows, columns):
    """The cells of every row as texts to be shown; once there are too many letters, {}."""
    letters = 0
    for raw in rows:
        cells = {key: _shown_cell(key, raw.cells.get(key)) for key in columns}
        letters += sum(map(len, cells.values()))
        filled = {key: text for key, text in cells.items() if text}
        yield filled if letters <= MOST_SHOWN else {}


def _shown_cell(key, cell):
    """The cell as a field of a form holds it: on one line, but for the column of long texts."""
    text = visible_text(cell)[:LONGEST_SHOWN]
    return text.strip() if key == LONG else " ".join(text.split())


def _check_identity(grid, plan):
    """A workbook that says whose it is must be this unit's, for this campaign."""
    sheet = next((sheet for sheet in grid.sheets if sheet.name == IDENTITY), None)
    if sheet is None:
        return
    facts = {str(cells[0]): str(cells[1]) for _, _, cells in sheet.rows if len(cells) > 1}
    expected = {
        "kind": (KIND, "Đây không phải mẫu danh sách sản phẩm của kế hoạch."),
        "version": (VERSION, "Mẫu này là phiên bản cũ hoặc mới hơn."),
        "unit": (plan.unit.code, "Mẫu này được lập cho đơn vị khác."),
        "campaign": (str(plan.campaign_id), "Mẫu này được lập cho đợt khác."),
    }
    for key, (value, sentence) in expected.items():
        if facts.get(key) != value:
            raise RefusedFileError(
                "E_WRONG_WORKBOOK",
                f"{sentence} Hãy tải mẫu ở trang kế hoạch của đơn vị, chép dữ liệu sang rồi nộp "
                "lại.",
            )


def _existing(plan):
    """The products that the plan lists already; a plan that is not yet begun has none."""
    rows = plan.registrations.all() if plan.pk else plan.registrations.model.objects.none()
    return list(rows.select_related("commune", "product_set"))


class _Twins:
    """Finds the same product of the same producer, in the file and in the plan."""

    def __init__(self, existing):
        self.listed = {(row.product_fold, row.producer_fold): row for row in existing}
        self.seen = {
            key: f"sản phẩm ở STT {row.position} của kế hoạch" for key, row in self.listed.items()
        }

    def check(self, raw, values):
        names = [values.get("product_name"), values.get("producer_name")]
        if not all(names):
            return []
        key = tuple(fold(name)[:MAX_FOLD] for name in names)
        if key not in self.seen:
            self.seen[key] = f"dòng {raw.number} của tệp"
            return []
        if _holds(self.listed.get(key), values):
            message = f"Giống hệt {self.seen[key]} nên không nhập lại."
            return [Problem(raw.number, "", shown(names[0]), SAME, message)]
        message = (
            f"Trùng với {self.seen[key]}: cùng tên sản phẩm và chủ thể (không kể dấu, chữ hoa). "
            "Hãy xóa một dòng hoặc sửa tên."
        )
        title = COLUMNS["product_name"].title
        return [Problem(raw.number, title, shown(names[0]), "E_DUPLICATE", message)]


def _holds(row, values):
    """Whether a row of the plan has all that was read, as in the plan's own list that came back."""
    return row is not None and all(getattr(row, name) == value for name, value in values.items())


def _plain(raw, values, position):
    """A row as it waits for the confirmation: plain, keys instead of rows."""
    plain = {name: getattr(value, "pk", value) for name, value in values.items()}
    return plain | {"row": raw.number, "hidden": raw.is_hidden, "position": position}
