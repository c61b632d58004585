"""What the first page tells the group, and who is told that a session is called."""

from datetime import timedelta

import pytest
from django.utils import timezone

from councils.advisory.tasks import advisory_tasks
from councils.enums import AdviceState, SessionState, Verdict
from councils.sessions.workflow import SESSION
from programs.models import Notification
from tests.support.sessions import (
    make_advice,
    make_conflict,
    make_evaluation,
    make_ready_dossier,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def told(person):
    return [task.text for task in advisory_tasks(person)]


def test_the_group_is_told_how_many_dossiers_wait_for_it(advised):
    for _ in range(2):
        make_evaluation(advised.evaluation.session, make_ready_dossier())
    make_advice(advised.evaluation)

    assert told(advised.head) == ["03 hồ sơ chờ ý kiến Tổ tư vấn."]
    assert told(advised.both) == told(advised.head)
    assert told(advised.board.chair) == []


def test_what_is_completed_concluded_or_not_theirs_waits_for_nobody(advised):
    session = advised.evaluation.session
    rows = [make_evaluation(session, make_ready_dossier()) for _ in range(2)]
    make_advice(advised.evaluation, AdviceState.COMPLETED)
    type(rows[0]).objects.filter(pk=rows[0].pk).update(verdict=Verdict.RECOGNISE)
    make_conflict(rows[1], advised.board.council.seats.get(members__user=advised.head))

    assert told(advised.head) == []
    assert told(advised.adviser) == ["01 hồ sơ chờ ý kiến Tổ tư vấn."]


@pytest.mark.parametrize("state", [SessionState.CLOSED, SessionState.CANCELLED])
def test_of_a_session_that_is_over_nothing_waits(advised, state):
    session = advised.evaluation.session
    type(session).objects.filter(pk=session.pk).update(state=state, closed_at=timezone.now())

    assert told(advised.head) == []


def test_two_sessions_cost_as_many_queries_as_one(advised, django_assert_num_queries):
    with django_assert_num_queries(2):
        advisory_tasks(advised.head)
    for _ in range(2):
        advised.called()
    with django_assert_num_queries(2):
        assert len(advisory_tasks(advised.head)) == 3


def test_a_called_session_is_told_to_the_group_as_to_the_members(advised):
    evaluation = advised.called(SessionState.PREPARING)
    session = evaluation.session
    type(session).objects.filter(pk=session.pk).update(
        starts_at=timezone.now() + timedelta(days=9), ends_at=timezone.now() + timedelta(days=10)
    )
    session.refresh_from_db()
    answers = {"gaps": "Cử sau.", "short": "Gấp."}

    SESSION.take(session, "call", by=advised.board.secretary, answers=answers)

    people = {*Notification.objects.about(session).values_list("recipient", flat=True)}
    assert {advised.head.pk, advised.adviser.pk, advised.board.chair.pk} <= people
