"""The pages and styles of a Word document in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from functools import cache
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
SHORT, LONG = Mm(210), Mm(297)
TOP, RIGHT, BOTTOM, LEFT = Mm(20), Mm(15), Mm(20), Mm(30)
INDENT = Mm(12.7)
# Of running text, of the cells of a table, of titles: the ids of our styles.
BODY, CELL, TITLE = "BodyText", "TableText", "Title"


@cache
def template(size):
    """The bytes of an empty document with our styles and page, for text of this size."""
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
    page(document.sections[0], is_landscape=False)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


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


def page(section, *, is_landscape):
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
