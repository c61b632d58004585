"""How many rows lie on the ground of each of many units: what lying_in() finds, in one count."""

from collections import Counter, defaultdict

from django.db.models import Count

from products.ground.location import nearest
from products.models import Placement
from programs.succession import Lineage


class Grounds:
    """The ground of these units, each as it is on the day or at the nearest day of its own.

    Until a split is decided a row counts for each part, so that the sum may be more than all.
    """

    def __init__(self, units, day):
        lineage = Lineage()
        self.units_of, self.turns = defaultdict(list), {}
        for unit in units:
            at = nearest(unit, day)
            targets = lineage.ground(unit, at)
            self.turns[unit.pk] = lineage.wrong_turns(targets, at)
            for place in lineage.reaching(targets, at):
                self.units_of[place].append(unit.pk)
        self.choices = defaultdict(list)
        placed = Placement.objects.of("product").values_list("product", "old", "new")
        for product, old, new in placed:
            self.choices[product].append((old, new))

    def count(self, rows, *names) -> Counter:
        """{(unit, value of each name…): rows}, of rows that name a product; two queries."""
        rows, counts = rows.order_by(), Counter()
        found = rows.values("product__commune", *names).annotate(number=Count("pk"))
        for place, *values, number in found.values_list("product__commune", *names, "number"):
            for unit in self.units_of[place]:
                counts[unit, *values] += number
        placed = rows.filter(product__in=list(self.choices))
        for product, place, *values in placed.values_list("product", "product__commune", *names):
            for unit in self.units_of[place]:
                counts[unit, *values] -= self._went_elsewhere(product, unit)
        return counts

    def _went_elsewhere(self, product, unit):
        turns = self.turns[unit]
        return any(new in turns.get(old, ()) for old, new in self.choices[product])
