"""Who takes no part in a dossier: what members declare, and what is taken back (matrix C11).

What the portal sees by itself stands in councils.sessions.seeing.
"""

from councils.enums import UNDECIDED_SESSIONS
from councils.membership.composition import Composition
from councils.models import Conflict, Evaluation, Member, Seat
from councils.sessions.preparing import noting_refusal
from councils.sessions.seeing import dismiss
from programs.acts import StepRefused, act


def seats_concerned(session) -> list[tuple[Seat, list[Member]]]:
    """The seats that judge a dossier or advise on it, with the people who may take them."""
    composition = Composition(session.council, session.day)
    concerned = [seat for seat in composition.seats if seat.votes or seat.is_in_group]
    return [(seat, composition.people[seat.pk]) for seat in concerned]


def declaring_refusal(evaluation, user):
    """The StepRefused that keeps this user from noting a conflict, or None.

    Members declare their own; who keeps the session notes what is said there.
    """
    session = evaluation.session
    if session.council.is_outside:
        return StepRefused("Hội đồng ngoài cổng không ghi thành phần.", code="outside")
    if evaluation.verdict:
        return StepRefused("Hồ sơ này đã có kết luận.", code="verdict")
    if own_seats(evaluation, user) and session.state in UNDECIDED_SESSIONS:
        return None
    return noting_refusal(session, user)


def own_seats(evaluation, user):
    """The seats of Council and group that this person holds on the day of the session."""
    return [
        seat
        for seat, people in seats_concerned(evaluation.session)
        if any(member.user_id == user.pk for member in people)
    ]


def _shared(session, seat):
    """The other seats of whoever sits there: a person is in conflict, whichever seat said so."""
    concerned = seats_concerned(session)
    people = {each.pk: {row.user_id or row.full_name for row in sat} for each, sat in concerned}
    here = people.get(seat.pk, set())
    return [each for each, _ in concerned if each.pk != seat.pk and people[each.pk] & here]


def takes_no_part(evaluation, user) -> bool:
    """Whether this person is in conflict: then nothing of the sheets is told to them."""
    return evaluation.conflicts.filter(seat__members__user=user.pk).exists()


def declare(evaluation, seat, kind, reason, *, by, key=None) -> Conflict:
    """Note that the seat takes no part, and with it the other seats of its people."""
    rows = Evaluation.objects.visible_to(by)
    with act(evaluation, by, key, rows=rows, refusal=declaring_refusal) as the:
        conflict, is_new = Conflict.objects.get_or_create(
            evaluation=the.row, seat=seat, defaults={"kind": kind, "reason": reason}
        )
        if not is_new:
            raise StepRefused(f"{seat} đã được ghi không tham gia hồ sơ này.", code="twice")
        for other in _shared(the.row.session, seat):
            Conflict.objects.get_or_create(
                evaluation=the.row, seat=other, defaults={"kind": kind, "reason": reason}
            )
        the.record("declare_conflict", label="ghi xung đột lợi ích", note=f"{conflict}: {reason}")
    return conflict


def take_back(conflict, note, *, by, key=None):
    """Remove what was noted in error; only who keeps the session, with a reason.

    What the portal sees of the seat now counts as looked at: it is not noted again.
    """

    def refusal(evaluation, user):
        return noting_refusal(evaluation.session, user)

    rows = Evaluation.objects.visible_to(by)
    with act(conflict.evaluation, by, key, rows=rows, refusal=refusal) as the:
        if the.row.verdict:  # a signed sheet of the seat would count afterwards
            raise StepRefused("Hồ sơ này đã có kết luận.", code="verdict")
        said = f"{conflict}: {note}"
        dismiss(the.row, conflict.seat, note, by=by)
        conflict.delete()
        the.record("remove_conflict", label="bỏ ghi xung đột lợi ích", note=said)
