"""Places that a search names: "mật ong Trà Giang" looks for honey, in the communes of that name."""

from collections import defaultdict
from functools import lru_cache

from django.db.models.functions import Substr

from programs.enums import UnitKind
from programs.models import Unit
from programs.succession import grounds_of
from programs.text import alike, fold

_SHORT = {UnitKind.CITY: "tp", UnitKind.TOWN: "tx", UnitKind.TOWNSHIP: "tt"}
_MARKS = ',.;:()“”"'
# {"d": {"d", "D", "đ", "Đ"}, …}: the letters with which a name may begin whose fold does so.
_LETTERS = defaultdict(set)
for _letter in filter(str.isalpha, map(chr, (*range(0x41, 0x1B1), *range(0x1EA0, 0x1EFA)))):
    _LETTERS[fold(_letter)[:1]].add(_letter)


def place_in(text) -> tuple[list[int], str]:
    """The units whose name the text holds, in full or without its kind, and what else it says.

    Of several names the longest; no unit where the text holds none. A province is no such place.
    """
    said, found = f" {_folded(text)} ", defaultdict(list)
    firsts = {letter for word in said.split() for letter in _LETTERS.get(word[:1], ())}
    units = Unit.objects.annotate(first=Substr("name", 1, 1)).filter(first__in=firsts)
    units = units.exclude(kind=UnitKind.PROVINCE).order_by()
    for pk, kind, name in units.values_list("pk", "kind", "name"):
        *in_full, bare = _names(kind, name)
        if bare in said:
            found[next((each for each in in_full if each in said), bare)].append(pk)
    if not found:
        return [], text
    longest = max(found, key=len)
    return found[longest], said.replace(longest, " ", 1)


def ground_in(text) -> tuple[list[int], str]:
    """All units on the ground of the place that the text names, and what else the text says."""
    units, rest = place_in(text)
    return list(grounds_of(units).values_list("pk", flat=True).distinct()) if units else [], rest


@lru_cache(maxsize=16_384)
def _names(kind, name):
    """The ways to write a unit's name: "xa binh my", "binh my"."""
    kinds = filter(None, (UnitKind(kind).label, _SHORT.get(kind)))
    return [*(f" {_folded(f'{each} {name}')} " for each in kinds), f" {_folded(name)} "]


def _folded(text):
    return " ".join(word.strip(_MARKS) for word in alike(text).split())
