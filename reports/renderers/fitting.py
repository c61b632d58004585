"""How large a text may be printed to fit its place: reckoned without a font, never too short.

A character is taken to be as wide as in the widest of the packaged fonts, so that a text never
takes more lines than are reckoned with; tests/reports/test_fitting.py holds the two together.
"""

import unicodedata
from functools import cache

MM = 25.4 / 72  # of a point
LEADING = 1.2
# Of the characters from the space on to "~", in thousandths of an em.
_ASCII = """
    250 390 556 500 500 1000 834 278 334 334 500 675 250 334 250 278 500 500 500 500 500 500 500
    500 500 500 334 334 675 675 675 500 931 723 667 723 723 667 667 778 778 390 500 778 667 944
    723 778 611 778 723 557 667 723 723 1000 723 723 667 390 278 390 582 500 334 500 557 444 557
    444 334 500 557 278 334 557 278 834 557 500 557 557 444 390 334 557 500 723 500 500 444 480
    275 480 570
"""
_WIDTHS = {chr(code): int(width) / 1000 for code, width in enumerate(_ASCII.split(), start=32)}
_WIDTHS |= {"Đ": 0.73, "đ": 0.56, "Ơ": 0.78, "ơ": 0.56, "Ư": 0.8, "ư": 0.6, "\xa0": 0.25}
_WIDTHS |= dict.fromkeys("…—–“”‘’°·×", 1.0)
# The marks of Vietnamese that make no letter wider: all but the horn of "ơ", "ư".
_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0302\u0303\u0306\u0309\u0323"))
# Of what is in none of them: the widest of all.
_ANY = 3.0


@cache
def width_of(char) -> float:
    """The width of a character in ems, at least."""
    if unicodedata.combining(char):
        return 0.0
    bare = unicodedata.normalize("NFD", char).translate(_MARKS)
    return _WIDTHS.get(unicodedata.normalize("NFC", bare), _ANY)


def lines_of(text, size, width, spacing=0.0) -> int:
    """On how many lines a text of this size (points) stands in this width (millimetres).

    `spacing` is what stands between two letters, in ems. A word longer than a line is broken.
    """
    room = width / (size * MM)
    count, left = 1, room
    for word in text.split():
        need = sum(map(width_of, word)) + spacing * len(word)
        if need <= left:
            left -= need + 0.25 + spacing
            continue
        # On a line of its own, or broken over several; a broken line is never quite full.
        whole = max(1, -int(-need // max(room - 1, 1)))
        count += whole if left < room else whole - 1
        left = max(0.0, room - need) if whole == 1 else 0.0
        left -= 0.25 + spacing
    return count


def height_of(text, size, width, spacing=0.0) -> float:
    """The height of a text in millimetres."""
    return lines_of(text, size, width, spacing) * size * LEADING * MM


def largest(steps, measure, height):
    """The first of these steps with which what is measured fits the height, or the last."""
    return next((step for step in steps if measure(step) <= height), steps[-1])
