"""What stands in a cell of a workbook of sheets: levels by number, by words, by both; points."""

from datetime import date

import pytest

from councils.models import ScoreSheet
from councils.sheets.codes import SheetCode
from councils.sheets.workbook import level_of, level_text, mark_of, points_of, read_mark
from programs.answer_sheet import none_met
from programs.intake.cells import CellError
from programs.models import Criterion, Option

LOW = Option(number=1, label="Chế biến đơn giản", points=1)
HIGH = Option(number=2, label="Chế biến sâu, từ vùng nguyên liệu", points=3)
NONE = none_met(Criterion())
LEVELS = [LOW, HIGH, NONE]
CODE = SheetCode(3, 12, 5)


@pytest.mark.parametrize("level", LEVELS)
def test_what_the_list_offers_is_read_as_that_level(level):
    assert level_of(level_text(level), LEVELS) is level


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        (2, HIGH),
        (2.0, HIGH),
        ("2", HIGH),
        (" 2. ", HIGH),
        ("2,0", HIGH),
        ("2) chế biến sâu, từ vùng nguyên liệu", HIGH),
        ("CHE BIEN DON GIAN", LOW),
        (0, NONE),
        ("không đạt mức nào", NONE),
        ("Không đạt mức nào – 0 điểm", NONE),
    ],
)
def test_a_level_is_read_by_its_number_or_its_words(cell, level):
    assert level_of(cell, LEVELS) is level


@pytest.mark.parametrize(
    "cell",
    [
        3,
        -1,
        1.5,
        "1.5",
        "12",
        "1. Chế biến sâu, từ vùng nguyên liệu",
        "chế biến",
        True,
        date(2026, 4, 3),
        CellError("#REF!"),
        "=1+1",
        "٢",
        "2" * 400,
    ],
)
def test_what_names_no_level_or_two_is_none(cell):
    assert level_of(cell, LEVELS) is None


def test_words_that_two_levels_share_need_the_number():
    twice = [Option(number=n, label="Có", points=n, case=case) for n, case in ((1, "a"), (2, "b"))]

    assert level_of("Có", twice) is None
    assert level_of("2. Có", twice) is twice[1]
    assert level_of(level_text(twice[0]), twice) is twice[0]


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        *((number, 27) for number in (27, 27.0, "27", " 27 ")),
        (0, 0),
        *((cell, None) for cell in (2.5, -1, "x", "2700000", True, "", CellError())),
        (date(2026, 1, 1), None),
    ],
)
def test_points_are_whole_numbers(cell, points):
    assert points_of(cell) == points


def test_the_mark_tells_which_sheet_it_is_and_how_it_stood():
    mark = mark_of(CODE, ScoreSheet(edition=2, version=7))

    assert read_mark(mark) == (CODE, "2.7")
    assert read_mark(f" {mark.upper()}  ") == (CODE, "2.7")
    assert read_mark(str(CODE)) == (CODE, "")


@pytest.mark.parametrize("text", ["", "Mã phiếu", "PH3-HS12-G5-47, bản 1.2", "bản 1.2"])
def test_what_is_no_mark_is_none(text):
    assert read_mark(text) is None
