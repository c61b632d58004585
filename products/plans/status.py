"""In which state a unit's plan stands, in the words of the province's board and appendix."""

from products.enums import IN_FORCE_STATES, PLAN_TONES, WORKING_STATES, PlanState
from programs.enums import Tone
from programs.filing import Status


def _of(state, label):
    return Status(state.value, label, PLAN_TONES[state])


MISSING = Status("missing", "chưa có", Tone.BAD)
DRAFT = _of(PlanState.DRAFT, "đang soạn")
HANDED_IN = _of(PlanState.HANDED_IN, "chờ lãnh đạo duyệt")
ON_TIME = _of(PlanState.SENT, "gửi đúng hạn")
LATE = Status("late", "gửi muộn", Tone.HEED)
RETURNED = _of(PlanState.RETURNED, "trả lại, chờ gửi lại")
REOPENED = Status("returned", "đang sửa, chờ gửi lại", Tone.HEED, RETURNED.label)
ACCEPTED = _of(PlanState.ACCEPTED, "đã tiếp nhận")
ISSUED = _of(PlanState.ISSUED, "đã ban hành")
_NIL = "không đăng ký sản phẩm"


def status_of(plan):
    """The status of one version, or of none; a nil that was sent says so beside its state."""
    if plan is None:
        return MISSING
    state = plan.state
    status = {
        PlanState.DRAFT: REOPENED if plan.first_sent_at else DRAFT,
        PlanState.HANDED_IN: HANDED_IN,
        PlanState.SENT: LATE if plan.is_late else ON_TIME,
        PlanState.RETURNED: RETURNED,
        PlanState.ACCEPTED: ACCEPTED,
        PlanState.ISSUED: ISSUED,
    }.get(state, MISSING)
    if plan.is_nil and state not in WORKING_STATES - {PlanState.SENT}:
        return status.beside(_NIL)
    return status


def leading(plans):
    """Of a unit's versions the one to judge it by: what is in force, else what is worked on."""
    by_state = {plan.state: plan for plan in plans if plan.state != PlanState.SUPERSEDED}
    in_force = next((by_state[state] for state in IN_FORCE_STATES if state in by_state), None)
    return in_force or next(iter(by_state.values()), None)
