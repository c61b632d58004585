"""The table in a sheet: its head wherever it stands, its rows, and what is none of them."""

import unicodedata

import pytest

from programs.intake.cells import CellError
from programs.intake.head import HeadFinder
from programs.intake.outcomes import Answers, ColumnChoiceError, RefusedFileError, SheetChoiceError
from programs.intake.reading import Grid, Sheet
from programs.intake.tables import find_table, letter
from programs.tables import Column, Kind

COLUMNS = (
    Column("position", "STT", Kind.NUMBER, aliases=("TT",)),
    Column("name", "Tên sản phẩm", required=True, aliases=("Sản phẩm",)),
    Column("maker", "Chủ thể", required=True),
    Column("star", "Hạng sao", required=True, choices=("3 sao", "4 sao")),
    Column("note", "Ghi chú"),
)
TITLES = [column.title for column in COLUMNS]
TEA, HONEY = [1, "Trà", "HTX Trà", "3 sao"], [2, "Mật ong", "HTX Ong", "4 sao"]
LABELS = {"star": lambda title: title if title in {"3 sao", "4 sao"} else ""}


def sheet(*lines, name="A", hidden=(), **facts):
    """A sheet of these lines; an empty one is a blank row, which is not filled."""
    rows = [(n, n in hidden, list(line)) for n, line in enumerate(lines, 1) if line]
    return Sheet(name, facts.pop("state", "visible"), rows, **facts)


def find(*sheets, chosen="", **facts):
    grid, finder = Grid(list(sheets), **facts), HeadFinder(COLUMNS, LABELS)
    return find_table(grid, finder, "position", Answers(sheet=chosen))


def read(*lines, **facts):
    """(rows by column, codes of the notes) of a sheet of these lines."""
    table, notes = find(sheet(*lines, **facts))
    return [row.cells for row in table.rows], [note.code for note in notes]


def refusal(*sheets, **options):
    with pytest.raises(RefusedFileError) as refused:
        find(*sheets, **options)
    return refused.value.problems


@pytest.mark.parametrize(
    "titles",
    [
        TITLES,
        [title.upper() for title in TITLES],
        [unicodedata.normalize("NFD", title) for title in TITLES],
        [f"  {title.replace(' ', chr(10))} (*)" for title in TITLES],
        ["TT", "Sản phẩm", "chu the", "HẠNG  SAO:", "Ghi\xa0chú\u200b"],
    ],
    ids=["as they are", "capitals", "decomposed", "broken and marked", "other names"],
)
def test_head_is_found_by_what_it_says(titles):
    rows, notes = read(titles, TEA)

    keys = [column.key for column in COLUMNS]
    assert [rows[0][key] for key in keys] == [*TEA, None]
    assert notes == []


def test_head_may_stand_below_titles_and_in_any_order():
    order = [3, 1, 0, 2]
    rows, notes = read(
        ["Phụ lục"], ["DANH SÁCH"], [], [TITLES[n] for n in order], [TEA[n] for n in order]
    )

    assert rows[0]["name"] == "Trà"
    assert rows[0]["star"] == "3 sao"
    assert notes == []


def spread(*rows, upper="Số lượng sản phẩm năm 2024", merged=((1, 4, 1, 5),)):
    """A head in two lines with a column for each star, and marks below."""
    return sheet(
        ["STT", "Tên sản phẩm", "Chủ thể", upper, None, "Ghi chú"],
        [None, None, None, "3 sao", "4 sao"],
        *rows,
        merged=list(merged),
    )


@pytest.mark.parametrize("mark", ["x", "X ", "✓", "1", 1, True, "có"])
@pytest.mark.parametrize("merged", [[(1, 4, 1, 5), (1, 1, 2, 1)], []], ids=["merged", "CSV"])
def test_marks_under_a_two_line_head_say_the_choice(mark, merged):
    table, _ = find(spread([1, "A", "B", mark], [2, "C", "D", None, mark, "g"], merged=merged))

    assert [row.cells["star"] for row in table.rows] == ["3 sao", "4 sao"]
    assert table.rows[1].cells["note"] == "g"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["x", "x"], "3 sao; 4 sao"),
        ([None, None], None),
        ([0, "-"], None),
        ([2, None], "3 sao: 2"),
        (["?", "x"], "3 sao: ?; 4 sao"),
        (["x", CellError("#REF!")], CellError("#REF!")),
    ],
)
def test_marks_that_say_no_single_choice_are_left_to_be_refused(cells, said):
    table, _ = find(spread([1, "A", "B", *cells]))

    assert table.rows[0].cells["star"] == said


