"""A paper as a Word document that a person may go on with: real styles, no text boxes."""

from datetime import UTC, datetime, time
from functools import cache, partial
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

from reports.papers.values import (
    Boxes,
    Fill,
    Grid,
    Heading,
    PageBreak,
    Paragraph,
    Place,
    Signature,
    WritingLines,
    addressed,
    number_line,
    received,
    runs_of,
    signing_rows,
    written_place,
)
from reports.renderers.measure import MM_OF_POINT, balanced, width

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
SHORT, LONG = Mm(210), Mm(297)
TOP, RIGHT, BOTTOM, LEFT = Mm(20), Mm(15), Mm(20), Mm(30)
INDENT = Mm(12.7)
TEXT_MM, LANDSCAPE_MM = 165, 247
ISSUER_MM, NATION_MM = 74, 91
RULE_SHARE = 0.4
BODY, CELL = "BodyText", "TableText"
_BEGINS, _GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
HEAD_POINTS, MOTTO_POINTS, MOST_OF_ISSUER_MM = 12, 13, 70
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BOX_MARGINS_MM = 6
CELL_MARGIN = 57  # one millimetre: "Stt" has room in the narrowest column
SIGNING_MM = 24  # room for a signature
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="E6E6E6"/>'
_POINTS_OF_RULE = 1
_PLACES = {
    Place.BODY: ALIGN.JUSTIFY,
    Place.LEFT: ALIGN.LEFT,
    Place.CENTRE: ALIGN.CENTER,
    Place.RIGHT: ALIGN.RIGHT,
}


def render(*papers):
    """The bytes of one document of these papers, each from its page 1 on; the same at any time."""
    document = Document(BytesIO(_template(papers[0].size)))
    _tell(document, papers[0])
    for place, paper in enumerate(papers):
        _write(document, paper, is_first=not place)
    target = BytesIO()
    document.save(target)
    return _without_clock(target)


def _without_clock(source):
    """The same package with files dated 1980, so that its bytes do not know when it was made."""
    target = BytesIO()
    with ZipFile(source) as made, ZipFile(target, "w") as kept:
        for name in made.namelist():
            part = ZipInfo(name)
            part.compress_type = ZIP_DEFLATED
            kept.writestr(part, made.read(name))
    return target.getvalue()


_TABLE = (
    f"<w:tbl {nsdecls('w')}>"
    '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/>'
    f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{CELL_MARGIN}" w:type="dxa"/>'
    f'<w:right w:w="{CELL_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)


# --- Styles and pages --------------------------------------------------------------------------


def _tell(document, paper):
    """What the file says of itself."""
    facts = document.core_properties
    facts.title, facts.language, facts.author, facts.comments = paper.name, "vi-VN", "", ""
    if paper.made_at:
        facts.created = facts.modified = _instant(paper.made_at)


@cache
def _template(size):
    """An empty document with our styles and page, for text of this size."""
    document = Document()
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    _style(styles["Normal"], size)
    _style(styles["Header"], 13)
    _style(styles["Footer"], 11)
    _style(styles["Body Text"], size, before=6, indent=INDENT, align=ALIGN.JUSTIFY)
    for level, is_italic in ((1, False), (2, False), (3, True)):
        style = styles[f"Heading {level}"]
        _style(style, size, before=6, indent=INDENT, align=ALIGN.JUSTIFY)
        style.font.bold, style.font.italic = True, is_italic
        style.paragraph_format.keep_with_next = True
    title = styles["Title"]
    _style(title, 14, align=ALIGN.CENTER)
    title.font.bold = True
    cell = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = styles["Normal"]
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
    _page(document.sections[0], is_landscape=False)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _instant(made_at):
    """The instant in UTC, as Word's facts hold it."""
    if not isinstance(made_at, datetime):
        return datetime.combine(made_at, time())
    return made_at.astimezone(UTC) if made_at.tzinfo else made_at


def _style(style, size, *, before=0, indent=None, align=None):
    """Black letters of the one font, with no colour or rule of Word's own theme."""
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), None
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        border.getparent().remove(border)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(0), 1.0
    form.first_line_indent, form.alignment = indent, align


