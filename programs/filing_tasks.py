"""The tasks of campaigns, whatever is filed in them: of who files, and of who waits for it."""

from django.urls import reverse
from django.utils import timezone

from programs.board import boards, names_of
from programs.deadlines import in_words, time_left
from programs.enums import DEPARTMENT, Role
from programs.models import Event, Participant
from programs.tasks import SHOWN, Task

NOTHING = ("", "", "")


# --- Of who files ------------------------------------------------------------------------------


def own_lines(user, kinds):
    """The lines of the user's own unit or agency in the newest campaigns of these kinds.

    Of those that are open, and those in which it still owes what came back to it.
    """
    asked = Participant.objects.visible_to(user).filter(campaign__kind__in=sorted(kinds))
    asked = asked.select_related("campaign").order_by("-campaign__year", "-campaign__number")
    asked = list(asked[:SHOWN])
    own = boards([row.campaign for row in asked], only=[row.pk for row in asked])
    return [
        line
        for board in own
        for line in board.lines
        if line.clocks.is_open or line.timeliness.owes_again
    ]


def returned_of(model, rows):
    """{row: the last event that gave it back} of these keys of rows of the model."""
    events = Event.objects.filter(
        subject_type=model._meta.label_lower,
        subject_id__in=rows,
        action__in=["return", "give_back"],
    )
    return {event.subject_id: event for event in events.order_by("pk")}


def own_task(line, url, turn, *, followed, quote=""):
    """The task of one line; `turn()` is (label, address, sentence) of this person's next act.

    `url` is where its work lies, `followed` what is said to who has nothing to do now.
    """
    objection = line.clocks.objection(line.at)
    action, address, text = _more_time(line, objection) if objection else turn()
    status = line.filing.status(line.newest)
    return Task(
        title=str(line.newest or line.campaign),
        url=address or url,
        at=line.timeliness.deadline,
        is_due=not line.is_filed,
        action=action,
        text=text or (not line.is_filed and objection) or followed[status.name],
        when="" if line.is_filed else _when(line),
        quote=quote,
        state=(status.tone, status.label),
    )


def _when(line):
    deadline, again = line.timeliness.deadline, " gửi lại" * line.timeliness.owes_again
    return f"{time_left(deadline, line.at).capitalize()}, hạn{again} {in_words(deadline)}"


def _more_time(line, objection):
    """What is left to who may not write any more and has not filed: to ask for time."""
    if line.is_filed or line.is_waiting:
        return NOTHING
    page = reverse("programs:extension_ask", args=[line.participant.pk])
    return "Đề nghị gia hạn", page, objection


# --- Of the department -------------------------------------------------------------------------


def to_accept(row, status):
    """The task of one row that was sent and waits for an answer."""
    return Task(
        title=str(row),
        url=row.get_absolute_url(),
        at=row.sent_at,
        action="Xem và tiếp nhận",
        text="Tiếp nhận, hoặc trả lại kèm lý do.",
        when=f"Gửi lúc {timezone.localtime(row.sent_at):%H:%M %d/%m/%Y}",
        state=(status.tone, status.label),
    )


def board_tasks(open_boards, user):
    """Of each board one task: for all that have not filed and still may, or to ask anybody."""
    if user.role not in DEPARTMENT:
        return []
    return list(filter(None, (_of_board(board, user) for board in open_boards)))


def _of_board(board, user):
    owing = [line for line in board.lines if line.is_owing]
    if owing:
        return _to_remind(board, owing)
    if not board.lines and user.role == Role.PROVINCE_ADMIN:
        return Task(
            title=str(board.campaign),
            url=reverse("programs:campaign_participants", args=[board.campaign.pk]),
            at=board.campaign.due_at,
            action=f"Chọn {board.filing.whom} tham gia",
            text=f"Đợt này chưa có {board.filing.whom} nào tham gia.",
        )
    return None


def _to_remind(board, owing):
    due, whom = min(line.timeliness.deadline for line in owing), board.filing.whom
    overdue = sum(line.is_overdue for line in owing)
    extended = sum(line.clocks.extended for line in owing)
    facts = [f"{overdue} quá hạn"] * bool(overdue) + [f"{extended} được gia hạn"] * bool(extended)
    is_done = all(line.is_reminded_today for line in owing)
    facts += ["hôm nay đã nhắc"] * is_done
    return Task(
        title=f"{len(owing)} {whom} chưa gửi – {board.campaign}",
        url=board.remind_url,
        at=due,
        is_due=True,
        action="" if is_done else f"Nhắc các {whom} chưa gửi",
        text="; ".join([names_of(owing), *facts]) + ".",
        when=f"{time_left(due).capitalize()}, hạn gần nhất {in_words(due)}",
    )
