"""Units through time: who holds a unit's ground on a later day, and what a unit took over."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from django.db.models import Q, QuerySet

from programs.models import Agency, Unit, UnitSuccession


def successors_on(unit, day, choices=None, known=None) -> list[Unit]:
    """The units that hold this unit's ground on this day: itself, or who took it over.

    A unit that was split has several, unless `choices` ({old: new}) says which. One that nobody
    took over (a district) stays itself. `known` are successions that are read: {unit: links}.
    """
    if unit.valid_to is None or day <= unit.valid_to:
        return [unit]
    chosen = (choices or {}).get(unit.pk)
    followed = unit.successions.all() if known is None else known.get(unit.pk, ())
    links = [link for link in followed if link.on <= day]
    news = [link.new for link in links if chosen in {None, link.new_id}]
    found = {
        each.pk: each
        for new in sorted(news, key=lambda new: new.code)
        for each in successors_on(new, day, choices, known)
    }
    return list(found.values()) or [unit]


def reporting_on(place, day) -> Unit:
    """The unit that reports on this day for the place that this commune was."""
    holder = successors_on(place, day)[0]
    return holder.parent if holder.reporting_id != holder.pk else holder


def ground_of(unit_id) -> QuerySet[Unit]:
    """The unit, its communes, and what both took over, twice back: where its rows may lie."""
    return _ground(unit_id).all()


@lru_cache(maxsize=1024)
def _ground(unit_id):
    """The query alone, which is never run: whatever an officer asks for builds it several times."""
    return Unit.objects.filter(_held(unit_id))


def grounds_of(unit_ids) -> QuerySet[Unit]:
    """What is the ground of any of these units; one may come twice."""
    return Unit.objects.filter(_held(unit_ids, "__in")).order_by()


def with_heirs(units) -> QuerySet[Unit]:
    """These units, and those that took their ground over, twice on."""
    keys, ways = units.order_by().values("pk"), ("pk", "origins__old", "origins__old__origins__old")
    held = Q(*((f"{way}__in", keys) for way in ways), _connector=Q.OR)
    return Unit.objects.filter(held).distinct().order_by("code", "valid_from")


def _held(units, how=""):
    ways = ("pk", "parent", "successions__new", "successions__new__successions__new")
    of_parent = ("parent__successions__new", "successions__new__parent")
    return Q(*((f"{way}{how}", units) for way in (*ways, *of_parent)), _connector=Q.OR)


class Lineage:
    """Units and who followed whom, read in a few queries: for questions about many at once.

    All units, or only those whose ground ever was that of the unit `around` or of one below it.
    """

    def __init__(self, around=None):
        links = list(UnitSuccession.objects.order_by("new__code").values_list("old", "new"))
        units = Unit.objects.filter(pk__in=_kin(around, links)) if around else Unit.objects.all()
        self.units, self.below = {unit.pk: unit for unit in units}, defaultdict(list)
        for unit in self.units.values():
            self.below[unit.parent_id].append(unit)
            if parent := self.units.get(unit.parent_id):
                unit.parent = parent
        self.heirs, self.origins = defaultdict(list), defaultdict(list)
        for old, new in links:
            if old in self.units and self._is_followed(old, new):
                self.heirs[old].append(new)
                self.origins[new].append(old)
        self.splits = {old: news for old, news in self.heirs.items() if len(news) > 1}
        self.known_holders = cache(self.holders)

    def _is_followed(self, old, new):
        last_day = self.units[old].valid_to
        return last_day is not None and last_day < self.units[new].valid_from

    def holders(self, pk, day, choices=None) -> frozenset[int]:
        """The units that hold this one's ground on the day, before its own time too."""
        unit, chosen = self.units[pk], (choices or {}).get(pk)
        if day < unit.valid_from:
            next_ones = self.origins.get(pk, ())
        elif unit.valid_to and day > unit.valid_to:
            next_ones = [new for new in self.heirs.get(pk, ()) if chosen in {None, new}]
        else:
            next_ones = []
        found = (self.holders(each, day, choices) for each in next_ones)
        return frozenset().union(*found) or frozenset({pk})

    def ground(self, unit, day) -> set[int]:
        """The unit and those that stood right below it on the day."""
        below = self.below.get(unit.pk, ())
        return {unit.pk} | {each.pk for each in below if each.exists_on(day)}

    def above(self, places, day) -> set[int | None]:
        """These units, and the one right above each that is there on the day: as `ground` looks."""
        parents = {self.units[pk].parent_id for pk in places if self.units[pk].exists_on(day)}
        return places | parents

    def reaching(self, targets, day) -> Iterator[int]:
        """The units of any time whose ground these hold on the day.

        Of a split unit a part is enough; a unit that began later must be theirs as a whole,
        for nobody knows from which part of it a row comes.
        """
        for pk, unit in self.units.items():
            holders = self.known_holders(pk, day)
            if holders <= targets or (unit.valid_from <= day and holders & targets):
                yield pk

    def reaching_each(self, grounds, day) -> Iterator[tuple[int, list[int]]]:
        """What reaching() says of many at once, {unit: its targets}, as (place, units)."""
        holding = defaultdict(list)
        for unit, targets in grounds.items():
            for target in targets:
                holding[target].append(unit)
        for pk, place in self.units.items():
            holders = self.known_holders(pk, day)
            near = {unit for holder in holders for unit in holding.get(holder, ())}
            is_part = place.valid_from <= day
            yield pk, [unit for unit in near if is_part or holders <= grounds[unit]]

    def wrong_turns(self, targets, day) -> dict[int, set[int]]:
        """{split unit: its successors that lead elsewhere}, where another successor leads here."""
        found = {}
        for old, heirs in self.splits.items():
            leading = {heir for heir in heirs if self.known_holders(heir, day) & targets}
            if leading and len(leading) < len(heirs) and day > self.units[old].valid_to:
                found[old] = set(heirs) - leading
        return found


def _kin(unit, links):
    """The unit, those below it, and all that any chain of links joins with them, either way."""
    joined = defaultdict(set)
    for old, new in links:
        joined[old].add(new)
        joined[new].add(old)
    found, further = set(), {unit.pk, *unit.children.values_list("pk", flat=True)}
    while further:
        found |= further
        further = {each for pk in further for each in joined[pk]} - found
    return found


def agency_on(agency, day) -> Agency:
    """The agency that does this one's work on this day: itself, or who took it over."""
    if agency.valid_to is None or day <= agency.valid_to:
        return agency
    link = agency.successions.filter(on__lte=day).select_related("new__parent").first()
    return agency_on(link.new, day) if link else agency
