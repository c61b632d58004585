"""In which state a unit's plan stands, in the words of the province's board and appendix."""

from dataclasses import dataclass, replace

from products.enums import IN_FORCE_STATES, PLAN_TONES, WORKING_STATES, PlanState
from programs.enums import Tone


@dataclass(frozen=True)
class PlanStatus:
    """`name` is for filters, `label` for people."""

    name: str
    label: str
    tone: Tone


def _of(state, label):
    return PlanStatus(state.value, label, PLAN_TONES[state])


MISSING = PlanStatus("missing", "chưa có", Tone.BAD)
DRAFT = _of(PlanState.DRAFT, "đang soạn")
HANDED_IN = _of(PlanState.HANDED_IN, "chờ lãnh đạo duyệt")
ON_TIME = _of(PlanState.SENT, "gửi đúng hạn")
LATE = PlanStatus("late", "gửi muộn", Tone.HEED)
RETURNED = _of(PlanState.RETURNED, "trả lại, chờ gửi lại")
REOPENED = PlanStatus("returned", "đang sửa, chờ gửi lại", Tone.HEED)
ACCEPTED = _of(PlanState.ACCEPTED, "đã tiếp nhận")
ISSUED = _of(PlanState.ISSUED, "đã ban hành")
_NIL = "không đăng ký sản phẩm"
LABELS = {
    status.name: status.label
    for status in (MISSING, DRAFT, HANDED_IN, ON_TIME, LATE, RETURNED, ACCEPTED, ISSUED)
}


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
        return replace(status, label=f"{status.label} ({_NIL})")
    return status


def leading(plans):
    """Of a unit's versions the one to judge it by: what is in force, else what is worked on."""
    by_state = {plan.state: plan for plan in plans if plan.state != PlanState.SUPERSEDED}
    in_force = next((by_state[state] for state in IN_FORCE_STATES if state in by_state), None)
    return in_force or next(iter(by_state.values()), None)
