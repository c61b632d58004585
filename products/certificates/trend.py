"""How many certificates were in force on each of several days, without loading them all."""

from collections import Counter
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import Count, Q

from products.certificates.validity import Happening, Life, status_on
from products.enums import IN_FORCE


def held_on(rows, days) -> dict[date, Counter[int]]:
    """{day: {star: how many of these were in force}}; two queries for any days and rows.

    The database counts all of them by their own dates; those to which something happened are
    read, and counted anew where it makes a difference.
    """
    rows = rows.issued().order_by()
    terms = {
        f"on_{place}": Count("pk", filter=Q(issued_on__lte=day, expires_on__gte=day))
        for place, day in enumerate(days)
    }
    counts = {day: Counter() for day in days}
    for star, *numbers in rows.values("star").annotate(**terms).values_list("star", *terms):
        for day, number in zip(days, numbers, strict=True):
            counts[day][star] += number
    for star, life in _eventful(rows):
        for day in days:
            was_held = status_on(life, day) in IN_FORCE
            counts[day][star] += was_held - (life.issued_on <= day <= life.expires_on)
    return counts


def _eventful(rows):
    """(star, life) of those to which something happened."""
    lines = rows.filter(events__isnull=False).order_by("pk", "events__on", "events__pk")
    lines = lines.values_list(
        *("pk", "star", "issued_on", "expires_on"),
        *("events__kind", "events__on", "events__until"),
    )
    for (_, star, *days), events in groupby(lines.iterator(), key=itemgetter(slice(4))):
        yield star, Life(*days, tuple(Happening(*line[4:]) for line in events))
