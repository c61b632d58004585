"""What people are told of a plan, and whether it is still worth a mail when mail is written."""

from django.db.models import Q

from products.enums import EDITABLE_STATES, IN_FORCE_STATES, PRIVATE_STATES, PlanState
from products.models import Plan
from products.plans.board import boards
from programs import notices
from programs.enums import DEPARTMENT, UNIT_ROLES, NotificationKind
from programs.models import Campaign, Participant, User
from programs.news import LEADER, OFFICER, News

NEWS = {
    "hand_in": News(
        NotificationKind.HANDED_IN, LEADER, "{plan} chờ bạn duyệt và gửi tỉnh. Người trình: {by}."
    ),
    "give_back": News(
        NotificationKind.RETURNED, OFFICER, "{plan} được lãnh đạo trả lại để sửa: {note}"
    ),
    "send": News(NotificationKind.SENT, DEPARTMENT | OFFICER, "{plan} đã gửi tỉnh, chờ tiếp nhận."),
    "take_back": News(
        NotificationKind.TAKEN_BACK, DEPARTMENT, "{plan} đã được đơn vị rút lại: {note}"
    ),
    "return": News(
        NotificationKind.RETURNED, UNIT_ROLES, "{plan} được tỉnh trả lại để sửa: {note}"
    ),
    "accept": News(NotificationKind.ACCEPTED, UNIT_ROLES, "{plan} đã được tỉnh tiếp nhận."),
    "issue": News(
        NotificationKind.ACCEPTED, UNIT_ROLES, "{plan} được ghi nhận đã ban hành và công khai."
    ),
}
# The states of the plan in which news of each kind still matters.
HOLDS_IN = {
    NotificationKind.HANDED_IN: {PlanState.HANDED_IN},
    NotificationKind.SENT: {PlanState.SENT},
    NotificationKind.TAKEN_BACK: PRIVATE_STATES,
    NotificationKind.RETURNED: EDITABLE_STATES,
    NotificationKind.ACCEPTED: IN_FORCE_STATES,
}


def tell(plan, step, by, note=""):
    """Write the news of a step, in its transaction, for everybody concerned but its author."""
    news = NEWS[step]
    people = Q(role__in=news.roles & DEPARTMENT) | Q(
        role__in=news.roles & UNIT_ROLES, unit=plan.unit_id
    )
    notices.tell(
        news.kind,
        User.objects.filter(people, is_active=True).exclude(pk=by.pk),
        plan,
        news.text.format(plan=plan, by=by.full_name, note=note),
        plan.campaign.get_absolute_url() if step == "take_back" else plan.get_absolute_url(),
    )


# --- What is still true when mail is written ---------------------------------------------------


def still_true(notifications, at):
    """The notifications that still matter, and still concern their person."""
    plans = Plan.objects.in_bulk(_subjects(notifications, Plan))
    lines = _lines(_subjects(notifications, Participant), at)
    return [row for row in notifications if _holds(row, plans, lines)]


def _subjects(notifications, model):
    return {row.subject_id for row in notifications if row.subject_type == model._meta.label_lower}


def _lines(participants, at):
    """{participant: its line of the board} for these participants, where they are units."""
    if not participants:
        return {}
    campaigns = Campaign.objects.filter(participants__in=participants).distinct()
    lines = (line for board in boards(campaigns, at, participants) for line in board.lines)
    return {line.participant.pk: line for line in lines}


def _holds(row, plans, lines):
    if row.subject_type == Plan._meta.label_lower:
        plan = plans.get(row.subject_id)
        return bool(plan) and plan.state in HOLDS_IN[row.kind] and _concerns(row.recipient, plan)
    line = lines.get(row.subject_id)
    if line is None:  # an agency's, of which nothing is known here
        return True
    if row.kind == NotificationKind.EXTENSION:
        return is_owing(line) and _concerns(row.recipient, line.participant)
    return is_owing(line) and bool(who_acts(line, [row.recipient]))


def _concerns(person, row):
    return person.role in DEPARTMENT or (
        person.role in UNIT_ROLES and person.unit_id == row.unit_id
    )


def is_owing(line):
    """Whether a unit still has to file its plan, and may."""
    return not line.is_filed and not line.clocks.objection(line.at)


def who_acts(line, people):
    """Of these people those of the unit whose turn it is: the leader alone once it is handed in."""
    handed_in = line.plan is not None and line.plan.state == PlanState.HANDED_IN
    roles = LEADER if handed_in else UNIT_ROLES
    return [p for p in people if p.unit_id == line.participant.unit_id and p.role in roles]
