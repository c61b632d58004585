"""A session is called, opened and closed; the way back, and one that was held before."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from councils.enums import CouncilState, Presence, SeatRole, SessionState, Verdict
from councils.models import Seat
from councils.sessions import attendance, results
from councils.sessions.workflow import SESSION
from products.enums import DossierState
from products.models import Dossier
from programs.acts import StepRefused
from programs.enums import Role
from programs.models import Event, HolidayYear, SeatRule
from tests.support.factories import make_certificate, make_draft, make_user, move_to
from tests.support.rows import make_gate
from tests.support.sessions import (
    DAY,
    make_board,
    make_conflict,
    make_ready_dossier,
    make_session,
    seat_all,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]

GAPS = {"gaps": "Sở cử người sau."}
MINUTES = {"minutes_number": "05/BB-HĐ"}


@pytest.fixture
def whole(board):
    """The Council while the law asks for nobody in particular."""
    SeatRule.objects.all().delete()
    return board


@pytest.fixture
def session(board):
    return make_session(board.council, SessionState.PREPARING, make_ready_dossier())


@pytest.fixture
def under_way(board):
    return make_session(board.council, SessionState.OPEN, make_ready_dossier())


def asked(session, step, user):
    return [ask.name for ask in SESSION.steps[step].asks_for(session, user)]


def refused(session, step, by, **answers):
    with pytest.raises(StepRefused) as refusal:
        SESSION.take(session, step, by=by, answers=answers)
    return refusal.value


def state_of(row):
    return Dossier.objects.get(pk=row.evaluations.get().dossier_id).state


def concluded(session, mean="75.5", star=3, **fields):
    """The only dossier of the session with a conclusion."""
    evaluation = session.evaluations.get()
    values = {"mean": Decimal(mean), "star": star, "verdict": Verdict.RECOGNISE} | fields
    for name, value in values.items():
        setattr(evaluation, name, value)
    evaluation.save()
    return evaluation


# --- Calling -----------------------------------------------------------------------------------


def test_a_session_that_is_called_takes_its_dossiers_before_the_council(board, session):
    SESSION.take(session, "call", by=board.secretary, answers=GAPS)

    assert state_of(session) == DossierState.IN_SESSION


def test_a_council_that_lacks_nobody_is_called_without_a_word(whole, session):
    assert asked(session, "call", whole.secretary) == []

    SESSION.take(session, "call", by=whole.secretary)


def test_gaps_of_the_composition_need_a_reason(board, session):
    assert refused(session, "call", board.secretary).code == "gaps"


@pytest.mark.parametrize(
    ("days", "open_days", "is_short"),
    # From a Wednesday: Thursday is one working day, Friday two, Monday three.
    [(0.2, 1, True), (1, 1, False), (1, 2, True), (2, 2, False), (4, 3, True), (5, 3, False)],
)
def test_a_notice_shorter_than_the_quy_che_wants_needs_a_reason(days, open_days, is_short):
    SeatRule.objects.all().delete()
    board = make_board()
    start = timezone.now() + days * DAY
    facts = {"starts_at": start, "ends_at": start + DAY}
    session = make_session(board.council, SessionState.PREPARING, make_ready_dossier(), **facts)
    session.council.rules.open_days = open_days

    assert asked(session, "call", board.secretary) == ["short"] * is_short


def test_where_days_off_are_not_known_that_is_said(client, board, session):
    HolidayYear.objects.all().delete()

    assert "lịch nghỉ" in refused(session, "call", board.secretary, **GAPS).message
    client.force_login(board.secretary)
    assert client.get(session.get_absolute_url()).status_code == 200


def test_a_session_without_an_agenda_is_not_called(board):
    refusal = refused(make_session(board.council), "call", board.secretary, **GAPS)

    assert refusal.message == "Chưa có hồ sơ nào trong chương trình."


def test_a_council_without_a_chair_cannot_sit(board, session):
    seat = Seat.objects.filter(council=board.council, role=SeatRole.CHAIR)
    seat.update(role=SeatRole.DEPUTY)

    assert "Chủ tịch" in refused(session, "call", board.secretary, **GAPS).message


def test_a_council_that_ended_calls_nobody(board, session):
    board.council.state = CouncilState.ENDED
    board.council.ends_on = timezone.localdate()
    board.council.save()

    refused(session, "call", board.secretary, **GAPS)

    assert state_of(session) == DossierState.ACCEPTED


def test_what_is_over_is_not_called_any_more(board):
    start = timezone.now() - timedelta(minutes=1)
    facts = {"starts_at": start, "ends_at": start + DAY}
    session = make_session(board.council, SessionState.PREPARING, make_ready_dossier(), **facts)

    assert refused(session, "call", board.secretary, short="Gấp.", **GAPS).code == "past"


def test_the_answers_of_a_call_stand_in_the_trail(board, session):
    SESSION.take(session, "call", by=board.secretary, answers=GAPS)

    assert Event.objects.about(session).latest("pk").note == GAPS["gaps"]


# --- Opening -----------------------------------------------------------------------------------


def test_the_secretary_opens_a_session_with_its_quorum(board):
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier())
    seat_all(session)

    session = SESSION.take(session, "open", by=board.secretary)

    assert session.state == SessionState.OPEN
    assert timezone.now() - session.opened_at < timedelta(minutes=1)


def test_nobody_opens_a_session_of_which_nobody_was_told(board, session):
    seat_all(session)

    assert "hãy mời họp trước" in refused(session, "open", board.secretary).message


def test_without_its_quorum_a_session_does_not_open(board):
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier())

    assert "ghế" in refused(session, "open", board.secretary).message


@pytest.mark.parametrize("step", ["open", "close", "reopen"])
def test_an_administrator_who_prepares_does_not_open_or_close(board, admin, step):
    state = {"open": "called", "close": "open", "reopen": "closed"}[step]
    session = make_session(board.council, state, make_ready_dossier())

    refusal = refused(session, step, admin, note="Sửa.")

    assert refusal.status == 403


@pytest.mark.parametrize("step", ["call", "open", "close", "reopen", "cancel"])
@pytest.mark.parametrize("who", ["chair", "member", "staff"])
def test_nobody_else_moves_a_session(board, step, who):
    people = {"chair": board.chair, "member": board.members[0]}
    person = people.get(who) or make_user(Role.PROVINCE_STAFF)
    state = {"close": "open", "reopen": "closed"}.get(step, "preparing")
    session = make_session(board.council, state, make_ready_dossier())

    assert refused(session, step, person, note="Sửa.").status == 403


# --- Closing -----------------------------------------------------------------------------------


def test_a_dossier_without_a_conclusion_keeps_the_session_open(board, under_way):
    assert "01 hồ sơ chưa có kết luận" in refused(under_way, "close", board.secretary).message


@pytest.mark.parametrize(
    ("mean", "star", "verdict"),
    [
        ("75.500000", 3, Verdict.RECOGNISE),
        ("49.857143", 2, Verdict.REFUSE),
        ("93.000000", 5, Verdict.FORWARD),
    ],
)
def test_closing_hands_each_result_to_its_dossier(board, under_way, mean, star, verdict):
    evaluation = concluded(under_way, mean, star, verdict=verdict)

    answers = MINUTES | {"above": "Đủ điểm hạng cao hơn."}
    session = SESSION.take(under_way, "close", by=board.secretary, answers=answers)

    dossier = Dossier.objects.get(pk=evaluation.dossier_id)
    assert (dossier.state, dossier.result_star) == (DossierState.CONCLUDED, star)
    assert dossier.result_mean == Decimal(mean)
    assert dossier.concluded_on == timezone.localdate()
    assert (session.minutes_number, session.closed_at is None) == ("05/BB-HĐ", False)


def test_a_star_above_the_one_asked_for_needs_a_reason(board, under_way):
    concluded(under_way, "75.5", 4)

    assert asked(under_way, "close", board.secretary) == ["minutes_number", "above"]
    assert refused(under_way, "close", board.secretary, **MINUTES).code == "above"


def test_what_was_not_evaluated_goes_back_to_the_accepted_with_the_reason(board, under_way):
    gate = make_gate(label="Hồ sơ giả mạo")
    facts = {"verdict": Verdict.NOT_EVALUATED, "gate": gate, "reason": "Chữ ký giả."}
    evaluation = concluded(under_way, mean=0, star=None, **facts)

    SESSION.take(under_way, "close", by=board.secretary, answers=MINUTES)

    assert state_of(under_way) == DossierState.ACCEPTED
    note = Event.objects.about(evaluation.dossier).latest("pk").note
    assert note == "Hội đồng không đánh giá: Hồ sơ giả mạo. Chữ ký giả."


def test_a_refusal_of_one_dossier_leaves_all_as_they_were(board):
    dossiers = make_ready_dossier(), make_ready_dossier()
    session = make_session(board.council, SessionState.OPEN, *dossiers)
    for evaluation in session.evaluations.all():
        evaluation.mean, evaluation.star, evaluation.verdict = 75, 3, Verdict.RECOGNISE
        evaluation.save()
    move_to(dossiers[1], DossierState.WITHDRAWN)

    refused(session, "close", board.secretary, **MINUTES)

    session.refresh_from_db()
    assert session.state == SessionState.OPEN
    assert Dossier.objects.get(pk=dossiers[0].pk).state == DossierState.IN_SESSION


# --- The way back ------------------------------------------------------------------------------


@pytest.fixture
def closed(board, under_way):
    concluded(under_way)
    return SESSION.take(under_way, "close", by=board.secretary, answers=MINUTES)


def test_a_closed_session_is_opened_again_with_its_results_taken_back(board, closed):
    SESSION.take(closed, "reopen", by=board.secretary, answers={"note": "Ghi nhầm điểm."})

    assert state_of(closed) == DossierState.IN_SESSION
    assert Dossier.objects.get().result_star is None
    assert closed.evaluations.get().star == 3


@pytest.mark.parametrize("make", [make_draft, make_certificate])
def test_once_a_certificate_rests_on_it_a_session_stays_closed(board, closed, make):
    product = closed.evaluations.get().dossier.product
    facts = {"issued_on": timezone.localdate()} if make is make_certificate else {}
    make(product, **facts)

    refused(closed, "reopen", board.secretary, note="Ghi nhầm điểm.")

    assert state_of(closed) == DossierState.CONCLUDED


def test_what_was_not_evaluated_is_taken_up_again_where_it_is_opened_again(board, under_way):
    """The dossier lies before the Council again, as it did when the session was open."""
    concluded(under_way, 0, None, verdict=Verdict.NOT_EVALUATED, gate=make_gate())
    session = SESSION.take(under_way, "close", by=board.secretary, answers=MINUTES)

    SESSION.take(session, "reopen", by=board.secretary, answers={"note": "Ghi nhầm."})

    assert state_of(session) == DossierState.IN_SESSION
    SESSION.take(session, "close", by=board.secretary, answers=MINUTES)
    assert state_of(session) == DossierState.ACCEPTED


def test_what_was_not_evaluated_stays_with_the_session_that_took_it_up_since(board, under_way):
    concluded(under_way, 0, None, verdict=Verdict.NOT_EVALUATED, gate=make_gate())
    session = SESSION.take(under_way, "close", by=board.secretary, answers=MINUTES)
    make_session(board.council, SessionState.PREPARING, session.evaluations.get().dossier)

    SESSION.take(session, "reopen", by=board.secretary, answers={"note": "Ghi nhầm."})

    assert state_of(session) == DossierState.ACCEPTED


@pytest.mark.parametrize("state", [SessionState.PREPARING, SessionState.CALLED])
def test_dossiers_of_a_session_that_is_cancelled_are_among_the_accepted(board, admin, state):
    session = make_session(board.council, state, make_ready_dossier())

    SESSION.take(session, "cancel", by=admin, answers={"note": "Bão."})

    assert state_of(session) == DossierState.ACCEPTED


def test_a_session_under_way_is_not_cancelled(board, under_way):
    assert refused(under_way, "cancel", board.secretary, note="Bão.").code == "state"


# --- Held before -------------------------------------------------------------------------------


@pytest.fixture
def past(board):
    start = timezone.now() - 3 * DAY
    dossier = make_ready_dossier()
    dossier.accepted_on = timezone.localdate() - 9 * DAY
    dossier.save()
    facts = {"starts_at": start, "ends_at": start + DAY / 6, "is_past": True}
    facts["prepared_by"] = make_user(Role.PROVINCE_STAFF)
    session = make_session(board.council, SessionState.PREPARING, dossier, **facts)
    seat_all(session)
    return session


def test_a_past_session_is_opened_and_closed_at_its_own_hours(past):
    session = SESSION.take(past, "open", by=past.prepared_by)
    concluded(session)
    second = make_user(Role.PROVINCE_STAFF)
    session = SESSION.take(session, "close", by=second, answers=MINUTES)

    assert (session.opened_at, session.closed_at) == (past.starts_at, past.ends_at)
    assert Dossier.objects.get().concluded_on == past.day


def test_a_past_session_calls_nobody(past):
    assert "không mời" in refused(past, "call", past.prepared_by, **GAPS).message


def test_who_entered_a_past_session_does_not_say_that_it_is_so(past):
    session = SESSION.take(past, "open", by=past.prepared_by)
    concluded(session)

    refusal = refused(session, "close", past.prepared_by, **MINUTES)

    assert (refusal.status, refusal.code) == (403, "person")


def test_a_past_session_notes_where_it_was_before_the_dossier_was_accepted(past):
    dossier = past.evaluations.get().dossier
    move_to(dossier, DossierState.ACCEPTED)
    session = SESSION.take(past, "open", by=past.prepared_by)
    concluded(session)

    refusal = refused(session, "close", make_user(Role.PROVINCE_ADMIN), **MINUTES)

    assert refusal.code == "concluded_on"


# --- Attendance --------------------------------------------------------------------------------


def marks(board, *present):
    """Those who are there on the seats of the Council; all other seats are empty."""
    for seat in board.council.seats.voting():
        member = seat.members.filter(user__in=[person.pk for person in present]).first()
        yield seat, Presence.PRESENT if member else Presence.ABSENT, member, ""


@pytest.mark.parametrize(
    ("seats", "present", "is_enough"),
    [(4, 3, True), (4, 2, False), (8, 6, True), (8, 5, False), (5, 4, True), (5, 3, False)],
)
def test_three_quarters_of_the_seats_are_enough_exactly(seats, present, is_enough):
    board = make_board(seats - 2)
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier())

    attendance.record(session, list(marks(board, *board.voting[:present])), by=board.secretary)

    quorum = attendance.quorum_of(session)
    assert quorum.is_reached is is_enough
    assert ("chưa đủ 75% theo Quy chế" in str(quorum)) is not is_enough


def test_without_the_chair_no_number_is_enough(board):
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier())

    attendance.record(session, list(marks(board, *board.voting[1:])), by=board.secretary)

    assert "Chủ tịch" in refused(session, "open", board.secretary).message


def test_an_administrator_marks_nobody_where_the_secretary_has_an_account(board, admin):
    session = make_session(board.council, SessionState.CALLED)

    with pytest.raises(StepRefused) as refusal:
        attendance.record(session, list(marks(board)), by=admin)

    assert refusal.value.status == 403


def test_nobody_sits_on_two_seats(board):
    session = make_session(board.council, SessionState.CALLED)
    two = board.council.seats.filter(role=SeatRole.MEMBER)
    for seat in two:
        seat.members.update(user=board.members[0])

    with pytest.raises(StepRefused) as refusal:
        attendance.record(session, list(marks(board, *board.voting)), by=board.secretary)

    assert refusal.value.code == "twice"
    assert not session.attendances.exists()


@pytest.mark.parametrize(
    ("since", "until", "may_come"), [(-1, 1, False), (0, 2, True), (2, 2, True), (3, 9, False)]
)
def test_a_substitute_sits_in_the_days_of_the_authority(board, since, until, may_come):
    session = make_session(board.council, SessionState.CALLED)
    seat = board.seat(board.members[0])
    today = timezone.localdate()
    facts = {"stands_in": True, "authority": "GUQ số 5", "full_name": "Người đi thay"}
    days = {"since": today + since * DAY, "until": today + until * DAY}
    member = seat.members.create(**facts, **days)

    there = dict(attendance.seats_of(session))[seat]

    assert (member in there) is may_come


# --- What is noted -----------------------------------------------------------------------------


def note(past, by=None, **conclusion):
    evaluation = past.evaluations.get()
    for name, value in conclusion.items():
        setattr(evaluation, name, value)
    by = by or past.prepared_by
    return results.note(evaluation, by=by, version=evaluation.version)


@pytest.mark.parametrize(
    ("mean", "star", "verdict"),
    [
        ("50", 3, "recognise"),
        ("49.99", 2, "refuse"),
        ("89.99", 4, "recognise"),
        ("90", 5, "forward"),
    ],
)
def test_the_verdict_of_typed_minutes_follows_from_mean_and_star(past, mean, star, verdict):
    assert note(past, mean=Decimal(mean), star=star).verdict == verdict


@pytest.mark.parametrize(
    ("conclusion", "code"),
    [
        ({"mean": Decimal("69.99"), "star": 4}, "star"),
        ({"mean": Decimal(75), "star": 3}, "reason"),
        ({"mean": Decimal(75)}, "mean"),
        ({"star": 3}, "mean"),
    ],
)
def test_typed_minutes_that_cannot_be_so_are_refused(past, conclusion, code):
    with pytest.raises(StepRefused) as refusal:
        note(past, **conclusion)

    assert refusal.value.code == code


def test_a_lower_star_than_the_points_give_says_why(past):
    assert note(past, mean=Decimal(75), star=3, reason="2.1 chưa đạt.").verdict == "recognise"


@pytest.mark.parametrize("who", ["chair", "member"])
def test_members_note_nothing_of_the_minutes(board, under_way, who):
    person = board.chair if who == "chair" else board.members[0]

    assert results.noting(under_way.evaluations.get(), person).status == 403


# --- Conflicts ---------------------------------------------------------------------------------


def test_a_members_own_unit_is_seen_when_the_session_is_called(board, session):
    unit = session.evaluations.get().dossier.product.commune.parent
    officer = make_user(Role.UNIT_OFFICER, unit=unit)
    seat = board.seat(board.members[0])
    seat.members.update(user=officer)

    SESSION.take(session, "call", by=board.secretary, answers=GAPS)

    conflict = session.evaluations.get().conflicts.get()
    assert (conflict.seat, conflict.kind) == (seat, "own_unit")


def test_a_conflict_that_was_declared_before_the_call_is_noted_once(board, session):
    unit = session.evaluations.get().dossier.product.commune.parent
    seat = board.seat(board.members[0])
    seat.members.update(user=make_user(Role.UNIT_OFFICER, unit=unit))
    make_conflict(session.evaluations.get(), seat)

    SESSION.take(session, "call", by=board.secretary, answers=GAPS)

    assert session.evaluations.get().conflicts.get().kind == "declared"
