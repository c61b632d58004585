"""Who prepares and keeps a session, and which dossiers may stand on its agenda."""

import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from councils.enums import CouncilState, SeatRole, SessionMode, SessionState
from councils.models import Session
from councils.sessions import preparing
from councils.sessions.forms import SessionForm
from products.enums import OPEN_DOSSIERS, DossierKind, DossierState
from products.models import Document, Dossier, Product
from programs.acts import AlreadyDone, RowChanged, StepRefused
from programs.enums import Authority, Role
from programs.models import Event
from tests.support.councils import make_member, make_sitting
from tests.support.factories import make_certificate, make_unit, make_user, move_to
from tests.support.papers import make_paper
from tests.support.sessions import (
    DAY,
    make_board,
    make_evaluation,
    make_ready_dossier,
    make_session,
    make_sheet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]


def may_prepare(session, user):
    return preparing.writing_refusal(session, user) is None


def may_keep(session, user):
    return preparing.noting_refusal(session, user) is None


def seat_with(board, role):
    """Somebody of this role on the seat of the secretary."""
    user = make_user(role)
    board.council.seats.get(role=SeatRole.SECRETARY).members.update(user=user)
    return user


# --- Who ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_the_holder_of_the_secretarys_seat_prepares_and_keeps_whatever_the_role(board, role):
    secretary = seat_with(board, role)
    session = make_session(board.council)

    assert may_prepare(session, secretary)
    assert may_keep(session, secretary)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN}))
def test_a_role_without_the_seat_neither_prepares_nor_keeps(board, role):
    session, somebody = make_session(board.council), make_user(role)

    assert preparing.writing_refusal(session, somebody).status == 403
    assert preparing.noting_refusal(session, somebody).status == 403


@pytest.mark.parametrize("who", ["chair", "member"])
def test_other_seats_neither_prepare_nor_keep(board, who):
    session = make_session(board.council)
    person = board.chair if who == "chair" else board.members[0]

    assert not may_prepare(session, person)
    assert not may_keep(session, person)


def test_the_secretary_of_another_council_is_nobody_here(board):
    other = make_board(level=Authority.DISTRICT)

    assert not may_prepare(make_session(board.council), other.secretary)


def test_an_administrator_prepares_but_leaves_the_minutes_to_the_secretary(board, admin):
    session = make_session(board.council)

    assert may_prepare(session, admin)
    assert not may_keep(session, admin)


def test_an_administrator_keeps_where_the_secretary_has_no_account(admin):
    board = make_board(without={SeatRole.SECRETARY})

    assert may_keep(make_session(board.council), admin)


def test_who_was_secretary_before_is_nobody_on_the_day_of_the_session(board):
    seat = board.council.seats.get(role=SeatRole.SECRETARY)
    seat.members.update(until=timezone.localdate())
    follower = make_user(Role.COUNCIL_MEMBER)
    make_member(seat, user=follower, since=timezone.localdate() + DAY)
    session = make_session(board.council)

    assert not may_keep(session, board.secretary)
    assert may_keep(session, follower)


def test_the_day_of_a_session_is_the_one_in_viet_nam(board):
    """At half past six in the morning it is still yesterday in Greenwich."""
    morning = (timezone.localtime() + DAY).replace(hour=6, minute=30)
    session = make_session(board.council, starts_at=morning, ends_at=morning + 4 * DAY / 24)
    session.refresh_from_db()
    follower = make_user(Role.COUNCIL_MEMBER)
    seat = board.council.seats.get(role=SeatRole.SECRETARY)
    seat.members.update(until=timezone.localdate())
    make_member(seat, user=follower, since=timezone.localdate() + DAY)

    assert may_keep(session, follower)
    assert not may_keep(session, board.secretary)


@pytest.mark.parametrize("role", [Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF])
@pytest.mark.parametrize("is_past", [True, False])
def test_the_department_enters_only_what_was_held_before(board, role, is_past):
    session = make_session(board.council, is_past=is_past)

    assert may_keep(session, make_user(role)) is is_past


