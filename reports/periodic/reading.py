"""A report as its pages show it: each figure beside what the portal knows and what was before."""

from dataclasses import dataclass, field

from programs.enums import CampaignKind
from programs.models import Event
from reports.enums import REPORT_PRIVATE, FigureSource, ReportState
from reports.models import FormSection, Indicator, PeriodicReport, ReportComment
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
    is_of_unit: bool = True

    @property
    def value(self):
        return self.stated.value

    @property
    def is_typed(self):
        return self.indicator.source != FigureSource.COMPUTED

    @property
    def uncounted(self):
        """Why a figure that the portal counts is not there, or ""."""
        if self.is_typed or self.counted:
            return ""
        if self.is_of_unit:
            return "Năm này đơn vị không phải gửi kế hoạch nên cổng không có số để đếm."
        return "Cổng đếm theo địa bàn, không đếm riêng cho cơ quan."

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
    """One section of a report: its figures, its words, and what was written the last time.

    `comments` are those on this section of the version that the report puts right; `earlier` is
    what the report before is called.
    """

    section: FormSection
    lines: list[Line] = field(default_factory=list)
    text: str = ""
    text_before: str = ""
    comments: list[ReportComment] = field(default_factory=list)
    earlier: str = checking.EARLIER

    @property
    def lacks(self) -> tuple[str, ...]:
        return tuple(_lack(line) for line in self.lines if not line.is_settled)

    @property
    def is_wordless(self):
        """Whether it asks for words, which may be left out, and has none."""
        return self.section.has_text and not self.text


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
    last, half_year = earlier(report), last_seal(half_year_of(report))
    before, name = last_seal(last), name_of(last)
    counted = counted_for(report, [each for part in asked for each in part.indicators])
    known = {"before": values_in(before), "half_year": values_in(half_year), "earlier": name}
    said_before, comments = texts_in(before), comments_on_corrected(report)
    return [
        Part(
            section=part.section,
            lines=[
                _line(each, figures.get(each.pk), counted.get(each.code), known, report)
                for each in part.indicators
            ],
            text=texts.get(part.section.pk, ""),
            text_before=said_before.get(part.section.code, ""),
            comments=comments.get(part.section.pk, []),
            earlier=name,
        )
        for part in asked
    ]


def _line(indicator, figure, counted, known, report):
    is_computed = indicator.source == FigureSource.COMPUTED
    value = figure.value if figure else None
    if is_computed:
        value = counted.value if counted else None
    stated = checking.Stated(
        value=value,
        counted=counted.value if counted else None,
        before=known["before"].get(indicator.code),
        half_year=known["half_year"].get(indicator.code),
        earlier=known["earlier"],
        explanation=figure.explanation if figure else "",
    )
    is_carried, is_of_unit = bool(figure and figure.is_carried), bool(report.participant.unit_id)
    return Line(indicator, stated, counted, is_carried, report.is_nil, is_of_unit)


# --- Why it is written again -------------------------------------------------------------------


def comments_on_corrected(report) -> dict[int | None, list[ReportComment]]:
    """{section: comments} of the version that this one puts right; under None those on all of it.

    Once it was sent itself, it is answered anew.
    """
    found = {}
    if report.corrects_id and report.state in REPORT_PRIVATE:
        rows = ReportComment.objects.filter(report=report.corrects_id).select_related("author")
        for row in rows.order_by("written_at", "pk"):
            found.setdefault(row.section_id, []).append(row)
    return found


def why_again(report) -> Event | None:
    """The event by which the province had this version made: a return or an unlocking, or None."""
    if not (report.corrects_id and report.state in REPORT_PRIVATE):
        return None
    unlocked = Event.objects.about(report).filter(action="unlock", refused=False)
    returned = Event.objects.about(report.corrects).filter(action="return", refused=False)
    return unlocked.select_related("actor").first() or returned.select_related("actor").first()


# --- What was reported before ------------------------------------------------------------------


def last_seal(report):
    """The values that were sealed when this report was last sent, or None."""
    seal = report.seals.order_by("-number").first() if report else None
    return seal.values() if seal else None


def values_in(sealed) -> dict[str, int]:
    """{code: figure} of what was answered in a sealed report; nothing of None."""
    rows = sealed["figures"] if sealed else []
    return {row["code"]: row["value"] for row in rows if row["value"] is not None}


def sent_lines(report, sealed, last) -> list[dict]:
    """The figures of a sealed report; what the portal counts `now` leads to its rows.

    `before` is the figure of the `last` report, as in a draft.
    """
    counted = counted_for(report, report.period.form.indicators.exclude(function=""))
    before = values_in(last_seal(last))
    return [
        row | {"now": counted.get(row["code"]), "before": before.get(row["code"])}
        for row in sealed["figures"]
    ]


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
    rows = rows.select_related("participant__campaign")
    return rows.order_by("-participant__campaign__opens_on").first()


def name_of(last) -> str:
    """What a report of before is called where figures are held against it: "báo cáo năm 2024"."""
    name = str(last.participant.campaign) if last else checking.EARLIER
    return name[0].lower() + name[1:]


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
