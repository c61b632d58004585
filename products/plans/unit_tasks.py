"""What comes next for a unit's people in their plan: one act at a time, in order."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from products.enums import EDITABLE_STATES, PlanState
from products.models import Plan, Registration, RegistrationCount, RowDraft
from programs.board import BoardLine
from programs.enums import UNIT_ROLES, CampaignKind, Role
from programs.filing_tasks import NOTHING, own_lines, own_task, returned_of
from programs.models import Event

# What is said of a plan with which its reader has nothing to do now.
FOLLOWED = {
    "missing": "Cán bộ của đơn vị chưa lập kế hoạch.",
    "draft": "Cán bộ của đơn vị đang soạn.",
    "returned": "Cán bộ của đơn vị đang sửa theo ý kiến của tỉnh.",
    "handed_in": "Lãnh đạo đơn vị đang xem.",
    "sent": "Chờ tỉnh tiếp nhận.",
    "late": "Chờ tỉnh tiếp nhận.",
    "accepted": "Tỉnh đã tiếp nhận, không còn việc phải làm.",
    "issued": "Kế hoạch đã ban hành, không còn việc phải làm.",
}


@dataclass(frozen=True)
class Work:
    """A campaign as one unit works in it: the version in work, its figures, its last return."""

    line: BoardLine
    declared: dict[str, int]
    listed: dict[str, int]
    returned: Event | None
    drafts: int

    @property
    def plan(self):
        return self.line.newest

    @property
    def url(self):
        if self.plan:
            return self.plan.get_absolute_url()
        return self.line.filing.address("page", self.line.campaign)

    @property
    def quote(self):
        """What was written by whoever gave the plan back, while it is the unit's again."""
        is_back = self.plan is not None and self.plan.state in EDITABLE_STATES
        return self.returned.note if is_back and self.returned else ""

    @property
    def is_answered(self):
        """Whether the plan was changed after it was given back."""
        return not self.quote or self.plan.changed_at > self.returned.at

    @property
    def differs(self):
        return {form: count for form, count in self.declared.items() if count} != self.listed

    @property
    def figures(self):
        listed, declared = sum(self.listed.values()), sum(self.declared.values())
        return f"Danh sách có {listed} sản phẩm, đã khai {declared}."


def unit_tasks(user):
    """The tasks of a unit's officer or leader; nine queries in any number of campaigns."""
    if user.role not in UNIT_ROLES:
        return []
    return [_task(work, user) for work in _works(user)]


# --- What there is -----------------------------------------------------------------------------


def _works(user):
    """The open campaigns that ask the user's unit, and those in which it still may write."""
    lines = own_lines(user, {CampaignKind.PLAN})
    plans = {line.participant.pk: line.newest for line in lines}
    declared = _declared(plans)
    known = [plan.pk for plan in plans.values() if plan]
    listed, returned, drafts = _listed(known), returned_of(Plan, known), _drafts(known)
    for line in lines:
        pk = getattr(plans[line.participant.pk], "pk", None)
        counts = declared.get(line.participant.pk, {})
        yield Work(line, counts, listed.get(pk, {}), returned.get(pk), drafts.get(pk, 0))


def _declared(participants):
    counts = RegistrationCount.objects.filter(participant__in=participants).order_by()
    return _nested(counts.values_list("participant", "form", "count"))


def _listed(plans):
    rows = Registration.objects.filter(plan__in=plans).order_by()
    rows = rows.values("plan", "form").annotate(count=Count("pk"))
    return _nested(rows.values_list("plan", "form", "count"))


def _nested(rows):
    """{key: {form: count}} of (key, form, count)."""
    found = {}
    for key, form, count in rows:
        found.setdefault(key, {})[form] = count
    return found


def _drafts(plans):
    """{plan: its rows that are half typed}."""
    rows = RowDraft.objects.filter(plan__in=plans).order_by().values("plan")
    return dict(rows.annotate(count=Count("pk")).values_list("plan", "count"))


# --- What comes next ---------------------------------------------------------------------------


def _task(work, user):
    def turn():
        return _turn(work, user)

    return own_task(work.line, work.url, turn, followed=FOLLOWED, quote=work.quote)


def _turn(work, user):
    """(label, address, sentence) of this person's next act; who is alone in a unit has all."""
    if user.role == Role.UNIT_OFFICER:
        return _officers_turn(work)
    turn = _leaders_turn(work)
    return _officers_turn(work) if turn == NOTHING and user.is_alone else turn


def _officers_turn(work):
    """(label, address, sentence) of the officer's next act."""
    plan = work.plan
    if plan and plan.state not in EDITABLE_STATES:
        return NOTHING
    if not work.declared:
        counts = reverse("products:counts", args=[work.line.participant.pk])
        return "Khai số lượng", counts, "Khai số sản phẩm sẽ đăng ký theo năm hình thức."
    if plan is None:
        return "Lập kế hoạch", work.url, f"Đã khai {sum(work.declared.values())} sản phẩm."
    return _turn_of_rows(work, plan)


def _turn_of_rows(work, plan):
    """What a plan in the officer's hands still wants before it is handed in."""
    if not work.is_answered:
        return "Sửa theo ý kiến", work.url, work.figures
    if not (work.listed or work.drafts or plan.is_nil):
        return "Thêm sản phẩm", work.url, f"{work.figures} Thêm từng dòng hoặc nhập từ Excel."
    if work.drafts:
        half = f"Còn {work.drafts} dòng đang gõ dở, chưa vào kế hoạch."
        return "Hoàn thành các dòng dở", work.url, half
    if work.differs:
        return "Đối chiếu số liệu", work.url, f"{work.figures} Hai số còn khác nhau."
    hand_in = reverse("products:plan_step", args=[plan.pk, "hand_in"])
    return "Trình lãnh đạo duyệt", hand_in, f"{work.figures} Đã khớp, sẵn sàng trình."


def _leaders_turn(work):
    """(label, address, sentence) of the leader's next act: to send, or to give back."""
    if not work.plan or work.plan.state != PlanState.HANDED_IN:
        return NOTHING
    difference = " Hai số khác nhau: gửi sẽ phải ghi lý do." if work.differs else ""
    return "Xem và duyệt gửi", work.url, f"{work.figures}{difference} Gửi tỉnh hoặc trả lại cán bộ."
