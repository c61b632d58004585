"""Who takes no part in a dossier: what members declare, and what the portal sees (matrix C11)."""

from councils.enums import UNDECIDED_SESSIONS, ConflictKind
from councils.models import Conflict, Evaluation
from councils.sessions.attendance import seats_of
from councils.sessions.preparing import noting_refusal
from programs.acts import StepRefused, act
from programs.enums import UNIT_ROLES


def seen(evaluation) -> list[tuple]:
    """[(seat, kind, reason)] of the conflicts that the portal knows by itself.

    A member who works in the unit of the product; the unit that set the Council up is not meant,
    for the law lets it judge its own products.
    """
    unit_id = evaluation.dossier.unit_id
    council = evaluation.session.council
    if unit_id == council.unit_id:
        return []
    return [
        (seat, ConflictKind.OWN_UNIT, f"{member} làm việc tại {member.user.unit}")
        for seat, people in seats_of(evaluation.session)
        for member in people
        if member.user and member.user.role in UNIT_ROLES and member.user.unit_id == unit_id
    ]


def add_seen(session):
    """Note of every dossier on the agenda what the portal sees, in the transaction of the call."""
    for evaluation in session.evaluations.select_related("dossier__product", "session__council"):
        for seat, kind, reason in seen(evaluation):
            Conflict.objects.get_or_create(
                evaluation=evaluation, seat=seat, defaults={"kind": kind, "reason": reason}
            )


def declaring_refusal(evaluation, user):
    """The StepRefused that keeps this user from noting a conflict, or None.

    Members declare their own; who keeps the session notes what is said there.
    """
    session = evaluation.session
    if own_seats(evaluation, user) and session.state in UNDECIDED_SESSIONS:
        return None
    return noting_refusal(session, user)


def own_seats(evaluation, user):
    """The voting seats that this person holds on the day of the session."""
    return [
        seat
        for seat, people in seats_of(evaluation.session)
        if any(member.user_id == user.pk for member in people)
    ]


def declare(evaluation, seat, kind, reason, *, by, key=None) -> Conflict:
    rows = Evaluation.objects.visible_to(by)
    with act(evaluation, by, key, rows=rows, refusal=declaring_refusal) as the:
        if the.row.verdict:
            raise StepRefused("Hồ sơ này đã có kết luận.", code="verdict")
        conflict, is_new = Conflict.objects.get_or_create(
            evaluation=the.row, seat=seat, defaults={"kind": kind, "reason": reason}
        )
        if not is_new:
            raise StepRefused(f"{seat} đã được ghi không tham gia hồ sơ này.", code="twice")
        the.record("declare_conflict", label="ghi xung đột lợi ích", note=f"{conflict}: {reason}")
    return conflict


def take_back(conflict, note, *, by, key=None):
    """Remove what was noted in error; only who keeps the session, with a reason."""

    def refusal(evaluation, user):
        return noting_refusal(evaluation.session, user)

    rows = Evaluation.objects.visible_to(by)
    with act(conflict.evaluation, by, key, rows=rows, refusal=refusal) as the:
        said = f"{conflict}: {note}"
        conflict.delete()
        the.record("remove_conflict", label="bỏ ghi xung đột lợi ích", note=said)
