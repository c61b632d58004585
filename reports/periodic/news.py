"""What people are told of a periodic report."""

from programs.enums import DEPARTMENT, LEADER, OFFICER, UNIT_ROLES, NotificationKind, Role
from programs.news import News, NewsTable, is_concerned
from reports.enums import REPORT_PRIVATE, ReportState
from reports.models import PeriodicReport

AGENCY = frozenset({Role.AGENCY_OFFICER})

REPORT_NEWS = NewsTable(
    PeriodicReport,
    {
        "hand_in": News(
            NotificationKind.HANDED_IN,
            LEADER | AGENCY,
            "{row} chờ duyệt và gửi tỉnh. Người trình: {by}.",
            frozenset({ReportState.HANDED_IN}),
        ),
        "give_back": News(
            NotificationKind.RETURNED,
            OFFICER | AGENCY,
            "{row} được trả lại để sửa: {note}",
            frozenset({ReportState.DRAFT}),
        ),
        "send": News(
            NotificationKind.SENT,
            DEPARTMENT | OFFICER | AGENCY,
            "{row} đã gửi tỉnh, chờ tiếp nhận.",
            frozenset({ReportState.SENT}),
        ),
        "take_back": News(
            NotificationKind.TAKEN_BACK,
            DEPARTMENT,
            "{row} đã được rút lại: {note}",
            REPORT_PRIVATE,
            page=lambda report: report.participant.campaign.get_absolute_url(),
        ),
        "return": News(
            NotificationKind.RETURNED,
            UNIT_ROLES | AGENCY,
            "{row} được tỉnh trả lại để sửa và gửi lại: {note}",
            frozenset({ReportState.RETURNED}),
        ),
        "accept": News(
            NotificationKind.ACCEPTED,
            UNIT_ROLES | AGENCY,
            "{row} đã được tỉnh tiếp nhận.",
            frozenset({ReportState.ACCEPTED}),
        ),
        "unlock": News(
            NotificationKind.RETURNED,
            UNIT_ROLES | AGENCY,
            "{row} được tỉnh mở khóa để sửa: {note}",
            frozenset({ReportState.DRAFT}),
        ),
    },
    concerns=is_concerned,
)
