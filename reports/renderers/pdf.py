"""A table as a PDF in the layout of an appendix by Nghị định 30/2020/NĐ-CP."""

from django.template.loader import render_to_string

from programs.tables import Kind
from reports.renderers import markup
from reports.renderers.press import PRESS, NotPrinted

CONTENT_TYPE = "application/pdf"
# A page takes its time; a longer list is for a spreadsheet, not for paper.
MAX_ROWS = 300
NARROWEST = 0.045
WIDTHS = {Kind.TEXT: 24, Kind.NUMBER: 8, Kind.DATE: 12}


def render(table):
    return PRESS.print(*document(table))


def document(table):
    """The markup of the document, and the widths of its columns as CSS."""
    if len(table.rows) > MAX_ROWS:
        raise NotPrinted(
            f"Danh sách có {len(table.rows)} dòng, bản PDF chỉ in đến {MAX_ROWS} dòng. "
            "Hãy tải bản Excel."
        )
    context = {
        "table": table,
        "head": markup.head(table),
        "body": markup.body(table, linked=False),
    }
    return render_to_string("reports/pdf/table.html", context), widths(table.columns)


def widths(columns):
    wanted = [column.width or WIDTHS[column.kind] for column in columns]
    # Not so narrow that "STT" would break.
    shares = [max(width, NARROWEST * sum(wanted)) for width in wanted]
    return "".join(
        f"col:nth-child({place}){{width:{100 * share / sum(shares):.3f}%}}"
        for place, share in enumerate(shares, 1)
    )
