"""What people are told of a plan, and whether it is still worth a mail when mail is written."""

from products.enums import EDITABLE_STATES, IN_FORCE_STATES, PRIVATE_STATES, PlanState
from products.models import Plan
from products.plans.board import boards
from programs.enums import DEPARTMENT, LEADER, OFFICER, UNIT_ROLES, NotificationKind
from programs.models import Campaign
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
            "{row} được tỉnh trả lại để sửa: {note}",
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
    concerns=is_concerned,
)
tell = PLAN_NEWS.tell


# --- Who has still to file: reminders and extensions, which are about participants ---------------


def filing_still_true(notifications, at):
    """Of these, which are about participants, those whose unit has still to file."""
    lines = _lines({told.subject_id for told in notifications}, at)
    return [told for told in notifications if _holds(told, lines.get(told.subject_id))]


def _lines(participants, at):
    """{participant: its line of the board} for these participants, where they are units."""
    campaigns = Campaign.objects.filter(participants__in=participants).distinct()
    lines = (line for board in boards(campaigns, at, participants) for line in board.lines)
    return {line.participant.pk: line for line in lines}


def _holds(told, line):
    if line is None:  # an agency's, of which nothing is known here
        return True
    if told.kind == NotificationKind.EXTENSION:
        return is_owing(line) and is_concerned(told.recipient, line.participant)
    return is_owing(line) and bool(who_acts(line, [told.recipient]))


def is_owing(line):
    """Whether a unit still has to file its plan, and may."""
    return not line.is_filed and not line.clocks.objection(line.at)


def who_acts(line, people):
    """Of these people those of the unit whose turn it is: the leader alone once it is handed in."""
    handed_in = line.plan is not None and line.plan.state == PlanState.HANDED_IN
    roles = LEADER if handed_in else UNIT_ROLES
    return [p for p in people if p.unit_id == line.participant.unit_id and p.role in roles]
