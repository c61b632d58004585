"""Where records lay on a day, many at once: the condition of a list, and what its rows need."""

from collections import defaultdict
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from django.db.models import Q

from products.models import Placement
from programs.completing import joined
from programs.models import Unit, UnitSuccession
from programs.succession import Lineage, successors_on

DAY = timedelta(days=1)


def lying_in(unit, day, kind, path="", lineage=None):
    """The condition on rows whose record lay in this unit on this day.

    A unit that was not there on the day is asked for at the nearest day of its own: "of Bình Sơn"
    is its ground as it was at its end. Until a split is decided a record counts for each part.
    `path` leads from the row to its record, a "producer" or "product" by `kind`.
    """
    lineage = lineage or Lineage(unit)
    day = nearest(unit, day)
    targets = lineage.ground(unit, day)
    condition = Q(**{f"{path}commune__in": list(lineage.reaching(targets, day))})
    if turns := lineage.wrong_turns(targets, day):
        gone = Q()
        for old, news in turns.items():
            gone |= Q(old=old, new__in=news)
        condition &= ~Q(**{f"{path}pk__in": Placement.objects.filter(gone).of(kind)})
    return condition


def lay_in(unit, own_day, kind, path=""):
    """The condition on rows whose record lay in this unit on the row's own day, a date field.

    Asked of each time between changes of units by itself, for within it every day is alike.
    """
    lineage, found = Lineage(unit), Q(pk__in=[])
    for first, last in times():
        if unit.exists_on(last):
            then = Q(**{f"{own_day}__range": (first, last)})
            found |= then & lying_in(unit, last, kind, path, lineage)
    return found


def times() -> list[tuple[date, date]]:
    """The times, (first day, last day), in each of which no unit begins or ends.

    What was before the first units that are known is taken for as they were: ask for the last day.
    """
    known = Unit.objects.order_by().values_list("valid_from", "valid_to").distinct()
    turns = {day for first, last in known for day in (first, last and last + DAY) if day}
    starts = [date.min, *sorted(turns)[1:]]
    return [*((start, end - DAY) for start, end in pairwise(starts)), (starts[-1], date.max)]


def nearest(unit, day):
    """The day, or the nearest one on which the unit was there."""
    return min(max(day, unit.valid_from), unit.valid_to or date.max)


def places_of(kind, records, day):
    """Where each of these records ("product", or "producer") lay on the day, in words.

    A record is its key and its commune: its key, kind, name and last day. Both parts are said of
    a unit whose split is undecided. A query where a commune was gone by then, one more for each
    time its ground went on, and one where it was split.
    """
    places = [(key, _commune(*facts)) for key, *facts in records]
    moved = {key: commune for key, commune in places if _is_gone(commune, day)}
    links = _links(moved.values(), day)
    is_split = any(len(each) > 1 for each in links.values())
    chosen = _placements(kind, moved) if is_split else {}
    later = {
        key: " hoặc ".join(map(str, successors_on(commune, day, chosen.get(key), links)))
        for key, commune in moved.items()
    }
    return [later.get(key) or str(commune) for key, commune in places]


@lru_cache(maxsize=16_384)
def _commune(pk, kind, name, valid_to):
    return Unit(pk=pk, kind=kind, name=name, valid_to=valid_to)


def _is_gone(unit, day):
    return unit.valid_to is not None and unit.valid_to < day


def _placements(kind, keys):
    """{record: {old unit: new one}} as it was decided."""
    found = defaultdict(dict)
    rows = Placement.objects.filter(**{f"{kind}__in": list(keys)}).order_by()
    for key, old, new in rows.values_list(kind, "old", "new"):
        found[key][old] = new
    return found


def _links(units, day):
    """{unit: its successions} of these and of whoever followed them and is gone by the day too."""
    found = defaultdict(list)
    while gone := {unit.pk for unit in units} - found.keys():
        links = joined(
            UnitSuccession.objects.filter(old__in=gone).order_by("on"),
            *("new__code", "new__kind", "new__name", "new__valid_to"),
        )
        for link in links:
            found[link.old_id].append(link)
        units = [link.new for link in links if _is_gone(link.new, day)]
    return found
