"""Who is reminded to file, when, in which words, and why others are not.

The days are the campaign's own (`remind_before`, `remind_after`). A reminder belongs to the newest
stage whose day has come, so that a day on which nothing ran is caught up with and a moved deadline
begins anew; the row is unique for its day, so that it is told once.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from programs import clock, notices
from programs.acts import StepRefused, act
from programs.board import BoardLine, boards
from programs.deadlines import in_words, last_day, time_left
from programs.enums import (
    DEPARTMENT,
    REMINDER_KINDS,
    CampaignState,
    NotificationKind,
)
from programs.filing import FILINGS, filing_of
from programs.models import Campaign, User
from programs.news import is_concerned


@dataclass(frozen=True)
class Choice:
    """One participant of a reminder: the people who get it, or why nobody does."""

    line: BoardLine
    people: list[User]
    reason: str = ""


# --- By the calendar ---------------------------------------------------------------------------


def remind_by_calendar(at):
    """Write the reminders that are due at this instant; those that are there stay."""
    every = [line for board in boards(_campaigns(at), at) for line in board.lines]
    people = _people(every)
    for line in every:
        due = line.is_owing and stage(line, timezone.localdate(at))
        if due:
            kind, due_on = due
            _tell(line, kind, who_acts(line, people), due_on)


def _campaigns(at):
    """Those in which somebody may still file: open, or with an extension that runs."""
    filed = Campaign.objects.filter(kind__in=FILINGS)
    is_open = Q(state=CampaignState.OPEN, opens_on__lte=timezone.localdate(at))
    extended = Q(participants__extensions__until__gt=at)
    return filed.filter(is_open | extended).distinct().order_by("pk")


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
    agencies = {line.participant.agency_id for line in lines}
    places = Q(unit__in=units - {None}) | Q(agency__in=agencies - {None})
    return list(User.objects.filter(places, is_active=True).order_by("full_name", "pk"))


def who_acts(line, people):
    """Of these people those of the unit or agency whose turn it is."""
    own = filter(line.participant.is_of, people)
    return [person for person in own if line.filing.is_turn_of(line.leading, person)]


def _tell(line, kind, people, due_on):
    url = line.filing.address("page", line.campaign)
    notices.tell(kind, people, line.participant, reminder_text(line, kind), url, due_on)


def reminder_text(line, kind):
    """A reminder in words: what is owed, how long is left, and where it lies."""
    again = " lại" if line.timeliness.owes_again else ""
    noun = line.filing.noun
    what = f"{line.body.short_name} chưa gửi{again} {noun} trong {line.campaign}"
    deadline = line.timeliness.deadline
    left, due = time_left(deadline, line.at), f"hạn {in_words(deadline)}"
    lock = f"; khóa {in_words(line.clocks.lock)}" if line.is_overdue else ""
    asked = "Tỉnh nhắc: " if kind == NotificationKind.REMINDED else ""
    return f"{asked}{what}: {left} ({due}{lock}). Hiện tại: {line.status.label}."


# --- When the mail is written ------------------------------------------------------------------


def still_true(notifications, at):
    """Of these, which are about participants, those that have still to file."""
    lines = _lines({told.subject_id for told in notifications}, at)
    true = [told for told in notifications if _holds(told, lines.get(told.subject_id))]
    for told in true:
        if told.kind in REMINDER_KINDS:  # days and dates as they are when the mail is written
            told.text = reminder_text(lines[told.subject_id], told.kind)
    return true


def _lines(participants, at):
    """{participant: its line of the board} for these participants, where they are drawn."""
    campaigns = Campaign.objects.filter(participants__in=participants, kind__in=FILINGS)
    drawn = boards(campaigns.distinct(), at, participants)
    return {line.participant.pk: line for board in drawn for line in board.lines}


def _holds(told, line):
    if line is None:  # of a kind of which nothing is filed
        return True
    if told.kind == NotificationKind.EXTENSION:
        return is_concerned(told.recipient, line.participant)
    return line.is_owing and bool(who_acts(line, [told.recipient]))


# --- By the department (matrix M1) -------------------------------------------------------------


def refusal(campaign, user):
    """The StepRefused that keeps this user from reminding now, or None."""
    if user.role not in DEPARTMENT:
        sentence = "Chỉ quản trị, chuyên viên cấp tỉnh được nhắc nơi chưa gửi."
        return StepRefused(sentence, status=403, code="role")
    if campaign.state != CampaignState.OPEN:
        return StepRefused(f"{campaign} đã đóng: không nhắc nữa.", code="state")
    return None


def choose(board):
    """A Choice for each line of the board: who has not filed, or why it is left out."""
    people = _people(board.lines)
    return [_choice(line, people) for line in board.lines]


def _choice(line, everybody):
    people = who_acts(line, everybody)
    if line.is_filed:
        return Choice(line, [], f"đã gửi: {line.status.label}")
    if objection := line.clocks.objection(line.at):
        return Choice(line, [], objection)
    if not people:
        return Choice(line, [], _nobody(line, everybody))
    if line.is_reminded_today:
        return Choice(line, [], f"hôm nay đã nhắc lúc {timezone.localtime(line.reminded_at):%H:%M}")
    return Choice(line, people)


def _nobody(line, everybody):
    """Why nobody gets the reminder: whose turn it is has no account that is open."""
    place = "đơn vị" if line.participant.unit_id else "cơ quan"
    if not any(map(line.participant.is_of, everybody)):
        return f"chưa có người dùng nào của {place} có tài khoản đang mở"
    who, none = ("lãnh đạo đơn vị", "lãnh đạo nào")
    if line.participant.agency_id:
        who, none = ("một người khác của cơ quan", "ai khác")
    return (
        f"{line.filing.noun} chờ {who} duyệt nhưng không {none} có tài khoản đang mở; "
        "cán bộ có thể rút lại"
    )


def remind(campaign, *, by, key=None):
    """Remind those who have not filed; the answer is a Choice for each participant."""
    # Locked so that two people who remind at once are served one after the other.
    with act(campaign, by, key, refusal=refusal) as the:
        choices = choose(boards([the.row])[0])
        reminded = [choice for choice in choices if choice.people]
        if not reminded:
            whom = filing_of(the.row).whom
            raise StepRefused(f"Không có {whom} nào cần nhắc lúc này.", code="nobody")
        for choice in reminded:
            _tell(choice.line, NotificationKind.REMINDED, choice.people, clock.today())
        data = {"units": [choice.line.body.code for choice in reminded]}
        the.record("remind", label="nhắc nơi chưa gửi", data=data)
    return choices
