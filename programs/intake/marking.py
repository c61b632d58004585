"""The child process that marks a workbook: the same file, styles and all, with remarks at cells.

It is told on its standard input what to mark, on one line of JSON, and the bytes after that:
{"cells": [{"sheet", "row", "column", "fault", "said", "text"}], "problems": [lines]}.
"""

import json
import resource
import sys
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from programs.intake import child, preflight

FAULT = PatternFill("solid", fgColor="FFF8D7DA")
AUTHOR = "Cổng OCOP"
PROBLEMS = "Vấn đề"
WIDTHS = (8, 24, 30, 90)
_COMMENT = (320, 160)  # pixels
_LONGEST = 2000
# openpyxl writes each sheet into a file of its own first: a few at once, and none of them endless.
_FILES, _LARGEST_FILE = 16, 2**28


def marked(data, marks) -> bytes:
    """The workbook with its marks; what is no table in it is left as it is."""
    preflight.unpack(data)
    book, content = load_workbook(BytesIO(data)), BytesIO()
    for name in {mark["sheet"] for mark in marks["cells"]}:
        _mark_sheet(book[name], [mark for mark in marks["cells"] if mark["sheet"] == name])
    _add_problems(book, marks["problems"])
    book.save(content)
    return content.getvalue()


def _mark_sheet(sheet, marks):
    owners = {
        (row, column): merged.start_cell
        for merged in sheet.merged_cells.ranges
        for row, column in merged.cells
    }
    for mark in marks:
        place = (mark["row"], mark["column"])
        cell = sheet.cell(*place)
        _mark(owners.get(place, cell) if isinstance(cell, MergedCell) else cell, mark)


def _mark(cell, mark):
    if mark["text"] is not None:
        cell.value = mark["text"]
        cell.data_type = "s"  # what was typed is no formula
    if mark["fault"]:
        cell.fill = FAULT
    before = [cell.comment.text] if cell.comment else []
    cell.comment = Comment("\n".join([*before, *mark["said"]])[:_LONGEST], AUTHOR)
    cell.comment.width, cell.comment.height = _COMMENT


def _add_problems(book, lines):
    """A list of all that was found, on a sheet after the file's own."""
    sheet = book.create_sheet(PROBLEMS)
    for number, line in enumerate(lines, 1):
        for place, value in enumerate(line, 1):
            cell = sheet.cell(number, place, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
            if isinstance(value, str):
                cell.data_type = "s"
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


if __name__ == "__main__":
    child.limit(_FILES)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(marked(data, json.loads(head)))
