"""Why products are not recognised, and which criteria keep them from a star."""

from decimal import Decimal

import pytest

from councils.agreement import deciding, refusals
from councils.agreement.listings import judged
from councils.enums import MinimaRule, Refusal, SessionState, Verdict
from councils.models import Evaluation
from programs.models import Gate
from tests.support.councils import make_own_gate, published_rules
from tests.support.sessions import (
    make_board,
    make_conflict,
    make_evaluation,
    make_scored_set,
    make_scoring,
    make_session,
    sign,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]


def rows():
    return judged(Evaluation.objects.all())


def scored(board, *best, minima=None, criteria_set=None):
    """A dossier that everybody scored alike, with the conclusion that follows."""
    row = make_scoring(board, criteria_set or make_scored_set(minima=minima))
    for person in board.voting:
        sign(row, person, *best)
    row.refresh_from_db()
    row = deciding.open_scores(row, by=board.chair)
    return deciding.conclude(row, by=board.secretary)


@pytest.fixture
def session(board):
    return make_session(board.council, SessionState.CLOSED)


def codes(row):
    return [criterion.code for criterion in refusals.missed_by(rows())[row.pk]]


def test_what_ended_the_evaluation_is_told_first(session):
    gate = Gate.objects.get(regulation__code="26-2026", key="forged")
    row = make_evaluation(session, gate=gate, verdict=Verdict.NOT_EVALUATED)

    assert refusals.refusals_of(rows()) == {row.pk: Refusal.GATE}


def test_few_points_are_a_reason_by_themselves(session):
    facts = {"verdict": Verdict.REFUSE, "star": 2, "mean": Decimal("49.999999")}
    row = make_evaluation(session, **facts)

    assert refusals.refusals_of(rows()) == {row.pk: Refusal.POINTS}


def test_points_enough_and_refused_is_a_missed_criterion_or_what_the_minutes_say(board, session):
    facts = {"verdict": Verdict.REFUSE, "star": 2, "mean": Decimal(50)}
    past = make_session(board.council, SessionState.CLOSED, is_past=True)
    scored_here, typed = make_evaluation(session, **facts), make_evaluation(past, **facts)

    assert refusals.refusals_of(rows()) == {
        scored_here.pk: Refusal.MINIMA,
        typed.pk: Refusal.STATED,
    }


def test_what_was_recognised_or_forwarded_is_not_refused(session):
    make_evaluation(session, verdict=Verdict.RECOGNISE, star=3, mean=55)
    make_evaluation(session, verdict=Verdict.FORWARD, star=5, mean=92)

    assert refusals.refusals_of(rows()) == {}


def test_the_criterion_that_kept_a_product_from_its_star_is_named(board):
    row = scored(board, "1.1", "1.3", minima={"1.1": 3, "1.2": 3})

    assert row.verdict == Verdict.REFUSE
    assert codes(row) == ["1.2"]
    assert codes(row) == deciding.judgement_of(row).failing[3]


def test_a_minimum_of_a_star_that_the_points_do_not_reach_is_none_that_is_missed(board):
    row = scored(board, "1.3", minima={"1.1": 3})

    assert row.mean == 40
    assert codes(row) == []


def test_a_recognised_product_may_miss_the_star_above(board):
    row = scored(board, "1.1", "1.3", minima={"1.2": 4})

    assert (row.verdict, row.star) == (Verdict.RECOGNISE, 3)
    assert codes(row) == ["1.2"]


@pytest.mark.parametrize(
    ("rule", "missed"), [(MinimaRule.FINDING, []), (MinimaRule.EVERY, ["1.2"])]
)
def test_minima_are_read_as_each_quy_che_says(today, rule, missed):
    """A finding is the Council's own level; by the sheets all of them gave the lowest one."""
    board = make_board(rules=published_rules(level="province", minima=rule))
    row = scored(board, "1.1", "1.3", minima={"1.2": 3})
    criterion = row.dossier.criteria_set.criteria.get(code="1.2")
    row.findings.create(criterion=criterion, option=criterion.options.last())

    assert codes(row) == missed


def test_many_are_told_in_as_many_queries_as_one(board, django_assert_max_num_queries):
    for _ in range(3):
        scored(board, "1.1", "1.3", minima={"1.2": 3})
    found = rows()

    with django_assert_max_num_queries(12):
        assert len(refusals.missed_by(found)) == 3


def test_a_condition_of_the_quy_che_is_a_gate_too(session):
    gate = make_own_gate("published", sets=[])
    row = make_evaluation(session, own_gate=gate, verdict=Verdict.NOT_EVALUATED)

    assert refusals.refusals_of(rows()) == {row.pk: Refusal.GATE}


def test_the_sheet_of_who_took_no_part_misses_nothing(today):
    board = make_board(rules=published_rules(level="province", minima=MinimaRule.EVERY))
    row = make_scoring(board, make_scored_set(minima={"1.2": 3}))
    for person in board.voting:
        sign(row, person, "1.1", "1.3", *(["1.2"] if person != board.members[0] else []))
    make_conflict(row, board.seat(board.members[0]))
    row.refresh_from_db()
    row = deciding.open_scores(row, by=board.chair)
    deciding.conclude(row, by=board.secretary)

    assert codes(row) == []
