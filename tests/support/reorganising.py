"""Grounds that change, made in a few words for the tests of reorganisations."""

from datetime import date, timedelta

from programs.models import UnitSuccession
from tests.support.factories import make_commune, make_unit

DAY = timedelta(days=1)
FIRST, SECOND = date(2025, 1, 1), date(2025, 7, 1)


def end(units, on):
    """These units, on their last day."""
    for unit in units:
        unit.valid_to = on - DAY
        unit.save()
    return units


def make_change(links, on=SECOND):
    """{name: unit} of old and new communes, by {old: "new" or "new1 new2"}; old ones ended."""
    district, units = make_unit(), {}
    for old in links:
        units[old] = make_commune(district, name=old, valid_to=on - DAY)
    for new in sorted({name for news in links.values() for name in news.split()}):
        units[new] = make_commune(district.parent, name=new, valid_from=on)
    for old, news in links.items():
        for new in news.split():
            UnitSuccession.objects.create(old=units[old], new=units[new], on=on)
    return units
