"""Who is reminded to file, when, and why others are not.

The days are the campaign's own (`remind_before`, `remind_after`). A reminder belongs to the newest
stage whose day has come, so that a day on which nothing ran is caught up with and a moved deadline
begins anew; the row is unique for its day, so that it is told once.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from products.enums import PlanState
from products.plans.board import BoardLine, boards
from products.plans.news import is_owing, reminder_text, who_acts
from programs import clock, notices
from programs.acts import StepRefused, act
from programs.deadlines import last_day
from programs.enums import (
    DEPARTMENT,
    UNIT_ROLES,
    CampaignKind,
    CampaignState,
    NotificationKind,
)
from programs.models import Campaign, User


@dataclass(frozen=True)
class Choice:
    """One unit of a reminder: the people who get it, or why nobody does."""

    line: BoardLine
    people: list[User]
    reason: str = ""


# --- By the calendar ---------------------------------------------------------------------------


def remind_by_calendar(at):
    """Write the reminders that are due at this instant; those that are there stay."""
    every = [line for board in boards(_campaigns(at), at) for line in board.lines]
    people = _people(every)
    for line in filter(is_owing, every):
        if due := stage(line, timezone.localdate(at)):
            kind, due_on = due
            _tell(line, kind, who_acts(line, people), due_on)


def _campaigns(at):
    """Those in which somebody may still file: open, or with an extension that runs."""
    plans = Campaign.objects.filter(kind=CampaignKind.PLAN)
    is_open = Q(state=CampaignState.OPEN, opens_on__lte=timezone.localdate(at))
    extended = Q(participants__extensions__until__gt=at)
    return plans.filter(is_open | extended).distinct().order_by("pk")


def stage(line, today):
    """(kind, day) of the newest reminder whose day has come, or None."""
    last = last_day(line.timeliness.deadline)
    if line.is_overdue:
        kind, days = NotificationKind.OVERDUE, line.campaign.days_after
    else:
        kind, days = NotificationKind.DUE_SOON, [-before for before in line.campaign.days_before]
    reached = [day for day in (last + timedelta(number) for number in days) if day <= today]
    return (kind, max(reached)) if reached else None


def _people(lines):
    """The people who may be reminded, read once for all lines."""
    units = {line.participant.unit_id for line in lines}
    people = User.objects.filter(unit__in=units, role__in=UNIT_ROLES, is_active=True)
    return list(people.order_by("full_name", "pk"))


def _tell(line, kind, people, due_on):
    url = reverse("products:plan_of_unit", args=[line.campaign.pk])
    notices.tell(kind, people, line.participant, reminder_text(line, kind), url, due_on)


# --- By the department (matrix M1) -------------------------------------------------------------


def refusal(campaign, user):
    """The StepRefused that keeps this user from reminding now, or None."""
    if user.role not in DEPARTMENT:
        return StepRefused(
            "Chỉ quản trị, chuyên viên cấp tỉnh được nhắc các đơn vị.", status=403, code="role"
        )
    if campaign.state != CampaignState.OPEN:
        return StepRefused(f"{campaign} đã đóng: không nhắc nữa.", code="state")
    return None


def choose(board):
    """A Choice for each unit of the board that has not filed, or was left out for a reason."""
    people = _people(board.lines)
    return [_choice(line, who_acts(line, people)) for line in board.lines]


def _choice(line, people):
    if line.is_filed:
        return Choice(line, [], f"đã gửi: {line.status.label}")
    if objection := line.clocks.objection(line.at):
        return Choice(line, [], objection)
    if not people:
        return Choice(line, [], _nobody(line))
    if line.is_reminded_today:
        return Choice(line, [], f"hôm nay đã nhắc lúc {timezone.localtime(line.reminded_at):%H:%M}")
    return Choice(line, people)


def _nobody(line):
    """Why nobody of a unit gets the reminder: whose turn it is has no account that is open."""
    if line.plan is not None and line.plan.state == PlanState.HANDED_IN:
        return (
            "kế hoạch chờ lãnh đạo đơn vị duyệt nhưng không lãnh đạo nào có tài khoản đang mở; "
            "cán bộ có thể rút lại"
        )
    return "chưa có người dùng nào của đơn vị có tài khoản đang mở"


def remind(campaign, *, by, key=None):
    """Remind those who have not filed; the answer is a Choice for each unit of the campaign."""
    # Locked so that two people who remind at once are served one after the other.
    with act(campaign, by, key, refusal=refusal) as the:
        choices = choose(boards([the.row])[0])
        reminded = [choice for choice in choices if choice.people]
        if not reminded:
            raise StepRefused("Không có đơn vị nào cần nhắc lúc này.", code="nobody")
        for choice in reminded:
            _tell(choice.line, NotificationKind.REMINDED, choice.people, clock.today())
        data = {"units": [choice.line.unit.code for choice in reminded]}
        the.record("remind", label="nhắc đơn vị chưa gửi", data=data)
    return choices
