"""The units that a paper may go to, and what a paper calls those it goes to."""

from collections import Counter

from programs import clock
from programs.enums import UnitKind
from programs.models import Unit

_MANY = 2


def units_of_today():
    """Those that report to the province today."""
    return Unit.objects.on(clock.today()).filter(parent__parent=None).exclude(parent=None)


def names_of(paper) -> tuple[str, ...]:
    """Its recipients as they are printed: all units of today in one line, others one by one."""
    rows = list(paper.recipients.all())
    everybody = dict(units_of_today().values_list("pk", "kind"))
    sent_to = {row.unit_id for row in rows}
    if len(everybody) < _MANY or not sent_to.issuperset(everybody):
        return tuple(row.name for row in rows)
    together = _together(everybody.values())
    return tuple(dict.fromkeys(together if row.unit_id in everybody else row.name for row in rows))


def _together(kinds):
    """All of these, the kind of most of them first: "Ủy ban nhân dân các xã, phường, đặc khu"."""
    labels = (UnitKind(kind).label for kind, _ in Counter(kinds).most_common())
    return f"Ủy ban nhân dân các {', '.join(labels)}"