def test_group_and_title_together_make_the_head():
    lines = ["STT", "Sản", None, "Hạng", "x"], [None, "phẩm", "Chủ thể", "sao", "y"], TEA
    rows, notes = read(*lines, merged=[(1, 2, 1, 3)])

    assert rows[0]["name"] == "Trà"
    assert notes == ["W_EXTRA_COLUMN"]


def test_every_missing_column_is_asked_about_where_another_may_be_it():
    with pytest.raises(ColumnChoiceError) as asked:
        find(sheet(["STT", "Tên sản phẩm", "Ghi chú", "Chủ tể"], TEA))

    maker, star = asked.value.problems
    assert [column["asks"] for column in asked.value.columns] == [False, False, False, True]
    assert (maker.column, star.column) == ("Chủ thể", "Hạng sao")
    assert star.message == "Chưa biết cột nào của tệp là “Hạng sao”."


def test_where_no_column_is_left_to_be_the_missing_one_the_file_is_refused():
    (problem,) = refusal(sheet(["STT", "Tên sản phẩm", "Ghi chú", "Hạng sao"], TEA))

    assert "Thiếu cột “Chủ thể”" in problem.message


def test_doubled_column_is_asked_about_with_its_places():
    with pytest.raises(ColumnChoiceError) as asked:
        find(sheet([*TITLES, "tên sản phẩm"], TEA))

    (problem,) = asked.value.problems
    assert (problem.code, "cột B, F" in problem.message) == ("E_HEADER", True)


def test_other_name_beside_the_true_one_is_an_extra_column():
    _, notes = read([*TITLES, "Sản phẩm"], TEA)

    assert notes == ["W_EXTRA_COLUMN"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "E_EMPTY"),
        ([TITLES], "E_EMPTY"),
        ([TITLES, ["", " "]], "E_EMPTY"),
        ([["STT", "Họ và tên", "Điểm"], [1, "A", 8.5]], "E_HEADER"),
        ([["STT", "Tªn s¶n phÈm", "Chñ thÓ", "H¹ng sao"], TEA], "E_LEGACY_ENCODING"),
    ],
    ids=["nothing", "a head alone", "spaces", "another table", "TCVN3"],
)
def test_sheet_without_a_table_is_refused(lines, code):
    assert [problem.code for problem in refusal(sheet(*lines))] == [code]


def test_5001_rows_are_refused_and_5000_are_not():
    rows = [[n, f"Trà {n}", "HTX", "3 sao"] for n in range(1, 5002)]

    assert len(find(sheet(TITLES, *rows[:5000], ["Tổng cộng"]))[0].rows) == 5000
    assert refusal(sheet(TITLES, *rows))[0].code == "E_TOO_MANY_ROWS"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["I", "Xã Bình An"], "W_SECTION_ROW"),
        (["II.", "Xã Bình Minh"], "W_SECTION_ROW"),
        (["a)", "Nhóm thực phẩm"], "W_SECTION_ROW"),
        ([None, "Tổng cộng", None, 2], "W_TOTAL_ROW"),
        (["Cộng:"], "W_TOTAL_ROW"),
        (["Tổng số: 2 sản phẩm"], "W_TOTAL_ROW"),
        (TITLES, "W_REPEATED_HEAD"),
        ([None, "Quảng Ngãi, ngày 1 tháng 4 năm 2024"], "W_FOOTER_ROW"),
        ([None, "Người lập biểu", None, "TM. UBND HUYỆN"], "W_FOOTER_ROW"),
    ],
)
def test_line_that_is_no_row_is_left_out_and_named(line, code):
    rows, notes = read(TITLES, TEA, HONEY, line)

    assert [row["name"] for row in rows] == ["Trà", "Mật ong"]
    assert notes == [code]


