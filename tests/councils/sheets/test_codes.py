"""The code of a printed sheet: as people and scanners type it, and refused where it is wrong."""

import pytest

from councils.sheets.codes import EXAMPLE, SheetCode, read_code

CODE = SheetCode(3, 12, 5)


def test_the_example_on_the_pages_is_a_code():
    assert str(read_code(EXAMPLE)) == EXAMPLE == str(CODE)


@pytest.mark.parametrize(
    "text",
    ["PH3-HS12-G5-21", " ph3-hs12-g5-21 ", "PH3 HS12 G5 21", "PH3–HS12–G5–21", "PH3HS12G5-21"],
)
def test_a_code_is_read_as_it_is_typed(text):
    assert read_code(text) == CODE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "21",
        "PH3-HS12-G5",
        "PH3-HS12-G6-21",
        "PH3-HS21-G5-21",
        "PH4-HS12-G5-21",
        "PH3-HS12-G5-12",
        "PH٣-HS12-G5-21",
        "PH3333333333-HS12-G5-21",
        "PH3-HS12-G5-21 PH3-HS12-G5-21",
        "\x00",
    ],
)
def test_what_is_no_code_or_has_a_wrong_digit_is_none(text):
    assert read_code(text) is None


def test_a_vietnamese_keyboard_leaves_a_code_alone():
    """Telex and VNI change vowels and D alone."""
    assert not set("AEIOUYDW") & set(EXAMPLE)


def test_every_single_wrong_digit_is_found():
    digits = [place for place, char in enumerate(EXAMPLE) if char.isdigit()]
    for place in digits:
        for digit in set("0123456789") - {EXAMPLE[place]}:
            assert read_code(EXAMPLE[:place] + digit + EXAMPLE[place + 1 :]) is None
