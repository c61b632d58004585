"""The pages of a sheet: scored, signed by password, shared seats, and what is told of it."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councils.enums import SessionMode, SessionState, SheetState
from councils.membership import setting_up
from councils.models import ScoreSheet, Seat
from programs.acts import StepRefused
from programs.enums import Role
from tests.support.councils import make_member
from tests.support.english import read
from tests.support.factories import make_user
from tests.support.sessions import (
    DAY,
    levels,
    make_conflict,
    make_ready_dossier,
    make_session,
    save,
    sign,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]


def page(name, evaluation):
    return reverse(f"councils:{name}", args=[evaluation.pk])


def typed(evaluation, *best, version=1, **evidence):
    chosen = {f"o-{key}": option for key, option in levels(evaluation, *best).items()}
    return {"version": version} | chosen | evidence


@pytest.fixture
def member(board):
    return board.members[0]


@pytest.fixture
def substitute(board, member):
    """Somebody who shares the seat of the member by a written authority."""
    person = make_user(Role.COUNCIL_MEMBER)
    seat = board.seat(member)
    until = seat.council.starts_on + 99 * DAY
    make_member(seat, user=person, stands_in=True, authority="GUQ số 5", until=until)
    return person


def test_a_member_scores_on_the_page_and_finds_it_again(sign_in, evaluation, member):
    client = sign_in(member)

    client.post(page("sheet", evaluation), typed(evaluation, "1.1", "1.2"))

    assertContains(
        client.get(page("sheet", evaluation)), "<b class='num' data-total>60</b>", html=1
    )


def test_the_sheet_offers_the_signature_once_it_is_whole(sign_in, evaluation, member):
    client = sign_in(member)
    assertNotContains(client.get(page("sheet", evaluation)), page("sheet_sign", evaluation))

    client.post(page("sheet", evaluation), typed(evaluation, "1.1"))

    assertContains(client.get(page("sheet", evaluation)), page("sheet_sign", evaluation))


def test_a_signature_asks_for_the_password_again(sign_in, evaluation, member):
    save(evaluation, member, "1.1")

    answer = sign_in(member).get(page("sheet_sign", evaluation))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_with_the_password_the_sheet_is_signed_and_locked(client, evaluation, member):
    member.set_password("quang-ngai-2024")
    member.save()
    save(evaluation, member, "1.1")
    client.force_login(member)
    sign_page = page("sheet_sign", evaluation)
    asked = reverse("account_reauthenticate") + f"?next={sign_page}"

    assertRedirects(client.post(asked, {"password": "quang-ngai-2024"}), sign_page)
    client.post(sign_page, {"version": 2, "comment": "Đạt yêu cầu."})

    sheet = ScoreSheet.objects.get()
    assert (sheet.state, sheet.total, sheet.comment) == (SheetState.SIGNED, 37, "Đạt yêu cầu.")
    assert client.post(page("sheet", evaluation), typed(evaluation)).status_code == 409


def test_a_stale_page_shows_what_was_saved_meanwhile(sign_in, evaluation, member):
    save(evaluation, member, "1.1")

    answer = sign_in(member).post(page("sheet", evaluation), typed(evaluation, "1.3"))

    assertContains(answer, "Người khác đã sửa nội dung này", status_code=409)
    assert ScoreSheet.objects.get().version == 2


@pytest.mark.parametrize("name", ["sheet", "sheet_sign", "sheet_abstain"])
def test_who_is_in_conflict_does_not_come_to_a_sheet(sign_in, board, evaluation, member, name):
    make_conflict(evaluation, board.seat(member))

    assert sign_in(member).get(page(name, evaluation)).status_code in {302, 403}
    assert sign_in(member).get(page("sheet", evaluation)).status_code == 403


def test_who_shares_a_seat_does_not_read_the_sheet_of_the_other(sign_in, board, member, substitute):
    facts = {"mode": SessionMode.WRITTEN}
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier(), **facts)
    evaluation = session.evaluations.get()
    sign(evaluation, member, "1.1")

    assert sign_in(substitute).get(page("sheet", evaluation)).status_code == 403
    assert sign_in(member).get(page("sheet", evaluation)).status_code == 200


def test_who_takes_the_seat_later_in_the_sitting_does_not_read_it_either(
    sign_in, board, evaluation, member, substitute
):
    save(evaluation, member, "1.1")
    seat = board.seat(member)
    seat.attendances.update(member=seat.members.get(user=substitute))

    assert sign_in(substitute).get(page("sheet", evaluation)).status_code == 403


# --- What rests on seats -----------------------------------------------------------------------


def test_the_account_of_who_scored_is_not_given_to_another(board, evaluation, member, admin):
    save(evaluation, member, "1.1")
    holder = board.seat(member).members.get()
    holder.user = admin

    with pytest.raises(StepRefused, match="đã chấm điểm bằng tài khoản của mình"):
        setting_up.member(holder, by=admin)

    assert ScoreSheet.objects.visible_to(admin).count() == 0


def test_a_seat_that_was_taken_in_a_session_is_not_taken_away(board, evaluation, admin):
    seat = Seat.objects.get(pk=board.seat(board.members[1]).pk)

    with pytest.raises(StepRefused, match="đã dự phiên họp"):
        setting_up.take_away(seat, by=admin, note="QĐ kiện toàn số 9.")

    assert seat.members.exists()
    assert evaluation.session.attendances.count() == 4


# --- Opened again ------------------------------------------------------------------------------


def test_the_secretary_opens_a_sheet_again_without_reading_it(sign_in, board, evaluation, member):
    sheet = sign(evaluation, member, "1.1")
    client = sign_in(board.secretary)
    address = reverse("councils:sheet_reopen", args=[sheet.pk])

    assertContains(client.get(evaluation.get_absolute_url()), address)
    said = " ".join(read(client.get(address).content.decode()).texts)
    assert "37" not in re.findall(r"\d+", said)  # the points; keys of forms hold any digits
    assertRedirects(client.post(address, {"note": "Chấm nhầm."}), evaluation.get_absolute_url())

    assertContains(client.get(evaluation.get_absolute_url()), "chưa ký (lần 2)")


@pytest.mark.parametrize("who", ["member", "chair", "staff"])
def test_nobody_else_has_the_page(sign_in, board, evaluation, member, who):
    sheet = sign(evaluation, member, "1.1")
    people = {"member": member, "chair": board.chair}
    client = sign_in(people.get(who) or make_user(Role.PROVINCE_STAFF))

    assert client.get(reverse("councils:sheet_reopen", args=[sheet.pk])).status_code == 403
