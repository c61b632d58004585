"""One event that two reporters counted: seen by the portal, recorded by the province (matrix T10).

The reporters' own reports stay as they were sent; the province's sum is cut, and says so.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from django.utils.formats import localize

from programs import clock
from programs.acts import StepRefused, act
from programs.checks import Check, ruled
from programs.enums import PROVINCE_WRITERS, REPORT_KINDS, Tone
from programs.models import Campaign
from reports.enums import AskedOf, FigureSource, ReportState, RollUp
from reports.models import DoubleCount, Indicator, SealedReport
from reports.periodic.periods import unset
from reports.periodic.reading import values_in

RECORDERS = PROVINCE_WRITERS
# What may hold a double count: what was sent, accepted already or not.
_SENT = (ReportState.SENT, ReportState.ACCEPTED)
_RELATED = ("participant__campaign", "participant__unit", "participant__agency")


@dataclass(frozen=True)
class Told:
    """What one reporter says of an indicator, as it was sent last."""

    seal: SealedReport
    value: int

    @property
    def reporter(self):
        return self.seal.report.reporter


@dataclass(frozen=True)
class Hint:
    """Where an agency and another reporter may have counted one event.

    `same` are the pairs of equal figures, the agency that may keep it last.
    """

    indicator: Indicator
    units: list[Told]
    agencies: list[Told]
    same: list[tuple[Told, Told]] = field(default_factory=list)


class Sent:
    """What was sent in a campaign: the newest version of each reporter that the province has."""

    def __init__(self, campaign):
        self.campaign = campaign

    @cached_property
    def seals(self) -> list[SealedReport]:
        rows = SealedReport.objects.filter(
            report__participant__campaign=self.campaign, report__state__in=_SENT
        )
        rows = rows.select_related(*(f"report__{name}" for name in _RELATED))
        order = ("report__participant__position", "report__participant", "report__version")
        rows = rows.order_by(*order, "number")
        return list({row.report.participant_id: row for row in rows}.values())

    @cached_property
    def values(self) -> dict[int, dict[str, int]]:
        """{seal's key: {code: figure}}."""
        return {seal.pk: values_in(seal.values()) for seal in self.seals}

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Those of which one event may be counted twice: typed, and added up."""
        rows = self.campaign.report_period.form.indicators.filter(roll_up=RollUp.SUM)
        rows = rows.exclude(source=FigureSource.COMPUTED)
        return list(rows.order_by("section__position", "position", "pk"))

    def told(self, indicator) -> list[Told]:
        """Who says something else than nought of it."""
        found = ((seal, self.values[seal.pk].get(indicator.code)) for seal in self.seals)
        return [Told(seal, value) for seal, value in found if value]


# --- What the portal sees ----------------------------------------------------------------------


def hints_of(campaign, code=None) -> list[Hint]:
    """Of figures that agencies are asked for: where two reporters say more than nought.

    Pairs that were recorded already are no hint any more. `code` is that of the one that is wanted.
    """
    sent = Sent(campaign)
    rows = DoubleCount.objects.standing().filter(cut__in=sent.seals)
    known = {(row.indicator_id, frozenset([row.kept_id, row.cut_id])) for row in rows}
    asked = [each for each in sent.indicators if each.asked_of != AskedOf.UNIT]
    asked = [each for each in asked if code in {None, each.code}]
    found = (_hint(each, sent.told(each), known) for each in asked)
    return [hint for hint in found if hint]


def _hint(indicator, told, known):
    units = [each for each in told if each.seal.report.unit_id]
    agencies = [each for each in told if not each.seal.report.unit_id]
    if not agencies or len(told) == 1:
        return None
    same = [
        (one, other)
        for one, other in combinations([*units, *agencies], 2)
        if one.value == other.value
        and other in agencies
        and (indicator.pk, frozenset([one.seal.pk, other.seal.pk])) not in known
    ]
    return Hint(indicator, units, agencies, same)


# --- What the province records -----------------------------------------------------------------


def recording_refusal(campaign, user):
    """The StepRefused that keeps this user from recording a double count, or None."""
    if user.role not in RECORDERS:
        sentence = "Chỉ cấp tỉnh và Văn phòng Điều phối được ghi số tính trùng."
        return StepRefused(sentence, status=403, code="role")
    return unset(campaign)


def record(row, campaign, *, by, key=None) -> DoubleCount:
    """Write down a DoubleCount; of two at once the second sees the first."""
    with act(campaign, by, key, refusal=recording_refusal) as the:
        _refuse(row, Sent(the.row))
        row.recorded_by = by
        row.save()
        label = "ghi số tính trùng"
        the.record("record_double", row, label=label, note=row.reason, data=_facts(row))
    return row


def _facts(row):
    ends = {"kept": row.kept_id, "cut": row.cut_id}
    return ends | {"indicator": row.indicator.code, "many": row.many}


def _refuse(row, sent):
    """Raise StepRefused where the reports do not say what is to be cut."""
    if row.indicator not in sent.indicators:
        raise _wrong("Chỉ ghi số tính trùng của chỉ tiêu tự ghi, cộng lên tỉnh.")
    told = {each.seal.pk: each.value for each in sent.told(row.indicator)}
    ends = {row.kept_id, row.cut_id}
    if len(ends) == 1 or not ends <= told.keys():
        raise _wrong("Hãy chọn hai báo cáo đã gửi, khác nhau, cùng có số của chỉ tiêu này.")
    lines = [line.double for line in lines_of(sent.campaign) if line.may_cut]
    rows = [other for other in lines if other.indicator_id == row.indicator_id]
    for other in rows:
        if {other.kept_id, other.cut_id} == ends:
            raise _wrong(
                f"Hai báo cáo này đã có dòng tính trùng của chỉ tiêu ({other.kept.report.reporter} "
                f"giữ, trừ {localize(other.many)} của {other.cut.report.reporter}). Muốn ghi khác "
                "thì gạch dòng đó trước."
            )
    # Who keeps it must still have it: else three could cut one event of each other in a ring.
    left = min(told[end] - _cut_of(end, row, rows) for end in ends)
    if row.many > left:
        raise _wrong(
            f"Số tính trùng không quá phần chưa trừ của báo cáo giữ (ghi "
            f"{localize(told[row.kept_id])}) và của báo cáo bị trừ (ghi "
            f"{localize(told[row.cut_id])}): còn trừ được {localize(max(left, 0))}."
        )


def _cut_of(seal, row, rows):
    """What is cut of a report by others than the pair of `row`.

    What was recorded of the pair's older version cuts nothing once the newer one counts.
    """
    return sum(each.many for each in rows if each.cut_id == seal and _pair(each) != _pair(row))


def _pair(double):
    """The figure, and whose two reports they are, in whatever version."""
    ends = (double.kept, double.cut)
    return double.indicator_id, frozenset(end.report.participant_id for end in ends)


def _wrong(sentence):
    return StepRefused(sentence, status=422, code="double")


def striking_refusal(double, user):
    if user.role not in RECORDERS:
        return recording_refusal(double, user)
    if double.struck_at:
        return StepRefused("Dòng này đã được gạch.", code="state")
    return None


def strike(double, reason, *, by, key=None) -> DoubleCount:
    """Strike it out: it stays to be read, and cuts nothing any more."""
    with act(double, by, key, refusal=striking_refusal) as the:
        the.row.struck_by, the.row.struck_at, the.row.struck_reason = by, clock.now(), reason
        the.row.save(update_fields=["struck_by", "struck_at", "struck_reason"])
        the.record("strike_double", label="gạch số tính trùng", note=reason)
    return the.row


# --- What it comes to --------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A double count, and whether it cuts: both reports are accepted as they were sent then."""

    double: DoubleCount
    words: str
    tone: Tone

    @property
    def cuts(self):
        return self.tone is Tone.GOOD

    @property
    def may_cut(self):
        """Whether it cuts, or will once both reports are accepted."""
        return self.tone in {Tone.GOOD, Tone.INFO}


def lines_of(campaign) -> list[Line]:
    """All that were ever recorded in a campaign, in the order of the form."""
    rows = DoubleCount.objects.filter(cut__report__participant__campaign=campaign)
    related = [f"{end}__report__{name}" for end in ("kept", "cut") for name in _RELATED]
    rows = rows.select_related("indicator__section", "recorded_by", "struck_by", *related)
    rows = rows.order_by("indicator__section__position", "indicator__position", "pk")
    seals = SealedReport.objects.filter(report__participant__campaign=campaign)
    keys = list(
        seals.order_by("report__version", "number").values_list(
            "report__participant", "report", "pk"
        )
    )
    last = {report: pk for _, report, pk in keys}
    newest = {participant: pk for participant, _, pk in keys}
    return [Line(row, *_standing(row, last, newest)) for row in rows]


def _standing(row, last, newest):
    """What has become of it; `last` and `newest` are the last seals by report and by reporter."""
    if row.struck_at:
        return "đã gạch", Tone.PLAIN
    for end in (row.kept, row.cut):
        if last[end.report_id] != end.pk or end.report.state not in _SENT:
            is_newest = newest[end.report.participant_id] == end.pk
            return f"không còn trừ: {_what_happened(end.report, is_newest)}", Tone.HEED
    if any(end.report.state == ReportState.SENT for end in (row.kept, row.cut)):
        return "chờ tiếp nhận", Tone.INFO
    return "đang trừ", Tone.GOOD


def _what_happened(report, is_newest):
    if not is_newest:
        return "có bản gửi sau"
    done = "bị trả lại" if report.state == ReportState.RETURNED else "được rút lại"
    return f"báo cáo của {report.reporter} {done}"


def outdated(campaign) -> int:
    """How many cut nothing any more, and were neither struck out nor recorded anew."""
    lines = lines_of(campaign)
    standing = {_pair(line.double) for line in lines if line.may_cut}
    heeded = (_pair(line.double) for line in lines if line.tone is Tone.HEED)
    return sum(pair not in standing for pair in heeded)


def doubles_of(campaign) -> dict[str, int]:
    """{code: how much the province's sum is to be cut by}, of reports that count now."""
    total = Counter()
    for line in lines_of(campaign):
        if line.cuts:
            total[line.double.indicator.code] += line.double.many
    return dict(total)


def check_doubles() -> Iterator[Check]:
    """For `manage.py integrity`: nothing is cut that a report does not say."""
    yield ruled("Số tính trùng không quá số của báo cáo bị trừ", _too_much())


def _too_much():
    campaigns = Campaign.objects.filter(kind__in=sorted(REPORT_KINDS))
    rows = [line.double for each in campaigns for line in lines_of(each) if line.cuts]
    cut, shared = Counter(), Counter()
    for row in rows:
        cut[row.cut, row.indicator.code] += row.many
        shared[frozenset([row.kept, row.cut]), row.indicator.code] += row.many
    for (ends, code), many in shared.items():
        if many > min(values_in(end.values()).get(code, 0) for end in ends):
            yield f"{' và '.join(sorted(str(end) for end in ends))}, {code}: trừ {many}"
    for (seal, code), many in cut.items():
        if many > values_in(seal.values()).get(code, 0):
            yield f"bản đã gửi {seal.pk}, {code}: trừ {many}"
