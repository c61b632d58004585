"""What is reckoned of a text's size is never less than what the fonts take."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from programs.printable import print_fault
from reports.renderers.fitting import MM, height_of, largest, lines_of, width_of

FONTS = sorted(Path("static/fonts").glob("*.ttf"))


def test_no_character_is_wider_than_is_reckoned_with():
    for font in map(TTFont, FONTS):
        em, advances = font["head"].unitsPerEm, font["hmtx"]
        for code, name in font.getBestCmap().items():
            if not print_fault(chr(code)):
                assert advances[name][0] / em <= width_of(chr(code)) + 0.001, chr(code)


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("một", 1), ("W" * 10, 1), ("W" * 11, 2), ("W" * 10 + " W", 2), ("a " * 30, 3)],
)
def test_lines_are_counted_as_words_are_wrapped(text, lines):
    assert lines_of(text, 10 / MM, 100) == lines  # ten ems a line


def test_a_word_longer_than_a_line_is_broken_and_never_reckoned_short():
    assert lines_of("một " + "W" * 35, 10 / MM, 100) >= 5


def test_the_largest_size_that_fits_is_taken_or_the_last():
    def measure(size):
        return height_of("W" * 100, size, 100)

    size = largest([30, 20, 10, 5], measure, 20)
    assert measure(size) <= 20 < measure(2 * size)
    assert largest([30, 20], measure, 1) == 20
