"""The law's clocks of a dossier: which regulation governs it, and the days that it gives."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from products.enums import DossierKind, DossierState
from programs import clock
from programs.enums import Authority, Clock
from programs.models import CriteriaSet, Regulation
from programs.regulations import award_words, end_of, finish_by, period_of, regulation_for
from programs.working_days import CalendarUnknown


def regulation_of(dossier):
    """The regulation that governs this dossier, with its periods, bands and rounds."""
    return governing(dossier, Regulation.objects.prefetch_related("periods", "starbands", "rounds"))


def governing(dossier, known=None):
    """The regulation that governs this dossier: that of its receipt, of today before that."""
    return regulation_for(dossier.kind, dossier.received_on or clock.today(), known)


def received_under(level) -> Q:
    """The dossiers that were received under a law by which this level grants a star."""
    found, ends_on = Q(pk=None), date.max
    for law in Regulation.objects.order_by("-valid_from").prefetch_related("starbands"):
        last = min(ends_on, law.valid_to or date.max)
        if any(band.granted_by == level for band in law.starbands.all()):
            found |= Q(received_on__range=(law.valid_from, last))
        ends_on = law.valid_from - timedelta(days=1)
    return found


def criteria_set_of(dossier):
    """The published sheet for this dossier; None where none is loaded, or the set not known."""
    sets = CriteriaSet.objects.exclude(published_at=None).filter(regulation=governing(dossier))
    return sets.filter(product_set=dossier.product.product_set_id).first()


def tell_results(dossiers):
    """Tell each of these, as `result`, what its Council concluded, in words; "" before that."""
    is_any = any(dossier.result_star for dossier in dossiers)
    known = list(Regulation.objects.prefetch_related("starbands")) if is_any else []
    for dossier in dossiers:
        star = dossier.result_star
        dossier.result = award_words(governing(dossier, known), star) if star else ""
    return dossiers


def end_of_clock(dossier, clock, start):
    """The last day of this period of the dossier's regulation; None where it sets none.

    Also where working days cannot be counted yet: the calendar of a coming year is not guessed.
    """
    period = period_of(regulation_of(dossier), clock)
    try:
        return end_of(period, start) if period else None
    except CalendarUnknown:
        return None


def last_day_for_a_result(dossier):
    """The earliest day by which the result is due, or None.

    A re-evaluation takes so many days from the whole dossier; one that was received under an
    older regulation is finished within the newer one's period (articles 7.6 and 12).
    """
    ends = [finish_by(dossier.kind, dossier.received_on)]
    if dossier.kind == DossierKind.RE_EVALUATION:
        ends.append(end_of_clock(dossier, Clock.RE_EVALUATION, dossier.received_on))
    return min(filter(None, ends), default=None)


def coming_round(regulation, day, level=Authority.PROVINCE):
    """(round, dossiers before, results before) that this level takes dossiers for next, or None."""
    rounds = [row for row in regulation.rounds.all() if row.level == level]
    dated = [(row, *row.dates_in(year)) for year in (day.year, day.year + 1) for row in rounds]
    coming = [each for each in dated if day < each[1]]
    return min(coming, key=lambda each: each[1], default=None)


@dataclass(frozen=True)
class Clocked:
    """A day that a dossier runs towards: what is due, and whether it has passed."""

    label: str
    last_day: date
    is_late: bool
    days_left: int


def clocks_of(dossier):
    """The clocks that run for this dossier now, the nearest first."""
    running = []
    if dossier.state == DossierState.SUBMITTED and dossier.check_by:
        running.append(("Cấp xã kiểm tra xong", dossier.check_by))
    if dossier.state not in {DossierState.CONCLUDED, DossierState.WITHDRAWN}:
        running += [("Có kết quả", dossier.conclude_by)] * bool(dossier.conclude_by)
    today = clock.today()
    return [
        Clocked(label, day, today > day, (day - today).days)
        for label, day in sorted(running, key=lambda each: each[1])
    ]
