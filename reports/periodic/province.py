"""What the reports of a campaign come to for the province, by the rules of the roll-up.

Each reporter counts with the latest accepted version, as it was sealed. The same functions add up
a file of reports (periodic.consolidation).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from programs.enums import CampaignKind
from programs.models import Campaign, Unit
from reports.enums import (
    AskedOf,
    PeriodKind,
    ReporterKind,
    ReportState,
    RollUp,
    VersionStanding,
)
from reports.models import Indicator, PeriodicReport
from reports.periodic import consolidation
from reports.periodic.consolidation import Figure, Gaps, Submission
from reports.periodic.counting import Counted, Scope, count_of
from reports.periodic.doubles import doubles_of
from reports.periodic.reading import values_in

_PERIODS = {
    CampaignKind.HALF_YEAR_REPORT: PeriodKind.HALF_YEAR,
    CampaignKind.ANNUAL_REPORT: PeriodKind.ANNUAL,
}
_STATES = {
    ReportState.DRAFT: VersionStanding.DRAFT,
    ReportState.HANDED_IN: VersionStanding.DRAFT,
    ReportState.SENT: VersionStanding.SENT,
    ReportState.RETURNED: VersionStanding.RETURNED,
    ReportState.ACCEPTED: VersionStanding.ACCEPTED,
    ReportState.SUPERSEDED: VersionStanding.SUPERSEDED,
}
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Rolled:
    """An indicator for the province; None is that nothing can be said, never nought.

    `value` is what is printed: the sum of those who answered less what was counted twice
    (`double`), what the register counts where one may not be counted twice, or a ratio in per cent
    with one decimal. `counted` leads to the rows
    of the register, `figure.answers` are the reports.
    """

    indicator: Indicator
    figure: Figure
    value: int | float | None
    double: int = 0
    counted: Counted | None = None
    plan: Counted | None = None
    before: int | float | None = None
    year_ago: int | float | None = None

    @property
    def is_of_register(self) -> bool:
        """Whether the register alone tells it: who may not be counted twice is not added up."""
        return self.indicator.roll_up == RollUp.DISTINCT


class Province:
    """The reports of one campaign, rolled up.

    `is_comparable(other)` is whether the province of both times is one: what was typed for the
    ground of another province cannot be regrouped.
    """

    def __init__(self, campaign):
        self.campaign, self.period = campaign, campaign.report_period
        self.kind = _PERIODS[campaign.kind]
        self._counted = {}

    @cached_property
    def indicators(self) -> list[Indicator]:
        rows = self.period.form.indicators.select_related("section", "part", "whole")
        return list(rows.order_by("section__position", "position", "pk"))

    @cached_property
    def participants(self):
        rows = self.campaign.participants.select_related("unit", "agency")
        return {row.body.code: row for row in rows.order_by("position", "pk")}

    @cached_property
    def reports(self) -> dict[tuple[str, int], PeriodicReport]:
        """{(code of the reporter, version): report}, with what was sealed of each."""
        rows = PeriodicReport.objects.filter(participant__campaign=self.campaign)
        rows = rows.select_related("participant__unit", "participant__agency")
        rows = rows.prefetch_related("seals").order_by("version")
        return {(row.participant.body.code, row.version): row for row in rows}

    @cached_property
    def submissions(self) -> list[Submission]:
        """A version each; who has none is a row that says so."""
        found = [self._submission(code, report) for (code, _), report in self.reports.items()]
        begun = {each.who for each in found}
        for code, participant in self.participants.items():
            if code not in begun:
                kind = _kind_of(participant)
                found.append(Submission(self.kind, code, kind, None, VersionStanding.MISSING))
        return found

    def _submission(self, code, report):
        state = _STATES[report.state]
        if state == VersionStanding.ACCEPTED and report.is_nil:
            state = VersionStanding.NIL
        seals = report.seals.all()  # the newest first
        return Submission(
            period=self.kind,
            who=code,
            kind=_kind_of(report.participant),
            version=report.version,
            state=state,
            sent_at=report.sent_at,
            values=values_in(seals[0].values()) if seals and report.sent_at else {},
        )

    @cached_property
    def gaps(self) -> Gaps:
        late = {who for (who, _), report in self.reports.items() if report.is_late}
        found = consolidation.gaps(self.submissions, lambda each: each.who in late)
        return found.get(self.kind, Gaps())

    @cached_property
    def waiting(self) -> set[str]:
        """Whose report was sent and waits to be accepted, while none of theirs counts."""
        counted = {each.who for each in consolidation.counted(self.submissions)}
        sent = {each.who for each in self.submissions if each.state == VersionStanding.SENT}
        return sent - counted

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """{code: figure} by the roll-up; nothing that is made from its parts."""
        asked = [
            consolidation.Indicator(
                each.code, RollUp(each.roll_up), AskedOf(each.asked_of), each.label
            )
            for each in self.indicators
        ]
        nothing = {each.code: Figure(self.kind, each, None, None, None, ()) for each in asked}
        found = consolidation.figures(asked, self.submissions)  # none where nobody was asked
        return nothing | {each.indicator.code: each for each in found}

    @cached_property
    def scope(self) -> Scope:
        return Scope(None, self.period.data_from, self.period.data_to)

    def counted(self, indicator) -> Counted | None:
        """What the register has of the province, where a function counts the indicator."""
        return self.count(indicator.function) if indicator.function else None

    def count(self, name) -> Counted | None:
        """What this counting finds in the province; asked once, however many figures tell it."""
        if name not in self._counted:
            self._counted[name] = count_of(name, self.scope)
        return self._counted[name]

    @cached_property
    def doubles(self) -> dict[str, int]:
        """{code: what two reporters counted twice}, as the province recorded it."""
        return doubles_of(self.campaign)

    @cached_property
    def values(self) -> dict[str, int | float | None]:
        """{code: what the province's report says}."""
        found = {each.code: self._value(each) for each in self.indicators}
        for each in self.indicators:
            if each.roll_up == RollUp.RATIO:
                found[each.code] = ratio(found[each.part.code], found[each.whole.code])
        return found

    def _value(self, indicator):
        if indicator.roll_up == RollUp.DISTINCT:
            counted = self.counted(indicator)
            return counted and counted.value
        found = self.figures[indicator.code].province
        return found and found - self.doubles.get(indicator.code, 0)

    # --- Beside it -----------------------------------------------------------------------------

    @cached_property
    def before(self) -> "Province | None":
        """The period before: of a year its half, of a half-year the year before."""
        if self.kind == PeriodKind.ANNUAL:
            return self._of(CampaignKind.HALF_YEAR_REPORT, self.campaign.year)
        return self._of(CampaignKind.ANNUAL_REPORT, self.campaign.year - 1)

    @cached_property
    def year_ago(self) -> "Province | None":
        return self._of(self.campaign.kind, self.campaign.year - 1)

    def _of(self, kind, year):
        rows = Campaign.objects.filter(kind=kind, year=year, report_period__isnull=False)
        campaign = rows.select_related("report_period__form").order_by("-number").first()
        return Province(campaign) if campaign else None

    def is_comparable(self, other) -> bool:
        days = (self.period.data_to, other.period.data_to)
        here, there = (Unit.objects.province_on(day) for day in days)
        return here == there

    def lines(self) -> list[Rolled]:
        before, year_ago = (self._values_of(other) for other in (self.before, self.year_ago))
        return [
            Rolled(
                indicator=each,
                figure=self.figures[each.code],
                value=self.values[each.code],
                double=self.doubles.get(each.code, 0),
                counted=self.counted(each),
                plan=self.count(each.plan_function) if each.plan_function else None,
                before=before.get(each.code),
                year_ago=year_ago.get(each.code),
            )
            for each in self.indicators
        ]

    def _values_of(self, other):
        return other.values if other and self.is_comparable(other) else {}

    def names(self, codes) -> list[str]:
        """What these reporters are called in short, in the campaign's order."""
        return [row.body.short_name for code, row in self.participants.items() if code in codes]


def _kind_of(participant):
    return ReporterKind.UNIT if participant.unit_id else ReporterKind.AGENCY


def ratio(part, whole) -> float | None:
    """Per cent with one decimal, half up; of nothing nothing is said."""
    if part is None or not whole:
        return None
    return float((Decimal(100 * part) / Decimal(whole)).quantize(_TENTH, ROUND_HALF_UP))