def _page(section, *, is_landscape):
    """A4 with the decree's margins; pages are numbered from 1, the first without a number."""
    sides = (LONG, SHORT) if is_landscape else (SHORT, LONG)
    section.page_width, section.page_height = sides
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, Mm(20) if is_landscape else RIGHT
    section.header_distance, section.footer_distance = Mm(10), BOTTOM
    section.first_page_footer.is_linked_to_previous = False
    section.different_first_page_header_footer = True
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    for old in section._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001 -- no other way
        section._sectPr.remove(old)  # noqa: SLF001
    section._sectPr.append(numbers)  # noqa: SLF001
    header = section.header.paragraphs[0]
    if not header.runs and not section.header.is_linked_to_previous:
        header.alignment = ALIGN.CENTER
        _field(header, "PAGE")


def _field(paragraph, instruction):
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        run = paragraph.add_run()._r  # noqa: SLF001
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run.append(mark)


# --- Parts of a paper --------------------------------------------------------------------------


def _write(document, paper, *, is_first):
    has_main = bool(paper.head or paper.blocks or not paper.appendices)
    if has_main:
        if not is_first:
            _page(document.add_section(WD_SECTION.NEW_PAGE), is_landscape=False)
        _write_main(document, paper)
    for place, appendix in enumerate(paper.appendices):
        if is_first and not has_main and not place:
            section = document.sections[0]
        else:
            section = document.add_section(WD_SECTION.NEW_PAGE)
        _page(section, is_landscape=appendix.is_landscape)
        if paper.stamp and not has_main and not place:
            _plain(document, paper.stamp, align=ALIGN.RIGHT, bold=True)
        _write_appendix(document, appendix)


def _write_main(document, paper):
    if paper.stamp:
        _plain(document, paper.stamp, align=ALIGN.RIGHT, bold=True, size=13)
    if paper.form:
        _plain(document, paper.form, align=ALIGN.RIGHT, bold=True, size=13)
    if paper.head:
        _head(document, paper)
    if paper.kind:
        _kind(document, paper)
    _addressees(document, addressed(paper))
    for base in paper.bases:
        _runs(_styled(document, BODY), base, italic=True)
    _blocks(document, paper.blocks)
    rows = signing_rows(paper)
    if rows:
        _keep_last(document, paper)
        _signing(document, rows)
    _blocks(document, paper.after)
    if paper.foot:
        _foot(document.sections[-1], paper.foot)


def _foot(section, text):
    """The line at the foot of the first page, under a rule (Phụ lục I, Mục III, khoản 4)."""
    line = section.first_page_footer.paragraphs[0]
    line.alignment = ALIGN.CENTER
    line.add_run(text).font.size = Pt(11)
    _border(line)


def _keep_last(document, paper):
    """The last lines stay on the page of the signatures."""
    if paper.blocks and isinstance(paper.blocks[-1], Paragraph):
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        document.paragraphs[-1].paragraph_format.keep_together = True


def _keep_with_next(cells):
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _head(document, paper):
    head = paper.head
    nation = partial(_plain, bold=True, align=ALIGN.CENTER)
    if not head.issuer:
        nation(document, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=HEAD_POINTS)
        nation(document, MOTTO, size=MOTTO_POINTS)
        _rule(document, width(MOTTO, MOTTO_POINTS), TEXT_MM)
        return
    left, right = _columns(document, ISSUER_MM, NATION_MM)
    for line in head.superior:
        _across(_plain(left, line, size=HEAD_POINTS, align=ALIGN.CENTER), line)
    for line in head.issuer:
        across = _across(_plain(left, line, size=HEAD_POINTS, align=ALIGN.CENTER, bold=True), line)
    _rule(left, RULE_SHARE * across, ISSUER_MM)
    nation(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=HEAD_POINTS)
    nation(right, MOTTO, size=MOTTO_POINTS)
    _rule(right, width(MOTTO, MOTTO_POINTS), NATION_MM)
    number, day = number_line(head), written_place(head)
    if number or day:
        left, right = _columns(document, ISSUER_MM, NATION_MM)
        if number:
            _plain(left, number, size=13, align=ALIGN.CENTER, before=4)
        if not paper.kind and paper.subject:
            about = _plain(left, f"V/v {paper.subject}", size=12, align=ALIGN.CENTER, before=6)
            about.paragraph_format.left_indent = about.paragraph_format.right_indent = Mm(4)
        if day:
            _plain(right, day, size=13, align=ALIGN.CENTER, italic=True, before=4)


