"""P4: the cells of a workbook that somebody hands in, against openpyxl that reads alone."""

from io import BytesIO

from openpyxl import load_workbook
from xlsxwriter import Workbook

from programs.intake.reading import read_grid
from tests.bench.race import Figure, check, race

# No file may have more rows; a small trial reads fewer.
ROWS, COLUMNS = 5000, 15


def reading(bench):
    """P4: looked at before, opened by a capped child process, and brought back from it."""
    rows = min(ROWS, bench.most)
    data = _workbook(rows)
    check("P4", _rows_of(data), _plain(data))
    ours, theirs = race(lambda: read_grid("bang.xlsx", data), lambda: _plain(data), bench.pairs)
    yield Figure("P4", f"đọc {rows} × {COLUMNS} ô / openpyxl", rows, ours, 1.2, theirs, 0.2)


def _workbook(rows):
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            texts = [f"Trà quế số {row * column % 999} Hợp tác xã" for column in range(1, COLUMNS)]
            sheet.write_row(row, 0, [row + 1, *texts])
    return content.getvalue()


def _rows_of(data):
    (sheet,) = read_grid("bang.xlsx", data).sheets
    return [tuple(row[2]) for row in sheet.rows]


def _plain(data):
    book = load_workbook(BytesIO(data), read_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))
