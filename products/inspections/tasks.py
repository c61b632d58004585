"""What waits of post-checks and of petitions to revoke: replies, mends that are due, decisions."""

from products.certificates.tasks import NAMED
from products.enums import InspectionState, PetitionState
from products.models import Inspection, Petition
from programs import clock
from programs.completing import joined
from programs.deadlines import due_words, end_of
from programs.enums import DEPARTMENT, UNIT_ROLES, Role
from programs.tasks import SHOWN, Task


def inspection_tasks(user):
    """The tasks of the department, or of a unit's people; a fixed number of queries."""
    if user.role in DEPARTMENT:
        return [*_checks(user), *_petitions(user)]
    if user.role in UNIT_ROLES:
        return [*_to_reply(user), *_petitions(user)]
    return []


def _checks(user):
    """Post-checks that wait for the department: replies to decide on, corrections that are due."""
    rows = joined(Inspection.objects.visible_to(user), *NAMED)
    mending = rows.filter(state=InspectionState.MENDING).order_by("mend_by", "pk")
    for row in mending[:SHOWN]:
        is_over = row.mend_by < clock.today()
        yield Task(
            title=str(row),
            url=row.get_absolute_url(),
            at=end_of(row.mend_by),
            is_due=True,
            action="Xem và xác nhận" if is_over else "",
            text="Đã quá hạn khắc phục: xác nhận, hoặc đề nghị thu hồi."
            if is_over
            else "Chủ thể đang khắc phục.",
            when=due_words(row.mend_by),
        )
    if user.role == Role.PROVINCE_ADMIN:
        yield from _replied(rows)


def _replied(rows):
    today = clock.today()
    heard = rows.filter(state=InspectionState.REPLIED) | rows.filter(
        state=InspectionState.RECORDED, reply_until__lt=today
    )
    for row in heard.order_by("reply_until", "pk")[:SHOWN]:
        yield Task(
            title=str(row),
            url=row.get_absolute_url(),
            at=end_of(row.reply_until),
            action="Xem và kết luận",
            text=f"{row.get_state_display().capitalize()}: giữ, yêu cầu khắc phục hoặc thu hồi.",
        )


def _to_reply(user):
    """Post-checks on the unit's ground to which the producer may still reply."""
    rows = Inspection.objects.visible_to(user).filter(state=InspectionState.RECORDED)
    is_officer = user.role == Role.UNIT_OFFICER or user.is_alone
    for row in joined(rows, *NAMED).order_by("reply_until", "pk")[:SHOWN]:
        yield Task(
            title=str(row),
            url=row.get_absolute_url(),
            at=end_of(row.reply_until),
            is_due=True,
            action="Ghi ý kiến của chủ thể" if is_officer else "",
            text="Đã có biên bản; chủ thể có quyền có ý kiến.",
            when=due_words(row.reply_until),
        )


# --- Petitions of units to revoke --------------------------------------------------------------

# What each may do next: {state of the petition: (label of the act, what it is about)}.
WRITTEN = {PetitionState.DRAFT: ("Hoàn thành, trình lãnh đạo", "Đề nghị đang soạn.")}
HANDED_IN = {PetitionState.HANDED_IN: ("Xem và gửi tỉnh", "Gửi tỉnh, hoặc trả lại.")}
SENT = {
    PetitionState.SENT: ("Xem và giải quyết", "Mở thủ tục thu hồi, hậu kiểm, hoặc trả lời."),
}
PETITION_ACTS = {
    Role.UNIT_OFFICER: WRITTEN,
    Role.UNIT_LEADER: HANDED_IN,
    **dict.fromkeys(DEPARTMENT, SENT),
}


def _petitions(user):
    acts = PETITION_ACTS[user.role] | (WRITTEN if user.is_alone else {})
    rows = Petition.objects.visible_to(user).filter(state__in=acts)
    for row in joined(rows, *NAMED).order_by("pk")[:SHOWN]:
        action, text = acts[row.state]
        yield Task(
            title=str(row),
            url=row.get_absolute_url(),
            at=row.prepared_at,
            action=action,
            text=f"{row.get_reason_display().capitalize()}. {text}",
            state=(row.tone, row.get_state_display()),
        )
