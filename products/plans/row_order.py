"""The order of a plan's rows, half-typed ones among them: numbered from one, without gaps.

Call these under the lock of the plan (`open_for_editing`).
"""

from django.db.models import F, Max


def _numbered(plan):
    """What shares the numbering: the rows, and the drafts of new rows."""
    return plan.registrations.all(), plan.drafts.filter(registration=None)


def next_position(plan):
    lasts = [rows.aggregate(last=Max("position"))["last"] for rows in _numbered(plan)]
    return max(last or 0 for last in lasts) + 1


def make_room(plan, position, count=1):
    """Move what stands at this position and below it down."""
    for rows in _numbered(plan):
        rows.filter(position__gte=position).update(position=F("position") + count)


def close_gap(plan, position, count=1):
    """Move up what stands below rows that were taken out."""
    for rows in _numbered(plan):
        rows.filter(position__gte=position + count).update(position=F("position") - count)


def blocks(positions):
    """[(first, count)] of neighbours, from the top: a block is moved in one go."""
    found = []
    for position in sorted(positions):
        if found and sum(found[-1]) == position:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((position, 1))
    return found
