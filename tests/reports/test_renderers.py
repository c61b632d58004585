"""What the renderers write, without a database: types, bytes, names that mean harm."""

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from programs.tables import Column, Kind, Table, guarded, unguarded
from reports.papers.values import grid
from reports.papers.written import shown
from reports.renderers import csv as csv_renderer
from reports.renderers import json as json_renderer
from reports.renderers import markup, pdf, word, xlsx, xlsx_stream
from reports.renderers.press import NotPrinted
from tests.support.reading import pdf_rows, sheet_of

HARM = (
    "=1+1",
    '=HYPERLINK("http://127.0.0.1:9/x","a")',
    '<img src="http://127.0.0.1:9/x">',
    '<link rel="attachment" href="file:///etc/hostname">',
    "<style>@import url(http://127.0.0.1:9/x)</style>",
    "{{ 7|add:7 }} & </td></table>",
)
GROUP = "Số lượng"
TEA = Table(
    title="Trà các xã",
    subtitle="(Kèm theo Công văn số …)",
    columns=(
        Column("position", "STT", Kind.NUMBER),
        Column("name", "Tên sản phẩm"),
        Column("points", "Điểm", Kind.NUMBER, group=GROUP),
        Column("count", "Gói", Kind.NUMBER, group=GROUP),
        Column("day", "Ngày", Kind.DATE),
    ),
    rows=tuple(
        (place, name, 91.5, 1200 * place, date(2024, 3, 5)) for place, name in enumerate(HARM, 1)
    ),
    totals=(None, "Tổng cộng", None, 25200, None),
    notes=("Trà là minh họa.",),
    stamp="BẢN NHÁP",
    made_at=datetime(2024, 3, 1, tzinfo=UTC),
)
RENDERERS = [pdf, word, xlsx, json_renderer, csv_renderer]


@pytest.mark.parametrize("renderer", RENDERERS, ids=lambda module: module.__name__)
def test_second_printing_has_the_same_bytes(renderer):
    assert renderer.render(TEA) == renderer.render(replace(TEA))


@pytest.mark.parametrize("stream", [xlsx_stream.stream, csv_renderer.stream])
def test_second_streaming_has_the_same_bytes(stream):
    first, second = (b"".join(stream(TEA.columns, TEA.rows)) for _ in range(2))

    assert first == second


def test_every_font_of_a_pdf_is_tinos_and_inside_the_file():
    reader = PdfReader(BytesIO(pdf.render(TEA)))
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    ]

    assert fonts
    for font in fonts:
        assert font["/BaseFont"].split("+")[1].startswith("Tinos")
        assert "/FontFile2" in font["/FontDescriptor"].get_object()


def test_pdf_says_its_language_and_title_and_carries_tags_and_no_file():
    reader = PdfReader(BytesIO(pdf.render(TEA)))

    assert reader.metadata.title == "Trà các xã"
    assert reader.root_object["/Lang"] == "vi"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert not reader.attachments


def test_names_that_mean_harm_are_printed_as_they_are():
    rows = pdf_rows(pdf.render(TEA))

    assert ["".join(row[1].split()) for row in rows[:-1]] == [
        "".join(name.split()) for name in HARM
    ]


def test_page_holds_no_tag_that_a_name_brought():
    page = str(markup.body(TEA))

    assert "<img" not in page
    assert "<style" not in page
    assert "&lt;img src=&quot;" in page


def test_numbers_and_dates_are_shown_the_vietnamese_way():
    found = [shown(value) for value in (1234.5, 1200, 0, None, date(2024, 3, 5), "a")]

    assert found == ["1.234,5", "1.200", "0", "–", "05/03/2024", "a"]


def test_cell_leads_to_what_makes_it_and_one_that_differs_is_marked():
    linked = replace(
        TEA,
        rows=TEA.rows[:1],
        totals=(),
        links=(("", "", "/a?b=1&c=2", "", ""),),
        marked=frozenset({(0, 3)}),
    )

    row = str(markup.body(linked))

    assert '<td class="number"><a class="text-reset" href="/a?b=1&amp;c=2">91,5</a></td>' in row
    assert '<td class="number differs">1.200<span' in row
    assert "<a" not in str(markup.body(linked, linked=False))


