"""How members compare over a session, told to its chair and its secretary alone."""

from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from councils.agreement import leniency
from councils.agreement.figures import signed_decimals
from councils.enums import SessionState, SheetState, Verdict
from councils.models import Evaluation, Session
from tests.councils.agreement.test_secrecy import answers
from tests.support.factories import make_user
from tests.support.sessions import (
    make_board,
    make_conflict,
    make_evaluation,
    make_session,
    make_sheet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]
# By seat: chair, secretary, first and second member; None where there is no signed sheet.
TOTALS = ((60, 70, 80, None), (50, None, 61, 57))


@pytest.fixture
def session(board):
    """Two opened dossiers, and one with a sheet that nobody may read yet."""
    session = make_session(board.council, SessionState.OPEN)
    for totals in TOTALS:
        row = make_evaluation(session, opened_at=timezone.now())
        sign_all(board, row, totals)
    sign_all(board, make_evaluation(session), (99, 1, None, None))
    return session


def sign_all(board, evaluation, totals):
    for person, total in zip(board.voting, totals, strict=True):
        if total is not None:
            make_sheet(evaluation, board.seat(person), SheetState.SIGNED, total=total)


def habits(session, user):
    compared = leniency.compared(session, user)
    return {each.seat: each[1:] for each in leniency.habits_of(compared)}


def page(session):
    return reverse("councils:leniency", args=[session.pk])


def test_each_is_held_against_the_mean_of_the_others_where_both_scored(board, session):
    """The chair: 60 − 75 and 50 − 59; the first member: 80 − 65 and 61 − 53,5."""
    chair, secretary, first, second = map(board.seat, board.voting)

    assert habits(session, board.chair) == {
        first: (2, Fraction("11.25")),
        second: (1, Fraction("1.5")),
        secretary: (1, Fraction(0)),
        chair: (2, Fraction(-12)),
    }


def test_the_most_lenient_stands_first(board, session):
    rows = leniency.habits_of(leniency.compared(session, board.secretary))

    assert [each.deviation for each in rows] == sorted(
        (each.deviation for each in rows), reverse=True
    )
    assert rows[0].seat == board.seat(board.members[0])


def test_sheets_far_from_the_median_of_their_dossier_come_first(board, session):
    far = leniency.farthest(leniency.compared(session, board.chair))

    assert [(each.sheet.total, each.median, each.distance) for each in far] == [
        (60, 70, -10),
        (80, 70, 10),
        (50, 57, -7),
        (61, 57, 4),
    ]


def test_a_dossier_that_is_not_open_or_has_one_sheet_tells_nothing(board, session):
    alone = make_evaluation(session, opened_at=timezone.now())
    sign_all(board, alone, (33, None, None, None))

    compared = leniency.compared(session, board.chair)
    assert [sheet.total for sheets in compared.values() for sheet in sheets] == [
        60,
        70,
        80,
        50,
        61,
        57,
    ]


def test_who_takes_no_part_in_a_dossier_reads_nothing_of_its_sheets(board, session):
    first = session.evaluations.first()
    make_conflict(first, board.seat(board.secretary))

    totals = {
        sheet.total
        for sheets in leniency.compared(session, board.secretary).values()
        for sheet in sheets
    }
    assert totals == {50, 61, 57}


def test_a_sheet_that_was_scored_again_counts_once(board, session):
    row = session.evaluations.first()
    make_sheet(row, board.seat(board.chair), SheetState.REPLACED, total=12, edition=2)

    assert habits(session, board.chair)[board.seat(board.chair)] == (2, Fraction(-12))


def test_chair_and_secretary_open_it_from_the_session(board, session, sign_in):
    for person in (board.chair, board.secretary):
        client = sign_in(person)
        assertContains(client.get(session.get_absolute_url()), page(session))
        answer = client.get(page(session))
        assertContains(answer, "02 hồ sơ đã mở điểm")
        assertContains(answer, "−12,00")


def test_it_stays_theirs_once_the_session_is_closed(board, session, sign_in):
    Session.objects.filter(pk=session.pk).update(
        state=SessionState.CLOSED, closed_at=timezone.now()
    )

    assertContains(sign_in(board.chair).get(page(session)), "−12,00")
    assert sign_in(board.members[0]).get(page(session)).status_code == 403


def test_where_nothing_is_open_the_page_says_so_and_no_link_leads_there(board, session, sign_in):
    Evaluation.objects.update(opened_at=None)
    client = sign_in(board.chair)

    assertContains(client.get(page(session)), "Chưa có gì để so sánh")
    assertNotContains(client.get(session.get_absolute_url()), page(session))


@pytest.mark.parametrize("who", ["member", "PA", "RO"])
def test_nobody_else_sees_it_whatever_page_they_open(board, session, client, sign_in, who):
    """No page of theirs leads there or tells the chair's deviation, and its address is refused."""
    Session.objects.filter(pk=session.pk).update(
        state=SessionState.CLOSED, closed_at=timezone.now()
    )
    Evaluation.objects.update(verdict=Verdict.RECOGNISE, star=3, mean=65, sheet_count=3)
    person = board.members[0] if who == "member" else make_user(who)
    told = dict(answers(sign_in(person), session.evaluations.first()))

    assert len(told) > 20
    assert [path for path, text in told.items() if "−12,00" in text] == []
    linked = [path for path, text in told.items() if f'href="{page(session)}"' in text]
    assert linked == []
    assert client.get(page(session)).status_code == 403


def test_the_chair_of_another_council_does_not_find_it(board, session, sign_in):
    assert sign_in(make_board(1, level="district").chair).get(page(session)).status_code == 404


def test_the_page_asks_as_much_for_many_dossiers_as_for_two(
    board, session, django_assert_max_num_queries
):
    for _ in range(4):
        sign_all(board, make_evaluation(session, opened_at=timezone.now()), TOTALS[0])

    with django_assert_max_num_queries(1):
        assert len(leniency.compared(session, board.chair)) == 6


@pytest.mark.parametrize(
    ("change", "said"),
    [("1.255", "+1,26"), ("-0.5", "−0,50"), ("0", "0,00"), ("-1.505", "−1,51")],
)
def test_a_difference_is_said_with_its_sign_the_half_away_from_nought(change, said):
    assert signed_decimals(Fraction(change)) == said


def test_a_sheet_signed_before_its_conflict_is_compared_with_none(board, session):
    first = session.evaluations.first()
    make_conflict(first, board.seat(board.members[0]))

    totals = {
        sheet.total
        for sheets in leniency.compared(session, board.chair).values()
        for sheet in sheets
    }
    assert totals == {60, 70, 50, 61, 57}
