"""How many recognised products lie in each unit of today: what the list finds for it."""

from collections import Counter, defaultdict

from django.db.models import Count

from products.models import Placement
from programs import clock
from programs.enums import DISTRICT_KINDS, UnitKind
from programs.succession import Lineage


def by_unit(rows):
    """[(unit, number)] of the units that report today, the most first, in a few queries.

    What lay in a unit that was split counts for each part, unless it was decided for one.
    """
    lineage, counts = Lineage(), Counter()
    places = rows.order_by().values("product__commune").annotate(number=Count("pk"))
    for place, number in places.values_list("product__commune", "number"):
        for unit in _reporting(lineage, place):
            counts[unit] += number
    for place, choices in _decided(rows):
        for unit in _reporting(lineage, place) - _reporting(lineage, place, choices):
            counts[unit] -= 1
    found = [(lineage.units[unit], number) for unit, number in counts.items() if number]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].code))


def _reporting(lineage, place, choices=None):
    today = clock.today()
    held = lineage.above(lineage.holders(place, today, choices), today)
    return {pk for pk in held if pk and _reports(lineage.units[pk])}


def _reports(unit):
    is_below = unit.parent and unit.parent.kind in DISTRICT_KINDS
    return unit.kind != UnitKind.PROVINCE and not is_below


def _decided(rows):
    """(commune, {old: new}) of those whose product was placed after a split."""
    choices = defaultdict(dict)
    placed = Placement.objects.of("product")
    for product, old, new in placed.values_list("product", "old", "new"):
        choices[product][old] = new
    for product, place in rows.filter(product__in=placed).values_list(
        "product", "product__commune"
    ):
        yield place, choices[product]
