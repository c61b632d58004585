"""The one step of the province's report: a second person seals it (matrix T6)."""

from django.utils.timezone import localtime

from programs import clock, sealing
from programs.enums import ADMIN
from programs.workflow import Procedure, Step
from reports.enums import ProvinceReportState
from reports.models import FormSection, ProvinceReport, SealedProvinceReport
from reports.periodic.province import Province
from reports.provincial import narrative
from reports.provincial.content import content, sources_of
from reports.provincial.writing import worded

# How many lacks a refusal names one by one.
NAMED = 5


def is_anothers(report, user):
    """Whoever began it, or wrote words of it last, does not seal it."""
    mine = report.prepared_by_id == user.pk or report.texts.filter(written_by=user).exists()
    return "Người lập, người sửa không tự niêm phong: cần một quản trị khác." if mine else ""


def lacks(report) -> dict[FormSection, list[str]]:
    """{section: what is left to do in its words}, of sections that have words."""
    form = report.campaign.report_period.form
    known, sources = narrative.marks_of(form), sources_of(Province(report.campaign))
    texts = {row.section_id: row.text for row in report.texts.all()}
    return {each: _lacks(texts.get(each.pk, ""), known, sources) for each in worded(report)}


def _lacks(text, known, sources):
    if not text.strip():
        return ["chưa có phần lời; không có gì thì ghi “Không có.”"]
    return narrative.faults(text, known, sources)


def is_whole(report):
    found = [f"{each.code}: {' '.join(said)}" for each, said in lacks(report).items() if said]
    if not found:
        return ""
    more = f" và {len(found) - NAMED} mục nữa" if len(found) > NAMED else ""
    return f"Báo cáo chưa đủ. {' '.join(found[:NAMED])}{more}"


def seal(report, by, _answers):
    report.sealed_by, now = by, clock.now()
    values = content(report) | {
        "sealed_by": by.full_name,
        "sealed_at": localtime(now).isoformat(timespec="microseconds"),
    }
    row = SealedProvinceReport(report=report, sealed_at=now, sealed_by=by)
    sealing.seal(row, values).save()


PROVINCE_REPORT = Procedure(
    ProvinceReport,
    (
        Step(
            name="seal",
            label="niêm phong",
            done="Đã niêm phong",
            roles=ADMIN,
            sources=frozenset({ProvinceReportState.DRAFT}),
            target=ProvinceReportState.SEALED,
            between=is_anothers,
            guards=(is_whole,),
            effect=seal,
            explanation=(
                "Số liệu, lời và các phụ lục được giữ nguyên như hôm nay; báo cáo của Sở và của "
                "UBND tỉnh soạn từ bản này trong sổ văn bản đi. Về sau có thay đổi thì lập phiên "
                "bản mới, cổng so hai bản."
            ),
        ),
    ),
)
