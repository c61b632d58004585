"""Pages of long lists by key: page two thousand costs what the first does.

A list of at most COUNT_LIMIT rows may also be opened at a page by its number.

An order is a tuple of fields, "-" before those that descend, ending in a unique one. A token is
the key of the last row shown; any other text asks for the first page. Where a field may
be empty, empty counts as the least, alike on both databases.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import CharField, F, Field, IntegerField, Model, Q, QuerySet, Subquery, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Concat
from django.utils import timezone

SIZE = 50
# Counting further costs more than it tells; the page says "hơn 10.000".
COUNT_LIMIT = 10_000
# So many rows of a list are looked through for a page of a search, before all hits are sorted.
WALKED = 2000
_SOUGHT = "is_sought"
_TOKEN_LENGTH = 4000
_SEVERAL = 2
_LARGEST = 2**62


@dataclass(frozen=True)
class Page:
    """The rows of a page, the token of the next one ("" at the end), and how many there are.

    `start` is the place of its first row in the whole list, from 1; 0 where it is not known.
    Beyond `limit` they are not counted: `count` is one more then.
    """

    rows: list[Any]
    next: str
    count: int
    is_first: bool
    start: int = 1
    size: int = SIZE
    limit: int = COUNT_LIMIT

    @property
    def end(self) -> int:
        return self.start + len(self.rows) - 1

    @property
    def number(self) -> int:
        return -(-self.start // self.size)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the pages to be offered: the first, the last, those about this one.

        A 0 stands for those that are left out; nothing where there is one page or no count.
        """
        last = -(-self.count // self.size)
        if last < _SEVERAL or not (self.is_counted and self.start):
            return []
        near = {1, last, *range(self.number - 2, self.number + 3)}
        known = sorted(number for number in near if 1 <= number <= last)
        pairs = zip(known, [0, *known], strict=False)
        return [each for number, before in pairs for each in _with_gap(number, before)]

    @property
    def is_counted(self) -> bool:
        return self.count <= self.limit


@dataclass(frozen=True)
class Key:
    """A field of an order."""

    name: str
    descends: bool
    field: Field
    may_be_empty: bool

    def expression(self) -> OrderBy:
        way = {"nulls_last" if self.descends else "nulls_first": True} if self.may_be_empty else {}
        return F(self.name).desc(**way) if self.descends else F(self.name).asc(**way)

    @property
    def is_text(self) -> bool:
        return isinstance(self.field, CharField) and not self.may_be_empty

    def sorting(self) -> OrderBy:
        """The same order of texts by a value that no index has."""
        value = Concat(F(self.name), Value(""))
        return value.desc() if self.descends else value.asc()

    def at(self, value) -> Q:
        return Q(**({f"{self.name}__isnull": True} if value is None else {self.name: value}))

    def after(self, value) -> Q:
        """What stands strictly after this value."""
        if value is None:
            nothing = Q(pk__in=[])
            return nothing if self.descends else Q(**{f"{self.name}__isnull": False})
        beyond = Q(**{f"{self.name}__{'lt' if self.descends else 'gt'}": value})
        if self.descends and self.may_be_empty:
            beyond |= Q(**{f"{self.name}__isnull": True})
        return beyond

    def from_here(self, value) -> Q:
        """A plain bound, so that the database may use its index; what may be empty comes last."""
        if value is None or (self.descends and self.may_be_empty):
            return Q()
        return Q(**{f"{self.name}__{'lte' if self.descends else 'gte'}": value})

    def up_to(self, value) -> Q:
        return Q(**{f"{self.name}__{'gte' if self.descends else 'lte'}": value})

    def value_of(self, row):
        for part in self.name.split("__"):
            row = row and getattr(row, part)
        return row.pk if isinstance(row, Model) else row

    def read(self, value):
        """A value of a token as the field holds it; ValueError where it cannot be one."""
        if value is None and self.may_be_empty:
            return None
        read = self.field.to_python(value)
        if read is None or (isinstance(read, datetime) and timezone.is_naive(read)):
            raise ValueError("no value of this field")
        if isinstance(read, str) and "\0" in read.encode().decode():
            raise ValueError("no text that a database holds")
        return max(min(read, _LARGEST), -_LARGEST) if type(read) is int else read


class RowCount(Subquery):
    """How many rows the subquery has, counted beside the rows of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def ordered(rows, order) -> QuerySet:
    return _in_order(rows, _keys(rows, order))


def searched(rows) -> QuerySet:
    """These rows, marked as those that hold what somebody looks for: any number of the list's."""
    return rows.alias(**{_SOUGHT: Value(value=True)})


def page(rows, order, token="", size=SIZE, number=1, limit=COUNT_LIMIT) -> Page:
    """The page of `rows` that follows the key in `token`, or the one of this number.

    The rows are counted up to this limit.
    """
    keys = _keys(rows, order)
    key = _key(token, keys)
    skipped = 0 if key else min(max(number, 1) - 1, limit // size) * size
    total = rows.order_by().values("pk")[: limit + 1]
    after = rows.filter(_beyond(keys, key)) if key else rows
    counted = _in_order(after, keys).annotate(count_of_all=RowCount(total))
    wanted = slice(skipped, skipped + size + 1)
    near = _near(rows, keys, key) if _is_gamble(rows, keys) else None
    found = list((counted.filter(near) if near else counted)[wanted])
    if near and not found[size:]:
        found = list(_sorted_out(counted, keys)[wanted])
    count = found[0].count_of_all if found else total.count() if key or skipped else 0
    last = found[size - 1] if found[size:] else None
    more = _token(each.value_of(last) for each in keys) if last else ""
    is_first = key is None and not skipped
    return Page(found[:size], more, count, is_first, 0 if key else skipped + 1, size, limit)


def _in_order(rows, keys):
    return rows.order_by(*(key.expression() for key in keys))


def _is_gamble(rows, keys):
    """Whether PostgreSQL must be told how to find these rows in this order of texts.

    It guesses that what is sought lies evenly in the list, and walks through the index of names to
    the first page of it: where that begins with a late letter, through all of them.
    """
    known = rows.query.annotations
    is_plain = _SOUGHT in known and keys[0].is_text and not any(key.name in known for key in keys)
    return is_plain and connections[rows.db].vendor == "postgresql"


def _near(rows, keys, key):
    """The condition on what stands among the next WALKED rows of the list; None where all do."""
    first = keys[0]
    rows = rows.model._base_manager.filter(_beyond(keys, key) if key else Q())  # noqa: SLF001
    ends = _in_order(rows, keys).values_list(first.name, flat=True)[WALKED : WALKED + 1]
    return next(map(first.up_to, ends), None)


def _sorted_out(rows, keys):
    """The rows in their order, which are all found first and sorted then."""
    first, *further = keys
    return rows.order_by(first.sorting(), *(each.expression() for each in further))


def _with_gap(number, before):
    return [0, number] if number > before + 1 else [number]


def _keys(rows, order):
    return [_resolved(rows, name.removeprefix("-"), name.startswith("-")) for name in order]


def _resolved(rows, name, descends):
    """A name of an order with the field it ends in; annotations are taken to be never empty."""
    if annotation := rows.query.annotations.get(name):
        return Key(name, descends, annotation.output_field, may_be_empty=False)
    model, field, may_be_empty = rows.model, None, False
    for part in name.split("__"):
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        may_be_empty |= field.null
        model = field.related_model
    return Key(name, descends, field, may_be_empty)


def _token(values):
    """Whole numbers as "12.3.45"; else JSON that needs no quoting in an address."""
    values = list(values)
    if all(type(value) is int and value >= 0 for value in values):
        return ".".join(map(str, values))
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=str)
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _key(token, keys):
    """The values of a token, or None where it is not one of this order."""
    if not token or len(token) > _TOKEN_LENGTH:
        return None
    try:
        return [key.read(value) for key, value in zip(keys, _values(token), strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error, ValidationError):
        return None


def _values(token):
    if token.isascii() and token.replace(".", "").isdigit():
        return [int(part) for part in token.split(".")]
    return json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))


def _beyond(keys, values):
    """(a, b, c) > (x, y, z) as the database can use its index for: a >= x and (a > x or …)."""
    *before, (last, value) = zip(keys, values, strict=True)
    condition = last.after(value)
    for key, at in reversed(before):
        condition = key.after(at) | (key.at(at) & condition)
    return keys[0].from_here(values[0]) & condition