@pytest.mark.parametrize(
    "line",
    [
        [3, "Cộng hưởng", "HTX", "3 sao"],
        [3, "Tổng hợp"],
        ["III", "Trà", "HTX", "3 sao"],
        [3, "Tổng cộng", "HTX", "3 sao"],
        [None, "Chỉ có tên"],
    ],
)
def test_line_that_may_be_a_row_is_never_left_out(line):
    rows, _ = read(TITLES, TEA, line)

    assert rows[1]["name"] == line[1]


def test_totals_row_is_held_against_the_rows():
    for figure, differs in ((2, False), (5, True)):
        _, (note,) = find(sheet(TITLES, TEA, HONEY, [None, "Tổng cộng", None, figure]))
        assert ("danh sách có 2 dòng" in note.message) is differs


def test_foot_below_the_last_row_is_left_out_with_all_its_words():
    foot = (
        ["Tổng cộng"],
        [None, None, None, "Bình Sơn, ngày 1 tháng 4 năm 2024"],
        [None, "Người lập biểu", None, "TM. UBND"],
        [None, "Nguyễn Văn A", None, "Trần B"],
        [None, None, None, "(Đã ký)"],
        ["- Lưu: VT"],
    )
    table, notes = find(sheet(TITLES, TEA, *foot))

    assert len(table.rows) == 1
    assert [note.code for note in notes] == ["W_TOTAL_ROW", *["W_FOOTER_ROW"] * 5]
    assert notes[2].value == "Người lập biểu | TM. UBND"


@pytest.mark.parametrize(
    "beside",
    [
        [None, "Cộng", 1],
        ["", "Cộng xã Bình An", "", "1"],
        [None, "Cộng nhóm I: 1"],
        [None, "Tổng cộng", None, 1],
        ["Ghi chú: các dòng sau còn thiếu"],
        [None, "Người lập biểu", None, "TM. UBND"],
        [None, None, None, "Bình Sơn, ngày 1 tháng 4 năm 2024"],
        [None, "Bình Sơn, ngày 1 tháng 4 năm 2024"],
        ["II", "Xã Bình Minh"],
    ],
)
@pytest.mark.parametrize(
    "line",
    [
        [2, "Mật ong", "HTX Ong"],
        ["2", "Mật ong"],
        [None, "Mật ong", "HTX Ong"],
        [2, None, "A"],
        [None, "Mật ong", None, None, "QĐ 1, ngày 5 tháng 3 năm 2024"],
    ],
)
@pytest.mark.parametrize("rest", [(), ([3, "Chè", "HTX Chè", "3 sao"],)], ids=["last", "middle"])
def test_nothing_ends_the_table(beside, line, rest):
    rows, notes = read(TITLES, TEA, beside, line, *rest)

    assert rows[1]["name"] == line[1]
    assert len(rows) == 2 + len(rest)
    assert len([code for code in notes if code != "W_STT_IGNORED"]) == 1


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ([[1, "Xã Bình An"], TEA, [2, "Phường Trà Câu"], HONEY], ["Trà", "Mật ong"]),
        ([["1", "Nhóm thực phẩm"], TEA, ["2", "Đồ uống"], TEA], ["Trà", "Trà"]),
        ([[1, "Của HTX Trà"], TEA, HONEY, [2, "Của HTX Chè"], TEA], ["Trà", "Mật ong", "Trà"]),
        ([[1, "Trà Mây"], ["1.1", *TEA[1:]], [2, "Chè"], ["2.1", *HONEY[1:]]], ["Trà", "Mật ong"]),
        ([["1. Xã Bình An"], TEA, [None, "II. Xã Bình Minh"], HONEY], ["Trà", "Mật ong"]),
        ([[None, "B) Đã hết hạn"], TEA, ["Nhóm đồ uống"], HONEY], ["Trà", "Mật ong"]),
        (
            [[None, "3 sao"], TEA, [None, "Xã Bình Minh", None, "5 sản phẩm"], HONEY],
            ["Trà", "Mật ong"],
        ),
        ([TEA, [2, "Chỉ có tên"], [3, *HONEY[1:]]], ["Trà", "Chỉ có tên", "Mật ong"]),
        ([TEA, [2, "Xá xị"], [None, "Ngọc trai"]], ["Trà", "Xá xị", "Ngọc trai"]),
        (
            [TEA, [None, "(Mới) trà (hộp)"], [None, "Sản phẩm tiềm năng"]],
            ["Trà", "(Mới) trà (hộp)"],
        ),
        ([TEA, [None, "C trà"], [3, "1. Trà"]], ["Trà", "C trà", "1. Trà"]),
    ],
)
def test_name_of_a_group_is_told_from_a_product_by_its_words_or_its_number(lines, names):
    rows, _ = read(TITLES, *lines)

    assert [row["name"] for row in rows] == names


