"""Pages of long lists by key: page two thousand costs what the first does.

The order is a tuple of whole-number fields that ends in a unique one. A token is the key of the
last row shown, written "12.3.45"; anything else asks for the first page.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

SIZE = 50
# Counting further costs more than it tells; the page says "hơn 10.000".
COUNT_LIMIT = 10_000


@dataclass(frozen=True)
class Page:
    """The rows of a page, the token of the next one ("" at the end), and how many there are."""

    rows: list[Any]
    next: str
    count: int
    is_first: bool

    @property
    def is_counted(self):
        return self.count <= COUNT_LIMIT


def page(rows, order, token="", size=SIZE):
    """The page of `rows` (ordered by `order`) that follows the key in `token`."""
    count = rows.order_by().values("pk")[: COUNT_LIMIT + 1].count()
    key = _key(token, len(order))
    after = rows.filter(_beyond(order, key)) if key else rows
    found = list(after.order_by(*order)[: size + 1])
    more = ".".join(str(getattr(found[size - 1], name)) for name in order) if found[size:] else ""
    return Page(found[:size], more, count, key is None)


def _key(token, length):
    parts = token.split(".")
    if len(parts) == length and all(part.isascii() and part.isdigit() for part in parts):
        return [min(int(part), 2**62) for part in parts]
    return None


def _beyond(order, key):
    """(a, b, c) > (x, y, z) as the database can use its index for: a >= x and (a > x or …)."""
    *before, last = zip(order, key, strict=True)
    condition = Q(**{f"{last[0]}__gt": last[1]})
    for name, value in reversed(before):
        condition = Q(**{f"{name}__gt": value}) | (Q(**{name: value}) & condition)
    return Q(**{f"{order[0]}__gte": key[0]}) & condition
