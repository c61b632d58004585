"""Which regulation governs, and what its numbers make of a date or a score."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from programs.enums import Authority, Clock, LegalEvent, Measure
from programs.models import Period, Regulation, StarBand
from programs.working_days import add_months, add_working_days

# A dossier received before a new regulation is finished under the old one, within this period.
PENDING = {
    LegalEvent.FIRST: Clock.PENDING_FIRST,
    LegalEvent.UPGRADE: Clock.PENDING_FIRST,
    LegalEvent.RE_EVALUATION: Clock.PENDING_AGAIN,
}


class RegulationMissing(ValidationError):
    """No regulation governs that day; the message is for the user to read."""


def regulation_for(event, day, regulations=None) -> Regulation:
    """The regulation that governs an event of this day (LegalEvent says which day it is).

    The youngest of those in force: a dossier received on the first day of Decision 26/2026/QĐ-TTg
    falls under it, one received the day before stays with the old one (article 12). The answer
    depends on the arguments and the published regulations alone.
    """
    known = Regulation.objects.all() if regulations is None else regulations
    in_force = [regulation for regulation in known if regulation.in_force_on(day)]
    if not in_force:
        raise RegulationMissing(
            f"Không có quy định nào có hiệu lực ngày {day:%d/%m/%Y} để áp dụng cho việc "
            f"{LegalEvent(event).label}: hãy xem lại ngày."
        )
    return max(in_force, key=lambda regulation: regulation.valid_from)


def finish_by(event, received_on, regulations=None) -> date | None:
    """The last day to finish a dossier under the rules of its receipt, where a new one ended them.

    None where no later regulation says so (article 12 of Decision 26/2026/QĐ-TTg does).
    """
    known = Regulation.objects.all() if regulations is None else regulations
    for regulation in sorted(known, key=lambda regulation: regulation.valid_from):
        period = period_of(regulation, PENDING.get(event))
        if period and received_on < regulation.valid_from:
            return end_of(period, regulation.valid_from)
    return None


def period_of(regulation, clock) -> Period | None:
    """The period that the regulation sets for this clock, or None where it sets none."""
    return next((row for row in regulation.periods.all() if row.clock == clock), None)


def end_of(period, start, calendar=None) -> date:
    """The last day of a period that an event on `start` sets going."""
    match period.measure:
        case Measure.MONTHS:
            return add_months(start, period.amount)
        case Measure.DAYS:
            return start + timedelta(days=period.amount)
        case Measure.WORKING_DAYS:
            return add_working_days(start, period.amount, calendar)


def re_evaluation_window(regulation, expires_on) -> tuple[Any, Any] | None:
    """(first, last) day to hand in a dossier before this expiry, or None: there is no window.

    The expiry is a day, or an expression of one in the database; the answer is of its kind.
    Decision 26/2026/QĐ-TTg, article 7.6: not earlier than 180, not later than 120 days before.
    """
    opens = period_of(regulation, Clock.WINDOW_OPENS)
    closes = period_of(regulation, Clock.WINDOW_CLOSES)
    if not (opens and closes):
        return None
    return tuple(expires_on - timedelta(days=period.amount) for period in (opens, closes))


def band_for(regulation, mean) -> StarBand:
    """The star band of an unrounded mean: no regulation gives a rule of rounding."""
    reached = [band for band in regulation.starbands.all() if band.lower <= mean]
    return max(reached, key=lambda band: band.lower)


def award_words(regulation, star) -> str:
    """What the Council of a province may say of a star: one of the ministry's it only proposes."""
    band = next(band for band in regulation.starbands.all() if band.star == star)
    if band.granted_by == Authority.MINISTRY:
        return f"tiềm năng {star} sao, đề nghị Trung ương"
    return f"{star} sao"


def is_above(authority, other) -> bool:
    """Whether the first authority stands above the other: the ministry above a province."""
    levels = list(Authority)  # from the lowest
    return levels.index(Authority(authority)) > levels.index(Authority(other))
