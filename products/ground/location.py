"""Where records lay on a day, many at once: the condition of a list, and what its rows need."""

from datetime import date

from django.db.models import DateField, Prefetch, Q, Value

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


def with_places(rows, day, path=""):
    """The rows with all that `place_of` asks for, in three queries more; `asked` is the day."""
    links = UnitSuccession.objects.select_related("new")
    steps = f"{path}commune__successions", f"{path}commune__successions__new__successions"
    return rows.annotate(asked=Value(day, DateField())).prefetch_related(
        f"{path}placements", *(Prefetch(step, links) for step in steps)
    )


def place_of(record, day):
    """Where the record lay on the day, in words; both parts of a unit whose split is undecided."""
    return " hoặc ".join(map(str, record.places_on(day)))
