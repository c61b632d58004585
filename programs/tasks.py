"""What waits for a person, each with the one act that comes next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from programs import accounts, clock
from programs.campaigns import strictly_before
from programs.completing import joined
from programs.deadlines import in_words
from programs.enums import DEPARTMENT, Role, Tone
from programs.extensions import waiting_requests
from programs.models import HolidayYear, RoleChange
from programs.working_days import add_months

MONTHS_AHEAD = 3  # that the working days are to be known for
SHOWN = 20  # of each kind of task, the oldest first
_NAMES = ("full_name", "username")


@dataclass(frozen=True)
class Task:
    """One thing of a person's work. `at` is the day that orders it: its deadline, or its coming.

    `action` is the label of the next act and `url` where it is done; without an action the
    person can only follow it. `quote` is what somebody wrote who gave it back. `state` is
    (tone, label). `is_due` is of a task that is late once `at` is over.
    """

    title: str
    url: str
    at: datetime
    action: str = ""
    text: str = ""
    when: str = ""
    quote: str = ""
    state: tuple[Tone, str] = ()
    is_due: bool = False

    @property
    def is_late(self) -> bool:
        return self.is_due and self.at < clock.now()

    @property
    def chip(self) -> tuple[Tone, str]:
        """Its state; where it has none, that it is late."""
        return self.state or ((Tone.BAD, "quá hạn") if self.is_late else ())


def ordered(tasks) -> list[Task]:
    """What is late first, then what was given back, then by date."""
    return sorted(tasks, key=lambda task: (not task.is_late, not task.quote, task.at))


def account_tasks(user) -> list[Task]:
    """Accounts that an administrator is asked for, and roles to confirm (matrix U1, U2)."""
    if user.role != Role.PROVINCE_ADMIN:
        return []
    return [*_requests(user), *_roles(user)]


def extension_tasks(user) -> list[Task]:
    """What units ask for more time, for those who may give it (matrix K3)."""
    return [
        Task(
            title=str(asked),
            url=reverse("programs:extension_create", args=[asked.participant_id]),
            at=asked.asked_at,
            action="Xem và trả lời",
            text=f"Xin đến {in_words(asked.until)}. {asked.asked_by} đề nghị.",
            quote=asked.reason,
        )
        for asked in waiting_requests(user)[:SHOWN]
    ]


def _requests(user):
    waiting = accounts.requests_visible_to(user).filter(user=None)
    waiting = joined(
        waiting.order_by("pk"),
        *("asked_by__full_name", "asked_by__username", "asked_by__agency__name"),
        *("asked_by__unit__kind", "asked_by__unit__name"),
    )
    for asked in waiting[:SHOWN]:
        place = asked.asked_by.unit or asked.asked_by.agency or "–"
        yield Task(
            title=f"Cấp tài khoản cho {asked.full_name}",
            url=reverse("programs:account_request_accept", args=[asked.pk]),
            at=asked.asked_at,
            action="Lập tài khoản",
            text=f"{asked.get_role_display().capitalize()}. {asked.asked_by}, {place}, đề nghị.",
        )


def _roles(user):
    """Proposals that this very user may confirm: the latest of each person, by somebody else."""
    newest = RoleChange.objects.filter(user=OuterRef("user")).order_by("-pk").values("pk")[:1]
    waiting = accounts.role_changes_visible_to(user).filter(confirmed_by=None, user__is_active=True)
    waiting = waiting.exclude(proposed_by=user).exclude(user=user).filter(pk=Subquery(newest))
    names = (f"{who}__{name}" for who in ("user", "proposed_by") for name in _NAMES)
    for change in joined(waiting.order_by("pk"), *names)[:SHOWN]:
        yield Task(
            title=f"Xác nhận vai trò của {change.user}",
            url=change.user.get_absolute_url(),
            at=change.proposed_at,
            action="Xem và xác nhận",
            text=f"{change.get_role_display().capitalize()}, do {change.proposed_by} đề nghị.",
        )


# --- The calendar of working days --------------------------------------------------------------


def calendar_tasks(user) -> list[Task]:
    """The years of the coming quarter whose days off are not known, or not announced yet.

    They are mended in the back office, where it is served.
    """
    if user.role not in DEPARTMENT:
        return []
    today, may_act = clock.today(), settings.ADMIN and user.role == Role.PROVINCE_ADMIN
    known = {each.year: each for each in HolidayYear.objects.all()}
    years = sorted({today.year, add_months(today, MONTHS_AHEAD).year}) if known else []
    return [
        _of_year(year, known.get(year), may_act=may_act)
        for year in years
        if year not in known or known[year].is_provisional
    ]


def _of_year(year, known, *, may_act):
    title = f"Lịch nghỉ lễ, tết năm {year}"
    text = (
        f"{known.source} Khi có thông báo chính thức, cần sửa các ngày nghỉ rồi bỏ dấu “dự kiến”."
        if known
        else f"Ngày làm việc chỉ đếm được đến hết năm {year - 1}: hồ sơ có hạn sau đó không tính "
        "được hạn. Cần nhập các ngày nghỉ đã công bố, rồi thêm năm này."
    )
    return Task(
        title=f"{title} mới là dự kiến" if known else f"Chưa có {title[0].lower()}{title[1:]}",
        url=reverse("admin:programs_holidayyear_changelist") if may_act else "",
        at=strictly_before(date(year, 1, 1)),
        is_due=True,
        action="Mở lịch nghỉ" if may_act else "",
        text=text,
    )
