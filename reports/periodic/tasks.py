"""What waits in periodic reports: for units and agencies, and for the department."""

from django.urls import reverse

from programs.completing import joined
from programs.enums import DEPARTMENT, REPORT_KINDS, UNIT_ROLES, Role
from programs.filing_tasks import NOTHING, own_lines, own_task, returned_of, to_accept
from programs.tasks import SHOWN
from reports.enums import ReportState
from reports.models import PeriodicReport, ReportPeriod
from reports.periodic.filling import WRITERS, what_stands_in_it
from reports.periodic.status import status_of

# What is said of a report with which its reader has nothing to do now.
FOLLOWED = {
    "missing": "Chưa lập báo cáo.",
    "draft": "Cán bộ đang soạn.",
    "returned": "Cán bộ đang sửa theo ý kiến của tỉnh.",
    "handed_in": "Chờ người có quyền duyệt của nơi báo cáo.",
    "sent": "Chờ tỉnh tiếp nhận.",
    "late": "Chờ tỉnh tiếp nhận.",
    "accepted": "Tỉnh đã tiếp nhận, không còn việc phải làm.",
    "nil": "Tỉnh đã tiếp nhận, không còn việc phải làm.",
}


def report_tasks(user):
    """The tasks of one's own unit or agency, or those of the department."""
    if user.role in DEPARTMENT:
        return _to_accept(user)
    if user.role in UNIT_ROLES | {Role.AGENCY_OFFICER}:
        return _own(user)
    return []


def _to_accept(user):
    """The reports that were sent and wait for an answer, the oldest first."""
    waiting = PeriodicReport.objects.visible_to(user).filter(state=ReportState.SENT)
    waiting = joined(
        waiting.order_by("sent_at", "pk"),
        *("participant__campaign__kind", "participant__campaign__year"),
        *("participant__campaign__number", "participant__unit__kind", "participant__unit__name"),
        *("participant__agency__short_name", "participant__agency__name"),
    )
    return [to_accept(report, status_of(report)) for report in waiting[:SHOWN]]


# --- Of units and agencies ---------------------------------------------------------------------


def _own(user):
    lines = own_lines(user, REPORT_KINDS)
    known = [line.newest.pk for line in lines if line.newest]
    returned = returned_of(PeriodicReport, _with_corrected(lines, known))
    periods = ReportPeriod.objects.filter(campaign__in={line.campaign.pk for line in lines})
    ready = set(periods.values_list("campaign", flat=True))
    return [_task(line, user, returned, is_ready=line.campaign.pk in ready) for line in lines]


def _with_corrected(lines, known):
    """Also what a correction puts right: its return says what is to be corrected."""
    return [*known, *(line.newest.corrects_id for line in lines if line.newest)]


def _task(line, user, returned, *, is_ready):
    report = line.newest
    url = report.get_absolute_url() if report else line.campaign.get_absolute_url()

    def turn():
        return _turn(line, user, is_ready=is_ready)

    return own_task(line, url, turn, followed=FOLLOWED, quote=_quote(report, returned))


def _quote(report, returned):
    """What was written by whoever gave it back, while it is with its writers again."""
    if report is None or report.state not in {ReportState.DRAFT, ReportState.RETURNED}:
        return ""
    event = returned.get(report.pk) or returned.get(report.corrects_id)
    return event.note if event else ""


def _turn(line, user, *, is_ready):
    """(label, address, sentence) of this person's next act."""
    report = line.newest
    if report is None:
        return _beginning(line, user, is_ready=is_ready)
    is_mine = line.filing.is_turn_of(report, user)
    if report.state == ReportState.HANDED_IN and is_mine:
        return "Xem và duyệt gửi", "", "Gửi tỉnh hoặc trả lại người soạn."
    if user.role not in WRITERS:
        return NOTHING
    return _writers_turn(report)


def _beginning(line, user, *, is_ready):
    if not is_ready:
        return "", "", "Cấp tỉnh chưa chọn mẫu và kỳ số liệu của đợt này."
    if user.role not in WRITERS:
        return NOTHING
    page = line.filing.address("page", line.campaign)
    return "Lập báo cáo", page, what_stands_in_it(line.campaign)


def _writers_turn(report):
    if report.state == ReportState.RETURNED:
        page = reverse("reports:report_correct", args=[report.pk])
        return "Lập phiên bản sửa", page, "Phiên bản mới có sẵn nội dung đã gửi."
    if report.state != ReportState.DRAFT:
        return NOTHING
    if report.corrects_id or report.first_sent_at:
        return "Sửa báo cáo", "", "Sửa xong thì trình duyệt để gửi lại."
    return "Soạn báo cáo", "", "Điền từng mục, đủ thì trình duyệt."
