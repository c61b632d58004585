"""Files of seats and members: written, and read by the door of strangers' files, all or nothing."""

import csv
from io import BytesIO, StringIO

from tablib import Dataset
from xlsxwriter import Workbook

from programs.acts import act
from programs.intake.cells import CellError
from programs.intake.head import HeadFinder
from programs.intake.outcomes import (
    QUESTIONS,
    WHOLE_FILE,
    ColumnChoiceError,
    RefusedFileError,
    SheetChoiceError,
)
from programs.intake.reading import read_grid
from programs.intake.tables import find_table
from programs.intake.texts import visible_text
from programs.models import User
from programs.tables import guarded

COUNTER = "number"
KEEP_HEAD = "Hãy giữ dòng tiêu đề như trong tệp đã xuất."


class FaultsError(Exception):
    """Nothing was written: `faults` are sentences, those of rows with their number in the file."""

    def __init__(self, faults):
        super().__init__(" ".join(faults))
        self.faults = faults


# --- Out ---------------------------------------------------------------------------------------


def as_csv(titles, rows) -> bytes:
    """UTF-8 with the mark that Excel asks for, and no cell that it would run."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(titles)
    writer.writerows(map(guarded, row) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_workbook(titles, rows) -> bytes:
    """A workbook all of whose cells are texts, whatever they begin with."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title, bold)
            sheet.set_column(place, place, max(12, len(title) + 2))
        for line, row in enumerate(rows, 1):
            for place, text in enumerate(row):
                sheet.write_string(line, place, text)
    return content.getvalue()


# --- In ----------------------------------------------------------------------------------------


def read(columns, name, data) -> list[tuple[int, dict[str, str]]]:
    """[(number in the file, {column: text})]; FaultsError says why there are none."""
    table, notes = _table(columns, name, data)
    faults = [_said(note) for note in notes if _stops(note)]
    # What a column would have said of rows that are there is not to be emptied unseen.
    lost = [each.title for each in columns if each.key not in {COUNTER, *table.head.places}]
    faults += [f"Thiếu cột “{title}”. {KEEP_HEAD}" for title in lost]
    faults += [fault for row in table.rows for fault in _broken(row, columns)]
    if faults:
        raise FaultsError(faults)
    keys = [column.key for column in columns if column.key != COUNTER]
    return [(row.number, {key: _text(row.cells.get(key)) for key in keys}) for row in table.rows]


def _table(columns, name, data):
    """The table of the file with what was noted of it; FaultsError where there is none."""
    try:
        return find_table(read_grid(name, data), HeadFinder(columns, {}), COUNTER)
    except RefusedFileError as refusal:
        raise FaultsError([str(problem.message) for problem in refusal.problems]) from refusal
    except ColumnChoiceError as choice:
        told = [problem.message for problem in choice.problems]
        raise FaultsError([*told, KEEP_HEAD]) from choice
    except SheetChoiceError as choice:
        sentence = f"Tệp có nhiều trang tính có bảng ({choice}): hãy để lại một trang."
        raise FaultsError([sentence]) from choice


def _text(cell):
    """A text as it stands, for its form to clean or to refuse; a number or a day in words."""
    return cell.strip() if isinstance(cell, str) else visible_text(cell)


def _stops(note):
    """Whether a note tells of something that would be left out, or that somebody has to answer."""
    return not note.is_warning or note.is_left_out or note.code in QUESTIONS


def _said(problem):
    place = "" if problem.row == WHOLE_FILE else f"Dòng {problem.row}: "
    return f"{place}{problem.message}"


def _broken(row, columns):
    for column in columns:
        if isinstance(row.cells.get(column.key), CellError):
            yield f"Dòng {row.number}: cột “{column.title}”: ô báo lỗi của Excel. Hãy gõ giá trị."


def load(resource, rows, *, key=None, only_checked=False) -> dict[str, int]:
    """Write these rows, or with `only_checked` none of them; {"new", "update", "skip": how many}.

    FaultsError tells of all that is wrong, and then nothing is written. Rows that are there come
    first: whoever leaves a seat leaves it before the next one comes.
    """
    rows = sorted(rows, key=lambda row: not row[1]["id"])
    dataset = Dataset(*([*said.values()] for _, said in rows), headers=[*rows[0][1]])
    by = resource.by
    with act(by, by, key, rows=User.objects.all()) as the:
        result = resource.import_data(
            dataset, dry_run=only_checked, use_transactions=True, rollback_on_validation_errors=True
        )
        for error in result.row_errors():  # no fault of the file
            raise error[1][0].error
        if result.invalid_rows:
            numbers = [number for number, _ in rows]
            raise FaultsError([*_faults(result.invalid_rows, numbers)])
        found = {name: result.totals[name] for name in ("new", "update", "skip")}
        if not only_checked:
            the.record("import_roster", label="nhập ghế, thành viên Hội đồng từ tệp", data=found)
    return found


def _faults(invalid, numbers):
    of_file = [(numbers[row.number - 1], row.error.messages) for row in invalid]
    for number, sentences in sorted(of_file):
        yield from (f"Dòng {number}: {sentence}" for sentence in sentences)
