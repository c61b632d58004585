"""One cell of a file as the text that may be stored: taken, told of, or refused in a sentence."""

from datetime import date, datetime

import pytest

from programs.intake.cells import CellError, is_blank, is_date_format, pack, to_date, unpack
from programs.intake.outcomes import Answers, Outcome, Problem, outcome_of, shown
from programs.intake.texts import Holds, Rejected, problem, read_cell, visible_text
from programs.tables import Column

WANTED = Column("name", "Tên sản phẩm", required=True, max_length=12)
FREE = Column("note", "Ghi chú")
NOON = datetime(2024, 2, 29, 12, 30)  # noqa: DTZ001


def read(cell, column=FREE, holds=Holds.ANYTHING, **options):
    text, warnings = read_cell(column, cell, holds, **options)
    return text, [code for code, _ in warnings]


def refusal(cell, column=FREE, holds=Holds.ANYTHING):
    with pytest.raises(Rejected) as refused:
        read_cell(column, cell, holds)
    return refused.value


@pytest.mark.parametrize("cell", [None, "", " ", "\u00a0", "\n\t"])
def test_a_blank_cell_is_an_empty_text_or_is_asked_for(cell):
    assert read(cell) == ("", [])
    assert refusal(cell, WANTED).code == "E_REQUIRED"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (0, "0"),
        (1234.5, "1234,5"),
        (True, "có"),
        (False, "không"),
        (date(2024, 2, 29), "29/02/2024"),
        (NOON, "29/02/2024 12:30"),
        ("một\r\nhai", "một\nhai"),
    ],
)
def test_a_note_holds_any_cell_as_officials_write_it(cell, text):
    assert read(cell) == (text, [])


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        (3, "số"),
        (1.5, "số"),
        (True, "giá trị đúng/sai"),
        (NOON, "ngày tháng"),
        (date.min, "ngày tháng"),
    ],
)
def test_a_name_is_no_number_no_day_and_no_truth_value(cell, what):
    assert refusal(cell, holds=Holds.NAME).message == f"Ô chứa {what}, cần một tên bằng chữ."


def test_a_day_where_a_choice_should_be_is_excels_doing_and_a_number_may_be_one():
    assert refusal(date(2024, 4, 3), holds=Holds.CHOICE).code == "E_DATE_FOR_TEXT"
    assert read(3, holds=Holds.CHOICE) == ("3", [])


@pytest.mark.parametrize(("cell", "code"), [("", "E_FORMULA"), ("#REF!", "E_CELL_ERROR")])
@pytest.mark.parametrize("holds", Holds)
def test_an_error_is_refused_and_a_formula_without_its_result_said_to_be_one(cell, code, holds):
    assert refusal(CellError(cell), holds=holds).code == code


def test_a_text_may_be_as_long_as_its_column_says_and_no_longer():
    assert read("ấ" * 12, WANTED) == ("ấ" * 12, [])
    assert refusal("ấ" * 13, WANTED).message == "Dài 13 ký tự, tối đa 12. Hãy viết ngắn lại."


def test_letters_of_several_code_points_count_as_one_and_choices_end_at_300():
    assert read("a\u0302\u0301" * 12, WANTED)[0] == "ấ" * 12
    assert refusal("a" * 301).code == "E_TOO_LONG"
    assert read("a" * 300)[0] == "a" * 300


@pytest.mark.parametrize(
    "cell", ['"', "''", "”", "-nt-", "n.t.", "-//-", "như trên", "Giống dòng trên", "↓"]
)
def test_as_above_is_refused_however_it_is_written(cell):
    assert refusal(cell).code == "E_DITTO"


@pytest.mark.parametrize("cell", ["nt Trà", "Như trên núi", "-", "nông thôn", "5'"])
def test_what_only_looks_like_as_above_is_taken(cell):
    assert read(cell) == (cell, [])


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("=SUM(A1)", ["W_FORMULA_TEXT"]),
        ("+84 90", ["W_FORMULA_TEXT"]),
        ("- 5", ["W_FORMULA_TEXT"]),
        ("<b>Trà</b>", ["W_HTML_TEXT"]),
        ("Trà&nbsp;xanh", ["W_HTML_TEXT"]),
        ("=<b>\u200b", ["W_NORMALISED", "W_FORMULA_TEXT", "W_HTML_TEXT"]),
        ("a < b, R&D, -x", []),
    ],
)
def test_what_might_act_elsewhere_is_kept_as_text_and_told(cell, codes):
    assert read(cell)[1] == codes


def test_invisible_signs_alone_are_no_value_of_a_column_that_must_have_one():
    assert "không nhìn thấy được" in refusal("\u200b", WANTED).message
    assert read("\u200b")[0] == ""


