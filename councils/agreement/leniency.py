"""How members compare over a session: who scores high or low, and which sheets lie far off.

Of dossiers whose scores are open, or of a closed session; for the chair and the secretary alone
(matrix C35). Nothing is judged by it.
"""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from councils.models import Evaluation, ScoreSheet, Seat

MOST_FAR = 10


class Habit(NamedTuple):
    """By how much a seat's totals differ from the mean of the others', over so many dossiers."""

    seat: Seat
    count: int
    deviation: Fraction


class Far(NamedTuple):
    """A sheet with the median of its dossier, and how far it is from it."""

    sheet: ScoreSheet
    median: Fraction
    distance: Fraction


def compared(session, user) -> dict[Evaluation, list[ScoreSheet]]:
    """The sheets that count of each dossier of which this person reads those of others, if two."""
    sheets = ScoreSheet.objects.counted().visible_to(user)
    opened = sheets.filter(evaluation__session=session, evaluation__opened_at__isnull=False)
    related = ("seat__agency", "member", "evaluation__dossier__product")
    found = defaultdict(list)
    for sheet in opened.select_related(*related).order_by("evaluation__position", "seat__position"):
        found[sheet.evaluation].append(sheet)
    return {row: sheets for row, sheets in found.items() if sheets[1:]}


def habits_of(compared: Mapping[Evaluation, list[ScoreSheet]]) -> list[Habit]:
    """Of each seat that scored with others, the most lenient first."""
    differences = defaultdict(list)
    for sheets in compared.values():
        total = sum(sheet.total for sheet in sheets)
        for sheet in sheets:
            others = Fraction(total - sheet.total, len(sheets) - 1)
            differences[sheet.seat].append(sheet.total - others)
    habits = [Habit(seat, len(each), sum(each) / len(each)) for seat, each in differences.items()]
    return sorted(habits, key=lambda habit: (-habit.deviation, habit.seat.position, habit.seat.pk))


def farthest(compared: Mapping[Evaluation, list[ScoreSheet]]) -> list[Far]:
    """The sheets farthest from the median of their dossier, the farthest first."""
    found = []
    for sheets in compared.values():
        middle = median(Fraction(sheet.total) for sheet in sheets)
        found += [Far(sheet, middle, sheet.total - middle) for sheet in sheets]
    far = [each for each in found if each.distance]
    return sorted(far, key=lambda each: (-abs(each.distance), each.sheet.pk))[:MOST_FAR]
