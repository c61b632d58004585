"""Signed sheets are summed up in one query, and hold what was fixed by it."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from councils.agreement import deciding
from councils.agreement.totals import check_totals, sums
from councils.enums import SheetState
from councils.models import Evaluation
from councils.sheets import scoring
from tests.support.sessions import (
    make_board,
    make_conflict,
    make_evaluation,
    make_ready_dossier,
    make_scoring,
    make_sheet,
    save,
    sign,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]


@pytest.fixture
def board():
    return make_board(2)


@pytest.fixture
def evaluation(board):
    """Levels of 37, 23 and 40 points; three sheets signed, one of them twice, one a draft."""
    evaluation = make_scoring(board)
    for person, best in (
        (board.chair, ["1.1", "1.3"]),
        (board.secretary, ["1.1", "1.2", "1.3"]),
        (board.members[0], []),
    ):
        sign(evaluation, person, *best)
    scoring.open_again(evaluation.sheets.get(total=77), "Nhầm.", by=board.secretary)
    sign(evaluation, board.chair, "1.2", "1.3")
    save(evaluation, board.members[1], "1.1")
    return evaluation


def faults():
    [check] = check_totals()
    return check.faults


def test_the_points_of_signed_sheets_alone_are_summed_up(
    evaluation, board, django_assert_num_queries
):
    other = make_evaluation(evaluation.session, make_ready_dossier())
    elsewhere = make_scoring(board)
    sign(elsewhere, board.chair, "1.3")

    with django_assert_num_queries(1):
        found = sums(evaluation.session)
    assert found == {evaluation.pk: (63 + 100 + 0, 3)}
    assert other.pk not in found
    assert sums() == found | {elsewhere.pk: (40, 1)}


def test_they_are_what_the_judgement_says(evaluation):
    totals = deciding.judgement_of(evaluation).figures.totals

    assert sums()[evaluation.pk] == (sum(totals.values()), len(totals))


def test_what_holds_is_no_fault(evaluation):
    assert faults() == ()
    Evaluation.objects.filter(pk=evaluation.pk).update(points_sum=163, sheet_count=3)
    assert faults() == ()


def test_a_signed_sheet_that_was_set_aside_is_in_no_conclusion(evaluation, board):
    make_conflict(evaluation, board.seat(board.secretary))
    assert faults() == ()
    Evaluation.objects.filter(pk=evaluation.pk).update(points_sum=63, sheet_count=2)
    assert faults() == ()
    Evaluation.objects.filter(pk=evaluation.pk).update(points_sum=163, sheet_count=3)
    assert faults() == (str(evaluation),)


@pytest.mark.parametrize("fixed", [{"points_sum": 162}, {"sheet_count": 2}])
def test_a_conclusion_of_other_points_is_named(evaluation, fixed):
    Evaluation.objects.update(**{"points_sum": 163, "sheet_count": 3} | fixed)

    assert faults() == (str(evaluation),)
    with pytest.raises(CommandError):
        call_command("integrity")


def test_a_sheet_whose_total_its_scores_do_not_give_is_named(evaluation):
    other = make_evaluation(evaluation.session, make_ready_dossier())
    make_sheet(other, None, SheetState.SIGNED, total=12)

    assert faults() == (str(other),)


@pytest.mark.parametrize(("parts", "is_right"), [({"A": 30, "B": 12}, True), ({"A": 30}, False)])
def test_a_sheet_by_part_is_summed_up_of_its_parts(evaluation, parts, is_right):
    other = make_evaluation(evaluation.session, make_ready_dossier())
    make_sheet(other, None, SheetState.SIGNED, total=42, parts=parts, signed_at=timezone.now())

    assert faults() == (() if is_right else (str(other),))