def test_another_encoding_is_refused_with_what_it_means_and_taken_when_asked():
    refused = refusal("Tái ®en")

    assert (refused.code, refused.proposal) == ("E_LEGACY_ENCODING", "Tỏi đen")
    assert read("Tái ®en", convert=True) == ("Tỏi đen", ["W_NORMALISED"])
    with pytest.raises(Rejected):
        read("T?i ?en", convert=True)


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        (None, ""),
        (NOON, "29/02/2024 12:30"),
        (CellError("#REF!"), "#REF!"),
        (CellError(), "công thức"),
    ],
)
def test_a_problem_quotes_the_cell_as_people_see_it(cell, seen):
    assert problem(7, WANTED, cell, "E", "Sai.") == Problem(7, "Tên sản phẩm", seen, "E", "Sai.")
    assert visible_text(cell) == seen


def test_a_text_of_a_form_shows_what_cannot_be_seen():
    assert visible_text(" a\x07b\tc\nd ") == "a·b c\nd"


@pytest.mark.parametrize(
    ("value", "quoted"),
    [(None, ""), (0, "0"), ("a\nb\x00", "a·b·"), ("x" * 80, "x" * 80), ("x" * 81, "x" * 79 + "…")],
)
def test_what_is_quoted_is_short_on_one_line_and_harmless(value, quoted):
    assert shown(value) == quoted


# --- Cells --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("serial", "since_1904", "day"),
    [
        (61, False, date(1900, 3, 1)),
        (45351, False, date(2024, 2, 29)),
        (43889, True, date(2024, 2, 29)),
        (45351.520833333336, False, NOON),
        (2958465, False, date(9999, 12, 31)),
        (2958466, False, 2958466),
        (-1, False, -1),
    ],
)
def test_a_serial_number_is_the_day_that_excel_shows_or_stays_a_number(serial, since_1904, day):
    assert to_date(serial, since_1904=since_1904) == day


@pytest.mark.parametrize(
    "code", ["dd/mm/yyyy", "mmm", "[$-42A]dd mmmm", "yyyy", "d/m h:mm", "GENERAL d"]
)
def test_a_format_that_shows_a_day_a_month_or_a_year_is_of_a_date(code):
    assert is_date_format(code)


@pytest.mark.parametrize(
    "code", ["General", "0.00", "h:mm", "mm:ss", "[Red]0", '0 "day"', r"0\d", "#,##0_d"]
)
def test_a_format_that_shows_none_of_them_is_not(code):
    assert not is_date_format(code)


@pytest.mark.parametrize(
    "cell", [None, "", "Trà", 0, 1.5, True, date(2024, 2, 29), NOON, CellError("#N/A")]
)
def test_a_cell_comes_over_the_pipe_as_it_was(cell):
    assert (unpack(pack(cell)), type(unpack(pack(cell)))) == (cell, type(cell))


@pytest.mark.parametrize(("cell", "blank"), [(None, True), (" ", True), (0, False), (False, False)])
def test_nought_and_no_are_not_blank(cell, blank):
    assert is_blank(cell) is blank


# --- What becomes of the file --------------------------------------------------------------------

HIDDEN, GUESSED, PLAIN, BAD = (
    Problem(1, "", "", code, "")
    for code in ("W_HIDDEN_ROWS", "W_ENCODING_GUESSED", "W_LINKS_DROPPED", "E_REQUIRED")
)


@pytest.mark.parametrize(
    ("problems", "answers", "outcome"),
    [
        ([], {}, Outcome.ACCEPT),
        ([PLAIN], {}, Outcome.ACCEPT_WARN),
        ([PLAIN, HIDDEN], {}, Outcome.NEEDS_CONFIRM),
        ([HIDDEN], {"hidden": "take"}, Outcome.ACCEPT_WARN),
        ([HIDDEN], {"hidden": "leave"}, Outcome.ACCEPT_WARN),
        ([HIDDEN], {"hidden": "x", "encoding": True}, Outcome.NEEDS_CONFIRM),
        ([GUESSED], {"hidden": "take"}, Outcome.NEEDS_CONFIRM),
        ([GUESSED, HIDDEN], {"hidden": "take", "encoding": True}, Outcome.ACCEPT_WARN),
        ([GUESSED, BAD], {"encoding": True}, Outcome.REJECT_ROWS),
        ([HIDDEN, BAD], {}, Outcome.REJECT_ROWS),
    ],
)
def test_bad_rows_count_before_open_questions_and_those_before_warnings(problems, answers, outcome):
    assert outcome_of(problems, Answers(**answers)) == outcome


def test_open_questions_are_named_each_once():
    assert Answers().leaves_open([HIDDEN, GUESSED, HIDDEN, PLAIN]) == [
        "W_ENCODING_GUESSED",
        "W_HIDDEN_ROWS",
    ]
