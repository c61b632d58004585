"""Sheets signed on paper: keyed in by two people, counted once both have the same (matrix C16)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councils.enums import SheetState
from councils.models import Member, ScoreSheet
from councils.sheets import keying, scoring
from councils.sheets.codes import SheetCode, code_of
from councils.sheets.forms import KeyingForm
from programs.acts import StepRefused
from programs.answer_sheet import NONE_MET
from programs.answers import AnswersRefused
from programs.enums import Authority, Role
from tests.support.councils import make_seat
from tests.support.factories import make_user
from tests.support.sessions import (
    Board,
    levels,
    make_board,
    make_conflict,
    make_evaluation,
    make_scored_set,
    make_scoring,
)

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
    return keying.key_in(evaluation, seat, levels(evaluation, *best), by=by)


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
        keying.key_in(evaluation, seat, {}, by=keeper)


def test_a_level_of_another_criterion_is_refused(evaluation, seat, keeper):
    choices = levels(evaluation)
    one, other = list(choices)[:2]

    with pytest.raises(AnswersRefused):
        keying.key_in(evaluation, seat, choices | {one: choices[other]}, by=keeper)


def test_a_member_with_an_account_scores_by_oneself(evaluation, keeper):
    seat = evaluation.session.council.seats.get(role="secretary")

    assert keying.keying_refusal(evaluation, seat, keeper).code == "account"


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.UNIT_OFFICER, Role.COUNCIL_MEMBER])
def test_others_key_in_nothing(evaluation, seat, role):
    assert keying.keying_refusal(evaluation, seat, make_user(role)).status == 403


def test_the_page_begins_empty_for_the_second_person_too(sign_in, evaluation, seat, keeper, staff):
    key(evaluation, seat, keeper)
    page = sign_in(staff).get(grid(evaluation, seat))

    assertContains(page, "Hai người nhập độc lập")
    assert not any(field.value() for _, field in page.context["form"].rows())


def test_without_a_seat_the_page_offers_those_that_wait(sign_in, evaluation, seat, keeper):
    url = reverse("councils:sheet_key", args=[evaluation.pk])

    assertContains(sign_in(keeper).get(url), str(seat))
    key(evaluation, seat, keeper)
    assertContains(sign_in(keeper).get(url), "Không có phiếu giấy nào chờ bạn nhập")


# --- The grid ----------------------------------------------------------------------------------


def grid(evaluation, seat):
    return f"{reverse('councils:sheet_key', args=[evaluation.pk])}?ghe={seat.pk}"


def typed(evaluation, *, number=1, **more):
    """What the grid sends where all criteria have the level of this number."""
    leaves = scoring.load(ScoreSheet(), evaluation).leaves
    return {f"m_{leaf.criterion.pk}": str(number) for leaf in leaves} | more


def of_session(evaluation):
    return reverse("councils:session_sheets", args=[evaluation.session_id])


def test_two_people_key_numbers_in_and_are_led_to_the_next_sheet(
    sign_in, evaluation, seat, keeper, staff
):
    for person, said in ((keeper, "chờ người thứ hai"), (staff, "khớp nhau")):
        facts = {"comment": "Mẫu đẹp."}
        page = sign_in(person).post(
            grid(evaluation, seat), typed(evaluation, number=2, **facts), follow=True
        )

        assert page.redirect_chain == [(f"{of_session(evaluation)}#nhap", 302)]
        assertContains(page, said)

    sheet = ScoreSheet.objects.get()
    assert (sheet.state, sheet.total, sheet.comment) == (SheetState.SIGNED, 100, "Mẫu đẹp.")


def test_the_second_person_is_shown_which_rows_differ_and_not_what_was_keyed_in_first(
    sign_in, evaluation, seat, keeper, staff
):
    sign_in(keeper).post(grid(evaluation, seat), typed(evaluation, number=2))
    other = typed(evaluation, number=2)
    first = next(iter(other))
    page = sign_in(staff).post(grid(evaluation, seat), other | {first: "1"})

    assert page.status_code == 422
    assert page.content.count("(khác lần nhập đầu)".encode()) == 1
    values = {field.html_name: field.value() for _, field in page.context["form"].rows()}
    assert values == other | {first: "1"}
    assert ScoreSheet.objects.get().state == SheetState.DRAFT


def test_every_row_that_is_empty_or_has_no_such_level_is_named_at_once(
    sign_in, evaluation, seat, keeper
):
    leaves = scoring.load(ScoreSheet(), evaluation).leaves
    codes = [leaf.criterion.pk for leaf in leaves]
    wrong = typed(evaluation) | {f"m_{codes[0]}": "9", f"m_{codes[1]}": "", f"m_{codes[2]}": "x"}
    page = sign_in(keeper).post(grid(evaluation, seat), wrong)

    assert {*page.context["form"].errors} == {f"m_{code}" for code in codes[:3]}
    assertContains(page, "Không có mức 9. Gõ một trong các số")
    assert not ScoreSheet.objects.exists()


def test_no_level_reached_is_the_number_0_where_the_sheet_offers_it(board):
    evaluation = make_scoring(board, make_scored_set(option_1={"points": 1}))
    [attendance] = evaluation.session.attendances.filter(member__user=board.members[0])
    Member.objects.filter(pk=attendance.member_id).update(user=None)
    nodes = scoring.load(ScoreSheet(), evaluation).leaves
    form = KeyingForm(typed(evaluation, number=0), leaves=nodes)

    assert form.is_valid(), form.errors
    assert {*form.choices().values()} == {NONE_MET}
    keying.key_in(evaluation, attendance.seat, form.choices(), by=board.secretary)
    assert ScoreSheet.objects.get().scores.filter(meets_none=True).count() == len(nodes)


def test_points_by_part_that_differ_are_named_by_their_part(
    sign_in, evaluation, seat, keeper, staff
):
    evaluation.dossier.criteria_set = None
    evaluation.dossier.save()
    codes = [part.code for part in scoring.load(ScoreSheet(), evaluation).parts]
    said = {f"part_{code}": 10 for code in codes} | {"version": 1}
    sign_in(keeper).post(grid(evaluation, seat), said)
    page = sign_in(staff).post(grid(evaluation, seat), said | {f"part_{codes[0]}": 11})

    assertContains(page, f"Khác lần nhập đầu ở phần {codes[0]}:", status_code=422)
    sign_in(staff).post(grid(evaluation, seat), said)
    assert ScoreSheet.objects.get().total == 10 * len(codes)


# --- By its code -------------------------------------------------------------------------------


def asked(client, evaluation, code):
    return client.get(of_session(evaluation), {"ma": str(code)})


def test_a_code_leads_straight_to_the_grid(sign_in, evaluation, seat, keeper):
    code = str(code_of(evaluation, seat)).lower()

    assertRedirects(asked(sign_in(keeper), evaluation, f" {code} "), grid(evaluation, seat))


def test_an_empty_code_leads_to_the_first_sheet_that_waits(sign_in, evaluation, seat, keeper):
    assertRedirects(asked(sign_in(keeper), evaluation, ""), grid(evaluation, seat))
    key(evaluation, seat, keeper)

    assertContains(asked(sign_in(keeper), evaluation, ""), "Không còn phiếu giấy", status_code=409)


def test_what_is_no_code_is_said_and_shown_again(sign_in, evaluation, seat, keeper):
    page = asked(sign_in(keeper), evaluation, "<b>12345")

    assertContains(page, "không phải mã phiếu", status_code=422)
    assertContains(page, 'value="&lt;b&gt;12345"', status_code=422)


def test_a_sheet_of_another_session_is_said_to_be_of_that_one(sign_in, evaluation, seat, keeper):
    other = make_scoring(board=Board(evaluation.session.council, None, None, ()))
    page = asked(sign_in(keeper), evaluation, code_of(other, seat))

    assertContains(page, f"là của phiên {other.session.code}", status_code=422)


def test_a_session_out_of_sight_is_not_named(sign_in, evaluation, seat, keeper):
    other = make_scoring(make_board(level=Authority.DISTRICT, starts_on=date(2026, 5, 25)))
    page = asked(sign_in(keeper), evaluation, code_of(other, seat))

    assertContains(page, "là của một phiên khác", status_code=422)
    assertNotContains(page, other.session.code, status_code=422)


def test_a_dossier_that_was_taken_off_and_a_seat_elsewhere_are_said(
    sign_in, evaluation, seat, keeper
):
    gone = SheetCode(evaluation.session_id, evaluation.pk + 999, seat.pk)
    foreign = SheetCode(evaluation.session_id, evaluation.pk, make_seat().pk)
    for code in (gone, foreign):
        page = asked(sign_in(keeper), evaluation, code)
        assertContains(page, "không có trong chương trình, hoặc ghế không còn", status_code=422)


def test_a_sheet_in_conflict_and_one_that_is_signed_are_said(
    sign_in, evaluation, seat, keeper, staff
):
    code = code_of(evaluation, seat)
    conflict = make_conflict(evaluation, seat)
    assertContains(asked(sign_in(keeper), evaluation, code), "xung đột lợi ích", status_code=422)
    conflict.delete()
    key(evaluation, seat, keeper)
    key(evaluation, seat, staff)

    assertContains(asked(sign_in(keeper), evaluation, code), "đã nhập xong", status_code=422)


def test_who_may_neither_print_nor_key_in_is_refused(sign_in, board, evaluation):
    page = sign_in(board.members[0]).get(of_session(evaluation))

    assert page.status_code == 403


def test_the_page_of_a_session_is_as_dear_for_many_sheets_as_for_one(
    sign_in, evaluation, seat, keeper, django_assert_max_num_queries
):
    client = sign_in(keeper)
    client.get(of_session(evaluation))
    with CaptureQueriesContext(connection) as before:
        client.get(of_session(evaluation))
    for _ in range(3):
        make_evaluation(evaluation.session)
    with django_assert_max_num_queries(len(before)):
        page = client.get(of_session(evaluation))

    assert len(page.context["waiting"]) == 4
