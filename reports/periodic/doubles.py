"""One event that two reporters counted: seen by the portal, recorded by the province (matrix T10).

The reporters' own reports stay as they were sent; the province's sum is cut, and says so.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from programs import clock
from programs.acts import StepRefused, act
from programs.checks import Check, ruled
from programs.enums import PROVINCE_WRITERS, Tone
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
    """Where a unit and an agency may have counted one event; `same` are pairs of equal figures."""

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
    """Of figures that units and agencies are both asked for: where both say more than nought.

    Pairs that were recorded already are no hint any more. `code` is that of the one that is wanted.
    """
    sent = Sent(campaign)
    rows = DoubleCount.objects.standing().filter(cut__in=sent.seals)
    known = {(row.indicator_id, frozenset([row.kept_id, row.cut_id])) for row in rows}
    asked = [each for each in sent.indicators if each.asked_of == AskedOf.BOTH]
    asked = [each for each in asked if code in {None, each.code}]
    found = (_hint(each, sent.told(each), known) for each in asked)
    return [hint for hint in found if hint]


def _hint(indicator, told, known):
    units = [each for each in told if each.seal.report.unit_id]
    agencies = [each for each in told if not each.seal.report.unit_id]
    if not (units and agencies):
        return None
    same = [
        (unit, agency)
        for unit in units
        for agency in agencies
        if unit.value == agency.value
        and (indicator.pk, frozenset([unit.seal.pk, agency.seal.pk])) not in known
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
    if row.kept_id == row.cut_id or not {row.kept_id, row.cut_id} <= told.keys():
        raise _wrong("Hãy chọn hai báo cáo đã gửi, khác nhau, cùng có số của chỉ tiêu này.")
    rows = DoubleCount.objects.standing().filter(indicator=row.indicator_id, cut=row.cut_id)
    left = min(told[row.kept_id], told[row.cut_id] - sum(each.many for each in rows))
    if row.many > left:
        raise _wrong(
            f"Số tính trùng không quá số báo cáo giữ ({told[row.kept_id]}) và phần chưa trừ của "
            f"báo cáo bị trừ: còn trừ được {max(left, 0)}."
        )


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


def lines_of(campaign) -> list[Line]:
    """All that were ever recorded in a campaign, in the order of the form."""
    rows = DoubleCount.objects.filter(cut__report__participant__campaign=campaign)
    related = [f"{end}__report__{name}" for end in ("kept", "cut") for name in _RELATED]
    rows = rows.select_related("indicator__section", "recorded_by", "struck_by", *related)
    rows = rows.order_by("indicator__section__position", "indicator__position", "pk")
    seals = SealedReport.objects.filter(report__participant__campaign=campaign)
    last = dict(seals.order_by("report", "number").values_list("report", "pk"))
    return [Line(row, *_standing(row, last)) for row in rows]


def _standing(row, last):
    if row.struck_at:
        return "đã gạch", Tone.PLAIN
    ends = (row.kept, row.cut)
    if any(last[end.report_id] != end.pk or end.report.state not in _SENT for end in ends):
        return "không còn trừ: có bản gửi sau", Tone.HEED
    if any(end.report.state == ReportState.SENT for end in ends):
        return "chờ tiếp nhận", Tone.INFO
    return "đang trừ", Tone.GOOD


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
    rows = DoubleCount.objects.standing().select_related("indicator", "cut", "kept")
    cut = Counter()
    for row in rows:
        cut[row.cut, row.indicator.code] += row.many
        if row.many > values_in(row.kept.values()).get(row.indicator.code, 0):
            yield f"{row.pk}: quá số của báo cáo giữ"
    for (seal, code), many in cut.items():
        if many > values_in(seal.values()).get(code, 0):
            yield f"bản đã gửi {seal.pk}, {code}: trừ {many}"