def test_line_with_nothing_but_its_number_is_empty():
    assert read(TITLES, TEA, [2], ["3"], [4, "", " "]) == read(TITLES, TEA)


@pytest.mark.parametrize("merges", [[], [(3, 1, 3, 5)]])
def test_second_head_is_read_in_its_own_order(merges):
    order = [1, 0, 3, 2]
    lines = [[TITLES[n] for n in order], ["(1)", "(2)", "(3)", "(4)"], [HONEY[n] for n in order]]
    table, notes = find(sheet(TITLES, TEA, *lines, merged=merges))

    assert [row.cells["name"] for row in table.rows] == ["Trà", "Mật ong"]
    assert table.rows[1].cells["star"] == "4 sao"
    (note,) = notes
    assert (note.code, "thứ tự cột" in note.message.casefold()) == ("W_REPEATED_HEAD", True)


def test_second_head_without_the_name_leaves_rows_that_can_be_refused():
    order = ["STT", "Chủ thể", "Hạng sao"]
    table, _ = find(sheet(TITLES, TEA, order, [2, "HTX Ong", "4 sao"], struck=[(4, 2)]))

    assert [row.cells.get("name") for row in table.rows] == ["Trà", None]
    assert table.rows[1].cells["maker"] == "HTX Ong"


def test_second_head_with_another_column_in_a_place_is_read_as_it_says():
    first, second = [*TITLES[1:4], "Ghi chú"], [*TITLES[1:4], "STT"]
    rows, _ = read(first, [*TEA[1:], "g"], second, [*HONEY[1:], 2])

    assert [row.get("note") for row in rows] == ["g", None]
    assert [row.get("position") for row in rows] == [None, 2]


def test_second_head_of_two_lines_with_other_marks_is_read_in_its_own_order():
    marks = [None, None, None, "4 sao", "3 sao"]
    upper = ["STT", "Chủ thể", "Tên sản phẩm", "Số lượng", None, "Ghi chú"]
    table, _ = find(spread([1, "A", "B", "x"], upper, marks, [2, "D", "C", "x", None, "g"]))

    assert [row.cells["star"] for row in table.rows] == ["3 sao", "4 sao"]
    assert (table.rows[1].cells["name"], table.rows[1].cells["note"]) == ("C", "g")


# --- Merged cells ---------------------------------------------------------------------------------


def merged(*lines, places=(1, 2, 4), first=3):
    """Under a row of its own, lines that are one by these merged columns."""
    last = first + len(lines) - 1
    ranges = [(first, place, last, place) for place in places]
    return find(sheet(TITLES, TEA, *lines, merged=ranges))


@pytest.mark.parametrize("places", [(1, 2, 4), (1,), (2,), (1, 4), (2, 4)])
def test_lines_of_one_merged_number_or_name_are_one_row(places):
    table, notes = merged(HONEY, [None, None, "ĐT: 0914 000 001"], places=places)

    assert [row.cells["name"] for row in table.rows] == ["Trà", "Mật ong"]
    assert table.rows[1].cells["maker"] == "HTX Ong\nĐT: 0914 000 001"
    assert [note.code for note in notes] == ["W_MERGED_JOINED"]


