"""The province's report being written: begun, drafted from the parts, edited section by section."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from programs import audit
from programs.acts import AlreadyDone, RowChanged, StepRefused, act
from programs.enums import PROVINCE_WRITERS
from programs.sealing import digest
from reports.enums import ProvinceReportState
from reports.models import ProvinceReport, ProvinceText
from reports.periodic.periods import unset
from reports.periodic.province import Province
from reports.provincial import narrative
from reports.provincial.content import figures_of, sources_of, texts_said

_WHO = "cơ quan cấp tỉnh, Văn phòng Điều phối"


def newest(campaign) -> ProvinceReport | None:
    return campaign.province_reports.order_by("-version").first()


def beginning_refusal(campaign, user):
    """The StepRefused that keeps this user from beginning a version, or None (matrix T5)."""
    if user.role not in PROVINCE_WRITERS:
        return StepRefused(f"Chỉ {_WHO} được lập báo cáo của tỉnh.", status=403, code="role")
    if refused := unset(campaign):
        return refused
    last = newest(campaign)
    if last and last.state == ProvinceReportState.DRAFT:
        return StepRefused(f"Đang có một bản soạn dở: {last}.", code="state")
    return None


def begin(campaign, *, by, key=None) -> ProvinceReport:
    """The first version, with words drafted from the parts; the next one, with the last words."""
    with transaction.atomic():
        if event := audit.done_by(key):
            raise AlreadyDone(event.row())
        if refused := beginning_refusal(campaign, by):
            raise refused
        last = newest(campaign)
        try:
            with transaction.atomic():
                version = last.version + 1 if last else 1
                report = ProvinceReport.objects.create(
                    campaign=campaign, version=version, prepared_by=by
                )
        except IntegrityError as error:  # a colleague was quicker
            raise beginning_refusal(campaign, by) from error
        _fill(report, last, by)
        audit.record("begin", report, label="lập báo cáo của tỉnh", by=by, key=key)
    return report


def _fill(report, last, by):
    if last:
        texts = {row.section: row.text for row in last.texts.select_related("section")}
    else:
        province, sections = Province(report.campaign), worded(report)
        figures = figures_of(province)
        texts = {each: drafted(province, figures, each) for each in sections}
    ProvinceText.objects.bulk_create(
        ProvinceText(report=report, section=section, text=text, written_by=by)
        for section, text in texts.items()
    )


def worded(report):
    """The sections of the form that have words, in its order."""
    rows = report.campaign.report_period.form.sections.filter(has_text=True)
    return rows.order_by("position", "pk")


def drafted(province, figures, section) -> str:
    """What the section begins with, from the reports that count now and these figures."""
    rows = [row for row in figures if row["section"] == section.code]
    said = [(code, of.reporter, text) for code, of, text in texts_said(province, section)]
    return narrative.drafted(rows, said)


# --- Editing -----------------------------------------------------------------------------------


def editing_refusal(report, user):
    """The StepRefused that keeps this user from changing the words, or None (matrix T5, T7)."""
    if user.role not in PROVINCE_WRITERS:
        return StepRefused(f"Chỉ {_WHO} được sửa báo cáo của tỉnh.", status=403, code="role")
    if report.state != ProvinceReportState.DRAFT:
        return StepRefused(
            "Báo cáo đã niêm phong nên không sửa được; muốn thay đổi thì lập phiên bản mới.",
            code="state",
        )
    return None


def text_of(report, section) -> str:
    row = report.texts.filter(section=section).first()
    return row.text if row else ""


def mark_of(text) -> str:
    """What a page carries of a section's words: it differs once somebody else has saved them."""
    return digest(text)[:16]


def text_faults(report, text) -> list[str]:
    """What is wrong with the marks of these words, each in a sentence."""
    province = Province(report.campaign)
    known = narrative.marks_of(report.campaign.report_period.form)
    return narrative.faults(text, known, sources_of(province))


@dataclass(frozen=True)
class Words:
    """The words of a section as somebody else left them; empty ones are some too."""

    text: str


def save_text(report, section, text, *, read, by, key=None) -> ProvinceReport:
    """Write the words of one section; RowChanged where somebody else did since `read`."""
    with act(report, by, key, refusal=editing_refusal) as the:
        standing = text_of(the.row, section)
        if read and read != mark_of(standing):
            raise RowChanged(Words(standing))
        if sentences := text_faults(the.row, text):
            raise StepRefused(" ".join(sentences), status=422, code="marks")
        ProvinceText.objects.update_or_create(
            report=the.row, section=section, defaults={"text": text, "written_by": by}
        )
        the.row.edition += 1
        the.row.save(update_fields=["edition", "changed_at"])
        the.record("save_section", label=f"ghi mục {section.code}")
    return the.row
