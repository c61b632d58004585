"""What the group gives a dossier changes nothing that the Council finds: no figure, no step."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from councils.advisory.points import points_of
from councils.agreement import deciding, totals
from councils.agreement.records import lines_of
from councils.enums import AdviceState, Presence, Standing, Verdict
from councils.models import Attendance, Score, ScoreSheet, Seat
from councils.sessions.attendance import quorum_of
from councils.sessions.workflow import SESSION
from programs.acts import StepRefused
from programs.enums import Role
from reports.builders.score_summary import score_summary
from reports.builders.session_papers import minutes
from reports.papers.values import letters
from tests.support.factories import make_user
from tests.support.sessions import advise, make_advice, make_conflict, sign

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
ALL, NONE = ("1.1", "1.2", "1.3"), ()


@pytest.fixture
def extreme(advised):
    """Two of the group give everything, one nothing."""
    for person, best in ((advised.head, ALL), (advised.both, ALL), (advised.adviser, NONE)):
        advise(advised.evaluation, person, *best)
    make_advice(advised.evaluation, AdviceState.COMPLETED)
    return advised


def scored(advised):
    """Chair, secretary and both members give 77, 77, 77 and 60 points."""
    for person in advised.board.voting:
        best = ("1.1", "1.2") if person == advised.both else ("1.1", "1.3")
        sign(advised.evaluation, person, *best)
    return deciding.open_scores(advised.evaluation, by=advised.board.chair)


def settled(advised):
    """What those sheets come to once the Council has explained that they are apart."""
    evaluation = scored(advised)
    return deciding.record(evaluation, {}, "Đã thảo luận.", by=advised.board.chair)


def test_the_mean_the_spread_and_the_star_are_those_of_the_council(extreme):
    judgement = deciding.judgement_of(settled(extreme))

    assert sorted(judgement.figures.totals.values()) == [60, 77, 77, 77]
    assert judgement.figures.mean == Fraction(291, 4)
    assert (judgement.figures.spread, judgement.star) == (17, 4)
    assert judgement.verdict == Verdict.RECOGNISE


def test_sheets_of_the_group_are_no_sheets_of_the_council(extreme):
    assert not ScoreSheet.objects.exists()
    assert not Score.objects.exists()
    assert not extreme.evaluation.sheets.exists()


def test_they_are_waited_for_by_nobody_and_open_nothing(extreme):
    evaluation = extreme.evaluation
    assert {place.seat.role for place in deciding.places(evaluation)} == {
        "chair",
        "secretary",
        "member",
    }
    assert len(deciding.waiting(evaluation)) == 4
    assert deciding.opening_objection(evaluation).startswith("Còn 04 phiếu chưa ký")

    with pytest.raises(StepRefused):
        deciding.open_scores(evaluation, by=extreme.board.chair)


def test_a_group_that_has_not_scored_keeps_nothing_waiting(advised):
    assert deciding.opening_objection(scored(advised)) == ""


def test_they_are_not_among_the_least_sheets_of_the_quy_che(extreme):
    for person in (extreme.board.chair, extreme.board.secretary):
        sign(extreme.evaluation, person, "1.1")
    seats = [extreme.board.seat(person) for person in extreme.board.members]
    Attendance.objects.filter(seat__in=seats).update(presence=Presence.ABSENT, member=None)

    assert "Mới có 02 phiếu đã ký" in deciding.opening_objection(extreme.evaluation)


def test_a_seat_of_the_group_is_not_in_the_quorum_even_if_it_was_noted(extreme):
    session = extreme.evaluation.session
    Attendance.objects.filter(session=session).exclude(seat__role="chair").delete()
    for seat in extreme.board.council.seats.exclude(role__in=["chair", "secretary", "member"]):
        facts = {"presence": Presence.PRESENT, "member": seat.members.get()}
        Attendance.objects.create(session=session, seat=seat, **facts)
    quorum = quorum_of(session)

    assert (quorum.present, quorum.seats, quorum.is_reached) == (1, 4, False)
    assert deciding.judgement_of(extreme.evaluation).matter.seats == 4


def test_the_conclusion_the_check_and_the_papers_hold_the_councils_mean(extreme):
    evaluation = deciding.conclude(settled(extreme), by=extreme.board.secretary)
    answers = {"minutes_number": "08/BB-HĐ", "above": "Đủ điểm.", "late": "Bão."}
    session = SESSION.take(evaluation.session, "close", by=extreme.board.secretary, answers=answers)
    evaluation.refresh_from_db()

    assert (evaluation.points_sum, evaluation.sheet_count) == (291, 4)
    assert evaluation.mean == Decimal("72.750000")
    assert totals.sums(session) == {evaluation.pk: (291, 4)}
    assert [check.faults for check in totals.check_totals()] == [()]
    table = score_summary(session, make_user(Role.PROVINCE_ADMIN))
    assert [value for value in table.rows[0] if isinstance(value, int)] == [1, 77, 77, 77, 60]
    assert table.rows[0][-2] == "72,75"
    said = [letters(block.text) for block in minutes(session).blocks if hasattr(block, "text")]
    assert any("Điểm trung bình 72,75 của 04 phiếu" in text for text in said)


def test_the_page_of_opened_scores_has_columns_of_the_council_alone(extreme, sign_in):
    evaluation = scored(extreme)
    client = sign_in(extreme.board.chair)

    page = client.get(reverse("councils:scores", args=[evaluation.pk]))

    assert page.context["totals"] == [77, 77, 77, 60]
    assert page.context["mean"] == "72,75"


def test_what_a_member_reports_to_the_own_agency_is_the_sheet_of_the_vote(extreme):
    scored(extreme)
    session = extreme.evaluation.session
    group = extreme.board.council.seats.get(members__user=extreme.both, role="group_member")
    vote = extreme.board.seat(extreme.both)

    assert [sheet.total for _, sheet, _ in lines_of(session, vote)] == [60]
    assert [sheet for _, sheet, _ in lines_of(session, group)] == [None]


def test_a_seat_that_passes_to_the_council_brings_no_points_along(extreme):
    before = deciding.judgement_of(settled(extreme)).figures
    Seat.objects.filter(members__user=extreme.adviser).update(role="member")

    after = deciding.judgement_of(extreme.evaluation)

    assert after.figures.totals == before.totals
    standing = {place.seat.role: place.standing for place in deciding.places(extreme.evaluation)}
    assert standing["chair"] == Standing.SIGNED


def test_a_conflict_of_the_group_alone_takes_no_seat_out_of_the_count(extreme):
    seat = extreme.board.council.seats.get(members__user=extreme.adviser)
    make_conflict(extreme.evaluation, seat)

    assert deciding.judgement_of(settled(extreme)).matter.seats == 4


def test_the_groups_own_mean_leaves_out_who_is_in_conflict(extreme):
    assert points_of(extreme.evaluation, extreme.board.chair).mean == Decimal(200) / 3
    seat = extreme.board.council.seats.get(members__user=extreme.adviser)
    make_conflict(extreme.evaluation, seat)

    given = points_of(extreme.evaluation, extreme.board.chair)

    assert ([sheet.total for sheet in given.sheets], given.mean) == ([100, 100], 100)
