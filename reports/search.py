"""What a search of the whole portal finds, in groups: rows that a person may see, and no others.

A group is a function of a person and a text that answers with a `Found`; it is one entry of GROUPS.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import F
from django.urls import reverse

from products.certificates.listings import CERTIFICATES
from products.dossiers.listings import DOSSIERS
from products.plans.listings import PLANS, REGISTRATIONS
from products.register.listings import PRODUCERS, PRODUCTS
from programs.enums import REGISTER_READERS, Tone, UnitKind
from programs.forms.accounts import dated
from programs.forms.listings import SEARCH, holds
from programs.listings import ACCOUNTS
from programs.models import Unit
from programs.names import numbers_in, sought, words_of
from programs.paging import page
from programs.scoping import own_ground
from reports.outgoing.listings import OUTGOING_PAPERS, RECEIVED_PAPERS

SHOWN = 8
# Of each group; the page says "hơn 1.000", and the list that it leads to counts further.
COUNTED = 1000
# A letter alone says nothing.
SHORTEST = 2


@dataclass(frozen=True)
class Hit:
    """A row by its name, with what is told beside it, and its state with the state's tone."""

    name: str
    url: str
    beside: list[str]
    state: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Found:
    """The first hits of a group, how many there are, and the list of all of them."""

    title: str
    hits: list[Hit]
    count: int
    is_counted: bool
    url: str


def search(user, text) -> list[Found]:
    """The groups in which something is found; where a number is asked for, papers come first."""
    groups = [PAPERS, *GROUPS] if numbers_in(text) else GROUPS
    found = (group(user, text) for group in dict.fromkeys(groups))
    return [each for each in found if each.hits]


def is_searchable(text) -> bool:
    return any(len(word) >= SHORTEST for word in sought(text))


def of_list(listing, name, *beside, state="", title="") -> Callable:
    """The group of a list's rows: the columns that name one, stand beside it and tell its state."""
    columns = {column.key: column for column in listing.columns}
    named, told = columns[name], [columns[key] for key in beside]

    def hit(row):
        texts = [text for column in told if (text := column.read(row))]
        found = Hit(named.read(row), named.url(row), texts)
        if not state:
            return found
        words = columns[state].read(row)
        return replace(found, state=words, tone=columns[state].tones.get(words, Tone.PLAIN))

    def found(user, text):
        query = {SEARCH: text}
        _, rows = listing.filter(user, query)
        shown = page(rows, listing.order_of(query), size=SHOWN, limit=COUNTED)
        url = reverse(listing.page, query=query)
        hits = list(map(hit, shown.rows))
        return Found(title or listing.title, hits, shown.count, shown.is_counted, url)

    return found


def units(user, text):
    """The places whose products the user may list, those of today first."""
    rows = Unit.objects.exclude(kind=UnitKind.PROVINCE)
    if user.role not in REGISTER_READERS:
        rows = own_ground(user).distinct()
    words, kept = sought(text), rows.values_list("pk", "kind", "name", "code")
    keys = [key for key, *facts in kept.order_by() if holds(_words_of_unit(*facts), words)]
    rows = Unit.objects.filter(pk__in=keys).select_related("parent")
    hits = [
        Hit(
            dated(unit),
            reverse("products:product_list", query={"unit": unit.pk}),
            [str(unit.parent)] if unit.parent else [],
        )
        for unit in rows.order_by(F("valid_to").desc(nulls_first=True), "name", "pk")[:SHOWN]
    ]
    return Found("Đơn vị, xã", hits, len(keys), is_counted=True, url="")


@lru_cache(maxsize=16_384)
def _words_of_unit(kind, name, code):
    return words_of(UnitKind(kind).label, name, code)


def sent_papers(user, text):
    """Papers that go out, for those who read their register; for others what was sent to them."""
    group = _REGISTER if user.role in REGISTER_READERS else _RECEIVED
    return group(user, text)


_REGISTER, _RECEIVED = (
    of_list(listing, "subject", "label", "issuer_name", state="state", title="Văn bản")
    for listing in (OUTGOING_PAPERS, RECEIVED_PAPERS)
)
PAPERS = of_list(CERTIFICATES, "product", "label", "producer", "decision_number", state="status")
GROUPS = (
    of_list(PRODUCTS, "name", "producer", "commune", state="worth"),
    of_list(PRODUCERS, "name", "commune", "representative", "phone"),
    PAPERS,
    of_list(DOSSIERS, "product", "producer", "kind", state="state"),
    of_list(REGISTRATIONS, "product_name", "producer_name", "unit", "plan", state="state"),
    of_list(PLANS, "unit", "campaign", "decision_number", state="state"),
    sent_papers,
    of_list(ACCOUNTS, "full_name", "role", "place", "phone", title="Người"),
    units,
)
