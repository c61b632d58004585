"""A report being written: begun with what is known, saved section by section (matrix T1)."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.formats import localize

from programs import audit, clock
from programs.acts import RowChanged, StepRefused, act
from programs.deadlines import Clocks, clocks_of
from programs.enums import OFFICER, CampaignKind, Role
from programs.models import Participant
from programs.sealing import canonical, digest
from reports.enums import REPORT_EDITABLE, FigureSource, RollUp
from reports.models import Indicator, PeriodicReport, ReportFigure, ReportText
from reports.periodic.asking import asked_of
from reports.periodic.periods import unset
from reports.periodic.reading import half_year_of, last_seal, parts_of, values_in

WRITERS = OFFICER | {Role.AGENCY_OFFICER}
LARGEST_FIGURE = 10**15  # more than any count of people or sum of đồng
_WHO = "cán bộ của nơi báo cáo"


def clocks_now(participant) -> Clocks:
    """The clocks of a participant as they run for it, its extension counted."""
    row = Participant.objects.with_clocks().select_related("campaign").get(pk=participant.pk)
    return clocks_of(row, row.campaign)


def clock_allows(report):
    return clocks_now(report.participant).objection(clock.now())


def starting_refusal(participant, user):
    """The StepRefused that keeps this user from beginning the report, or None."""
    if user.role not in WRITERS or not participant.is_of(user):
        return StepRefused(f"Chỉ {_WHO} được lập báo cáo.", status=403, code="role")
    if refused := unset(participant.campaign):
        return refused
    sentence = clocks_now(participant).objection(clock.now())
    return StepRefused(sentence, code="deadline") if sentence else None


def editing_refusal(report, user):
    """The StepRefused that keeps this user from writing in the report now, or None."""
    if user.role not in WRITERS or not report.participant.is_of(user):
        return StepRefused(f"Chỉ {_WHO} được soạn báo cáo.", status=403, code="role")
    if report.state not in REPORT_EDITABLE:
        state = report.get_state_display()
        return StepRefused(
            f"Báo cáo ở trạng thái “{state}” nên không sửa được. Muốn sửa, cần được trả lại, "
            "rút lại hoặc mở khóa.",
            code="state",
        )
    sentence = clock_allows(report)
    return StepRefused(sentence, code="deadline") if sentence else None


@transaction.atomic
def start(participant, user) -> PeriodicReport:
    """The newest version of this participant's report, begun where there is none.

    An annual one begins with the accepted figures of the half-year.
    """
    found = newest(participant)
    if found:
        return found
    if refused := starting_refusal(participant, user):
        raise refused
    try:
        with transaction.atomic():
            report = PeriodicReport.objects.create(participant=participant)
    except IntegrityError:  # a colleague was quicker
        return newest(participant)
    carry_over(report)
    audit.record("start", report, label="lập báo cáo", by=user, target=report.state)
    return report


def newest(participant) -> PeriodicReport | None:
    rows = PeriodicReport.objects.filter(participant=participant)
    return rows.order_by("-version").first()


def carry_over(report):
    """Figures that grow from the half-year on begin with what was accepted then."""
    known = values_in(last_seal(half_year_of(report)))
    asked = asked_of(report.period.form, report.participant)
    ReportFigure.objects.bulk_create(
        ReportFigure(report=report, indicator=each, value=known[each.code], is_carried=True)
        for part in asked
        for each in part.indicators
        if each.grows and each.code in known and each.source != FigureSource.COMPUTED
    )


def what_stands_in_it(campaign) -> str:
    """What a new report of this campaign begins with, as a sentence."""
    if campaign.kind == CampaignKind.ANNUAL_REPORT:
        return "Số cổng tính được và số của báo cáo 6 tháng đã tiếp nhận ghi sẵn."
    return "Số cổng tính được ghi sẵn."


def copy_into(new, old):
    """What the old version says is where the new one begins."""
    for model in (ReportFigure, ReportText):
        rows = list(model.objects.filter(report=old))
        for row in rows:
            row.pk, row.report, row._state.adding = None, new, True
        model.objects.bulk_create(rows)


# --- Saving ------------------------------------------------------------------------------------


def mark_of_part(part) -> str:
    """What a page carries of a section: it differs once somebody else has saved it."""
    typed = [
        [line.indicator.pk, line.value if line.is_typed else None, line.stated.explanation]
        for line in part.lines
    ]
    return digest(canonical([typed, part.text]))[:16]


@dataclass(frozen=True)
class Typed:
    """What was typed in one section: {indicator: (value or None, explanation)}, and the words.

    `read` is the mark of the section as its page showed it.
    """

    answers: dict[Indicator, tuple[int | None, str]]
    text: str = ""
    read: str = ""


def save_section(report, section, typed, *, by, key=None) -> PeriodicReport:
    """Write one section; RowChanged, with the section as it stands, where somebody else did.

    Of a figure that the portal counts the explanation alone is kept.
    """
    with act(report, by, key, rows=rows_for(by), refusal=editing_refusal) as the:
        row = the.row
        if typed.read:
            _refuse_stale(part_of(row, section), typed.read)
        for indicator, (value, explanation) in typed.answers.items():
            facts = {"explanation": explanation, "is_carried": False}
            if indicator.source != FigureSource.COMPUTED:
                facts["value"] = value
            _write(row, indicator, facts)
        if section.has_text:
            ReportText.objects.update_or_create(
                report=row, section=section, defaults={"text": typed.text}
            )
        row.edition += 1
        row.save(update_fields=["edition", "changed_at"])
        the.record("save_section", label=f"ghi mục {section.code}")
    return row


def _refuse_stale(standing, read):
    if read != mark_of_part(standing):
        raise RowChanged(standing)


def part_of(report, section):
    """The section of this report as it stands, or None where it is not asked."""
    return next(iter(parts_of(report, only=section.code)), None)


def _write(report, indicator, facts):
    """Keep the mark of a carried figure that nobody changed."""
    old = ReportFigure.objects.filter(report=report, indicator=indicator).first()
    if old and old.is_carried and old.value == facts.get("value", old.value):
        facts["is_carried"] = True
    ReportFigure.objects.update_or_create(report=report, indicator=indicator, defaults=facts)


def say_nil(report, *, is_nil, by, key=None) -> PeriodicReport:
    """State that nothing happened in the period, or take that back.

    Figures of what happened become 0 where nothing was answered, and stand in the way where
    something else was; those of stock stay as they are typed.
    """
    with act(report, by, key, rows=rows_for(by), refusal=editing_refusal) as the:
        the.row.is_nil = is_nil
        if is_nil:
            _answer_nil(the.row)
        the.row.edition += 1
        the.row.save(update_fields=["is_nil", "edition", "changed_at"])
        said = "ghi trong kỳ không phát sinh" if is_nil else "bỏ ghi không phát sinh"
        the.record("say_nil", label=said)
    return the.row


def _answer_nil(report):
    parts = asked_of(report.period.form, report.participant)
    asked = [
        each
        for part in parts
        for each in part.indicators
        if each.roll_up == RollUp.SUM and each.source != FigureSource.COMPUTED
    ]
    said = dict(report.figures.values_list("indicator", "value"))
    standing = [
        f"{each.label}: {localize(said[each.pk])} {each.measure}"
        for each in asked
        if said.get(each.pk)
    ]
    if standing:
        raise StepRefused(
            f"Bản nháp đang có số phát sinh trong kỳ: {'; '.join(standing)}. Nếu đúng là không "
            "phát sinh thì sửa các số này thành 0 trước; nếu có thì không đánh dấu ô này.",
            status=422,
            code="figures",
        )
    for each in asked:
        _write(report, each, {"value": 0, "is_carried": False})


def rows_for(user):
    """The reports that this user may write in, with what writing asks of them."""
    related = ("participant__campaign__report_period__form", "participant__unit")
    rows = PeriodicReport.objects.visible_to(user)
    return rows.select_related(*related, "participant__agency")
