"""What waits for the department in the plans, and the boards of the campaigns that are open."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from products.enums import PlanState
from products.models import Plan
from products.plans.board import boards
from products.plans.news import is_owing
from products.plans.status import status_of
from programs import clock
from programs.completing import joined
from programs.deadlines import in_words, time_left
from programs.enums import DEPARTMENT, PROVINCE_READERS, CampaignKind, CampaignState, Role
from programs.models import Campaign
from programs.tasks import Task

SHOWN = 20  # of the plans that wait, the oldest first
NAMED = 5


def open_boards(user):
    """The boards of the campaigns that are open now, or in which a unit still has time."""
    if user.role not in PROVINCE_READERS:
        return []
    extended = Q(participants__extensions__until__gt=clock.now())
    campaigns = Campaign.objects.visible_to(user).filter(
        Q(state=CampaignState.OPEN) | extended,
        kind=CampaignKind.PLAN,
        opens_on__lte=clock.today(),
    )
    return boards(campaigns.distinct().order_by("-year", "number", "pk"))


def province_tasks(user, open_boards):
    """The department's tasks; `open_boards` are those that the same page shows."""
    if user.role not in DEPARTMENT:
        return []
    return [*_to_accept(user), *filter(None, (_of_board(board, user) for board in open_boards))]


def _to_accept(user):
    """The plans that were sent and wait for an answer, the oldest first."""
    waiting = Plan.objects.visible_to(user).filter(state=PlanState.SENT)
    waiting = joined(
        waiting.order_by("sent_at", "pk"),
        *("campaign__year", "campaign__number", "unit__kind", "unit__name"),
    )
    for plan in waiting[:SHOWN]:
        status = status_of(plan)
        yield Task(
            title=str(plan),
            url=plan.get_absolute_url(),
            at=plan.sent_at,
            action="Xem và tiếp nhận",
            text="Tiếp nhận, hoặc trả lại đơn vị kèm lý do.",
            when=f"Gửi lúc {timezone.localtime(plan.sent_at):%H:%M %d/%m/%Y}",
            state=(status.tone, status.label),
        )


def _of_board(board, user):
    """One task for all units that have not filed and still may, or to choose units at all."""
    owing = [line for line in board.lines if is_owing(line)]
    if owing:
        return _to_remind(board, owing)
    if not board.lines and user.role == Role.PROVINCE_ADMIN:
        return Task(
            title=str(board.campaign),
            url=reverse("programs:campaign_participants", args=[board.campaign.pk]),
            at=board.campaign.due_at,
            action="Chọn đơn vị tham gia",
            text="Đợt này chưa có đơn vị nào tham gia.",
        )
    return None


def _to_remind(board, owing):
    due = min(line.timeliness.deadline for line in owing)
    overdue = sum(line.is_overdue for line in owing)
    extended = sum(line.clocks.extended for line in owing)
    facts = [f"{overdue} quá hạn"] * bool(overdue) + [f"{extended} được gia hạn"] * bool(extended)
    is_done = all(line.is_reminded_today for line in owing)
    facts += ["hôm nay đã nhắc"] * is_done
    return Task(
        title=f"{len(owing)} đơn vị chưa gửi – {board.campaign}",
        url=reverse("products:plan_remind", args=[board.campaign.pk]),
        at=due,
        is_due=True,
        action="" if is_done else "Nhắc các đơn vị chưa gửi",
        text="; ".join([names_of(owing), *facts]) + ".",
        when=f"{time_left(due).capitalize()}, hạn gần nhất {in_words(due)}",
    )


def names_of(lines):
    """The units of these lines of a board; of many the first few, and how many others."""
    names = [line.unit.short_name for line in lines]
    rest = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" và {rest} đơn vị khác" if rest > 0 else "")
