"""Where records lay on a day, many at once: the condition of a list, and what its rows need."""

from datetime import date

from django.db.models import Prefetch, Q, prefetch_related_objects

from products.models import Placement
from programs.models import UnitSuccession
from programs.succession import Lineage


def lying_in(unit, day, kind, path="", lineage=None):
    """The condition on rows whose record lay in this unit on this day.

    A unit that was not there on the day is asked for at the nearest day of its own: "of Bình Sơn"
    is its ground as it was at its end. Until a split is decided a record counts for each part.
    `path` leads from the row to its record, a "producer" or "product" by `kind`.
    """
    lineage = lineage or Lineage(unit)
    day = min(max(day, unit.valid_from), unit.valid_to or date.max)
    targets = lineage.ground(unit, day)
    condition = Q(**{f"{path}commune__in": list(lineage.reaching(targets, day))})
    if turns := lineage.wrong_turns(targets, day):
        gone = Q()
        for old, news in turns.items():
            gone |= Q(old=old, new__in=news)
        condition &= ~Q(**{f"{path}pk__in": Placement.objects.filter(gone).of(kind)})
    return condition


def read_places(records, day):
    """Read beside these records all that `place_of` asks for on the day, and who is asked only.

    Two queries where a commune was gone by then, and one more for each time it went on.
    """
    moved = [record for record in records if _is_gone(record.commune, day)]
    prefetch_related_objects(moved, "placements")
    links = UnitSuccession.objects.select_related("new").order_by("on")
    units = [record.commune for record in moved]
    while units:
        prefetch_related_objects(units, Prefetch("successions", links))
        news = (link.new for unit in units for link in unit.successions.all())
        units = [unit for unit in news if _is_gone(unit, day)]


def _is_gone(unit, day):
    return unit.valid_to is not None and unit.valid_to < day


def place_of(record, day):
    """Where the record lay on the day, in words; both parts of a unit whose split is undecided."""
    return " hoặc ".join(map(str, record.places_on(day)))
