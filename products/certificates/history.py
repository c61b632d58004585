"""The certificates of a product through time: at most one is valid on a day."""

from collections import defaultdict
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from products.certificates.validity import DAY, Happening, Life, first_overlap, life_of, status_on
from products.enums import (
    CLOSING,
    ENDINGS,
    IN_FORCE,
    CertificateState,
    CertificateStatus,
    EventKind,
)
from products.models import Certificate, CertificateEvent, Product
from programs import clock
from programs.completing import Keys
from programs.enums import Clock, LegalEvent
from programs.models import Regulation
from programs.regulations import RegulationMissing, period_of, regulation_for
from programs.workflow import StepRefused


def law_of(day, known=None):
    """The regulation that governs re-evaluations of this day, with its periods, or None.

    `known` are all regulations with their periods, where they are read already.
    """
    known = Regulation.objects.prefetch_related("periods") if known is None else known
    try:
        return regulation_for(LegalEvent.RE_EVALUATION, day, known)
    except RegulationMissing:
        return None


def days_of(law, clock):
    """How many days the law sets for this clock; None where it sets none."""
    period = law and period_of(law, clock)
    return period.amount if period else None


def warning_days(law):
    """How long before its end a certificate is said to expire soon, by this law.

    From the first day of the window for re-evaluation, or where the law knows none, from the day
    of the notice; 0 is never.
    """
    return days_of(law, Clock.WINDOW_OPENS) or days_of(law, Clock.NOTICE) or 0


def with_worth(certificates, day=None):
    """[(certificate, its status on the day)] of issued ones (prefetch their events)."""
    day = day or clock.today()
    warn_days = warning_days(law_of(day))
    return [(row, status_on(life_of(row), day, warn_days)) for row in certificates]


def worth_of(certificates, day, law):
    """(last day, status) of each (key, state, day of issue, expiry), as with_status() has them."""
    warn_days, happened = warning_days(law), _happenings([key for key, *_ in certificates])
    for key, state, issued_on, expires_on in certificates:
        if state == CertificateState.ISSUED:
            yield _worth(issued_on, expires_on, tuple(happened.get(key, ())), day, warn_days)
        else:
            yield expires_on, state


@lru_cache(maxsize=8192)  # of thousands of certificates most were issued on the day of others
def _worth(issued_on, expires_on, happenings, day, warn_days):
    life = Life(issued_on, expires_on, happenings)
    return life.ends_on, status_on(life, day, warn_days)


def _happenings(certificates):
    """{certificate: what happened to it, in order}."""
    found = defaultdict(list)
    events = CertificateEvent.objects.filter(certificate__in=Keys(certificates)).order_by(
        "on", "pk"
    )
    for key, *facts in events.values_list("certificate", "kind", "on", "until"):
        found[key].append(Happening(*facts))
    return found


def best_of_each(products, day, law):
    """{product: (star, last day, status)} of the certificate in force on this day.

    Its own or of a record that was merged into it: two queries, for one that asked for either
    would read all certificates.
    """
    merged = Product.objects.filter(merged_into__in=Keys(products)).order_by()
    kept = {key: key for key in products} | dict(merged.values_list("pk", "merged_into"))
    warn_days, found = warning_days(law), {}
    for product, star, *life in _lives(kept):
        ends_on, status = _worth(*life, day, warn_days)
        if status in IN_FORCE:
            found[kept[product]] = star, ends_on, status
    return found


def _lives(products):
    """(product, star, day of issue, expiry, happenings) of their issued certificates.

    The oldest first, in one query.
    """
    papers = Certificate.objects.issued().filter(product__in=Keys(products))
    lines = papers.order_by("issued_on", "pk", "events__on", "events__pk").values_list(
        *("product", "star", "issued_on", "expires_on", "pk"),
        *("events__kind", "events__on", "events__until"),
    )
    for (product, star, *days, _), events in groupby(lines, key=itemgetter(slice(5))):
        yield product, star, *days, tuple([Happening(*line[5:]) for line in events if line[5]])


def status_of(certificate, day=None):
    """The status of an issued certificate on a day, today by default."""
    return with_worth([certificate], day)[0][1]


def chain_of(product):
    """The issued certificates of the product and of what was merged into it, the oldest first."""
    chain = Certificate.objects.of_product(product).issued().select_related("regulation")
    return list(chain.prefetch_related("events__by_certificate").order_by("issued_on", "pk"))


