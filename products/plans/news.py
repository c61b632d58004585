"""What people are told of a plan, and whether it is still worth a mail when mail is written."""

from products.enums import EDITABLE_STATES, IN_FORCE_STATES, PRIVATE_STATES, PlanState
from products.models import Plan
from products.plans.board import boards
from programs.deadlines import clocks, in_words, time_left
from programs.enums import (
    DEPARTMENT,
    LEADER,
    OFFICER,
    REMINDER_KINDS,
    UNIT_ROLES,
    NotificationKind,
)
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


# --- Who has still to file: reminders and extensions, which are about participants ---------------


def filing_still_true(notifications, at):
    """Of these, which are about participants, those whose unit has still to file."""
    lines = _lines({told.subject_id for told in notifications}, at)
    true = [told for told in notifications if _holds(told, lines.get(told.subject_id))]
    for told in true:
        if told.kind in REMINDER_KINDS:  # days and dates as they are when the mail is written
            told.text = reminder_text(lines[told.subject_id], told.kind)
    return true


def _lines(participants, at):
    """{participant: its line of the board} for these participants, where they are units."""
    campaigns = Campaign.objects.filter(participants__in=participants).distinct()
    lines = (line for board in boards(campaigns, at, participants) for line in board.lines)
    return {line.participant.pk: line for line in lines}


def _holds(told, line):
    if line is None:  # an agency's, of which nothing is known here
        return True
    if told.kind == NotificationKind.EXTENSION:
        return is_concerned(told.recipient, line.participant)
    return is_owing(line) and bool(who_acts(line, [told.recipient]))


def is_owing(line):
    """Whether a unit still has to file its plan, and may."""
    return line.timeliness.may_file


def reminder_text(line, kind):
    """A reminder in words: what is owed, how long is left, and where the plan lies."""
    again = " lại" if line.timeliness.owes_again else ""
    what = f"{line.unit.short_name} chưa gửi{again} kế hoạch trong {line.campaign}"
    deadline = line.timeliness.deadline
    left, due = time_left(deadline, line.at), f"hạn {in_words(deadline)}"
    lock = f"; khóa {in_words(line.clocks.lock)}" if line.is_overdue else ""
    asked = "Tỉnh nhắc: " if kind == NotificationKind.REMINDED else ""
    return f"{asked}{what}: {left} ({due}{lock}). Hiện tại: {line.status.label}."


def who_acts(line, people):
    """Of these people those of the unit whose turn it is: the leader alone once it is handed in."""
    handed_in = line.plan is not None and line.plan.state == PlanState.HANDED_IN
    roles = LEADER if handed_in else UNIT_ROLES
    return [p for p in people if p.unit_id == line.participant.unit_id and p.role in roles]
