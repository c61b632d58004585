"""What waits in reports of the province: for who writes one, and for who may seal it."""

from django.db.models import Exists, OuterRef

from programs.enums import ADMIN, PROVINCE_WRITERS
from programs.tasks import Task
from reports.enums import ProvinceReportState
from reports.models import ProvinceReport, ProvinceText


def province_report_tasks(user):
    """Of each draft one task: its writers go on; once all has words, another may seal it."""
    if user.role not in PROVINCE_WRITERS:
        return []
    texts = ProvinceText.objects.filter(report=OuterRef("pk"))
    drafts = ProvinceReport.objects.filter(state=ProvinceReportState.DRAFT)
    drafts = (
        drafts.select_related("campaign")
        .order_by("pk")
        .annotate(
            is_own=Exists(texts.filter(written_by=user)), has_gap=Exists(texts.filter(text=""))
        )
    )
    return list(filter(None, (_task(report, user) for report in drafts)))


def _task(report, user):
    is_own = report.is_own or report.prepared_by_id == user.pk
    if is_own:
        action, text = "Soạn tiếp", "Đủ lời thì một quản trị khác niêm phong."
    elif user.role in ADMIN and not report.has_gap:
        action, text = "Xem và niêm phong", "Người không lập, không sửa báo cáo niêm phong."
    else:
        return None
    return Task(
        title=str(report),
        url=report.get_absolute_url(),
        at=report.changed_at,
        action=action,
        text=text,
        state=(report.tone, report.get_state_display()),
    )
