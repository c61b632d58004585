"""A whole Council at its sheets in the same moment: nothing is lost, nothing is there twice."""

import uuid
from contextlib import suppress

import pytest
from django.core.management import call_command

from councils.agreement import deciding
from councils.models import Score, ScoreSheet
from councils.sheets import scoring
from programs.acts import AlreadyDone, StepRefused
from programs.answers import AnswersChanged
from programs.models import Event
from tests.support.sessions import levels, make_board, make_scoring, save, sign
from tests.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pg]
MEMBERS = 15


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", "holidays", verbosity=0)


@pytest.fixture
def board():
    return make_board(MEMBERS - 2)


@pytest.fixture
def evaluation(board):
    return make_scoring(board)


def test_fifteen_members_save_the_same_dossier_at_once_and_none_is_lost(board, evaluation):
    best = ("1.1", "1.2", "1.3")

    at_once(MEMBERS, lambda number: save(evaluation, board.voting[number], best[number % 3]))

    assert ScoreSheet.objects.count() == MEMBERS
    assert Score.objects.count() == MEMBERS * 3
    for number, person in enumerate(board.voting):
        sheet = ScoreSheet.objects.get(member__user=person)
        assert sheet.scores.get(option__number=2).criterion.code == best[number % 3]


def test_fifteen_members_sign_at_once_and_all_are_signed(board, evaluation):
    at_once(MEMBERS, lambda number: sign(evaluation, board.voting[number], "1.1"))

    assert list(ScoreSheet.objects.signed().values_list("total", flat=True)) == [37] * MEMBERS


def test_one_form_that_is_sent_fifteen_times_at_once_is_one_act(board, evaluation):
    person, key = board.members[0], uuid.uuid4()
    chosen = levels(evaluation, "1.1")

    def post(_):
        with suppress(AlreadyDone):
            scoring.save(evaluation, chosen, {}, by=person, version=1, key=key)

    at_once(MEMBERS, post)

    assert ScoreSheet.objects.get().version == 2
    assert Event.objects.filter(action="save_sheet").count() == 1


def test_of_two_windows_of_one_member_one_saves_and_one_is_told(board, evaluation):
    person = board.members[0]
    save(evaluation, person, "1.1")

    def post(number):
        try:
            save(evaluation, person, ("1.2", "1.3")[number], version=2)
        except AnswersChanged:
            return "told"
        return "saved"

    assert sorted(at_once(2, post)) == ["saved", "told"]
    assert ScoreSheet.objects.get().version == 3


def test_scores_are_opened_once_while_the_chair_presses_twice(board, evaluation):
    for person in board.voting:
        sign(evaluation, person, "1.1")

    def press(_):
        try:
            deciding.open_scores(evaluation, by=board.chair)
        except StepRefused:
            return "told"
        return "opened"

    assert sorted(at_once(3, press)) == ["opened", "told", "told"]
    assert Event.objects.filter(action="open_scores").count() == 1
