"""What members gave: nothing on paper before a session is closed, then only to who reads sheets.

SECURITY A8; matrix C9 (all sheets of a closed session), C10 (mean, star, remarks).
"""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from councils.enums import SeatRole, SessionState, SheetState, Verdict
from programs.enums import Role
from reports.builders.score_summary import score_summary
from reports.builders.session_papers import minutes, recognition_decision
from reports.outgoing import sources
from reports.renderers import paper_word
from tests.councils.conftest import law, sign_in, today  # noqa: F401 -- fixtures
from tests.support.councils import make_sitting
from tests.support.factories import make_user
from tests.support.sessions import (
    make_board,
    make_conflict,
    make_evaluation,
    make_ready_dossier,
    make_scoring,
    make_session,
    make_sheet,
    sign,
)
from tests.support.word import texts

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]
PRINTED = ("minutes", "score-summary", "recognition-decision", "score-sheet")
# Of the first dossier 61, 63 and 68 points, of the second 91 and 94.
POINTS = (61, 63, 68, 91, 94)
WHO = ("chair", "secretary", "first", "second", "expert", "PA", "PS", "NC", "RO")


@pytest.fixture
def world():
    """Two dossiers; one member signed both sheets, one is in conflict with the second dossier."""
    board = make_board(2)
    session = make_session(board.council, SessionState.CLOSED)
    one, two = (
        make_evaluation(
            session,
            opened_at=timezone.now(),
            verdict=Verdict.RECOGNISE,
            star=3,
            mean=mean,
            sheet_count=count,
        )
        for mean, count in ((64, 3), (92.5, 2))
    )
    first, second = (board.seat(person) for person in board.members)
    secretary, chair = board.seat(board.secretary), board.seat(board.chair)
    for seat, total in ((chair, 61), (first, 63), (second, 68)):
        make_sheet(one, seat, SheetState.SIGNED, total=total)
    make_conflict(two, second)
    for seat, total in ((secretary, 91), (first, 94)):
        make_sheet(two, seat, SheetState.SIGNED, total=total)
    expert = make_user(Role.AGENCY_OFFICER)
    make_sitting(board.council, SeatRole.EXPERT, user=expert, organisation="Hội Nông dân")
    first, second = board.members
    people = {"first": first, "second": second, "expert": expert}
    people |= {"chair": board.chair, "secretary": board.secretary}
    people |= {role: make_user(role) for role in ("PA", "PS", "NC", "RO")}
    return session, people


def paths(session):
    for name in ("bien-ban", "quyet-dinh"):
        yield reverse("reports:session_paper", args=[session.pk, name, "docx"])
    yield reverse("reports:session_summary", args=[session.pk, "docx"])


def points_in(text):
    return tuple(point for point in POINTS if re.search(rf"(?<![\d,.-]){point}(?!\d|,\d)", text))


# --- Before it is closed -----------------------------------------------------------------------


