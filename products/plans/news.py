"""What people are told of a plan, and whether it is still worth a mail when mail is written."""

from products.enums import EDITABLE_STATES, IN_FORCE_STATES, PRIVATE_STATES, PlanState
from products.models import Plan
from programs.deadlines import clocks, in_words
from programs.enums import DEPARTMENT, LEADER, OFFICER, UNIT_ROLES, NotificationKind
from programs.news import News, NewsTable, is_concerned

PLAN_NEWS = NewsTable(
    Plan,
    {
        "hand_in": News(
            NotificationKind.HANDED_IN,
            LEADER,
            "{row} chờ bạn duyệt và gửi tỉnh. Người trình: {by}.",
            frozenset({PlanState.HANDED_IN}),
        ),
        "give_back": News(
            NotificationKind.RETURNED,
            OFFICER,
            "{row} được lãnh đạo trả lại để sửa: {note}",
            EDITABLE_STATES,
        ),
        "send": News(
            NotificationKind.SENT,
            DEPARTMENT | OFFICER,
            "{row} đã gửi tỉnh, chờ tiếp nhận.",
            frozenset({PlanState.SENT}),
        ),
        "take_back": News(
            NotificationKind.TAKEN_BACK,
            DEPARTMENT,
            "{row} đã được đơn vị rút lại: {note}",
            PRIVATE_STATES,
            page=lambda plan: plan.campaign.get_absolute_url(),
        ),
        "return": News(
            NotificationKind.RETURNED,
            UNIT_ROLES,
            "{row} được tỉnh trả lại để sửa và gửi lại ({by_when}): {note}",
            EDITABLE_STATES,
        ),
        "accept": News(
            NotificationKind.ACCEPTED,
            UNIT_ROLES,
            "{row} đã được tỉnh tiếp nhận.",
            IN_FORCE_STATES,
        ),
        "issue": News(
            NotificationKind.ACCEPTED,
            UNIT_ROLES,
            "{row} được ghi nhận đã ban hành và công khai.",
            IN_FORCE_STATES,
        ),
    },
    facts=lambda plan: {"by_when": _by_when(plan)},
    concerns=is_concerned,
)
tell = PLAN_NEWS.tell


def _by_when(plan):
    """Until when a plan that is with its unit may be sent again: "đến hết ngày 16/04/2024"."""
    read = clocks(plan.campaign, plan.unit_id)
    return f"đến {in_words(read.due if read.extended else read.lock)}"