def test_merged_row_in_the_middle_of_others_keeps_what_was_merged_over_more():
    lines = [HONEY, [None, None, None, None, "a"], [3, "Chè", None, "3 sao"], [None] * 4 + ["b"]]
    ranges = [(3, 1, 4, 1), (5, 1, 6, 1), (3, 3, 6, 3), (3, 4, 4, 4)]
    table, _ = find(sheet(TITLES, TEA, *lines, merged=ranges))

    assert [row.cells["maker"] for row in table.rows] == ["HTX Trà", "HTX Ong", "HTX Ong"]
    assert [row.cells["note"] for row in table.rows] == [None, "a", "b"]


def test_text_that_a_merged_cell_hides_is_not_read():
    table, _ = merged(HONEY, [2, "Mật ong", "ĐT", "4 sao"], places=(1, 2, 4))

    assert [row.cells["star"] for row in table.rows] == ["3 sao", "4 sao"]


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ([None, "đảo Bé"], (1, 3, 4)),  # a second line of the name, or a second product
        ([3, None, "HTX Khác"], (2, 4)),
    ],
)
def test_merged_row_that_may_be_two_is_refused_in_all_its_lines(line, places):
    table, notes = merged(HONEY, line, places=places)
    faults = [note.row for note in notes if note.code == "E_MERGED"]

    assert (faults, len(table.rows)) == ([3, 4], 3)


def test_thousands_of_merged_lines_are_joined_no_further_than_anybody_reads():
    lines = [[None, None, "x" * 3000] for _ in range(5000)]
    table, _ = merged(HONEY, *lines, places=(1, 2))

    assert len(table.rows) == 2
    assert len(table.rows[1].cells["maker"]) < 20_000


def test_number_merged_over_products_of_one_maker_leaves_each_its_row():
    table, notes = merged(HONEY, [None, "Sáp ong", None, "3 sao"], places=(1, 3))

    assert [row.cells["name"] for row in table.rows] == ["Trà", "Mật ong", "Sáp ong"]
    assert [row.cells["maker"] for row in table.rows] == ["HTX Trà", "HTX Ong", "HTX Ong"]
    assert {note.code for note in notes} == {"W_MERGED_FILLED", "W_STT_IGNORED"}


def test_value_of_a_list_in_two_lines_is_one():
    table, _ = merged([2, "Mật ong", "HTX", "Hạng"], [None, None, None, "3 sao"], places=(1, 2, 3))

    assert [row.cells["star"] for row in table.rows] == ["3 sao", "Hạng\n3 sao"]


@pytest.mark.parametrize("numbers", [["(1)", "(2)", "(3)", "(4)"], [1, 2, 3, 4], ["A", "B", 1, 2]])
def test_line_of_column_numbers_is_no_row(numbers):
    assert read(TITLES, numbers, TEA)[0][0]["name"] == "Trà"


def test_cell_merged_downwards_holds_for_each_of_its_rows():
    second = [2, "Mật ong", None, "4 sao"]
    rows, notes = read(TITLES, TEA, second, [3, "C", None, "3 sao"], merged=[(2, 3, 3, 3)])

    assert [row["maker"] for row in rows] == ["HTX Trà", "HTX Trà", None]
    assert notes == ["W_MERGED_FILLED"]


def test_title_over_the_width_of_the_table_is_a_section():
    _, notes = read(TITLES, ["Nhóm thực phẩm"], TEA, merged=[(2, 1, 2, 5)])

    assert notes == ["W_SECTION_ROW"]


@pytest.mark.parametrize(
    ("numbers", "is_told"),
    [
        ([1, 2], False),
        (["1", "2"], False),
        ([None, None], False),
        (["01", "02"], True),
        ([1, 1], True),
        ([1, None], True),
        (["1.234,5", 2], True),
        ([2, 1], True),
    ],
)
def test_running_number_is_never_a_key(numbers, is_told):
    lines = [[number, *row[1:]] for number, row in zip(numbers, (TEA, HONEY), strict=True)]

    assert read(TITLES, *lines)[1] == ["W_STT_IGNORED"] * is_told


