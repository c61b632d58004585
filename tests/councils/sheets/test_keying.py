"""Sheets signed on paper: keyed in by two people, counted once both have the same (matrix C16)."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from councils.enums import SheetState
from councils.models import Member, ScoreSheet
from councils.sheets import keying, scoring
from programs.acts import StepRefused
from programs.answers import AnswersRefused
from programs.enums import Role
from tests.support.factories import make_user
from tests.support.sessions import levels

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]


@pytest.fixture
def keeper(board):
    return board.secretary


@pytest.fixture
def staff(today):
    return make_user(Role.PROVINCE_STAFF)


@pytest.fixture
def seat(evaluation):
    """The seat of a member who is there and has no account."""
    attendance = evaluation.session.attendances.filter(seat__role="member").first()
    Member.objects.filter(pk=attendance.member_id).update(user=None)
    return attendance.seat


def key(evaluation, seat, by, *best):
    return keying.key_in(evaluation, seat, levels(evaluation, *best), {}, by=by)


def test_a_sheet_counts_once_a_second_person_has_keyed_in_the_same(evaluation, seat, keeper, staff):
    first = key(evaluation, seat, keeper)
    assert (first.state, first.total) == (SheetState.DRAFT, None)

    second = key(evaluation, seat, staff)

    assert second.pk == first.pk
    assert second.state == SheetState.SIGNED
    assert second.total == scoring.load(second, evaluation).total


def test_what_differs_is_named_and_nothing_is_signed(evaluation, seat, keeper, staff):
    key(evaluation, seat, keeper)
    code = scoring.load(ScoreSheet.objects.get(), evaluation).leaves[0].criterion.code

    with pytest.raises(StepRefused, match=f"Khác lần nhập đầu ở tiêu chí {code}"):
        key(evaluation, seat, staff, code)

    assert ScoreSheet.objects.get().state == SheetState.DRAFT


def test_the_first_person_mends_the_own_entry_and_signs_nothing(evaluation, seat, keeper):
    key(evaluation, seat, keeper)
    key(evaluation, seat, keeper)

    assert ScoreSheet.objects.get().state == SheetState.DRAFT


def test_a_sheet_that_is_not_whole_is_not_keyed_in(evaluation, seat, keeper):
    with pytest.raises(StepRefused, match="chưa chấm"):
        keying.key_in(evaluation, seat, {}, {}, by=keeper)


def test_a_level_of_another_criterion_is_refused(evaluation, seat, keeper):
    choices = levels(evaluation)
    one, other = list(choices)[:2]

    with pytest.raises(AnswersRefused):
        keying.key_in(evaluation, seat, choices | {one: choices[other]}, {}, by=keeper)


def test_a_member_with_an_account_scores_by_oneself(evaluation, keeper):
    seat = evaluation.session.council.seats.get(role="secretary")

    assert keying.keying_refusal(evaluation, seat, keeper).code == "account"


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.UNIT_OFFICER, Role.COUNCIL_MEMBER])
def test_others_key_in_nothing(evaluation, seat, role):
    assert keying.keying_refusal(evaluation, seat, make_user(role)).status == 403


def test_the_page_begins_empty_for_the_second_person_too(sign_in, evaluation, seat, keeper, staff):
    key(evaluation, seat, keeper)
    page = sign_in(staff).get(reverse("councils:sheet_key", args=[evaluation.pk]), {"ghe": seat.pk})

    assertContains(page, "Hai người nhập độc lập")
    assert b"checked" not in page.content


def test_without_a_seat_the_page_offers_those_that_wait(sign_in, evaluation, seat, keeper):
    url = reverse("councils:sheet_key", args=[evaluation.pk])

    assertContains(sign_in(keeper).get(url), str(seat))
    key(evaluation, seat, keeper)
    assertContains(sign_in(keeper).get(url), "Không có phiếu giấy nào chờ bạn nhập")
