"""The province's figures out of the reports of units and agencies, and the gaps that they leave.

Rules alone: they take plain values and ask no database, so that reports of the portal and those of
a file come to the same figures. What they get are the reports of one year; each period stands
alone, and no figure of the half-year goes into one of the year.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

from reports.enums import AskedOf, PeriodKind, ReporterKind, RollUp, VersionStanding

Number = int | Decimal
ADDED = frozenset({RollUp.SUM, RollUp.LATEST})
COUNTED = frozenset({VersionStanding.ACCEPTED, VersionStanding.NIL})
# What a reporter has handed in and nothing has taken the place of.
STANDING = COUNTED | {VersionStanding.SENT, VersionStanding.RETURNED}
# What was handed in once: a draft that was replaced before has no `sent_at`.
HANDED_IN = STANDING | {VersionStanding.SUPERSEDED}

_by_version = attrgetter("version")


@dataclass(frozen=True)
class Indicator:
    """One figure of a form: its code, how it is rolled up, who is asked, and what it is called."""

    code: str
    roll_up: RollUp
    asked_of: AskedOf
    label: str = ""

    @property
    def is_added(self) -> bool:
        """Whether its figures may be added; a stock at the end of the period may, as a sum may."""
        return self.roll_up in ADDED

    def asks(self, kind: ReporterKind) -> bool:
        return self.asked_of in {kind, AskedOf.BOTH}


@dataclass(frozen=True)
class Submission:
    """One version of the report of a unit or an agency, `who`, for one period.

    `values` are its answers by the code of the indicator. 0 is an answer, "none"; None, or no
    entry, is no answer. What is added is an int or a Decimal and never a float. `sent_at` is
    aware. A row that is `MISSING` has neither version nor `sent_at`, a draft no `sent_at`.
    """

    period: PeriodKind
    who: str
    kind: ReporterKind
    version: int | None
    state: VersionStanding
    sent_at: datetime | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """What an indicator comes to in a period, and the reports that it comes from.

    `units` and `agencies` are the sums of those who were asked and answered, `province` is both.
    Each is None, never 0, where none of them answered: zero is a statement. All three are None
    where the indicator is not added: a producer may stand in two reports, a ratio is never
    averaged. `answers` are the counted reports of those asked that answered, by code.
    """

    period: PeriodKind
    indicator: Indicator
    units: Number | None
    agencies: Number | None
    province: Number | None
    answers: tuple[Submission, ...]

    @property
    def from_reports(self) -> int:
        return len(self.answers)


@dataclass(frozen=True)
class Gaps:
    """What a period lacks: codes of units and agencies together, sorted as texts.

    `missing`: nothing stands of what they handed in. A draft is not handed in, and what was
    superseded does not stand: who has no more than those owes a report, as who has no row at all
    but one that says so. `returned`: the newest version that stands was returned, and no version
    counts; whoever writes on a correction is still one of them. `late`: the first version that
    was handed in came too late, whatever became of it, and though it may count. `nil`: the
    version that counts says that nothing happened. Who waits to be accepted is in none of them.
    """

    missing: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    nil: list[str] = field(default_factory=list)


def periods(submissions: Iterable[Submission]) -> list[PeriodKind]:
    """The periods that occur, the half-year before the year."""
    found = {each.period for each in submissions}
    return [period for period in PeriodKind if period in found]


def counted(submissions: Iterable[Submission]) -> list[Submission]:
    """The version that counts of each reporter in each period, by period and code.

    It is the highest that is accepted or nil: one that came later and was returned, or is still
    written or looked at, takes nothing away. A nil version counts as it stands: nothing happened,
    but its stock is stock, and what it leaves empty it does not answer.
    """
    found = {}
    for each in sorted((each for each in submissions if each.state in COUNTED), key=_by_version):
        found[each.period, each.who] = each
    return sorted(found.values(), key=attrgetter("period", "who"))


def figures(indicators: list[Indicator], submissions: list[Submission]) -> list[Figure]:
    """A figure for each period that occurs and each indicator, in the order of the form."""
    standing = counted(submissions)
    return [
        _figure(indicator, period, [each for each in standing if each.period == period])
        for period in periods(submissions)
        for indicator in indicators
    ]


def _figure(indicator, period, standing):
    answers = [
        each
        for each in standing
        if indicator.asks(each.kind) and each.values.get(indicator.code) is not None
    ]
    added = answers if indicator.is_added else []
    units, agencies = (
        _total(indicator, [each for each in added if each.kind == kind])
        for kind in (ReporterKind.UNIT, ReporterKind.AGENCY)
    )
    return Figure(period, indicator, units, agencies, _total(indicator, added), tuple(answers))


def _total(indicator, answers):
    return sum(each.values[indicator.code] for each in answers) if answers else None


def gaps(
    submissions: list[Submission], is_late: Callable[[Submission], bool]
) -> dict[PeriodKind, Gaps]:
    """The gaps of each period that occurs.

    `is_late` says of a version with `sent_at` whether it was sent too late: a campaign asks its
    clocks and extensions, a file the days that it knows.
    """
    return {period: _gaps(period, submissions, is_late) for period in periods(submissions)}


def _gaps(period, submissions, is_late):
    versions = defaultdict(list)
    for each in submissions:
        if each.period == period:
            versions[each.who].append(each)

    def those(test):
        return sorted(who for who, rows in versions.items() if test(rows))

    def came_late(rows):
        handed_in = [each for each in rows if each.state in HANDED_IN and each.sent_at]
        return bool(handed_in) and is_late(min(handed_in, key=_by_version))

    return Gaps(
        missing=those(lambda rows: not _standing(rows)),
        late=those(came_late),
        returned=those(_was_returned),
        nil=those(lambda rows: any(row.state == VersionStanding.NIL for row in counted(rows))),
    )


def _standing(rows):
    return [each for each in rows if each.state in STANDING]


def _was_returned(rows):
    standing = _standing(rows)
    newest = max(standing, key=_by_version, default=None)
    return bool(newest) and newest.state == VersionStanding.RETURNED and not counted(standing)
