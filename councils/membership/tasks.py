"""What waits of Councils: one to be confirmed by its leader, one that its officer has to mend."""

from councils.enums import SET_UP_BY_UNIT, CouncilState
from councils.models import Council
from programs.deadlines import end_of
from programs.enums import UNIT_ROLES, Role
from programs.models import Event
from programs.next_acts import COMES_BACK
from programs.tasks import SHOWN, Task

PREPARED = {CouncilState.DRAFT: ("Hoàn thành, trình lãnh đạo", "Thành phần đang chuẩn bị.")}
PROPOSED = {
    CouncilState.PROPOSED: ("Xem và xác nhận", "Cán bộ trình thành phần: xác nhận, hoặc trả lại.")
}
# What each may do next: {state of the Council: (label of the act, what it is about)}.
ACTS = {Role.UNIT_OFFICER: PREPARED, Role.UNIT_LEADER: PROPOSED}


def council_tasks(user):
    """The tasks of a unit's people, by the first day of the term; a fixed number of queries."""
    if user.role not in UNIT_ROLES:
        return []
    acts = ACTS[user.role] | (PREPARED if user.is_alone else {})
    rows = Council.objects.filter(unit=user.unit_id, state__in=acts, level__in=SET_UP_BY_UNIT)
    rows = rows.order_by("starts_on", "pk")[:SHOWN]
    moves = _last_moves(rows)
    return [_task(row, *acts[row.state], moves.get(row.pk)) for row in rows]


def _task(row, action, text, move):
    is_back = move is not None and move.action in COMES_BACK
    return Task(
        title=str(row),
        url=row.get_absolute_url(),
        at=end_of(row.starts_on),
        action=action,
        text=f"{move.actor} trả lại thành phần." if is_back else text,
        when=f"Nhiệm kỳ từ ngày {row.starts_on:%d/%m/%Y}",
        quote=move.note if is_back else "",
        state=(row.tone, row.get_state_display()),
    )


def _last_moves(rows):
    """{key of a Council: the event of the step that brought it to where it is}."""
    events = Event.objects.filter(
        subject_type=Council._meta.label_lower, subject_id__in=[row.pk for row in rows]
    )
    moves = events.filter(refused=False).exclude(target="").select_related("actor")
    return {each.subject_id: each for each in moves.order_by("pk")}
