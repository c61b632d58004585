"""A paper as a Word document that a person may go on with: real styles, no text boxes."""

from datetime import UTC, datetime, time
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from reports.papers.values import (
    Bars,
    Boxes,
    Fill,
    Grid,
    GridColumn,
    GridRow,
    Heading,
    PageBreak,
    Paragraph,
    Place,
    Signature,
    WritingLines,
    addressed,
    letters,
    number_line,
    received,
    runs_of,
    signing_rows,
    written_place,
)
from reports.papers.written import shown
from reports.renderers.measure import (
    HEAD_POINTS,
    MM_OF_POINT,
    MOST_OF_ISSUER_MM,
    SUBJECT_POINTS,
    TEXT_MM,
    balanced,
    width,
)
from reports.renderers.qr import qr_picture
from reports.renderers.word_grid import CELL_MARGIN, drawn
from reports.renderers.word_pages import BODY, CELL, TITLE, page, template

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANDSCAPE_MM = 247
ISSUER_MM, NATION_MM = 74, 91
RULE_SHARE = 0.4
MOTTO_POINTS = 13
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BOX_MARGINS_MM = 6
FULL, BAR_LETTERS = "\N{FULL BLOCK}", 20  # of the longest bar
CODE_MM = 28  # a side of the QR code
SIGNING_MM = 24  # room for a signature
_POINTS_OF_RULE = 1
_PLACES = {
    Place.BODY: ALIGN.JUSTIFY,
    Place.LEFT: ALIGN.LEFT,
    Place.CENTRE: ALIGN.CENTER,
    Place.RIGHT: ALIGN.RIGHT,
}


def render(*papers):
    """The bytes of one document of these papers, each from its page 1 on; the same at any time."""
    document = Document(BytesIO(template(papers[0].size)))
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


def _tell(document, paper):
    """What the file says of itself."""
    facts = document.core_properties
    facts.title, facts.language, facts.author, facts.comments = letters(paper.name), "vi-VN", "", ""
    if paper.made_at:
        facts.created = facts.modified = _instant(paper.made_at)


def _instant(made_at):
    """The instant in UTC, as Word's facts hold it."""
    if not isinstance(made_at, datetime):
        return datetime.combine(made_at, time())
    return made_at.astimezone(UTC) if made_at.tzinfo else made_at


# --- Parts of a paper --------------------------------------------------------------------------


def _write(document, paper, *, is_first):
    if paper.has_text:
        if not is_first:
            page(document.add_section(WD_SECTION.NEW_PAGE), is_landscape=False)
        _write_main(document, paper)
    for place, appendix in enumerate(paper.appendices):
        if is_first and not paper.has_text and not place:
            section = document.sections[0]
        else:
            section = document.add_section(WD_SECTION.NEW_PAGE)
        page(section, is_landscape=appendix.is_landscape)
        if paper.stamp and not paper.has_text and not place:
            _plain(document, paper.stamp, align=ALIGN.RIGHT, bold=True)
        _write_appendix(document, appendix)


def _write_main(document, paper):
    _marks(document, paper)
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


def _marks(document, paper):
    """What tells at the top right which paper it is, and that it is not final."""
    if paper.code:
        _code(document, paper.code)
    for text in filter(None, (paper.stamp, paper.form)):
        _plain(document, text, align=ALIGN.RIGHT, bold=True, size=13)


def _code(document, code):
    """The code as a picture and in words, and again at the head of each page after the first."""
    picture = _plain(document, "", align=ALIGN.RIGHT)
    picture.add_run().add_picture(qr_picture(code), width=Mm(CODE_MM))
    _plain(document, code, align=ALIGN.RIGHT, bold=True, size=11)
    header = document.sections[-1].header
    header.is_linked_to_previous = False
    _runs(header.paragraphs[0], f" · {code}", size=11)


def _foot(section, text):
    """The line at the foot of the first page, under a rule (Phụ lục I, Mục III, khoản 4)."""
    line = section.first_page_footer.paragraphs[0]
    line.alignment = ALIGN.CENTER
    _runs(line, text, size=11)
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
    title = _styled(document, TITLE)
    title.paragraph_format.space_before = Pt(17)
    _runs(title, paper.kind)
    if paper.subject:
        about = _plain(document, paper.subject, size=SUBJECT_POINTS, bold=True, align=ALIGN.CENTER)
        across = balanced(paper.subject, SUBJECT_POINTS, TEXT_MM)
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
        _runs(_styled(document, TITLE), appendix.title.upper(), size=13)
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
    _runs(_styled(target, f"Heading{block.level}"), block.text)


def _fill(target, block, width):
    paragraph = _styled(target, _body(target))
    paragraph.paragraph_format.alignment = ALIGN.LEFT
    _runs(paragraph, f"{block.label}: {block.value}" if block.label else block.value)
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
    _plain(target, "", size=_POINTS_OF_RULE, before=6)
    table = target.add_table(1, 1)._tbl  # noqa: SLF001
    table.getparent().replace(table, drawn(block, width))


def _bars(target, block, width):
    """Each bar in letters, so that a person may go on with them."""
    _plain(target, block.title, bold=True, before=6)
    rows = tuple(
        GridRow((label, FULL * round(percent * BAR_LETTERS / 100), shown(number)))
        for label, number, percent in block.shares
    )
    columns = (GridColumn(0.36), GridColumn(0.5), GridColumn(0.14, is_centred=True))
    _grid(target, Grid(columns, (), rows, size=11), width)


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
    Bars: _bars,
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
