"""A table as a Word document, as its PDF shows it."""

from reports.renderers import paper_word, pdf

CONTENT_TYPE = paper_word.CONTENT_TYPE


def render(table):
    return paper_word.render(pdf.paper(table))
