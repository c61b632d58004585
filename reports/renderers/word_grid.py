"""The tables of a paper as Word's own markup.

Written as text and read once: cell by cell the library takes three times as long.
"""

from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from reports.papers.values import runs_of
from reports.renderers.word_pages import CELL

CELL_MARGIN = 57  # one millimetre: "Stt" has room in the narrowest column
_BEGINS, _GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="E6E6E6"/>'
_TABLE = (
    f"<w:tbl {nsdecls('w')}>"
    '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/>'
    f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{CELL_MARGIN}" w:type="dxa"/>'
    f'<w:right w:w="{CELL_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)


def drawn(block, width):
    """The element of this Grid, so many millimetres wide."""
    total = sum(column.share for column in block.columns)
    widths = [Mm(width * column.share / total).twips for column in block.columns]
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    rows = "".join([*_head_rows(block, widths), *_body_rows(block, widths)])
    return parse_xml(f"{_TABLE}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>")


def _head_rows(block, widths):
    """The lines of the head; where a cell goes down over several, it goes on without text."""
    under = {}  # (line, place): (columns that it spans) of what began further up
    for at, line in enumerate(block.head):
        cells, waiting, place = [], iter(line), 0
        while place < len(widths):
            if spans := under.get((at, place)):
                cells.append(_cell(sum(widths[place : place + spans]), "", spans, _GOES_ON))
            else:
                cell = next(waiting)
                spans = cell.columns
                text = _letters_of(cell.text, block.size, bold=True)
                merge = _BEGINS if cell.lines > 1 else ""
                cells.append(_cell(sum(widths[place : place + spans]), text, spans, merge))
                under |= {(at + down, place): spans for down in range(1, cell.lines)}
            place += spans
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _body_rows(block, widths):
    for at, row in enumerate(block.rows):
        facts = [(sum(widths[: row.spans]), row.spans, row.spans > 1)]
        facts += [(each, 1, False) for each in widths[row.spans :]]
        columns = block.columns[row.spans - 1 :]
        shade = _SHADE if row.level > 1 else ""
        keep = "<w:keepNext/>" if at == len(block.rows) - 2 else ""  # the last stands nowhere alone
        cells = [
            _cell(
                wide,
                _letters_of(text, block.size, bold=bool(row.level)),
                spans,
                shade,
                keep=keep,
                is_centred=column.is_centred or is_label,
            )
            for text, column, (wide, spans, is_label) in zip(row.cells, columns, facts, strict=True)
        ]
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(width, text, spans, look, *, keep="", is_centred=True):
    span = f'<w:gridSpan w:val="{spans}"/>' if spans > 1 else ""
    place = '<w:jc w:val="center"/>' if is_centred else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{look}<w:vAlign w:val="center"/>'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{CELL}"/>{keep}{place}</w:pPr>{text}</w:p></w:tc>'
    )


def _letters_of(text, size, *, bold):
    """The runs of a cell."""
    return "".join(
        f"<w:r><w:rPr>{'<w:b/>' * (bold or run.bold)}{'<w:i/>' * run.italic}"
        f'<w:sz w:val="{2 * size}"/></w:rPr>{_said(run.text)}</w:r>'
        for run in runs_of(text)
    )


def _said(text):
    lines = (f'<w:t xml:space="preserve">{line}</w:t>' for line in escape(text).split("\n"))
    return "<w:br/>".join(lines)
