"""A file read as a book of the register: its rows as values, and what is wrong with the file."""

from dataclasses import dataclass, field

from products.books.columns import BOOK_COLUMNS, HEAD_LINES, TITLES
from products.books.days import day_orders
from products.books.values import COLUMNS, read_row, read_star
from products.plan_imports.reading import shown_rows
from products.plans.heads import MARKED
from products.titles import Titles, read_table, remembered
from programs.intake.head import HeadFinder
from programs.intake.outcomes import (
    ColumnChoiceError,
    Outcome,
    RefusedFileError,
    SheetChoiceError,
    outcome_of,
)
from programs.intake.reading import read_grid
from programs.intake.texts import Rejected
from programs.text import fold
from programs.uploads.staged import sheet_choices

# More notes about a file nobody reads.
_MOST_NOTES = 500


@dataclass(frozen=True)
class BookReading:
    """`lines` are {"row", "hidden", "cells", "values", "problems"}, `cells` the texts of the file.

    `notes` are of the whole file, `columns` those that it has.
    """

    outcome: Outcome
    notes: list
    lines: list = field(default_factory=list)
    columns: list = field(default_factory=list)


def _star_title(title):
    """The star that heads a column of marks: "3 sao"; "" where the title is none."""
    try:
        star = read_star(title) if "sao" in fold(title) else 0
    except Rejected:
        return ""
    return f"{star} sao" if star else ""


def book_finder():
    titles, labels = Titles(BOOK_COLUMNS, remembered(None)), {"star": _star_title} | MARKED
    return HeadFinder(BOOK_COLUMNS, labels, HEAD_LINES, titles)


def examine(name, data, answers):
    """Read the file. Writes nothing, compares nothing, and takes as long as the file needs."""
    try:
        grid = read_grid(name, data)
        table, notes = read_table(grid, book_finder(), answers)
    except RefusedFileError as refusal:
        return BookReading(Outcome.REJECT_FILE, list(refusal.problems))
    except SheetChoiceError as choice:
        return BookReading(Outcome.NEEDS_CHOICE, sheet_choices(choice.names))
    except ColumnChoiceError as choice:
        return BookReading(Outcome.NEEDS_COLUMNS, choice.problems, columns=choice.columns)
    rows = [raw for raw in table.rows if not (raw.is_hidden and answers.hidden == "leave")]
    orders = day_orders(table.rows)
    notes += [order.note(TITLES[key]) for key, order in orders.items()]
    warnings = [note for note in notes if note.is_warning]
    lines = _lines(rows, notes, orders, answers)
    notes.sort(key=lambda note: not note.is_left_out)
    return BookReading(outcome_of(warnings, answers), notes[:_MOST_NOTES], lines, table.columns)


def _in_district(cells):
    """The cells with the commune as one text with the district that a column of its own says."""
    commune, district = cells.get("commune"), cells.get("district")
    if not (isinstance(commune, str) and isinstance(district, str)) or not commune.strip():
        return cells
    is_said = not district.strip() or fold(district) in fold(commune)
    return cells if is_said else cells | {"commune": f"{commune}, {district}"}


def _lines(rows, notes, orders, answers):
    """The rows as plain values. A fault that the table found in a row is that row's own."""
    faults, lines = {}, []
    for note in notes:
        if not note.is_warning:
            faults.setdefault(note.row, []).append(note)
    for raw, cells in zip(rows, shown_rows(rows, COLUMNS), strict=True):
        typed = answers.cells.get(str(raw.number), {})
        # A day that a person typed on the page is written as people here write it.
        written = {key: order for key, order in orders.items() if key not in typed}
        row = raw._replace(cells=_in_district(raw.cells | typed))
        values, problems = read_row(row, written, convert=answers.proposals)
        plain = [problem._asdict() for problem in [*problems, *faults.get(raw.number, [])]]
        line = {"row": raw.number, "hidden": raw.is_hidden, "cells": cells}
        lines.append(line | {"values": values, "problems": plain})
    return lines
