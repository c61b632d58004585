"""Versions of periodic reports as plain values."""

from datetime import datetime

from django.utils import timezone

from reports.enums import AskedOf, PeriodKind, ReporterKind, RollUp, VersionStanding
from reports.periodic.consolidation import Indicator, Submission

HALF_YEAR, ANNUAL = PeriodKind
UNIT, AGENCY = ReporterKind


def indicator(code="sp", roll_up="sum", asked_of="unit"):
    return Indicator(code, RollUp(roll_up), AskedOf(asked_of))


def moment(text):
    """A local instant."""
    return timezone.make_aware(datetime.fromisoformat(text))


def version(number=1, state="accepted", sent_at="2024-06-10", **said):
    """One version of the half-year's report of unit 522, which answers `sp` where it is given."""
    who = {"period": HALF_YEAR, "who": "522", "kind": UNIT}
    values = {code: value for code, value in said.items() if code not in who}
    who |= {name: value for name, value in said.items() if name in who}
    is_sent = sent_at and state not in {"draft", "missing"}
    return Submission(
        **who,
        version=None if state == "missing" else number,
        state=VersionStanding(state),
        sent_at=moment(sent_at) if is_sent else None,
        values=values,
    )
