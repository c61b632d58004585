"""CSV and tab-separated text, as spreadsheets write it and as it should not be."""

import pytest

from programs.intake import child
from programs.intake.outcomes import RefusedFileError
from programs.intake.reading import grid_from, read_grid
from tests.support.workbooks import HEAD, ROWS, TEA, changed, delimited, windows_1258


def read(data):
    answer = child.grid_of("text", data)
    if "refused" in answer:
        return answer["refused"][0].code
    return [(number, cells) for number, _, cells in answer["sheets"][0]["rows"]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separator_and_encoding_are_found(separator, encoding):
    rows = read(delimited(separator=separator, encoding=encoding))

    assert rows[0] == (1, list(HEAD))
    assert rows[1] == (2, [*map(str, TEA[:7])])


def test_sep_line_of_excel_is_followed_and_not_counted():
    assert read(b"sep=;\r\na;b,c\r\n1;2") == [(1, ["a", "b,c"]), (2, ["1", "2"])]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_lines_end_as_they_like(end):
    text = f"a,b{end}{end}1,2\r\n3,4".encode()

    assert read(text) == [(1, ["a", "b"]), (3, ["1", "2"]), (4, ["3", "4"])]


def test_line_break_and_separator_inside_quotes_are_part_of_the_cell():
    rows = read(delimited((HEAD, changed(TEA, name='Trà, "thơm"', note="a\nb"))))

    assert rows[1][1][1] == 'Trà, "thơm"'
    assert rows[1][1][7] == "a\nb"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'a,b\n"1,2\n3,4', "E_FORMAT"),
        (b'a,b\n"1"x,2\n', "E_FORMAT"),
        (b"a,b\n1," + b"x" * 200_000, "E_TOO_LONG"),
        (b"a\0,b", "E_CONTROL_CHAR"),
        ("a\0,b".encode("utf-16"), "E_CONTROL_CHAR"),
        (b"T\xaan;S\xb6n ph\xc8m", "E_ENCODING"),
        (b"\xff\xfea", "E_ENCODING"),
        (b",".join([b"x"] * 61), "E_TOO_MANY_COLUMNS"),
        (b"x\n" * 6000, "E_TOO_MANY_ROWS"),
        (b"\n" * 100_001 + b"x", "E_TOO_MANY_ROWS"),
    ],
    ids=[
        "an open quote",
        "text after a quote",
        "a field without end",
        "NUL",
        "NUL in UTF-16",
        "TCVN3",
        "half a character",
        "61 columns",
        "6,000 rows",
        "a row far below",
    ],
)
def test_text_that_is_no_table_is_refused(data, code):
    assert read(data) == code


def test_a_text_is_as_wide_as_its_reader_allows():
    data = b",".join([b"x"] * 61)

    assert len(read_grid("a.csv", data, 61).sheets[0].rows[0][2]) == 61
    with pytest.raises(RefusedFileError, match="có 61 cột, tối đa 60 cột"):
        read_grid("a.csv", data, 60)


def test_guessed_encoding_is_told():
    answer = child.grid_of("text", windows_1258("Tên sản phẩm;Nhóm\nNước mắm;Đồ uống"))

    grid = grid_from(answer)
    assert grid.guessed == "Windows-1258"
    assert grid.sheets[0].rows[1][2] == ["Nước mắm", "Đồ uống"]


def test_guard_of_our_own_export_is_taken_off():
    data = delimited((HEAD, changed(TEA, name="'=1+1", note="'tên")))
    _, _, cells = read_grid("a.csv", data).sheets[0].rows[1]

    assert (cells[1], cells[7]) == ("=1+1", "'tên")


def test_blank_file_has_no_rows():
    assert read(b"\xef\xbb\xbf") == read(b"  \n ,, \n") == []
    assert len(read(delimited((HEAD, (), *ROWS)))) == 4