def test_long_list_is_refused_as_pdf_with_advice():
    long = replace(TEA, rows=TEA.rows[:1] * 301)

    for renderer in (pdf, word):
        with pytest.raises(NotPrinted, match=r"301 dòng.*đến 300 dòng.*Hãy tải bản Excel"):
            renderer.render(long)


def test_widths_are_shares_of_the_page_and_leave_room_for_each_head():
    columns = (Column("a", "STT", Kind.NUMBER, width=1), Column("b", "Tên", width=99))

    shares = [column.share for column in grid(Table("a", columns, ())).columns]
    assert [f"{share / sum(shares):.3%}" for share in shares] == ["4.348%", "95.652%"]


LINES = ("Một\nhai\nba", "x" * 70, "Một")
HEADS = (Column("a", "Nghiêng-ngả-nghiêng"), Column("b", "Ngày quyết định công nhận", width=10))


def heights(content, first):
    sheet = load_workbook(BytesIO(content)).active
    return [sheet.row_dimensions[first + place].height for place in range(len(LINES) + 1)]


def test_rows_of_a_workbook_are_as_high_as_their_text():
    table = Table("Biểu", HEADS, tuple((text, "") for text in LINES))

    head, *rows = heights(xlsx.render(table), first=2)

    assert head == 3 * xlsx.LINE_POINTS
    assert rows == [3 * xlsx.LINE_POINTS, 3 * xlsx.LINE_POINTS, xlsx.LINE_POINTS]


def test_rows_of_a_long_list_are_as_high_as_their_line_breaks_ask():
    rows = [(text, "") for text in LINES]

    head, several, *plain = heights(b"".join(xlsx_stream.stream(HEADS, rows)), first=1)

    assert head == several == 3 * xlsx.LINE_POINTS
    assert plain == [None, None]


@pytest.mark.parametrize("content", ["table", "list"])
def test_a_column_is_as_wide_as_the_longest_word_of_its_head(content):
    table = Table("Biểu", (Column("a", "Nghiêng-ngả-nghiêng", width=5),), (("a",),))
    written = xlsx.render(table)
    if content == "list":
        written = b"".join(xlsx_stream.stream(table.columns, table.rows))

    assert load_workbook(BytesIO(written)).active.column_dimensions["A"].width > 19


@pytest.fixture(scope="module")
def sheet():
    return sheet_of(xlsx.render(TEA))


class TestWorkbook:
    """The workbook of a table, as openpyxl reads it."""

    def test_head_has_two_lines_and_stays_in_view(self, sheet):
        heads = [[cell.value for cell in row] for row in sheet.iter_rows(4, 5)]

        assert heads == [
            ["STT", "Tên sản phẩm", "Số lượng", None, "Ngày"],
            [None, None, "Điểm", "Gói", None],
        ]
        assert sheet.freeze_panes == "A6"
        assert {str(area) for area in sheet.merged_cells.ranges} >= {"C4:D4", "A4:A5", "A12:B12"}

    def test_cells_are_numbers_dates_and_text_and_never_formulas(self, sheet):
        rows = list(sheet.iter_rows(6, 11))

        assert {cell.data_type for row in rows for cell in row} == {"n", "s", "d"}
        assert [cell.value for cell in rows[0]] == [
            *(1, "=1+1", 91.5, 1200),
            datetime(2024, 3, 5),  # noqa: DTZ001 -- Excel knows no time zones
        ]
        assert [row[1].value for row in rows] == list(HARM)

    def test_totals_are_numbers_too(self, sheet):
        assert [cell.value for cell in sheet[12]] == ["Tổng cộng", None, None, 25200, None]

    def test_it_prints_on_a4_with_the_head_on_each_page(self, sheet):
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$4:$5"
        assert sheet.print_area == "'Biểu'!$A$1:$E$13"