@pytest.mark.parametrize("is_filtered", [True, False])
def test_hidden_rows_are_named_and_read(is_filtered):
    table, (note,) = find(sheet(TITLES, TEA, HONEY, hidden=[3], is_filtered=is_filtered))

    assert [row.is_hidden for row in table.rows] == [False, True]
    assert (note.code, note.row, "dòng 3" in note.message) == ("W_HIDDEN_ROWS", 3, True)
    assert ("bộ lọc" in note.message) is is_filtered


@pytest.mark.parametrize("places", [[2], [1, 2, 3, 4], [2, 4]])
def test_row_that_is_struck_through_is_asked_about_like_a_hidden_one(places):
    struck = [(3, place) for place in places]
    table, (note,) = find(sheet(TITLES, TEA, HONEY, [3, *TEA[1:]], hidden=[4], struck=struck))

    assert [row.is_hidden for row in table.rows] == [False, True, True]
    assert (note.code, note.row) == ("W_HIDDEN_ROWS", 3)
    assert note.message.startswith("1 dòng đang bị ẩn: dòng 4; 1 dòng bị gạch ngang: dòng 3.")


def test_other_cell_that_is_struck_through_is_told():
    table, (note,) = find(sheet(TITLES, TEA, HONEY, struck=[(3, 4)]))

    assert not table.rows[1].is_hidden
    assert (note.code, note.column, note.value) == ("W_STRUCK_CELL", "Hạng sao", "4 sao")


def test_hidden_column_that_is_read_is_told():
    assert read(TITLES, TEA, hidden_columns=[2, 40])[1] == ["W_HIDDEN_COLUMN"]


def test_column_without_title_is_told_and_in_a_text_file_makes_its_rows_bad():
    lines = [*TEA, None, "thừa", "nữa"], HONEY, [3, *HONEY[1:], "g", "thừa"]
    foot = [None, "Người lập biểu", None, None, None, "TM. UBND"]

    assert read(TITLES, *lines)[1] == ["W_EXTRA_COLUMN"] * 2
    _, notes = find(sheet(TITLES, *lines, foot, name=""))
    assert [(note.row, note.code) for note in notes[:2]] == [(2, "E_FORMAT"), (4, "E_FORMAT")]


def test_unknown_columns_are_named_without_what_they_hold():
    _, (note,) = find(sheet([*TITLES, "Số điện thoại"], [*TEA, None, "0905000000"]))

    assert note.column == "Số điện thoại"
    assert "0905" not in str(note)


def test_of_several_sheets_with_the_table_one_is_to_be_chosen():
    sheets = sheet(TITLES, TEA, name="A"), sheet(TITLES, HONEY, name="B")

    with pytest.raises(SheetChoiceError) as choice:
        find(*sheets)
    table, notes = find(*sheets, chosen="B")

    assert choice.value.names == ["A", "B"]
    assert table.rows[0].cells["name"] == "Mật ong"
    assert [note.code for note in notes[:2]] == ["W_SHEET_CHOSEN", "W_SHEET_IGNORED"]


def test_sheet_that_nobody_has_cannot_be_chosen():
    assert refusal(sheet(TITLES, TEA), chosen="C")[0].code == "E_EMPTY"


def test_other_sheets_are_told_but_for_our_own():
    others = [
        sheet(["x"], name="Hướng dẫn"),
        sheet(["unit", "999"], name="_ocop", state="hidden"),
        sheet(["x"], name="Ẩn", state="veryHidden"),
        sheet(["x"], name="Khác"),
        sheet(TITLES, name="Trống"),
    ]
    _, notes = find(sheet(TITLES, TEA), *others)

    assert [(note.code, note.value) for note in notes] == [
        ("W_HIDDEN_SHEET", "Ẩn"),
        ("W_SHEET_IGNORED", "Khác"),
        ("W_SHEET_IGNORED", "Trống"),
    ]


def test_links_and_a_guessed_encoding_are_told():
    _, notes = find(sheet(TITLES, TEA), has_links=True, guessed="Windows-1258")

    assert [note.code for note in notes] == ["W_ENCODING_GUESSED", "W_LINKS_DROPPED"]


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_called_as_excel_calls_them(place, name):
    assert letter(place) == name