def _across(paragraph, text):
    """Let a name that is too long for its column break into equal lines; tell their width."""
    across = balanced(text, HEAD_POINTS, MOST_OF_ISSUER_MM)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((ISSUER_MM - across) / 2)
    return min(across, width(text, HEAD_POINTS))


def _kind(document, paper):
    title = document.add_paragraph(paper.kind, style="Title")
    title.paragraph_format.space_before = Pt(17)
    if paper.subject:
        about = _plain(document, paper.subject, size=14, bold=True, align=ALIGN.CENTER)
        across = balanced(paper.subject, 14, TEXT_MM)
        form = about.paragraph_format
        form.left_indent = form.right_indent = Mm((TEXT_MM - across) / 2)
        _rule(document, RULE_SHARE * across, TEXT_MM, after=8)


def _addressees(document, lines):
    if len(lines) == 1:
        only = _plain(document, f"Kính gửi: {lines[0]}", before=17, after=6)
        only.paragraph_format.left_indent = Mm(32)
    elif lines:
        first = _plain(document, "Kính gửi:", before=17)
        first.paragraph_format.left_indent = Mm(32)
        for line in lines:
            _plain(document, line).paragraph_format.left_indent = Mm(49)
        document.paragraphs[-1].paragraph_format.space_after = Pt(6)


def _signing(document, rows):
    for place, row in enumerate(rows):
        cells = _columns(document, TEXT_MM / 2, TEXT_MM / 2, before=17 if not place else 12)
        for target, cell in zip(cells, row, strict=True):
            if isinstance(cell, Signature):
                _signature(target, cell)
            elif cell:
                _plain(target, "Nơi nhận:", size=12, bold=True, italic=True)
                for line in received(cell):
                    _plain(target, line, size=11)
        if place < len(rows) - 1:
            _keep_with_next(cells)


def _signature(target, cell):
    centred = partial(_plain, target, align=ALIGN.CENTER)
    if cell.day:
        centred(cell.day, size=13, italic=True)
    for line in (*cell.authority, cell.title):
        centred(line, size=13, bold=True)
    if cell.note:
        centred(cell.note, size=12, italic=True)
    centred(cell.name, size=14, bold=True, before=SIGNING_MM / MM_OF_POINT)


def _write_appendix(document, appendix):
    if appendix.label:
        _plain(document, appendix.label, size=14, bold=True, align=ALIGN.CENTER)
    if appendix.title:
        title = document.add_paragraph(appendix.title.upper(), style="Title")
        title.runs[0].font.size = Pt(13)
    if appendix.source:
        _plain(document, appendix.source, size=13, italic=True, align=ALIGN.CENTER)
    width = LANDSCAPE_MM if appendix.is_landscape else TEXT_MM
    if appendix.label:
        _rule(document, 45, width, after=8)
    _blocks(document, appendix.blocks, width=width)


# --- Blocks ------------------------------------------------------------------------------------


def _blocks(target, blocks, width=TEXT_MM):
    for block in blocks:
        _DRAWN[type(block)](target, block, width)


def _paragraph(target, block, _width):
    paragraph = _styled(target, _body(target))
    if block.place != Place.BODY:
        paragraph.alignment = _PLACES[block.place]
    if block.place in {Place.CENTRE, Place.RIGHT}:
        paragraph.paragraph_format.first_line_indent = 0
    mark = f"{block.mark} " if block.mark else ""
    if mark:
        paragraph.add_run(mark)
    _runs(paragraph, block.text)


def _body(target):
    """The style of running text: in a cell it has no indent."""
    return CELL if isinstance(target, _Cell) else BODY


def _styled(target, style):
    """A new paragraph of this style, by its id: by its name all styles are read through."""
    paragraph = target.add_paragraph()
    paragraph._p.style = style  # noqa: SLF001
    return paragraph


def _heading(target, block, _width):
    _styled(target, f"Heading{block.level}").add_run(block.text)


def _fill(target, block, width):
    paragraph = _styled(target, _body(target))
    paragraph.paragraph_format.alignment = ALIGN.LEFT
    paragraph.add_run(f"{block.label}: {block.value}" if block.label else block.value)
    if not block.value:
        _dots(paragraph, width)