@pytest.mark.parametrize("state", [SessionState.OPEN, SessionState.CLOSED, SessionState.CANCELLED])
def test_once_a_session_began_its_agenda_stands(board, state):
    refused = preparing.writing_refusal(make_session(board.council, state), board.secretary)

    assert refused.status == 409
    assert refused.code == "state"


@pytest.mark.parametrize("state", [CouncilState.DRAFT, CouncilState.PROPOSED])
def test_no_session_before_the_council_was_decided_on(board, admin, state):
    board.council.state = state

    assert preparing.creating_refusal(board.council, admin).code == "council"


def test_a_council_that_ended_holds_no_session_but_keeps_what_it_held(board):
    board.council.state = CouncilState.ENDED
    board.council.save()
    facts = {"starts_at": timezone.now() - DAY, "ends_at": timezone.now() - DAY / 2}
    past = make_session(board.council, is_past=True, **facts)

    assert preparing.writing_refusal(make_session(board.council), board.secretary).code == "council"
    assert may_prepare(past, board.secretary)


# --- Written down ------------------------------------------------------------------------------


def unsaved(board, **fields):
    start = timezone.now() + 2 * DAY
    values = {"code": "phien-1", "starts_at": start, "ends_at": start + timedelta(hours=3)}
    return Session(council=board.council, place="Hội trường A", **values | fields)


def test_a_session_is_prepared_by_who_writes_it(board):
    session = preparing.write(unsaved(board), by=board.secretary)

    assert session.prepared_by == board.secretary
    assert Event.objects.about(session).get().action == "create_session"


def test_a_form_that_is_sent_twice_prepares_one_session(board):
    key = uuid.uuid4()
    for _ in range(2):
        with suppress(AlreadyDone):
            preparing.write(unsaved(board), by=board.secretary, key=key)

    assert board.council.sessions.count() == 1


def test_the_department_prepares_no_session_that_is_still_to_be_held(board):
    with pytest.raises(StepRefused) as refusal:
        preparing.write(unsaved(board), by=make_user(Role.PROVINCE_STAFF))

    assert refusal.value.status == 403


def test_of_two_who_change_a_session_the_second_is_told(board):
    session = make_session(board.council)
    session.place = "Hội trường B"
    preparing.write(session, by=board.secretary, version=1)

    session.place = "Hội trường C"
    with pytest.raises(RowChanged):
        preparing.write(session, by=board.secretary, version=1)

    assert Session.objects.get().place == "Hội trường B"


# --- Candidates --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", sorted(set(DossierState) - {DossierState.ACCEPTED}))
def test_only_what_the_province_accepted_is_a_candidate(board, state):
    ready, other = make_ready_dossier(), make_ready_dossier()
    move_to(other, state)

    assert [*preparing.candidates(make_session(board.council))] == [ready]


def test_a_past_session_takes_what_lies_before_a_council_already(board):
    dossier = move_to(make_ready_dossier(), DossierState.IN_SESSION)

    assert [*preparing.candidates(make_session(board.council, is_past=True))] == [dossier]


@pytest.mark.parametrize(
    ("state", "is_free"),
    [
        (SessionState.PREPARING, False),
        (SessionState.CALLED, False),
        (SessionState.OPEN, False),
        (SessionState.CLOSED, True),
        (SessionState.CANCELLED, True),
    ],
)
def test_a_dossier_stands_on_one_agenda_at_a_time(board, state, is_free):
    other = make_session(board.council, state)
    dossier = make_ready_dossier()
    make_evaluation(other, dossier)
    move_to(dossier, DossierState.ACCEPTED)

    assert [*preparing.candidates(make_session(board.council))] == [dossier] * is_free


