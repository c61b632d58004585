"""What the first page tells of sessions: to whom, in which words, in a fixed number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains

from councils.agreement import deciding
from councils.agreement.tasks import session_tasks
from councils.enums import Presence, SeatRole, SessionState, Verdict
from councils.models import Evaluation
from councils.sessions import certificates
from councils.sessions.workflow import SESSION
from councils.sheets import scoring
from products.dossiers.listings import DOSSIERS
from programs.enums import DEPARTMENT, Authority, Role
from tests.support.councils import make_outside_council, make_sitting
from tests.support.factories import make_commune, make_user
from tests.support.sessions import (
    make_board,
    make_conflict,
    make_evaluation,
    make_ready_dossier,
    make_session,
    sign,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]


def told(person):
    return [task.text for task in session_tasks(person)]


@pytest.mark.parametrize("who", ["chair", "secretary", "member"])
def test_all_who_sit_are_told_of_a_session_that_is_called(board, who):
    make_session(board.council, SessionState.CALLED, make_ready_dossier())
    person = board.members[0] if who == "member" else getattr(board, who)

    assert told(person) == ["Họp lúc 09:00 ngày 12/06/2026, Hội trường A."]


@pytest.mark.parametrize("state", [SessionState.PREPARING, SessionState.CLOSED, "cancelled"])
def test_of_other_sessions_nobody_is_told(board, state):
    make_session(board.council, state, make_ready_dossier())

    assert told(board.members[0]) == []


def test_members_are_told_how_many_sheets_they_have_not_signed(board):
    session = make_session(
        board.council, SessionState.OPEN, *(make_ready_dossier() for _ in range(4))
    )
    first, second, third, _ = session.evaluations.all()
    person = board.members[0]
    sign(first, person, "1.1")
    scoring.abstain(second, "Không đủ chuyên môn.", by=person)
    make_conflict(third, board.seat(person))

    assert told(person) == ["Còn 01 phiếu của bạn chưa ký."]
    assert told(board.members[1]) == ["Còn 04 phiếu của bạn chưa ký."]


def test_who_is_absent_or_has_no_vote_has_nothing_to_sign(board):
    expert = make_user(Role.AGENCY_OFFICER)
    make_sitting(board.council, SeatRole.EXPERT, user=expert, organisation="Hội Nông dân")
    make_session(board.council, SessionState.OPEN, make_ready_dossier())
    seat = board.seat(board.members[0])
    seat.attendances.update(presence=Presence.ABSENT, member=None)

    assert told(board.members[0]) == []
    assert told(expert) == []


def test_chair_and_secretary_are_told_what_is_left_of_the_session(board, evaluation):
    for person in board.voting:
        sign(evaluation, person, "1.1", "1.3")

    left = ["Còn 01 hồ sơ chưa kết luận."]
    assert [told(person) for person in board.voting] == [left, left, [], []]
    deciding.open_scores(evaluation, by=board.chair)
    deciding.conclude(Evaluation.objects.get(), by=board.secretary)
    done = ["Mọi hồ sơ đã có kết luận: kết thúc phiên họp."]
    assert [told(person) for person in board.voting] == [done, done, [], []]


def test_the_first_page_asks_the_same_of_one_session_and_of_many(board):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            session_tasks(board.secretary)
        return len(queries)

    make_session(board.council, SessionState.OPEN, make_ready_dossier())
    make_session(board.council, SessionState.CALLED, make_ready_dossier())
    before = asked()
    for _ in range(3):
        dossiers = [make_ready_dossier() for _ in range(3)]
        make_session(board.council, SessionState.OPEN, *dossiers)
        make_session(board.council, SessionState.CALLED, make_ready_dossier())

    assert asked() == before


def test_whoever_sits_nowhere_costs_one_query(django_assert_num_queries):
    make_board()
    person = make_user(Role.UNIT_OFFICER)

    with django_assert_num_queries(1):
        assert session_tasks(person) == []


# --- What the department is told ----------------------------------------------------------------


def entered(by, *, state=SessionState.OPEN, **fields):
    """A sitting that was held on paper, with one dossier."""
    dossier = make_ready_dossier()
    facts = {"is_past": True, "prepared_by": by}
    session = make_session(make_outside_council(), state, dossier, **facts)
    session.evaluations.update(**fields)
    return session


@pytest.mark.parametrize("role", [Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF])
def test_a_second_person_is_asked_to_confirm_what_was_entered(today, role):
    one, other = make_user(role), make_user(role)
    entered(one, verdict="recognise", star=3, mean=60)

    assert told(one) == ["Chờ người thứ hai xác nhận."]
    assert told(other) == ["Kết luận đã ghi: đối chiếu biên bản."]
    assert [task.action for task in session_tasks(other)] == ["Đối chiếu, xác nhận"]


@pytest.mark.parametrize("state", [SessionState.CALLED, SessionState.OPEN])
def test_what_waits_in_a_sitting_on_paper_is_counted(today, state):
    staff = make_user(Role.PROVINCE_STAFF)
    entered(staff, state=state)

    assert told(staff) == ["Còn 01 hồ sơ chưa có kết luận."]


def test_dossiers_that_wait_for_a_session_are_one_task_of_the_department(board):
    staff = make_user(Role.PROVINCE_STAFF)
    make_session(board.council, SessionState.PREPARING, make_ready_dossier())
    assert session_tasks(staff) == []

    for _ in range(2):
        make_ready_dossier()

    [task] = session_tasks(staff)
    assert task.title == "02 hồ sơ đã tiếp nhận, chờ đưa vào phiên họp"
    assert task.url.endswith("?state=not_taken")
    assert DOSSIERS.filter(staff, {"state": "not_taken"})[1].count() == 2


def test_the_secretary_is_told_of_the_dossiers_that_the_own_council_could_take(board):
    district = make_board(level=Authority.DISTRICT)
    ground = make_commune(district.council.unit)
    for commune in (ground, None, None):
        make_ready_dossier(commune=commune)
    titles = {
        who: [task.title for task in session_tasks(who)]
        for who in (board.secretary, district.secretary, board.chair, *board.members)
    }

    assert titles == {
        board.secretary: [f"03 hồ sơ chờ đưa vào phiên họp: {board.council}"],
        district.secretary: [f"01 hồ sơ chờ đưa vào phiên họp: {district.council}"],
        **{person: [] for person in (board.chair, *board.members)},
    }


def test_the_secretary_is_led_to_the_agenda_or_to_a_new_session(board, sign_in):
    dossier = make_ready_dossier()
    [task] = session_tasks(board.secretary)
    assert task.url == reverse("councils:session_create", args=[board.council.pk])
    assert sign_in(board.secretary).get(task.url).status_code == 200

    session = make_session(board.council, SessionState.PREPARING)
    task, _ = session_tasks(board.secretary)
    assert task.url == reverse("councils:agenda_add", args=[session.pk])
    assertContains(sign_in(board.secretary).get(task.url), str(dossier.product))


def test_the_department_is_told_of_closed_sessions_that_wait_for_certificates(board):
    staff = make_user(Role.PROVINCE_STAFF)
    session = make_session(board.council, SessionState.OPEN)
    for verdict, star in ((Verdict.RECOGNISE, 3), (Verdict.RECOGNISE, 4), (Verdict.REFUSE, 2)):
        row = make_evaluation(session, make_ready_dossier(aimed_star=4))
        Evaluation.objects.filter(pk=row.pk).update(verdict=verdict, star=star, mean=30 + 10 * star)
    assert session_tasks(staff) == []

    SESSION.take(session, "close", by=board.secretary, answers={"minutes_number": "05/BB-HĐ"})

    [task] = session_tasks(staff)
    assert task.title == f"02 sản phẩm chờ giấy chứng nhận theo phiên {session.code}"
    assert task.url == reverse("councils:session_certificates", args=[session.pk])
    assert session_tasks(make_user(Role.OBSERVER)) == []

    decision = {"decision_number": "45/QĐ-UBND", "decision_date": date(2026, 6, 10)}
    certificates.prepare_all(session, decision, by=staff)
    assert session_tasks(staff) == []


@pytest.mark.parametrize("role", sorted(set(Role) - DEPARTMENT))
def test_nobody_else_is_told_of_them(board, role):
    make_ready_dossier()
    entered(make_user(Role.PROVINCE_STAFF))

    assert session_tasks(make_user(role)) == []


def test_the_department_is_told_in_a_fixed_number_of_queries(board, django_assert_num_queries):
    staff = make_user(Role.PROVINCE_STAFF)
    for _ in range(3):
        entered(staff)
        make_ready_dossier()

    with django_assert_num_queries(4):
        session_tasks(staff)