@pytest.mark.parametrize("who", WHO)
def test_of_a_session_that_is_not_closed_nobody_gets_a_paper(sign_in, world, who):  # noqa: F811
    session, people = world
    client = sign_in(people[who])
    assert {client.get(path).status_code for path in paths(session)} == {200}

    for state in sorted(set(SessionState) - {SessionState.CLOSED}):
        type(session).objects.filter(pk=session.pk).update(state=state)
        assert {client.get(path).status_code for path in paths(session)} == {404}


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("state", sorted(set(SessionState) - {SessionState.CLOSED}))
def test_the_command_line_refuses_it_in_words(world, name, state, tmp_path):
    session, people = world
    type(session).objects.filter(pk=session.pk).update(state=state)

    for user in (None, people["PA"].username, people["chair"].username):
        with pytest.raises(CommandError, match="chưa in được"):
            call_command("report", name, session=session.code, user=user, output=tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_a_session_that_is_not_closed_is_no_source_of_a_paper(world):
    session, people = world
    keys = {f"council-minutes:{session.pk}", f"recognition:{session.pk}"}

    def offered():
        return {source for _, rows in sources.offered(people["PA"]) for source, _ in rows}

    assert keys <= offered()
    type(session).objects.filter(pk=session.pk).update(state=SessionState.OPEN)
    assert not keys & offered()


# --- Once it is closed -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "read"),
    [
        ("PA", POINTS),
        ("PS", POINTS),
        ("chair", POINTS),
        ("secretary", POINTS),
        ("first", POINTS),
        ("second", (61, 63, 68)),  # in conflict with the other dossier
        ("expert", ()),
        ("NC", ()),
        ("RO", ()),
    ],
)
def test_the_summary_tells_each_what_they_read_of_sheets(sign_in, world, who, read):  # noqa: F811
    session, people = world
    path = reverse("reports:session_summary", args=[session.pk, "docx"])
    answer = sign_in(people[who]).get(path)
    text = "\n".join(texts(b"".join(answer.streaming_content)))

    assert points_in(text) == read
    assert "64,00" in text
    assert "92,50" in text
    assert ("điểm không mở" in text) == (0 < len(read) < len(POINTS))
    assert ("Điểm của thành viên" in text) == bool(read)


def test_the_summary_is_the_same_on_the_command_line(world, capsys):
    session, people = world
    for who in ("PA", "second", "RO"):
        options = {"session": session.code, "user": people[who].username, "format": "json"}
        call_command("report", "score-summary", **options)
        table = score_summary(session, people[who])

        told = {value for row in table.rows for value in row if isinstance(value, int)}
        assert points_in(capsys.readouterr().out) == tuple(p for p in POINTS if p in told)


def test_who_has_no_account_is_nobody_to_the_command_line(world, capsys):
    """Whoever prints without a name reads as the administrator, not as a member without account."""
    session, people = world
    people["second"].council_places.update(user=None)
    call_command("report", "score-summary", session=session.code, format="json")

    assert points_in(capsys.readouterr().out) == POINTS


@pytest.mark.parametrize("build", [minutes, recognition_decision])
def test_what_everybody_gets_tells_no_sheet(world, build):
    text = "\n".join(texts(paper_word.render(build(world[0]))))

    assert points_in(text) == ()
    assert "phiếu cao nhất và thấp nhất lệch 7 điểm" in text or build is recognition_decision
    assert "lệch 3 điểm" not in text  # of two sheets it would tell both


def test_a_stranger_to_the_council_finds_no_paper(sign_in, world):  # noqa: F811
    session, _ = world
    for role in (Role.UNIT_OFFICER, Role.UNIT_LEADER, Role.AGENCY_OFFICER, Role.COUNCIL_MEMBER):
        client = sign_in(make_user(role))
        assert {client.get(path).status_code for path in paths(session)} == {404}


def test_who_is_in_conflict_prints_no_sheet_of_that_dossier(tmp_path):
    board = make_board(2)
    one = make_scoring(board)
    session, apart = one.session, board.members[1]
    two = make_evaluation(session, make_ready_dossier())
    make_conflict(two, board.seat(apart))
    for evaluation in (one, two):
        sign(evaluation, board.chair, "1.1")
        type(evaluation).objects.filter(pk=evaluation.pk).update(opened_at=timezone.now())
    sign(one, apart, "1.1")
    type(session).objects.update(state=SessionState.CLOSED, closed_at=timezone.now())

    def printed(user):
        file = tmp_path / "sheets.docx"
        options = {"session": session.code, "format": "docx", "output": str(file)}
        call_command("report", "score-sheet", user=user.username, **options)
        return "\n".join(texts(file.read_bytes()))

    assert str(two.dossier.product) in printed(board.chair)
    text = printed(apart)
    assert str(one.dossier.product) in text
    assert str(two.dossier.product) not in text
    assert text.count("Tổng điểm") == 2