def refuse_overlap(product):
    """Raise StepRefused where two certificates of the product are valid on one day.

    Of a record that was merged: of the one that is kept.
    """
    if day := first_overlap(map(life_of, chain_of(product.merged_into or product))):
        raise StepRefused(
            f"Ngày {day:%d/%m/%Y} sản phẩm sẽ có hai giấy chứng nhận cùng còn hiệu lực: "
            "hãy xem lại ngày, hoặc xử lý giấy đang có trước.",
            code="overlap",
        )


def with_status(rows, day, law=None):
    """Annotate `ends_on` and `status` on this day: what status_on() says, in the database.

    `law` is law_of(day), where it is known already.
    """
    events = CertificateEvent.objects.filter(certificate=OuterRef("pk"))
    turns = events.filter(kind__in=[*CLOSING, EventKind.REINSTATED], on__lte=day)
    warn_days = warning_days(law or law_of(day))
    near = day + warn_days * DAY if warn_days else date.min
    turn = Subquery(turns.order_by("-on", "-pk").values("kind")[:1])
    return with_end(rows.annotate(turn=turn)).annotate(
        status=Case(
            When(~Q(state=CertificateState.ISSUED), then=F("state")),
            When(issued_on__gt=day, then=Value(CertificateStatus.NOT_YET)),
            *(When(turn=kind, then=Value(status)) for kind, status in CLOSING.items()),
            When(ends_on__lt=day, then=Value(CertificateStatus.EXPIRED)),
            When(expires_on__lt=day, then=Value(CertificateStatus.EXTENDED)),
            When(ends_on__lte=near, then=Value(CertificateStatus.EXPIRING)),
            default=Value(CertificateStatus.VALID),
            output_field=CharField(),
        )
    )


def in_force(rows, day):
    """Those in force on this day, with `ends_on`."""
    return with_end(valid_on(rows, day))


def with_end(rows):
    """Annotate `ends_on`: the last day of validity, that of an extension where there is one."""
    events = CertificateEvent.objects.filter(certificate=OuterRef("pk"))
    longest = _standing(events).order_by("-until").values("until")[:1]
    return rows.annotate(ends_on=Coalesce(Subquery(longest), F("expires_on")))


def valid_on(rows, day):
    """Those in force on this day: what with_status() says, as plain conditions.

    Each names columns that have an index, and none is a value that must first be computed: the
    database stops reading where a page is full.
    """
    events = CertificateEvent.objects.filter(certificate=OuterRef("pk"))
    later = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    reopened = CertificateEvent.objects.filter(
        later, certificate=OuterRef("certificate"), kind=EventKind.REINSTATED, on__lte=day
    )
    closed = events.filter(~Exists(reopened), kind__in=list(CLOSING), on__lte=day)
    extended = _extended_until(day).filter(certificate=OuterRef("pk"))
    return (
        rows.issued()
        .filter(Q(expires_on__gte=day) | Exists(extended))
        .filter(~Exists(closed), issued_on__lte=day)
    )


def ending_soon(rows, day, law):
    """Those that, by with_status(), expire soon under this law or are extended on this day.

    Said as plain conditions too, with a first and a last day between which the index is read.
    """
    near = day + (warning_days(law) or -1) * DAY
    return _reaching(rows, day, near).filter(Q(expires_on__lt=day) | ~Exists(_beyond(near)))


def ending_by(rows, day, last):
    """Those in force on this day that end by this last one, extended or not."""
    return _reaching(rows, day, last).filter(~Exists(_beyond(last)))


def _reaching(rows, day, near):
    """Those in force on this day whose own last day is one of an index's range up to this one."""
    first = _extended_until(day).aggregate(first=Min("certificate__expires_on"))["first"]
    return valid_on(rows, day).filter(expires_on__range=(min(first or day, day), near))


def _beyond(day):
    return _extended_until(day + DAY).filter(certificate=OuterRef("pk"))


def _extended_until(day):
    return _standing(CertificateEvent.objects.filter(until__gte=day))


def _standing(events):
    """Those of these that say until when it is valid: all since an extension was last settled."""
    later = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    settled = CertificateEvent.objects.filter(
        later, certificate=OuterRef("certificate"), kind=EventKind.SETTLED
    )
    return events.filter(~Exists(settled), kind__in=sorted(ENDINGS))
