"""What the portal counts by itself for a report: the rows of a list, narrowed by its own filters.

A figure and the list behind it cannot differ: one is the number of rows of the other.
"""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Sum
from django.http import QueryDict
from django.urls import reverse

from products.certificates.happened import Occasion
from products.certificates.listings import CERTIFICATES, HOLDING
from products.enums import Gender, ProducerKind, ProductStatus, RegistrationForm
from products.models import RegistrationCount
from products.register.listings import PRODUCERS, PRODUCTS
from programs.enums import CampaignKind, Role
from programs.models import Participant, Unit, User
from programs.tables import Listing


@dataclass(frozen=True)
class Scope:
    """Of what is counted: a unit's ground, or with None the province; the first and last day."""

    unit: Unit | None
    start: date
    end: date


@dataclass(frozen=True)
class Counted:
    """How many, and the address of the list that has exactly these rows."""

    value: int
    url: str


@dataclass(frozen=True)
class Counting:
    """A function that an indicator may name: what it is called for people, and how it counts.

    `count` answers with None where nothing can be said, as of a unit that was not asked for plans.
    """

    label: str
    count: Callable[[Scope], Counted | None]


# Who counts: somebody who reads the register of the whole province.
_READER = User(role=Role.OBSERVER)


@dataclass(frozen=True)
class Rows:
    """Counts the rows of a list that its own filters leave; `query(scope)` are these filters."""

    listing: Listing
    query: Callable[[Scope], dict[str, Any]]

    def __call__(self, scope) -> Counted:
        return Counted(self.rows(scope).count(), self.url(scope))

    def rows(self, scope):
        return self.listing.filter(_READER, self._params(scope))[1]

    def url(self, scope):
        return f"{reverse(self.listing.page)}?{self._params(scope).urlencode()}"

    def _params(self, scope):
        params = QueryDict(mutable=True)
        params.update({name: _text(value) for name, value in self.query(scope).items()})
        if scope.unit:
            params["unit"] = str(scope.unit.pk)
        return params


def _text(value):
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _granted(occasion, star=""):
    def query(scope):
        asked = {"occasion": occasion, "issued_from": scope.start, "issued_to": scope.end}
        return asked | ({"star": star} if star else {}) | {"day": scope.end}

    return Rows(CERTIFICATES, query)


def _happened(what):
    return Rows(
        CERTIFICATES,
        lambda scope: {
            "happened": what,
            "since": scope.start,
            "until": scope.end,
            "day": scope.end,
        },
    )


def _held(star):
    return Rows(CERTIFICATES, lambda scope: {"status": HOLDING, "star": star, "day": scope.end})


def _producers(**narrowed):
    return Rows(PRODUCERS, lambda scope: {"holding": "on", "day": scope.end} | narrowed)


def _potential(scope):
    return {"star": 0, "status": ProductStatus.MADE, "day": scope.end}


# --- What was declared for the year ------------------------------------------------------------


def _declared(forms, scope):
    """What was declared in the year's plans for these forms; None where nobody was asked.

    A unit that took over another's ground was not asked for its plan: nothing is compared then.
    """
    asked = Participant.objects.filter(
        campaign__kind=CampaignKind.PLAN, campaign__year=scope.end.year, unit__isnull=False
    )
    if scope.unit:
        asked = asked.filter(unit=scope.unit)
    last = asked.order_by("-campaign__number", "-pk").first()
    if last is None:
        return None
    counts = RegistrationCount.objects.filter(participant__in=asked, form__in=forms)
    total = counts.aggregate(total=Sum("count"))["total"] or 0
    page, key = ("products:counts", last.pk) if scope.unit else ("reports:appendix", None)
    return Counted(total, reverse(page, args=[key or last.campaign_id]))


_ALL = tuple(RegistrationForm)
_UPGRADES = (RegistrationForm.UPGRADE_3_4, RegistrationForm.UPGRADE_4_5)

# By the name that a form's indicator holds.
COUNTINGS = {
    "registered": Counting("sản phẩm đã khai trong kế hoạch của năm", partial(_declared, _ALL)),
    "planned_3": Counting("đã khai: 3 sao", partial(_declared, (RegistrationForm.THREE_STAR,))),
    "planned_4": Counting("đã khai: 4 sao", partial(_declared, (RegistrationForm.FOUR_STAR,))),
    "planned_upgrades": Counting("đã khai: nâng hạng", partial(_declared, _UPGRADES)),
    "planned_renewals": Counting(
        "đã khai: đánh giá lại", partial(_declared, (RegistrationForm.RE_EVALUATION,))
    ),
    "new_3": Counting("giấy lần đầu hạng 3 sao cấp trong kỳ", _granted(Occasion.NEW, 3)),
    "new_4": Counting("giấy lần đầu hạng 4 sao cấp trong kỳ", _granted(Occasion.NEW, 4)),
    "new_5": Counting("giấy lần đầu hạng 5 sao cấp trong kỳ", _granted(Occasion.NEW, 5)),
    "upgraded": Counting("giấy nâng hạng cấp trong kỳ", _granted(Occasion.UPGRADE)),
    "renewed": Counting("giấy cấp khi đánh giá lại trong kỳ", _granted(Occasion.AGAIN)),
    "lapsed": Counting("giấy hết hạn trong kỳ mà chưa có giấy sau", _happened("lapsed")),
    "revoked": Counting("giấy bị thu hồi trong kỳ", _happened("revoked")),
    "held_3": Counting("giấy 3 sao còn hiệu lực ngày cuối kỳ", _held(3)),
    "held_4": Counting("giấy 4 sao còn hiệu lực ngày cuối kỳ", _held(4)),
    "held_5": Counting("giấy 5 sao còn hiệu lực ngày cuối kỳ", _held(5)),
    "potential": Counting("sản phẩm chưa có sao ngày cuối kỳ", Rows(PRODUCTS, _potential)),
    "producers": Counting("chủ thể có sản phẩm còn hiệu lực", _producers()),
    "cooperatives": Counting(
        "hợp tác xã có sản phẩm còn hiệu lực", _producers(kind=ProducerKind.COOPERATIVE)
    ),
    "women": Counting(
        "chủ thể do nữ đại diện, có sản phẩm còn hiệu lực", _producers(gender=Gender.FEMALE)
    ),
    "minorities": Counting(
        "chủ thể do người dân tộc thiểu số đại diện, có sản phẩm còn hiệu lực",
        _producers(minority="on"),
    ),
}


def counted_for(report, indicators) -> dict[str, Counted]:
    """{code: Counted} of those of the indicators that a function counts, for this reporter.

    The register lies on the ground of units: of an agency nothing is counted.
    """
    period, unit = report.period, report.participant.unit
    if unit is None:
        return {}
    return counted_in(Scope(unit, period.data_from, period.data_to), indicators)


def counted_in(scope, indicators) -> dict[str, Counted]:
    """The same of any place and time; what nothing can be said of is left out."""
    named = ((each.code, each.function) for each in indicators if each.function)
    found = ((code, count_of(name, scope)) for code, name in named)
    return {code: counted for code, counted in found if counted}


_known: ContextVar[dict | None] = ContextVar("known", default=None)


@contextmanager
def remembered():
    """While the register does not change, what was counted once is not counted again."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def count_of(name, scope) -> Counted | None:
    """What the counting of this name finds there; None where nothing can be said."""
    known = _known.get()
    if known is None:
        return COUNTINGS[name].count(scope)
    if (name, scope) not in known:
        known[name, scope] = COUNTINGS[name].count(scope)
    return known[name, scope]
