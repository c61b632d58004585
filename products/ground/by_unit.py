"""How many rows lie on the ground of each of many units: what lying_in() finds, in one count."""

from collections import Counter, defaultdict

from django.db.models import Count

from products.ground.location import nearest
from products.models import Placement
from programs.succession import Lineage


class Grounds:
    """The ground of these units, each as it is on the day or at the nearest day of its own.

    Until a split is decided a row counts for each part, so that the sum may be more than all.
    `lineage` and `choices`, where known already, are read but once for several days.
    """

    def __init__(self, units, day, kind="product", lineage=None, choices=None):
        lineage = lineage or Lineage()
        self.units_of, self.turns = defaultdict(list), {}
        by_day = defaultdict(list)
        for unit in units:
            by_day[nearest(unit, day)].append(unit)
        for at, there in by_day.items():
            grounds = {unit.pk: lineage.ground(unit, at) for unit in there}
            for place, found in lineage.reaching_each(grounds, at):
                self.units_of[place] += found
            for unit, targets in grounds.items():
                self.turns[unit] = lineage.wrong_turns(targets, at)
        self.choices = placed(kind) if choices is None else choices

    def at(self, place, record=None) -> list[int]:
        """The units on whose ground a record lies that was first written down at this place."""
        units = self.units_of.get(place, ())
        return [unit for unit in units if not self._went_elsewhere(record, unit)]

    def count(self, rows, *names) -> Counter:
        """{(unit, value of each name…): rows}, of rows that name a product; two queries."""
        rows, counts = rows.order_by(), Counter()
        found = rows.values("product__commune", *names).annotate(number=Count("pk"))
        for place, *values, number in found.values_list("product__commune", *names, "number"):
            for unit in self.units_of[place]:
                counts[unit, *values] += number
        placed_rows = rows.filter(product__in=list(self.choices))
        told = placed_rows.values_list("product", "product__commune", *names)
        for product, place, *values in told:
            for unit in self.units_of[place]:
                counts[unit, *values] -= self._went_elsewhere(product, unit)
        return counts

    def _went_elsewhere(self, product, unit):
        turns = self.turns[unit]
        return any(new in turns.get(old, ()) for old, new in self.choices.get(product, ()))


def placed(kind) -> dict[int, list[tuple[int, int]]]:
    """{record: [(split unit, where it went)]} of the records of this kind that were placed."""
    found = defaultdict(list)
    for record, old, new in Placement.objects.of(kind).values_list(kind, "old", "new"):
        found[record].append((old, new))
    return found
