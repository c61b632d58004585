"""One pass over a worksheet: its values, and what Excel hides."""

from datetime import date, datetime

import pytest

from programs.intake import child
from programs.intake.cells import CellError, unpack
from tests.support.workbooks import (
    HEAD,
    MAIN,
    ROWS,
    Raw,
    book_parts,
    rows_xml,
    sheet_xml,
    with_sheets,
    workbook,
    zipped,
)

NOON = datetime(2024, 3, 22, 12)  # noqa: DTZ001 -- a cell has no time zone
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts>'
    '<numFmt numFmtId="164" formatCode="0&quot; sao, dmy&quot;"/>'
    '<numFmt numFmtId="165" formatCode="[$-42A]dd\\-mm\\-yyyy;@"/>'
    '<numFmt numFmtId="166" formatCode="hh:mm:ss"/>'
    '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/></cellXfs><dxfs><dxf><numFmt numFmtId="0" formatCode="d"/></dxf></dxfs>'
    "</styleSheet>"
)
STRIKES = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font/><font><strike/></font><font><strike val="0"/></font>'
    '</fonts><cellStyleXfs><xf fontId="1"/></cellStyleXfs><cellXfs><xf fontId="0"/>'
    '<xf fontId="1"/><xf fontId="2"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs>'
    "</styleSheet>"
)
STRINGS = (
    f'<sst xmlns="{MAIN}"><si><t>Trà</t></si><si><r><t>Tỏi </t></r><r><rPr><b/></rPr><t>đen</t></r>'
    '<rPh sb="0" eb="1"><t>đọc</t></rPh></si><si/></sst>'
)


def read(data):
    """The answer about a workbook; its only sheet, or why it is refused."""
    answer = child.grid_of("workbook", data)
    return answer["refused"][0].code if "refused" in answer else answer["sheets"][0]


def value_of(cell, **options):
    """What a cell is read as, alone in a sheet; "x" beside it, so that the row is never blank."""
    sheet = sheet_xml([(Raw(cell), "x")])
    parts = book_parts({"A": sheet}, styles=STYLES, strings=STRINGS, **options)
    read_as = read(zipped(parts))
    return read_as if isinstance(read_as, str) else unpack(read_as["rows"][0][2][0])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c><v>3</v></c>", 3),
        ("<c><v>1234.5</v></c>", 1234.5),
        ("<c><v>1.5E+300</v></c>", 1.5e300),
        ('<c t="b"><v>1</v></c>', True),
        ('<c t="s"><v>0</v></c>', "Trà"),
        ('<c t="s"><v>1</v></c>', "Tỏi đen"),
        ('<c t="s"><v>2</v></c>', None),
        ('<c t="inlineStr"><is>\n <t>Trà</t>\n</is></c>', "Trà"),
        ('<c t="inlineStr"><is><r><t>Tỏi </t></r><r><t>đen</t></r></is></c>', "Tỏi đen"),
        ('<c t="inlineStr"><is><t><![CDATA[a<b]]></t></is></c>', "a<b"),
        ('<c t="inlineStr"><is><t>_x0041__x000D__x005F_x0041_</t></is></c>', "A\r_x0041_"),
        ('<c t="str"><f>A2</f><v>Trà</v></c>', "Trà"),
        ('<c t="str"><f>A2</f><v></v></c>', None),
        ('<c t="e"><v>#REF!</v></c>', CellError("#REF!")),
        ("<c><f>A2</f></c>", CellError()),
        ("<c><f>A2</f><v/></c>", CellError()),
        ("<c><f>ROW()</f><v>7</v></c>", 7),
        ('<c s="1"><v>45373</v></c>', date(2024, 3, 22)),
        ('<c s="1"><v>45373.5</v></c>', NOON),
        ('<c s="2"><v>3</v></c>', 3),
        ('<c s="3"><v>45373</v></c>', date(2024, 3, 22)),
        ('<c s="4"><v>0.5</v></c>', 0.5),
        ('<c t="d"><v>2024-03-22T00:00:00</v></c>', date(2024, 3, 22)),
        ('<c s="1"><v>-5</v></c>', -5),
    ],
)
def test_cell_is_read_as_what_people_see(cell, value):
    assert value_of(cell) == value


