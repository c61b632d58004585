"""The table of a text file that was handed in, as a workbook with its faults coloured and told."""

from datetime import date
from io import BytesIO

from xlsxwriter import Workbook

from reports.renderers.xlsx import LETTERS, write_value

FAULT = {"bg_color": "#F8D7DA"}
WIDTH = 22


def render(file):
    """The workbook of a `file`: `rows`, `texts`, `remarks`, `faults`, `columns`, `problems`."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        made_at = file.made_at.replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": file.title, "created": made_at})
        _write_rows(book, book.add_worksheet("Danh sách"), file)
        _write_problems(book, book.add_worksheet("Vấn đề"), file)
    return content.getvalue()


def _write_rows(book, sheet, file):
    """Every row at its own number, so that the remarks name the rows that Excel shows."""
    plain, fault = book.add_format(LETTERS), book.add_format(LETTERS | FAULT)
    last = max((len(cells) for _, cells in file.rows), default=0)
    sheet.set_column(0, max(last - 1, 0), WIDTH)
    for number, cells in file.rows:
        typed = {at: text for (row, at), text in file.texts.items() if row == number}
        written = dict(enumerate(cells)) | typed
        for place, value in written.items():
            # A date as the text that the reader saw: it may be a “3-4” that Excel took for one.
            shown = f"{value:%d/%m/%Y}" if isinstance(value, date) else value
            marked = (number, place) in file.faults
            write_value(sheet, number - 1, place, shown, fault if marked else plain)
    for (number, place), sentences in file.remarks.items():
        sheet.write_comment(number - 1, place, "\n".join(sentences))


def _write_problems(book, sheet, file):
    head, cell = book.add_format(LETTERS | {"bold": True}), book.add_format(LETTERS)
    for place, title in enumerate(file.columns):
        sheet.set_column(place, place, (8, 24, 30, 90)[place])
        sheet.write_string(0, place, title, head)
    for line, problem in enumerate(file.problems, 1):
        for place, value in enumerate(problem):
            write_value(sheet, line, place, value, cell)
    sheet.freeze_panes(1, 0)
