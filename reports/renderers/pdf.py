"""A table as a PDF, in the layout of an appendix by Nghị định 30/2020/NĐ-CP."""

from reports.papers.lists import list_paper
from reports.renderers import paper_pdf
from reports.renderers.press import NotPrinted

CONTENT_TYPE = paper_pdf.CONTENT_TYPE
# A page takes its time; a longer list is for a spreadsheet, not for paper.
MAX_ROWS = 300


def render(table):
    return paper_pdf.render(paper(table))


def paper(table):
    """The table as a paper, or NotPrinted where it is too long for one."""
    if len(table.rows) > MAX_ROWS:
        raise NotPrinted(
            f"Danh sách có {len(table.rows)} dòng, bản in chỉ đến {MAX_ROWS} dòng. "
            "Hãy tải bản Excel."
        )
    return list_paper(table)
