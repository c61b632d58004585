"""What is told of a session: to whom, until when, and as a file for their calendars."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from councils.enums import SessionState
from councils.sessions.calendar import as_calendar
from councils.sessions.workflow import SESSION
from products.news import still_true
from programs.enums import Role
from programs.models import Notification
from tests.support.councils import make_member
from tests.support.factories import make_user
from tests.support.sessions import DAY, make_board, make_ready_dossier, make_session, seat_all

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]
GAPS = {"gaps": "Sở cử người sau."}


@pytest.fixture
def session(board):
    return make_session(board.council, SessionState.PREPARING, make_ready_dossier())


@pytest.fixture
def called(board, session):
    return SESSION.take(session, "call", by=board.secretary, answers=GAPS)


def told(session):
    of_it = Notification.objects.filter(subject_type="councils.session", subject_id=session.pk)
    return {row.recipient_id for row in of_it}


# --- News --------------------------------------------------------------------------------------


def test_all_who_sit_are_invited_but_who_invites(board, called):
    assert told(called) == {board.chair.pk, *(each.pk for each in board.members)}


def test_the_invitation_says_when_and_where(called):
    text = Notification.objects.first().text

    assert "lúc 09:00 ngày 12/6/2026 tại Hội trường A." in text


def test_who_sits_on_another_day_and_who_may_not_sign_in_is_not_invited(board, session):
    seat = board.seat(board.members[0])
    late = make_user(Role.COUNCIL_MEMBER)
    make_member(seat, user=late, since=session.day + DAY)
    board.members[1].is_active = False
    board.members[1].save()

    SESSION.take(session, "call", by=board.secretary, answers=GAPS)

    assert told(session) == {board.chair.pk, board.members[0].pk}


def test_a_session_that_was_never_called_is_cancelled_in_silence(board, session):
    SESSION.take(session, "cancel", by=board.secretary, answers={"note": "Bão."})

    assert told(session) == set()


@pytest.mark.parametrize(
    ("state", "is_true"),
    [("called", True), ("open", True), ("closed", False)],
)
def test_an_invitation_holds_until_the_session_is_over(board, called, state, is_true):
    rows = list(Notification.objects.filter(subject_id=called.pk))
    called.state = state
    called.closed_at = timezone.now()
    called.save()

    assert bool(still_true(rows, timezone.now())) is is_true


def test_that_a_session_was_cancelled_is_still_told_by_mail(board, called):
    SESSION.take(called, "cancel", by=board.secretary, answers={"note": "Bão."})

    rows = still_true(list(Notification.objects.about(called)), timezone.now())

    assert {row.recipient_id for row in rows} == {
        board.chair.pk,
        *(row.pk for row in board.members),
    }
    assert all("không họp: Bão." in row.text for row in rows)


def test_a_session_that_moved_is_told_anew_and_the_old_hour_no_longer(client, board, called):
    client.force_login(board.secretary)
    start = called.starts_at + 7 * DAY
    typed = {
        "version": called.version,
        "code": called.code,
        "mode": "sitting",
        "place": "Hội trường B",
        "starts_at": timezone.localtime(start).strftime("%Y-%m-%dT%H:%M"),
        "ends_at": timezone.localtime(start + DAY / 6).strftime("%Y-%m-%dT%H:%M"),
    }

    client.post(reverse("councils:session_update", args=[called.pk]), typed)

    mine = still_true(list(Notification.objects.filter(recipient=board.chair)), timezone.now())
    assert ["19/6/2026 tại Hội trường B" in row.text for row in mine] == [True]


def test_an_opened_session_that_is_opened_again_tells_its_members_why(board):
    session = make_session(board.council, SessionState.CLOSED)

    SESSION.take(session, "reopen", by=board.secretary, answers={"note": "Ghi nhầm."})

    assert board.chair.pk in told(session)
    assert "Ghi nhầm." in Notification.objects.first().text


# --- The calendar file -------------------------------------------------------------------------


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_no_line_of_the_file_is_longer_than_75_bytes_and_none_is_cut_in_a_letter():
    council = make_board(name="Hội đồng đánh giá, phân hạng sản phẩm; " + "ữ" * 100).council
    session = make_session(council, place="Hội trường ủy ban, tầng 2; phòng \\3\nNgõ 5")
    text = as_calendar(session)

    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
    assert f"SUMMARY:Phiên {session.code}: Hội đồng đánh giá\\, phân hạng sản phẩm\\; " + (
        "ữ" * 100
    ) in unfolded(text)
    assert "LOCATION:Hội trường ủy ban\\, tầng 2\\; phòng \\\\3\\nNgõ 5" in unfolded(text)


def test_the_file_tells_the_hours_in_greenwich_and_a_key_that_stays(session):
    lines = unfolded(as_calendar(session))

    assert "DTSTART:20260612T020000Z" in lines
    assert "DTEND:20260612T060000Z" in lines
    assert f"UID:phien-{session.pk}@ocop" in lines
    assert f"SEQUENCE:{session.version}" in lines


@pytest.mark.parametrize(("state", "status"), [("called", "CONFIRMED"), ("cancelled", "CANCELLED")])
def test_calendars_are_told_that_a_session_is_cancelled(board, state, status):
    assert f"STATUS:{status}" in unfolded(as_calendar(make_session(board.council, state)))


def test_a_cancelled_session_is_a_later_edition_of_the_same_event(board, called):
    """A calendar takes an event off only where its number has grown (RFC 5545, 3.8.7.4)."""

    def number(session):
        return int(re.search(r"SEQUENCE:(\d+)", as_calendar(session))[1])

    before = number(called)
    session = SESSION.take(called, "cancel", by=board.secretary, answers={"note": "Bão."})

    assert number(session) > before


def test_only_who_may_see_a_session_takes_its_file(client, board, session):
    address = reverse("councils:session_calendar", args=[session.pk])
    client.force_login(board.members[0])
    answer = client.get(address)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="phien-{session.code}.ics"'
    client.force_login(make_user(Role.AGENCY_OFFICER))
    assert client.get(address).status_code == 404


# --- Hours of the invitation -------------------------------------------------------------------


def test_an_early_session_is_told_by_its_day_in_viet_nam(board):
    start = (timezone.localtime() + 2 * DAY).replace(hour=6, minute=30)
    facts = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    session = make_session(board.council, SessionState.PREPARING, make_ready_dossier(), **facts)
    seat_all(session)

    SESSION.take(session, "call", by=board.secretary, answers=GAPS)

    assert "lúc 06:30 ngày 12/6/2026" in Notification.objects.first().text
