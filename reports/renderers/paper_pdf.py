"""A paper as a PDF, in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I: tagged, PDF/A-2a."""

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from reports.papers.values import (
    Bars,
    Boxes,
    Fill,
    Grid,
    Heading,
    PageBreak,
    Paragraph,
    Signature,
    WritingLines,
    addressed,
    number_line,
    received,
    runs_of,
    signing_rows,
    written_place,
)
from reports.renderers.measure import (
    HEAD_POINTS,
    MOST_OF_ISSUER_MM,
    SUBJECT_POINTS,
    TEXT_MM,
    balanced,
)
from reports.renderers.press import PRESS
from reports.renderers.qr import qr_path

CONTENT_TYPE = "application/pdf"
_TAGS = {1: "h2", 2: "h3", 3: "h4"}


def render(*papers):
    """The bytes of one PDF of these papers (reports.papers.values.Paper), each from its page 1."""
    return PRESS.print([part for paper in papers for part in parts(paper)])


def parts(paper):
    """The markups of the paper and of its appendices, each of which counts its own pages."""
    if paper.has_text:
        yield render_to_string("reports/pdf/paper.html", _main(paper))
    for place, appendix in enumerate(paper.appendices):
        context = {
            "paper": paper,
            "appendix": appendix,
            "blocks": _blocks(appendix.blocks),
            "stamp": "" if place or paper.has_text else paper.stamp,
        }
        yield render_to_string("reports/pdf/appendix.html", context)


def _main(paper):
    """What is on the paper; its last lines stay together with the signatures."""
    is_kept = paper.signatures and paper.blocks and isinstance(paper.blocks[-1], Paragraph)
    last = len(paper.blocks) - bool(is_kept)
    return {
        "paper": paper,
        "qr": qr_path(paper.code) if paper.code else None,
        "number": number_line(paper.head),
        "day": written_place(paper.head),
        "bodies": _bodies(paper.head) if paper.head else "",
        "subject": _across(paper.subject, SUBJECT_POINTS, TEXT_MM),
        "addressees": addressed(paper),
        "bases": [looks(text) for text in paper.bases],
        "blocks": _blocks(paper.blocks[:last]),
        "last": _blocks(paper.blocks[last:]),
        "after": _blocks(paper.after),
        "signing": [[_signing(cell) for cell in row] for row in signing_rows(paper)],
    }


def _bodies(head):
    """The lines of who issues it and of who stands above; the last one bears a rule."""
    lines = [("", line) for line in head.superior]
    lines += [("organ", line) for line in head.issuer[:-1]]
    lines += [("organ ruled", line) for line in head.issuer[-1:]]
    drawn = ((css, _across(line, HEAD_POINTS, MOST_OF_ISSUER_MM)) for css, line in lines)
    return format_html_join("", '<p class="{}">{}</p>', drawn)


def _across(text, points, most):
    """A text in the width in which it breaks into lines of equal length."""
    width = f"{balanced(text, points, most):.1f}"
    return format_html('<span style="max-width:{}mm">{}</span>', width, _broken(text))


def _signing(cell):
    """What the template is told of a cell under the text."""
    if isinstance(cell, Signature):
        return {"signature": cell}
    return {"receivers": received(cell)} if cell else {}


def looks(text):
    """Text with its bold and italic letters, escaped."""
    return format_html_join("", "{}{}{}", map(_look, runs_of(text)))


def _look(run):
    tags = [tag for tag, is_so in (("strong", run.bold), ("em", run.italic)) if is_so]
    opening = mark_safe("".join(f"<{tag}>" for tag in tags))  # noqa: S308 -- our own tags
    closing = mark_safe("".join(f"</{tag}>" for tag in reversed(tags)))  # noqa: S308
    return opening, _broken(run.text), closing


def _broken(text):
    """Text with its own line breaks, escaped."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))


def _blocks(blocks):
    return format_html_join("\n", "{}", ((_DRAWN[type(block)](block),) for block in blocks))


def _paragraph(block):
    mark = f"{block.mark} " if block.mark else ""
    return format_html('<p class="{}">{}{}</p>', block.place, mark, looks(block.text))


def _heading(block):
    tag = mark_safe(_TAGS[block.level])  # noqa: S308 -- our own tags
    return format_html("<{}>{}</{}>", tag, block.text, tag)


def _fill(block):
    label = f"{block.label}: " if block.label else ""
    return format_html('<p class="left">{}<span class="fill">{}</span></p>', label, block.value)


def _lines(block):
    blank = mark_safe('<p class="blank"></p>' * block.count)  # noqa: S308 -- a number of ours
    return format_html('<div class="lines">{}</div>', blank)


def _grid(block):
    total = sum(column.share for column in block.columns)
    widths = ((f"{100 * column.share / total:.3f}",) for column in block.columns)
    return format_html(
        '<table class="size-{}"><colgroup>{}</colgroup><thead>{}</thead><tbody>{}</tbody></table>',
        block.size,
        format_html_join("", '<col style="width:{}%">', widths),
        format_html_join("\n", "<tr>{}</tr>", ((_heads(line),) for line in block.head)),
        format_html_join("\n", '<tr class="level-{}">{}</tr>', _rows(block)),
    )


def _heads(line):
    cells = (
        ("colgroup" if cell.columns > 1 else "col", cell.columns, cell.lines, cell.text)
        for cell in line
    )
    return format_html_join("", '<th scope="{}" colspan="{}" rowspan="{}">{}</th>', cells)


def _rows(block):
    heading = next((at for at, column in enumerate(block.columns) if not column.is_centred), None)
    for row in block.rows:
        start = row.spans - 1
        cells = (
            _cell(
                looks(cell),
                column,
                is_heading=start + place == heading,
                spans=row.spans if not place else 1,
            )
            for place, (cell, column) in enumerate(
                zip(row.cells, block.columns[start:], strict=True)
            )
        )
        yield row.level, format_html_join("", "{}", ((cell,) for cell in cells))


def _cell(text, column, *, is_heading, spans):
    place = "centre" if column.is_centred or spans > 1 else "left"
    over = format_html(' colspan="{}"', spans) if spans > 1 else ""
    if is_heading:
        return format_html('<th scope="row" class="{}"{}>{}</th>', place, over, text)
    return format_html('<td class="{}"{}>{}</td>', place, over, text)


def _bars(block):
    return render_to_string("reports/_bars.html", {"bars": block})


def _boxes(block):
    boxes = ((_blocks(blocks),) for blocks in block.boxes)
    return format_html(
        '<div class="boxes">{}</div>', format_html_join("\n", "<div>{}</div>", boxes)
    )


def _page_break(_block):
    return mark_safe('<div class="page-break"></div>')


_DRAWN = {
    Paragraph: _paragraph,
    Heading: _heading,
    Fill: _fill,
    WritingLines: _lines,
    Grid: _grid,
    Bars: _bars,
    Boxes: _boxes,
    PageBreak: _page_break,
}
