"""The figures of certificates: in force, by star and through the years; ending; recognised."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.formats import localize

from products.certificates.history import days_of, ending_by, law_of, with_end
from products.certificates.listings import FOUR_UP, HOLDING
from products.certificates.trend import held_on
from products.enums import DossierState
from products.models import Dossier, ExpiryNotice
from products.register.publication import catalogue
from programs import clock
from programs.enums import Clock
from programs.working_days import add_months
from reports.figures.figure import Figure, Note, change, rows_at, share_of

YEARS, MONTHS, SOON = 6, 12, 6
_LIST, _EXPIRING = "products:certificate_list", "products:expiring_list"


# --- In force ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """How many certificates of each star were in force at the end of each year, and today."""

    counts: dict[date, Counter[int]]

    @property
    def totals(self) -> list[int]:
        return [by_star.total() for by_star in self.counts.values()]

    @property
    def high(self) -> list[int]:
        """Those of four stars and more."""
        return [by_star.total() - by_star[3] for by_star in self.counts.values()]

    def figure(self):
        url = rows_at(_LIST, status=HOLDING)
        return _through_time("held", "Còn hiệu lực", self.totals, url)

    def figure_of_high(self):
        url = rows_at(_LIST, status=HOLDING, star=FOUR_UP)
        return _through_time("high", "Từ 4 sao trở lên", self.high, url)


def held(rows) -> Held:
    """Of these certificates, at the end of the last years and today; two queries."""
    today = clock.today()
    ends = [date(year, 12, 31) for year in range(today.year - YEARS, today.year)]
    return Held(held_on(rows, [*ends, today]))


def _through_time(name, label, line, url):
    *_, before, now = line
    note = change(now, before, "từ đầu năm")
    return Figure(name, label, now, url, line=tuple(line), notes=(note,))


# --- Ending ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ending:
    """How many certificates end on a day; of them without a letter, and too late to be renewed.

    Too late is what no dossier was handed in for until the last day that the law gives.
    """

    on: date
    count: int
    untold: int
    missed: int


@dataclass(frozen=True)
class Endings:
    """What of the certificates in force ends in the coming months, by day."""

    today: date
    days: list[Ending]
    has_window: bool

    @property
    def soon(self) -> list[Ending]:
        last = add_months(self.today, SOON)
        return [each for each in self.days if each.on <= last]

    def by_month(self) -> list[tuple[date, int, int]]:
        """(its first day, how many end, how many too late) of each coming month."""
        counts, missed = Counter(), Counter()
        for each in self.days:
            month = each.on.replace(day=1)
            counts[month] += each.count
            missed[month] += each.missed
        first = self.today.replace(day=1)
        months = [add_months(first, number) for number in range(MONTHS)]
        return [(month, counts[month], missed[month]) for month in months]

    def figure(self):
        """What ends within half a year, and what of it nobody was told of."""
        count = sum(each.count for each in self.soon)
        untold = sum(each.untold for each in self.soon)
        if untold:
            note = Note(marked=f"{localize(untold)} chưa có công văn báo", tone="late")
        else:
            note = Note("đã báo chủ thể" if count else "")
        return Figure(
            "ending",
            f"Hết hạn trong {SOON} tháng",
            count,
            rows_at(_EXPIRING, within=SOON),
            share=share_of(untold, count),
            is_risk=True,
            notes=(note,),
        )


def endings(rows) -> Endings:
    """What of these certificates ends until the end of the twelfth month, counted by day."""
    today = clock.today()
    law = law_of(today)
    closes = days_of(law, Clock.WINDOW_CLOSES)
    last = add_months(today.replace(day=1), MONTHS) - timedelta(days=1)
    told = ExpiryNotice.objects.filter(certificate=OuterRef("pk"), ends_on=OuterRef("ends_on"))
    handed_in = Dossier.objects.filter(certificate=OuterRef("pk")).exclude(
        state__in=[DossierState.DRAFT, DossierState.WITHDRAWN]
    )
    missed = Q(expires_on__lt=today + timedelta(days=closes or 0)) & ~Exists(handed_in)
    days = with_end(ending_by(rows, today, last)).order_by().values("ends_on")
    days = days.annotate(
        count=Count("pk"),
        untold=Count("pk", filter=~Exists(told)),
        missed=Count("pk", filter=missed if closes else Q(pk=None)),
    )
    found = days.values_list("ends_on", "count", "untold", "missed")
    return Endings(today, [Ending(*line) for line in found], closes is not None)


# --- Recognised --------------------------------------------------------------------------------


def recognised(rows, year, registered):
    """How many of these were granted in the year, beside what its plans registered."""
    today, before = clock.today(), Q(year=year - 1)
    words = f"so với năm {year - 1}"
    if year == today.year:
        before &= Q(issued_on__lte=add_months(today, -12))
        words = "so với cùng kỳ"
    counts = rows.issued().aggregate(
        now=Count("pk", filter=Q(year=year)), before=Count("pk", filter=before)
    )
    share = share_of(counts["now"], registered) if registered else None
    return Figure(
        "recognised",
        f"Được công nhận năm {year}",
        counts["now"],
        rows_at(_LIST, year=year),
        whole=registered or None,
        share=share,
        notes=(change(counts["now"], counts["before"], words),),
    )


# --- What everybody may know -------------------------------------------------------------------


def published():
    """What the public catalogue holds, by star."""
    found = catalogue().order_by().values("star").annotate(count=Count("pk"))
    by_star = Counter(dict(found.values_list("star", "count")))
    stars = (Note(f"{localize(by_star[star])} hạng {star} sao") for star in (4, 5))
    return Figure(
        "published",
        "Sản phẩm OCOP còn hiệu lực",
        by_star.total(),
        rows_at("reports:public_products"),
        notes=tuple(stars),
    )