def test_date_of_an_old_macintosh_is_the_day_it_shows():
    settings = '<workbookPr date1904="1"/>'

    assert value_of('<c s="1"><v>44011</v></c>', settings=settings) == date(2024, 6, 30)


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="s"><v>3</v></c>',
        '<c t="s"><v>-1</v></c>',
        '<c t="s"><v>x</v></c>',
        "<c><v>nan</v></c>",
        "<c><v>1e999</v></c>",
        "<c><v>ba</v></c>",
        '<c t="d"><v>hôm qua</v></c>',
        '<c t="zz"><v>1</v></c>',
    ],
)
def test_cell_that_cannot_be_is_refused_as_a_damaged_file(cell):
    assert value_of(cell) == "E_FORMAT"


@pytest.mark.parametrize(
    "data",
    [
        '<row r="99999999999"/>',
        '<row r="1"/><row r="0"/>',
        '<row r="-5"/>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="ZZZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        "<c><v>1</v></c><row/>",
        "<row/><c><v>1</v></c>",
        "<row><c><c><v>1</v></c></c></row>",
        "<row><row><c><v>1</v></c></row></row>",
    ],
)
def test_absurd_reference_is_refused(data):
    assert read(workbook(data)) == "E_FORMAT"


@pytest.mark.parametrize("place", ["A1:XFD1048576", "C5:A1", "foo", "A0:B2", "A1:A999999"])
def test_absurd_merged_range_is_refused(place):
    assert read(workbook(merged=[place])) == "E_FORMAT"


@pytest.mark.parametrize(
    "xml",
    ["hello", sheet_xml(ROWS)[:-20], "<a>" * 20_000 + "</a>" * 20_000, "<worksheet/>"],
    ids=["no XML", "cut", "nested 20,000 deep", "without data"],
)
def test_damaged_sheet_is_refused(xml):
    assert read(workbook(parts={"xl/worksheets/sheet1.xml": xml})) == "E_FORMAT"


def test_strict_format_is_refused_and_never_read_as_empty():
    book = book_parts({"A": sheet_xml(ROWS)})["xl/workbook.xml"]
    strict = book.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")

    assert read(workbook(parts={"xl/workbook.xml": strict})) == "E_FORMAT"


def test_rows_and_cells_without_references_are_counted_on():
    data = "<row><c><v>1</v></c></row><row/><row><c/><c><v>2</v></c></row>"

    assert read(workbook(data))["rows"] == [(1, False, [1]), (3, False, [None, 2])]


def test_blank_rows_and_cells_are_left_out_however_many_and_formatted():
    blank = "".join(f'<row r="{n}" s="1"><c r="XFD{n}" s="1"/></row>' for n in range(5, 9000))

    assert len(read(workbook(rows_xml((HEAD, *ROWS)) + blank))["rows"]) == 4


def test_false_dimension_costs_nothing():
    assert len(read(workbook(before='<dimension ref="A1:XFD1048576"/>'))["rows"]) == 4


def test_hidden_rows_columns_and_filters_are_told():
    columns = '<cols><col min="2" max="99999" hidden="1"/><col min="1" max="1" width="0"/></cols>'
    filtered = '<autoFilter ref="A1:B4"><filterColumn colId="1"/></autoFilter>'
    sheet = read(workbook(hidden=[3], before=columns, after=filtered))

    assert [hidden for _, hidden, _ in sheet["rows"]] == [False, False, True, False]
    assert sheet["hidden_columns"] == [*range(2, 61), 1]
    assert sheet["is_filtered"]


def test_row_of_no_height_is_a_hidden_row():
    assert read(workbook('<row r="1" ht="0"><c><v>1</v></c></row>'))["rows"][0][1]


def test_too_many_rows_are_refused_and_a_row_far_below_too():
    many = [(number,) for number in range(6000)]
    far = '<row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>'

    assert read(workbook(many)) == "E_TOO_MANY_ROWS"
    assert read(workbook(far)) == "E_TOO_MANY_ROWS"


