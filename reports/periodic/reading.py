"""A report as its pages show it: each figure beside what the portal knows and what was before."""

from dataclasses import dataclass, field

from programs.enums import CampaignKind
from reports.enums import FigureSource, ReportState
from reports.models import FormSection, Indicator, PeriodicReport
from reports.periodic import checking
from reports.periodic.asking import asked_of
from reports.periodic.counting import Counted, counted_for

# An explanation is printed as long as it stands.
UNASKED = "Cổng không còn hỏi gì về số này: lời giải thích còn cần không?"


@dataclass(frozen=True)
class Line:
    """One figure of a report."""

    indicator: Indicator
    stated: checking.Stated
    counted: Counted | None
    is_carried: bool = False
    is_nil: bool = False

    @property
    def value(self):
        return self.stated.value

    @property
    def is_typed(self):
        return self.indicator.source != FigureSource.COMPUTED

    @property
    def faults(self):
        return checking.faults(self.indicator, self.stated, is_nil=self.is_nil)

    @property
    def questions(self):
        return checking.questions(self.indicator, self.stated)

    @property
    def remark(self):
        """What is asked of an explanation that outlived its reason; it stops nothing."""
        return UNASKED if self.stated.explanation and not self.questions else ""

    @property
    def is_settled(self):
        """Whether nothing is left to do about it."""
        return not self.faults and (not self.questions or bool(self.stated.explanation))


@dataclass(frozen=True)
class Part:
    """One section of a report: its figures, its words, and what was written the last time."""

    section: FormSection
    lines: list[Line] = field(default_factory=list)
    text: str = ""
    text_before: str = ""

    @property
    def lacks(self) -> tuple[str, ...]:
        return tuple(_lack(line) for line in self.lines if not line.is_settled)


def _lack(line):
    said = " ".join(line.faults) or f"cần giải thích: {' '.join(line.questions)}"
    return f"{line.indicator.label}: {said.rstrip('.')}"  # one of several, with ";" between


def parts_of(report, only=None) -> list[Part]:
    """The sections of a report that is being written, with all that stands beside its figures.

    `only` is the code of the one that is wanted: the figures of others are not counted then.
    """
    period = report.period
    asked = asked_of(period.form, report.participant)
    asked = [part for part in asked if only in {None, part.section.code}]
    figures = {row.indicator_id: row for row in report.figures.all()}
    texts = {row.section_id: row.text for row in report.texts.all()}
    before, half_year = last_seal(earlier(report)), last_seal(half_year_of(report))
    counted = counted_for(report, [each for part in asked for each in part.indicators])
    known = {"before": values_in(before), "half_year": values_in(half_year)}
    said_before = texts_in(before)
    return [
        Part(
            section=part.section,
            lines=[
                _line(each, figures.get(each.pk), counted.get(each.code), known, report.is_nil)
                for each in part.indicators
            ],
            text=texts.get(part.section.pk, ""),
            text_before=said_before.get(part.section.code, ""),
        )
        for part in asked
    ]


def _line(indicator, figure, counted, known, is_nil):
    is_computed = indicator.source == FigureSource.COMPUTED
    value = figure.value if figure else None
    if is_computed:
        value = counted.value if counted else None
    stated = checking.Stated(
        value=value,
        counted=counted.value if counted else None,
        before=known["before"].get(indicator.code),
        half_year=known["half_year"].get(indicator.code),
        explanation=figure.explanation if figure else "",
    )
    return Line(indicator, stated, counted, bool(figure and figure.is_carried), is_nil)


# --- What was reported before ------------------------------------------------------------------


def last_seal(report):
    """The values that were sealed when this report was last sent, or None."""
    seal = report.seals.order_by("-number").first() if report else None
    return seal.values() if seal else None


def values_in(sealed) -> dict[str, int]:
    """{code: figure} of what was answered in a sealed report; nothing of None."""
    rows = sealed["figures"] if sealed else []
    return {row["code"]: row["value"] for row in rows if row["value"] is not None}


def listed_in(sealed) -> list[dict]:
    """The files that were sent along, as a sealed report lists them; none where it has no list."""
    return sealed.get("attachments", []) if sealed else []


def texts_in(sealed) -> dict[str, str]:
    """{section's code: what was written} in a sealed report."""
    return {row["code"]: row["text"] for row in sealed["sections"]} if sealed else {}


def earlier(report) -> PeriodicReport | None:
    """The accepted report of the same kind of the period before, of the same body."""
    campaign = report.participant.campaign
    rows = _accepted_of(report.participant).filter(participant__campaign__kind=campaign.kind)
    rows = rows.filter(participant__campaign__opens_on__lt=campaign.opens_on)
    return rows.order_by("-participant__campaign__opens_on").first()


def half_year_of(report) -> PeriodicReport | None:
    """Of an annual report the accepted one of the half-year of the same year, or None."""
    campaign = report.participant.campaign
    if campaign.kind != CampaignKind.ANNUAL_REPORT:
        return None
    rows = _accepted_of(report.participant).filter(
        participant__campaign__kind=CampaignKind.HALF_YEAR_REPORT,
        participant__campaign__year=campaign.year,
    )
    return rows.order_by("-participant__campaign__number").first()


def _accepted_of(participant):
    body = {"participant__unit": participant.unit_id, "participant__agency": participant.agency_id}
    return PeriodicReport.objects.filter(state=ReportState.ACCEPTED, **body)
