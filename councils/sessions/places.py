"""Who is to give a sheet of which dossier: every voting seat that is there and in no conflict."""

from typing import NamedTuple

from councils.enums import Presence, SessionMode, SessionState, SheetState
from councils.membership.composition import Composition
from councils.models import Evaluation, Member, ScoreSheet, Seat
from councils.sessions.preparing import keeps_it, prepares_it
from programs.acts import StepRefused
from programs.enums import DEPARTMENT

PRINTED_IN = frozenset({SessionState.CALLED, SessionState.OPEN})
SCORED_IN = {
    SessionMode.SITTING: frozenset({SessionState.OPEN}),
    SessionMode.WRITTEN: frozenset({SessionState.CALLED, SessionState.OPEN}),
}
# Of somebody who also stands in for another: the sheet is that of the own seat.
OWN_SEAT_FIRST = ("stands_in", "seat")
# So many sheets are one file: as a PDF each has five pages and takes a second and 10 MB to print.
PRINTED_AT_ONCE = 20


class SheetPlace(NamedTuple):
    """One sheet that is expected."""

    evaluation: Evaluation
    seat: Seat
    member: Member


def takers_of(session) -> list[tuple[Seat, Member]]:
    """[(seat, who takes it)]: who is noted as there, or, before anything is noted, who is invited.

    Nobody attends a session by written opinions: there all who are invited give a sheet.
    """
    noted = session.attendances.select_related("seat__agency", "member").order_by("seat__position")
    if session.mode == SessionMode.SITTING and (noted := list(noted)):
        return [(each.seat, each.member) for each in noted if each.presence == Presence.PRESENT]
    composition = Composition(session.council, session.day)
    holders = ((seat, composition.holder(seat)) for seat in composition.voting)
    return [(seat, member) for seat, member in holders if member]


def places_of(session, takers=None) -> list[SheetPlace]:
    """The sheets that a session expects, dossier by dossier, in so many queries for any number."""
    takers = takers_of(session) if takers is None else takers
    related = ("dossier__product__producer", "dossier__product__commune")
    related += ("dossier__product__product_set", "dossier__criteria_set__regulation")
    agenda = session.evaluations.select_related(*related).prefetch_related("conflicts")
    found = []
    for evaluation in agenda.order_by("position", "pk"):
        evaluation.session = session
        apart = {conflict.seat_id for conflict in evaluation.conflicts.all()}
        found += [SheetPlace(evaluation, *each) for each in takers if each[0].pk not in apart]
    return found


def typed_refusal() -> StepRefused:
    """What is said of sheets where a sitting is entered from its minutes: there are none."""
    return StepRefused("Phiên đã họp: kết luận ghi theo biên bản đã ký.", code="typed")


def printing_refusal(session, user, seat_pk=None):
    """The StepRefused that keeps this user from printing blank sheets of the session, or None.

    Who prepares or keeps it, and the department, prints those of all; a member the own ones.
    """
    is_whole = prepares_it(session, user) or keeps_it(session, user) or user.role in DEPARTMENT
    if not is_whole and seat_pk not in own_seats(session, user):
        sentence = "Chỉ thư ký Hội đồng, cơ quan cấp tỉnh in phiếu; thành viên in phiếu của mình."
        return StepRefused(sentence, status=403, code="role")
    if session.is_past:
        return typed_refusal()
    if session.state not in PRINTED_IN:
        state = session.get_state_display()
        return StepRefused(f"Phiên họp ở trạng thái “{state}” nên không in phiếu.", code="state")
    return None


def own_seats(session, user) -> set[int]:
    """The keys of the voting seats that this person takes in the session."""
    return {member.seat_id for member in _own_members(session, user)}


def _own_members(session, user):
    """As whom this person scores: held on the day, and there, once it is noted who is.

    Where opinions are written nobody is noted: there it is one seat, for nobody has two votes.
    """
    sitting = Member.objects.on(session.day).filter(user=user.pk)
    held = sitting.filter(seat__in=session.council.seats.voting()).select_related("seat__agency")
    if session.mode == SessionMode.SITTING and session.attendances.exists():
        there = session.attendances.filter(presence=Presence.PRESENT)
        held = held.filter(pk__in=there.values("member"))
    held = held.order_by(*OWN_SEAT_FIRST)
    return list(held[:1] if session.mode == SessionMode.WRITTEN else held)


def scores_there(session, user) -> bool:
    """Whether this person scores, or will score, dossiers of the session."""
    is_there = session.state in PRINTED_IN and not session.is_past
    return is_there and bool(own_seats(session, user))


def own_places(session, user) -> list[SheetPlace]:
    """The sheets that are expected of this person."""
    return places_of(session, [(each.seat, each) for each in _own_members(session, user)])


def own_standing(session, user) -> list[tuple[Evaluation, str]]:
    """[(dossier, state of the own sheet, "" before it begins)] by the agenda, while it is scored.

    What somebody else scored on the same seat is not among them.
    """
    if session.is_past or session.state not in SCORED_IN[session.mode]:
        return []
    places = own_places(session, user)
    rows = ScoreSheet.objects.current().filter(
        evaluation__session=session, seat__in={place.seat.pk for place in places}
    )
    sheets = {row.evaluation_id: row for row in rows.select_related("member")}
    found = [(place.evaluation, sheets.get(place.evaluation.pk)) for place in places]
    return [
        (evaluation, sheet.state if sheet else "")
        for evaluation, sheet in found
        if sheet is None or sheet.member.user_id == user.pk
    ]


def next_own(standing, *, after=None) -> Evaluation | None:
    """Of these, the dossier that waits for the own sheet: what follows `after` comes first."""
    left = [
        each for each, state in standing if state in {"", SheetState.DRAFT} and not each.verdict
    ]
    later = (each for each in left if after and each.position > after.position)
    return next(later, None) or next((each for each in left if each != after), None)
