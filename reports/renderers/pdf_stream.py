"""A list of any length as a PDF for paper: set in lots, bound in one file, its pages numbered on.

The typesetter holds a document whole and takes long over a great one; lots keep both bounded.
"""

from dataclasses import replace
from io import BytesIO
from itertools import islice

from pypdf import PdfWriter

from programs.tables import Kind, Table, in_words
from reports.papers.lists import list_paper
from reports.renderers import paper_pdf
from reports.renderers.press import PRESS

LOT = 300
# A day and an instant stay on one line, and a number's title too.
_WIDTHS = {Kind.NUMBER: 12, Kind.DATE: 20, Kind.MOMENT: 24}


def stream(title, columns, rows):
    """The file in one piece, made while `rows` is read; NotPrinted where a lot takes too long."""
    writer, rows = PdfWriter(), _said(columns, rows)
    lot = tuple(islice(rows, LOT))
    while lot or not writer.pages:
        sheets = PRESS.print(*_document(title, columns, lot, len(writer.pages)))
        writer.append(BytesIO(sheets), import_outline=False)
        lot = tuple(islice(rows, LOT))
    writer.add_metadata({"/Title": title})
    bound = BytesIO()
    writer.write(bound)
    yield bound.getvalue()


def _said(columns, rows):
    """The rows as paper says them: an instant is a text, a number stays one."""
    for row in rows:
        pairs = zip(columns, row, strict=True)
        yield tuple(
            value if column.is_number and not column.words else in_words(column, value)
            for column, value in pairs
        )


def _document(title, columns, rows, pages_before):
    columns = tuple(_on_paper(each) for each in columns)
    own = "" if pages_before else title
    table = Table(title=own, columns=columns, rows=rows, landscape=True)
    return list(paper_pdf.parts(list_paper(table))), _numbered_on(pages_before)


def _on_paper(column):
    """The column as paper has it: what is no number is a text by now."""
    width = _WIDTHS.get(column.kind, column.width)
    return replace(column, kind=Kind.NUMBER if column.is_number else Kind.TEXT, width=width)


def _numbered_on(pages_before):
    """The style by which a lot goes on counting; the first page of the file bears no number."""
    if not pages_before:
        return ""
    shown = "@top-center{content:counter(page)}"
    return f"@page :first{{counter-reset:page {pages_before + 1};{shown}}}"