def test_a_districts_council_takes_dossiers_of_its_own_communes_alone():
    unit = make_unit()
    board = make_board(level=Authority.DISTRICT, unit=unit)
    own = make_ready_dossier(commune=unit.children.first())
    make_ready_dossier(commune=make_unit().children.first())

    assert [*preparing.candidates(make_session(board.council))] == [own]


def test_in_writing_a_council_is_asked_of_re_evaluations_alone(board):
    make_ready_dossier()
    facts = {"kind": DossierKind.RE_EVALUATION, "certificate": make_certificate()}
    again = make_ready_dossier(**facts)
    session = make_session(board.council, mode=SessionMode.WRITTEN)

    assert [*preparing.candidates(session)] == [again]


# --- On the agenda and off it ------------------------------------------------------------------


def test_dossiers_are_put_on_after_those_that_stand_there(board):
    session = make_session(board.council, SessionState.PREPARING, make_ready_dossier())
    more = [make_ready_dossier(), make_ready_dossier()]

    preparing.put_on(session, more, by=board.secretary)

    assert [row.position for row in session.evaluations.all()] == [1, 2, 3]
    assert [row.dossier for row in session.evaluations.all()][1:] == more


def test_what_another_session_took_meanwhile_is_told_and_nothing_is_put_on(board):
    free, taken = make_ready_dossier(), make_ready_dossier()
    make_evaluation(make_session(board.council), taken)
    session = make_session(board.council)

    with pytest.raises(StepRefused) as refusal:
        preparing.put_on(session, [free, taken], by=board.secretary)

    assert refusal.value.code == "taken"
    assert not session.evaluations.exists()


@pytest.mark.parametrize(
    ("state", "before"),
    [
        (SessionState.PREPARING, DossierState.ACCEPTED),
        (SessionState.CALLED, DossierState.IN_SESSION),
    ],
)
def test_a_dossier_goes_before_the_council_once_the_session_is_called(board, state, before):
    session, dossier = make_session(board.council, state), make_ready_dossier()

    preparing.put_on(session, [dossier], by=board.secretary)

    dossier.refresh_from_db()
    assert dossier.state == before


@pytest.mark.parametrize("state", [SessionState.PREPARING, SessionState.CALLED])
def test_what_is_taken_off_is_among_the_accepted_again(board, state):
    session = make_session(board.council, state, make_ready_dossier())
    evaluation = session.evaluations.get()

    preparing.take_off(evaluation, "Thiếu mẫu.", by=board.secretary)

    evaluation.dossier.refresh_from_db()
    assert evaluation.dossier.state == DossierState.ACCEPTED
    assert not session.evaluations.exists()
    assert "Thiếu mẫu." in Event.objects.about(session).latest("pk").note


# --- What members read -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "is_given"),
    [
        (SessionState.PREPARING, False),
        (SessionState.CALLED, True),
        (SessionState.OPEN, True),
        (SessionState.CLOSED, True),
        (SessionState.CANCELLED, False),
    ],
)
def test_members_read_the_dossiers_of_a_session_from_its_call_on(board, state, is_given):
    session = make_session(board.council, state, make_ready_dossier())
    dossier = session.evaluations.get().dossier_id

    given = {row["dossier"] for row in preparing.given_dossiers(board.members[0])}

    assert given == ({dossier} if is_given else set())


def test_an_expert_without_a_vote_reads_them_too_and_other_councils_do_not(board):
    expert = make_user(Role.AGENCY_OFFICER)
    make_sitting(board.council, SeatRole.EXPERT, user=expert, organisation="Hội Nông dân")
    make_session(board.council, SessionState.CALLED, make_ready_dossier())
    other = make_board(level=Authority.DISTRICT)

    assert preparing.given_dossiers(expert).count() == 1
    assert preparing.given_dossiers(other.secretary).count() == 0


# --- What a unit's people read by a seat --------------------------------------------------------


@pytest.fixture(params=[Role.UNIT_OFFICER, Role.UNIT_LEADER])
def guest(request, board):
    """Somebody of another unit who sits in the Council."""
    user = make_user(request.param)
    make_sitting(board.council, SeatRole.MEMBER, user=user)
    return user


