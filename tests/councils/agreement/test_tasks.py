"""What the first page tells of sessions: to whom, in which words, in a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.agreement import deciding
from councils.agreement.tasks import session_tasks
from councils.enums import Presence, SeatRole, SessionState
from councils.models import Evaluation
from councils.sheets import scoring
from programs.enums import Role
from tests.support.councils import make_sitting
from tests.support.factories import make_user
from tests.support.sessions import make_board, make_conflict, make_ready_dossier, make_session, sign

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