def test_streamed_workbook_holds_the_rows_and_no_formula():
    rows = [*TEA.rows, (7, "dấu\ncách  ", None, -3, date(1999, 12, 31))]

    book = load_workbook(BytesIO(b"".join(xlsx_stream.stream(TEA.columns, rows))))
    lines = list(book.active.iter_rows())

    assert [cell.value for cell in lines[0]] == [
        *("STT", "Tên sản phẩm", "Số lượng – Điểm", "Số lượng – Gói", "Ngày")
    ]
    assert [line[1].value for line in lines[1:]] == [*HARM, "dấu\ncách  "]
    assert [cell.data_type for cell in lines[1]] == ["n", "s", "n", "n", "d"]
    assert [cell.value for cell in lines[7]][2:4] == [None, -3]
    assert book.active.freeze_panes == "A2"


@given(st.text())
def test_streamed_text_is_never_broken_xml(text):
    list_of_one = b"".join(xlsx_stream.stream((Column("a", "A"),), [(text,)]))

    load_workbook(BytesIO(list_of_one))


def test_stream_reads_its_rows_as_it_goes():
    read = []
    rows = ((read.append(place), "trà")[1:] for place in range(5000))

    pieces = xlsx_stream.stream((Column("a", "A"),), rows)
    next(pieces)
    next(pieces)

    assert len(read) == xlsx_stream.ROWS_AT_ONCE


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "＝1", "－1", "'=1", "''=1"]
)
def test_csv_holds_no_cell_that_a_spreadsheet_would_run(text):
    assert guarded(text) == f"'{text}"


@given(st.text() | st.from_regex(r"'*[=+\-@\t\r＝]?.*"))
def test_guarded_text_reads_back_as_it_was(text):
    assert unguarded(guarded(text)) == text


def test_csv_opens_with_the_mark_and_reads_back():
    content = csv_renderer.render(TEA).decode()
    rows = list(csv.reader(StringIO(content.removeprefix("\ufeff"), newline="")))

    assert content.startswith("\ufeff")
    assert rows[1] == ["1", "'=1+1", "91.5", "1200", "05/03/2024"]
    assert [unguarded(row[1]) for row in rows[1:-1]] == list(HARM)


def test_csv_says_a_moment_to_the_second_and_leaves_empty_what_was_not_stated():
    moment = datetime(2024, 3, 5, 7, 8, 9)  # noqa: DTZ001 -- as a list gives it, of our time
    columns = tuple(Column(name, name) for name in "abc")

    content = b"".join(csv_renderer.stream(columns, [(moment, None, 0)])).decode()

    assert content.splitlines()[1] == "05/03/2024 07:08:09,,0"


@pytest.mark.parametrize(("count", "pieces"), [(0, 1), (999, 1), (1000, 2), (2500, 3)])
def test_csv_comes_in_pieces_that_hold_every_row_once(count, pieces):
    rows = ((place,) for place in range(count))

    found = list(csv_renderer.stream((Column("a", "A"),), rows))

    assert len(found) == pieces
    lines = b"".join(found).decode("utf-8-sig").split()
    assert lines == ["A", *map(str, range(count))]


def test_rows_as_json_are_objects_and_none_are_an_empty_list():
    columns = (Column("a", "A"), Column("b", "B"))
    rows = [(date(2024, 3, 5), None), (0, "trà")]

    found = b"".join(json_renderer.stream(columns, rows))

    assert json.loads(found) == [{"a": "2024-03-05", "b": None}, {"a": 0, "b": "trà"}]
    assert json.loads(b"".join(json_renderer.stream(columns, []))) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0, "0"),
        ("", ""),
        (-1234.5, "-1.234,5"),
        (1_000_000, "1.000.000"),
        (date(2024, 2, 29), "29/02/2024"),
    ],
)
def test_zero_and_nothing_are_shown_apart(value, text):
    assert shown(value) == text