def before(board, state=SessionState.CALLED, **fields):
    dossier = make_ready_dossier(**fields)
    make_paper(dossier, is_restricted=True)
    make_session(board.council, state, dossier)
    return dossier


def test_who_sits_there_reads_the_dossier_of_another_unit_with_all_its_papers(board, guest, client):
    dossier = before(board)
    client.force_login(guest)

    answer = client.get(dossier.get_absolute_url())

    assert answer.status_code == 200
    assert client.get(dossier.documents.get().get_absolute_url()).status_code == 200
    for unreadable in (dossier.product, dossier.product.producer):
        assert unreadable.get_absolute_url() not in answer.content.decode()
        assert client.get(unreadable.get_absolute_url()).status_code == 404


def test_the_register_of_a_guest_stays_that_of_the_own_unit(board, guest):
    dossier = before(board)

    assert not Product.objects.visible_to(guest).exists()
    assert list(Dossier.objects.visible_to(guest)) == [dossier]
    assert not Dossier.objects.listed_for(guest).exists()


@pytest.mark.parametrize("state", [SessionState.PREPARING, SessionState.CANCELLED])
def test_before_the_call_a_guest_reads_nothing(board, guest, state):
    before(board, state)

    assert not Dossier.objects.visible_to(guest).exists()


@pytest.mark.parametrize("state", sorted(OPEN_DOSSIERS))
def test_what_went_back_to_its_unit_is_no_guests_to_read_or_to_write(board, guest, state, client):
    dossier = move_to(before(board, SessionState.CLOSED), state)
    client.force_login(guest)

    assert not Dossier.objects.visible_to(guest).exists()
    for name in ("dossier_update", "dossier_answers", "dossier_report"):
        assert client.post(reverse(f"products:{name}", args=[dossier.pk]), {}).status_code == 404


def test_a_guest_files_nothing_in_the_dossier(board, guest, client):
    dossier = before(board, SessionState.OPEN)
    client.force_login(guest)

    answer = client.post(reverse("products:dossier_update", args=[dossier.pk]), {})

    assert answer.status_code == 409


def test_the_seat_gives_restricted_papers_to_any_role(board):
    given = before(board)
    other = make_ready_dossier()
    make_paper(other, is_restricted=True)
    for role in (Role.COUNCIL_MEMBER, Role.AGENCY_OFFICER, Role.COORDINATION_OFFICE, Role.OBSERVER):
        user = make_user(role)
        assert not Document.objects.visible_to(user).exists()
        make_sitting(board.council, SeatRole.MEMBER, user=user)

        assert list(Document.objects.visible_to(user)) == [given.documents.get()]


# --- What was scored, and what was entered -----------------------------------------------------


def test_a_dossier_that_somebody_scored_in_writing_stays_on_the_agenda(board, sign_in):
    facts = {"mode": SessionMode.WRITTEN}
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier(), **facts)
    evaluation = session.evaluations.get()
    make_sheet(evaluation, board.seat(board.members[0]))
    address = reverse("councils:agenda_remove", args=[evaluation.pk])

    page = sign_in(board.secretary).post(address, {"note": "Đưa vào nhầm."})

    assertContains(page, "Đã có phiếu chấm hồ sơ này", status_code=409)
    assert session.evaluations.get().sheets.exists()


def test_a_sitting_that_was_entered_stays_one_and_waits_for_its_second_person(board):
    start = timezone.now() - 3 * DAY
    facts = {"starts_at": start, "ends_at": start + DAY / 6, "is_past": True}
    is_asked = {
        state: "is_past" in SessionForm(instance=make_session(board.council, state, **facts)).fields
        for state in (SessionState.PREPARING, SessionState.OPEN)
    }

    assert is_asked == {SessionState.PREPARING: True, SessionState.OPEN: False}
