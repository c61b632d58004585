"""A paper is a value: the same words in PDF and Word, the layout of the decree in both."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from io import BytesIO

import pdfplumber
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.tables import Column, Kind, Table
from reports.papers.lists import list_paper
from reports.papers.plain import as_values, from_values
from reports.papers.values import (
    Appendix,
    Boxes,
    Fill,
    Grid,
    GridColumn,
    GridRow,
    Head,
    HeadCell,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Place,
    Run,
    Signature,
    WritingLines,
    addressed,
    marked,
    number_line,
    received,
    signing_rows,
    written_place,
)
from reports.renderers import paper_pdf, paper_word
from tests.support.word import texts

FORESTS = Grid(
    (GridColumn(1, is_centred=True), GridColumn(5), GridColumn(2, is_centred=True)),
    (
        (HeadCell("Stt", 1, 2), HeadCell("Số lượng", 2, 1)),
        (HeadCell("Tên"), HeadCell("Số")),
    ),
    (GridRow(("A", "Phần A", "35"), level=2), GridRow(("Tổng cộng", "38"), level=1, spans=2)),
)
LETTER = Paper(
    name="Công văn thử",
    made_at=date(2024, 3, 25),
    head=Head(
        superior=("UBND TỈNH QUẢNG NGÃI",),
        issuer=("SỞ NÔNG NGHIỆP", "VÀ PHÁT TRIỂN NÔNG THÔN"),
        symbol="SNNPTNT-NTM",
        place="Quảng Ngãi",
        month=date(2024, 3, 1),
    ),
    subject="hướng dẫn thực hiện Chương trình OCOP",
    addressees=("Các sở, ban ngành tỉnh", "UBND các huyện"),
    blocks=(
        Paragraph(marked("Kế hoạch **phải cụ thể** và *khác biệt*.")),
        Heading("I. Các sở"),
        Heading("1. Rà soát", 2),
        Heading("a) Kế hoạch", 3),
        Paragraph("Báo cáo năm", mark="+"),
        Fill("Chức vụ", "Giám đốc"),
        Fill("Nơi thường trú"),
        WritingLines(2),
        Boxes(((Paragraph("UBND cấp xã", place=Place.LEFT),), (Fill("Ngày nhận"),))),
        FORESTS,
        PageBreak(),
        Paragraph("Đề nghị các cơ quan thực hiện; số lượng theo Phụ lục kèm theo./."),
    ),
    signatures=(Signature("PHÓ GIÁM ĐỐC", "Hồ Trọng Phương", authority=("KT. GIÁM ĐỐC",)),),
    receivers=("Như trên", "Lưu: VT, NTM"),
    appendices=(
        Appendix("Số lượng sản phẩm", "(Kèm theo Công văn số …)", (FORESTS,), is_landscape=True),
    ),
)


# --- What a paper says -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("a", (Run("a"),)),
        ("a **b** c", (Run("a "), Run("b", bold=True), Run(" c"))),
        ("*b*", (Run("b", italic=True),)),
        ("***b***.", (Run("b", bold=True, italic=True), Run("."))),
        ("3 * 4", (Run("3 * 4"),)),
        ("", ()),
    ],
)
def test_bold_and_italic_are_marked_with_stars_in_our_own_texts(text, runs):
    assert marked(text) == runs


def test_a_number_and_a_day_that_are_not_given_yet_leave_room():
    blank = LETTER.head
    given_now = replace(blank, number="05", day=date(2024, 2, 5))

    assert number_line(blank).split() == ["Số:", "/SNNPTNT-NTM"]
    assert written_place(blank).split() == ["Quảng", "Ngãi,", "ngày", "tháng", "3", "năm", "2024"]
    assert number_line(given_now) == "Số: 05/SNNPTNT-NTM"
    assert written_place(given_now) == "Quảng Ngãi, ngày 05 tháng 02 năm 2024"
    assert number_line(None) == written_place(None) == ""


def test_one_addressee_stands_on_the_line_and_several_each_with_a_dash():
    assert addressed(replace(LETTER, addressees=("UBND tỉnh",))) == ["UBND tỉnh."]
    assert addressed(LETTER) == ["- Các sở, ban ngành tỉnh;", "- UBND các huyện."]
    assert received(("Như trên", "Lưu: VT")) == ["- Như trên;", "- Lưu: VT."]


ONE, TWO, THREE = (Signature(title) for title in ("MỘT", "HAI", "BA"))


@pytest.mark.parametrize(
    ("signatures", "receivers", "rows"),
    [
        ((ONE,), (), [(None, ONE)]),
        ((ONE,), ("A",), [(("A",), ONE)]),
        ((ONE, TWO), (), [(ONE, TWO)]),
        ((ONE, TWO), ("A",), [(ONE, TWO), (("A",), None)]),
        ((ONE, TWO, THREE), ("A",), [(ONE, TWO), (("A",), THREE)]),
        ((), (), []),
    ],
)
def test_receivers_stand_left_of_the_last_signature(signatures, receivers, rows):
    assert signing_rows(Paper("a", signatures=signatures, receivers=receivers)) == rows


# --- As plain values ---------------------------------------------------------------------------


def test_a_paper_comes_back_from_its_plain_values():
    at = replace(LETTER, made_at=datetime(2024, 3, 25, 1, 2, tzinfo=UTC))

    for paper in (LETTER, at):
        assert from_values(json.loads(json.dumps(as_values(paper)))) == paper


def test_values_of_no_part_are_refused():
    with pytest.raises(ValueError, match="Letterhead"):
        from_values({"is": "Letterhead"})


# --- In both formats ---------------------------------------------------------------------------

BLOCK_TAGS = {"p", "h1", "h2", "h3", "h4", "th", "td", "li"}


class Blocks(HTMLParser):
    """The text of each block of the markup that the typesetter is given."""

    def __init__(self):
        super().__init__()
        self.found, self.is_in = [], False

    def handle_starttag(self, tag, _attrs):
        if tag in BLOCK_TAGS:
            self.found.append("")
            self.is_in = True
        elif tag == "br":
            self.found[-1] += " "

    def handle_endtag(self, tag):
        if tag in BLOCK_TAGS:
            self.is_in = False

    def handle_data(self, data):
        if self.is_in:
            self.found[-1] += data


def markup_texts(paper):
    blocks = Blocks()
    for part in paper_pdf.parts(paper):
        blocks.feed(part)
    return words(blocks.found)


def words(lines):
    """Each line with its words parted by one blank; empty ones fall."""
    return [" ".join(line.split()) for line in lines if line.strip()]


def test_both_say_the_same_in_the_same_order():
    assert words(texts(paper_word.render(LETTER))) == markup_texts(LETTER)


letters = st.text(st.sampled_from('abcđêÔ 12&<*"'), min_size=1, max_size=12).filter(str.strip)
runs = st.lists(st.builds(Run, letters, st.booleans(), st.booleans()), min_size=1, max_size=3)
rich = letters | runs.map(tuple)
plain_blocks = st.one_of(
    st.builds(Paragraph, rich, st.sampled_from(["", "-", "+", "□"]), st.sampled_from(Place)),
    st.builds(Heading, letters, st.sampled_from([1, 2, 3])),
    st.builds(Fill, letters, letters),
    st.builds(
        lambda cells: Grid(
            (GridColumn(1), GridColumn(2, is_centred=True)),
            ((HeadCell("a", columns=2),), (HeadCell("b"), HeadCell("c"))),
            tuple(GridRow((one, two), level) for one, two, level in cells),
        ),
        st.lists(st.tuples(rich, rich, st.sampled_from([0, 1, 2])), max_size=3),
    ),
)


@settings(deadline=None, max_examples=25)
@given(st.lists(plain_blocks, max_size=5), st.lists(letters, max_size=3))
def test_any_blocks_say_the_same_in_both(blocks, receivers):
    paper = replace(LETTER, blocks=tuple(blocks), receivers=tuple(receivers))

    assert words(texts(paper_word.render(paper))) == markup_texts(paper)


def test_what_is_drawn_are_the_words_of_the_markup():
    with pdfplumber.open(BytesIO(paper_pdf.render(LETTER))) as pdf:
        drawn = " ".join(page.extract_text() for page in pdf.pages).split()
        fonts = {char["fontname"].split("+")[1] for page in pdf.pages for char in page.chars}
        is_landscape = [page.width > page.height for page in pdf.pages]

    wanted = " ".join(markup_texts(LETTER)).split()
    assert sorted(word for word in drawn if set(word) != {"."}) == sorted([*wanted, "2"])
    assert all(font.startswith("Tinos") for font in fonts)
    assert is_landscape == [False, False, True]


@pytest.mark.parametrize("renderer", [paper_pdf, paper_word])
def test_the_same_paper_has_the_same_bytes(renderer):
    assert renderer.render(LETTER) == renderer.render(LETTER)


def test_what_no_document_can_hold_is_left_out_of_both():
    grid = replace(FORESTS, rows=(GridRow(("A", "Ph\x07ần", "35")),))
    blocks = (Heading("I. Các\x07 sở"), Fill("Chức vụ", "Giám\x0b đốc"), grid, Paragraph("H\x07ết"))
    paper = Paper("Th\x07ử", blocks=blocks)

    with pdfplumber.open(BytesIO(paper_pdf.render(paper))) as pdf:
        drawn = pdf.pages[0].extract_text().split()
    written = " ".join(texts(paper_word.render(paper))).split()

    assert sorted(written) == sorted(drawn)
    assert {"Các", "Giám", "Phần", "Hết"} <= set(written)


# --- In Word -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def document():
    return Document(BytesIO(paper_word.render(LETTER)))


def test_word_has_real_styles_that_a_person_goes_on_with(document):
    styles = {p.text: p.style.name for p in document.paragraphs}

    assert styles["I. Các sở"] == "Heading 1"
    assert styles["1. Rà soát"] == "Heading 2"
    assert styles["a) Kế hoạch"] == "Heading 3"
    assert styles["+ Báo cáo năm"] == "Body Text"
    for name in ("Normal", "Body Text", "Heading 1", "Title"):
        fonts = document.styles[name].element.rPr.rFonts
        assert {
            fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")
        } == {"Times New Roman"}


def test_word_numbers_its_pages_on_top_but_for_the_first_and_anew_in_an_appendix(document):
    main, appendix = document.sections

    assert main.different_first_page_header_footer
    assert "PAGE" in main.header.paragraphs[0]._p.xml  # noqa: SLF001
    assert appendix.orientation == WD_ORIENT.LANDSCAPE
    assert appendix.different_first_page_header_footer
    numbering = appendix._sectPr.find(qn("w:pgNumType"))  # noqa: SLF001
    assert numbering.get(qn("w:start")) == "1"
    assert main.page_width.mm == pytest.approx(210, abs=0.1)
    assert main.left_margin.mm == pytest.approx(30, abs=0.1)


def test_word_repeats_the_head_of_a_table_and_cuts_no_row(document):
    [table] = [each for each in document.tables if each.rows[0].cells[0].text == "Stt"][:1]
    rows = table._tbl.tr_lst  # noqa: SLF001

    heads = [tr.trPr is not None and tr.trPr.find(qn("w:tblHeader")) is not None for tr in rows]
    assert heads == [True, True, False, False]
    assert all(tr.trPr.find(qn("w:cantSplit")) is not None for tr in rows)


# --- Lists -------------------------------------------------------------------------------------

LIST = Table(
    "Danh sách",
    (Column("a", "Tên"), Column("b", "Số", kind=Kind.NUMBER)),
    (("Chè", 1234),),
    ("Tổng cộng", 1234),
    notes=("Số liệu tạm.", "Còn bổ sung."),
)


def test_a_working_list_is_no_appendix():
    assert list_paper(LIST).appendices[0].label == ""
    assert "Phụ lục" not in " ".join(markup_texts(list_paper(LIST)))


def test_a_list_on_paper_has_its_figures_in_vietnamese_and_its_notes_below():
    assert markup_texts(list_paper(LIST)) == [
        "DANH SÁCH",
        *("Tên", "Số"),
        *("Chè", "1.234"),
        *("Tổng cộng", "1.234"),
        "Ghi chú: Số liệu tạm.",
        "Còn bổ sung.",
    ]
