"""How long a line is on paper before it is drawn: for rules, and for lines of equal length."""

from functools import cache
from math import ceil
from pathlib import Path

from fontTools.ttLib import TTFont

# Bold, as all lines that bear a rule; of the widths of Times New Roman.
MEASURED = Path(__file__).resolve().parents[2] / "static" / "fonts" / "Tinos-Bold.ttf"
MM_OF_POINT = 25.4 / 72
# Letters of the head and of the subject, and the width in which each breaks.
HEAD_POINTS, MOST_OF_ISSUER_MM = 12, 70
SUBJECT_POINTS, TEXT_MM = 14, 165
# Lines do not break just where they would be equal.
_ROOM = 1.12


@cache
def _advances():
    """(the advance of each character, units of an em)."""
    with TTFont(MEASURED, lazy=True) as font:
        widths, names = font["hmtx"], font.getBestCmap()
        advances = {code: widths[name][0] for code, name in names.items()}
        return advances, font["head"].unitsPerEm


def width(text, points):
    """How long this text is in bold letters of this size, in millimetres."""
    advances, em = _advances()
    return sum(advances.get(ord(letter), em // 2) for letter in text) / em * points * MM_OF_POINT


def balanced(text, points, most):
    """The width, up to `most` millimetres, in which the lines of this text are about equal."""
    longest = max(width(line, points) for line in text.split("\n"))
    return min(most, longest / max(1, ceil(longest / most)) * _ROOM)