def _lines(target, block, width):
    for _ in range(block.count):
        paragraph = _styled(target, _body(target))
        paragraph.paragraph_format.first_line_indent = 0
        _dots(paragraph, width)


def _dots(paragraph, width):
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    paragraph.add_run("\t")


def _page_break(target, _block, _width):
    target.add_page_break()


def _boxes(target, block, width):
    each = width / len(block.boxes)
    table = _table(target, 1, [each] * len(block.boxes))
    for cell, blocks in zip(_cells(table, 0), block.boxes, strict=True):
        _blocks(cell, blocks, each - BOX_MARGINS_MM)
        _drop_first(cell)


def _grid(target, block, width):
    """Written as text and read once: cell by cell the library takes three times as long."""
    total = sum(column.share for column in block.columns)
    widths = [Mm(width * column.share / total).twips for column in block.columns]
    _plain(target, "", size=_POINTS_OF_RULE, before=6)
    table = target.add_table(1, 1)._tbl  # noqa: SLF001
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    rows = "".join([*_head_rows(block, widths), *_body_rows(block, widths)])
    written = f"{_TABLE}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    table.getparent().replace(table, parse_xml(written))


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


def _table(target, count, widths):
    """A table with rules on all sides whose rows are not cut by the end of a page."""
    _plain(target, "", size=_POINTS_OF_RULE, before=6)
    table = target.add_table(count, len(widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _margins(table, CELL_MARGIN)
    for column, each in zip(table.columns, widths, strict=True):
        column.width = Mm(each)
    for tr in table._tbl.tr_lst:  # noqa: SLF001
        facts = tr.get_or_add_trPr()
        facts.append(OxmlElement("w:cantSplit"))
        for tc, each in zip(tr.tc_lst, widths, strict=True):
            tc.width = Mm(each)
    return table


def _cells(table, row):
    return [_Cell(tc, table) for tc in table._tbl.tr_lst[row].tc_lst]  # noqa: SLF001


_DRAWN = {
    Paragraph: _paragraph,
    Heading: _heading,
    Fill: _fill,
    WritingLines: _lines,
    Grid: _grid,
    Boxes: _boxes,
    PageBreak: _page_break,
}


# --- Paragraphs --------------------------------------------------------------------------------


def _runs(paragraph, text, *, bold=False, italic=False, size=None):
    for part in runs_of(text):
        run = paragraph.add_run(part.text)
        run.bold, run.italic = part.bold or bold or None, part.italic or italic or None
        if size:
            run.font.size = Pt(size)


def _plain(target, text, *, align=None, before=0, after=0, **look):
    """A paragraph of the head, the signatures or a title; in a cell the first one is taken.

    `look` is that of its letters, as _runs() takes it.
    """
    empty = isinstance(target, _Cell) and not target._tc.xpath("./w:p/w:r | ./w:p/w:pPr")  # noqa: SLF001
    paragraph = target.paragraphs[0] if empty else target.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment, form.space_before, form.space_after = align, Pt(before), Pt(after)
    _runs(paragraph, text, **look)
    return paragraph


def _columns(target, *widths, before=0):
    """Cells side by side without rules."""
    if before:
        gap = _plain(target, "", size=_POINTS_OF_RULE, before=before)
        gap.paragraph_format.keep_with_next = True
    table = target.add_table(1, len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    _margins(table, 0)  # the nation's name takes the whole width of its column
    row = table._tbl.tr_lst[0]  # noqa: SLF001
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column, each in zip(table.columns, widths, strict=True):
        column.width = Mm(each)
    cells = _cells(table, 0)
    for cell, each in zip(cells, widths, strict=True):
        cell.width = Mm(each)
    return cells


def _margins(table, width):
    """The room left and right of the letters in each cell, in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001


def _drop_first(cell):
    """A cell begins with an empty paragraph, which is not ours."""
    if len(cell.paragraphs) > 1:
        first = cell.paragraphs[0]._p  # noqa: SLF001
        first.getparent().remove(first)


def _rule(target, length, width, after=0):
    """A rule of so many millimetres in the middle: the upper border of an empty paragraph."""
    paragraph = _plain(target, "", size=_POINTS_OF_RULE, before=2, after=after)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(max(0, (width - length) / 2))
    _border(paragraph)


def _border(paragraph):
    """A rule above the paragraph, as long as it is wide."""
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