def test_61st_column_is_refused_only_if_something_is_in_it():
    assert read(workbook([(1,) * 61])) == "E_TOO_MANY_COLUMNS"
    assert read(workbook([(1,) * 60 + (None, " ")]))["rows"][0][2] == [1] * 60


def test_one_long_text_used_a_thousand_times_is_refused():
    strings = f'<sst xmlns="{MAIN}"><si><t>{"a" * 30_000}</t></si></sst>'
    rows = [(Raw('<c t="s"><v>0</v></c>'),)] * 1000

    assert read(zipped(book_parts({"A": sheet_xml(rows)}, strings=strings))) == "E_FORMAT"


def test_hidden_sheet_is_looked_at_and_not_read_to_its_end():
    sheets = {"A": ROWS, "B": [(number,) for number in range(9000)]}
    answer = child.grid_of("workbook", with_sheets(sheets, states=["visible", "veryHidden"]))

    assert [(s["state"], len(s["rows"])) for s in answer["sheets"]] == [
        ("visible", 3),
        ("veryHidden", 50),
    ]


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/externalLinks/externalLink1.xml": "<a/>"},
        {"xl/connections.xml": "<a/>"},
        {
            "xl/worksheets/_rels/sheet1.xml.rels": (
                '<Relationships><Relationship Id="a" Type="x/hyperlink" Target="file:///c:/x" '
                'TargetMode="External"/></Relationships>'
            )
        },
    ],
    ids=["another workbook", "a database", "a link"],
)
def test_links_to_elsewhere_are_told_and_not_followed(parts):
    assert child.grid_of("workbook", workbook(parts=parts))["has_links"]


@pytest.mark.parametrize("target", ["/xl/worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml"])
def test_sheet_is_found_by_an_absolute_and_a_roundabout_path(target):
    name = "xl/_rels/workbook.xml.rels"
    rels = book_parts({"A": ""})[name].replace("worksheets/sheet1.xml", target)

    assert len(read(workbook(parts={name: rels}))["rows"]) == 4


def test_other_prefix_and_other_encoding_are_the_same_sheet():
    xml = sheet_xml(ROWS)
    prefixed = xml.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    sheets = (
        prefixed.replace("xmlns=", "xmlns:x="),
        ('<?xml version="1.0" encoding="UTF-16"?>' + xml).encode("utf-16"),
    )

    for sheet in sheets:
        rows = read(workbook(parts={"xl/worksheets/sheet1.xml": sheet}))["rows"]
        assert [cells[1] for _, _, cells in rows] == [row[1] for row in ROWS]


def test_cells_that_are_struck_through_are_named():
    cells = [Raw(f'<c s="{style}"><v>1</v></c>') for style in (1, 0, 2, 1)]
    sheet = sheet_xml([cells, ("x", Raw('<c s="1"/>'))])

    assert read(zipped(book_parts({"A": sheet}, styles=STRIKES)))["struck"] == [(1, 1), (1, 4)]


def runs(*parts):
    """A rich text: "-" before a part strikes it through."""
    strike = "<rPr><strike/></rPr>"
    marked = [(strike if part[0] == "-" else "", part.lstrip("-")) for part in parts]
    return "".join(f"<r>{looks}<t>{text}</t></r>" for looks, text in marked)


def test_rich_text_is_struck_through_where_all_of_it_is():
    texts = [("-Trà", "-Shan"), ("-3", "4"), ("3",), ("-Trà", " ")]
    inline = [Raw(f'<c t="inlineStr"><is>{runs(*text)}</is></c>') for text in texts]
    strings = "".join(f"<si>{runs(*text)}</si>" for text in texts)
    shared = [Raw(f'<c t="s"><v>{number}</v></c>') for number, _ in enumerate(texts)]
    parts = book_parts(
        {"A": sheet_xml([inline, shared])}, strings=f'<sst xmlns="{MAIN}">{strings}</sst>'
    )

    assert read(zipped(parts))["struck"] == [(1, 1), (1, 4), (2, 1), (2, 4)]
