# ruff: noqa: F811 -- fixtures
"""Sheets to be filled in by hand: of whom, of what, with which code; in PDF and Word."""

from io import BytesIO

import pdfplumber
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from councils.enums import Presence, SeatRole, SessionMode, SessionState
from councils.models import OwnGate, Seat
from councils.sessions.places import PRINTED_AT_ONCE, places_of, takers_of
from councils.sheets.codes import read_code
from programs.enums import Role
from programs.models import Gate, Regulation
from reports.builders.blank_sheets import blank_sheets
from reports.papers.values import Heading, Paper, Paragraph, letters
from reports.renderers import paper_pdf, paper_word
from tests.councils.conftest import board, law, sign_in, today  # noqa: F401 -- fixtures
from tests.support.councils import make_member, make_rules
from tests.support.factories import make_user
from tests.support.rows import make_provision
from tests.support.sessions import (
    make_board,
    make_conflict,
    make_evaluation,
    make_ready_dossier,
    make_scored_set,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def session(board):
    dossier = make_ready_dossier(make_scored_set(option_1={"points": 1}))
    return make_session(board.council, SessionState.CALLED, dossier)


def sheet_of(session):
    [first, *_] = blank_sheets(places_of(session))
    return first


def texts(paper):
    """All that stands on the paper, a line each."""
    grids = [block for block in paper.blocks if hasattr(block, "rows")]
    cells = [letters(cell) for grid in grids for row in grid.rows for cell in row.cells]
    fills = [f"{each.label}: {each.value}" for each in paper.blocks if hasattr(each, "label")]
    plain = [letters(each.text) for each in paper.blocks if hasattr(each, "text")]
    return "\n".join([*fills, *plain, *cells])


# --- Of whom and of what -----------------------------------------------------------------------


def test_each_voting_seat_has_a_sheet_of_each_dossier_but_those_in_conflict(board, session):
    second = make_evaluation(session)
    apart = board.seat(board.members[0])
    make_conflict(second, apart)

    expected = {(place.evaluation.pk, place.seat.pk) for place in places_of(session)}

    seats = {seat.pk for seat in session.council.seats.voting()}
    first = session.evaluations.first()
    whole = {(each.pk, seat) for each in (first, second) for seat in seats}
    assert expected == whole - {(second.pk, apart.pk)}


def test_who_stands_in_is_named_before_anybody_is_noted_as_there(board, session):
    seat = board.seat(board.members[0])
    instead = make_member(
        seat, stands_in=True, authority="Giấy ủy quyền 5", until=session.day, full_name="Đi Thay"
    )

    assert dict(takers_of(session))[seat] == instead


def test_once_it_is_noted_who_is_there_the_absent_have_none(board, session):
    seats = list(session.council.seats.voting())
    there = seats[0].members.get()
    session.attendances.create(seat=seats[0], presence=Presence.PRESENT, member=there)
    session.attendances.create(seat=seats[1], presence=Presence.ABSENT)

    assert takers_of(session) == [(seats[0], there)]


def test_in_writing_all_who_are_invited_have_one(board, session):
    session.mode = SessionMode.WRITTEN
    session.attendances.create(seat=Seat.objects.voting().first(), presence=Presence.ABSENT)

    assert len(takers_of(session)) == session.council.seats.voting().count()


def test_papers_of_many_dossiers_of_one_set_ask_as_much_as_of_one(session):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            blank_sheets(places_of(session))
        return len(queries)

    before, criteria_set = asked(), session.evaluations.get().dossier.criteria_set
    for _ in range(3):
        make_evaluation(session, make_ready_dossier(criteria_set))
    assert asked() == before


# --- What stands on it -------------------------------------------------------------------------


def test_a_sheet_tells_whose_it_is_and_offers_each_level_by_its_number(session):
    place, paper = places_of(session)[0], sheet_of(session)
    said = texts(paper)

    assert str(place.member) in said
    assert str(place.evaluation.dossier.product) in said
    assert f"{session.code}, {session.council}" in said
    for line in ("□ 1. ", "□ 2. ", "□ 0. không đạt mức nào – 0 điểm"):
        assert line in said
    assert paper.signatures[0].note == "(ký, ghi rõ họ tên)"


def test_the_code_says_session_dossier_and_seat(session):
    for place, paper in zip(places_of(session), blank_sheets(places_of(session)), strict=True):
        assert read_code(paper.code) == (session.pk, place.evaluation.pk, place.seat.pk)


def test_gates_that_hold_for_the_set_are_offered_to_be_ticked(session):
    [evaluation] = session.evaluations.all()
    number = evaluation.dossier.product.product_set.number
    law_of = Regulation.objects.get(code="26-2026")
    facts = {"regulation": law_of, "effect": Gate.objects.first().effect, "position": 90}
    for key, label, which in (("x", "Hàng giả (thử)", number), ("y", "Của bộ khác", number + 1)):
        make_provision(Gate, key=key, label=label, places=[[which, ""]], **facts)

    paper = sheet_of(session)

    assert "Hàng giả (thử)" in texts(paper)
    assert "Của bộ khác" not in texts(paper)
    assert Heading("Điều kiện loại (đánh dấu nếu có)", 3) in paper.blocks


def test_where_criteria_are_not_known_the_sheet_has_the_parts(session):
    [evaluation] = session.evaluations.all()
    evaluation.dossier.criteria_set = None
    evaluation.dossier.save()

    said = texts(sheet_of(session))

    assert "A\n" in said
    assert "(tối đa 40 điểm)" in said
    assert "không đạt mức nào" not in said


def test_the_code_stands_on_every_page_of_pdf_and_word(session):
    paper = sheet_of(session)
    with pdfplumber.open(BytesIO(paper_pdf.render(paper, paper))) as pdf:
        assert all(paper.code in page.extract_text() for page in pdf.pages)
        assert pdf.pages[0].curves or pdf.pages[0].rects  # the QR code
    document = Document(BytesIO(paper_word.render(paper, paper)))
    assert len(document.inline_shapes) == 2
    assert paper.code in [paragraph.text for paragraph in document.paragraphs]
    for section in document.sections:
        assert section.header.paragraphs[0].text.endswith(f" · {paper.code}")


def test_papers_without_a_code_bear_none():
    content = paper_word.render(Paper(name="A", blocks=(Paragraph("B"),)))
    assert not Document(BytesIO(content)).inline_shapes


# --- Who prints --------------------------------------------------------------------------------


def of_session(session, extension="docx", **query):
    url = reverse("reports:session_blank_sheets", args=[session.pk, extension])
    return f"{url}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


@pytest.fixture
def secretary(sign_in, board):
    return sign_in(board.secretary)


def sheets_in(answer):
    assert answer.status_code == 200
    return len(Document(BytesIO(answer.getvalue())).inline_shapes)


def test_the_secretary_prints_all_those_of_a_member_and_those_of_a_dossier(
    board, session, secretary
):
    evaluation, seats = make_evaluation(session), session.council.seats.voting().count()
    seat = board.seat(board.members[0]).pk
    url = reverse("reports:evaluation_blank_sheets", args=[evaluation.pk, "docx"])

    assert sheets_in(secretary.get(of_session(session))) == 2 * seats
    assert sheets_in(secretary.get(of_session(session, ghe=seat))) == 2
    assert sheets_in(secretary.get(url)) == seats
    assert sheets_in(secretary.get(f"{url}?ghe={seat}")) == 1


def test_a_pdf_of_too_many_sheets_is_refused_and_offered_in_parts(session, secretary, monkeypatch):
    monkeypatch.setattr("reports.views.councils.PRINTED_AT_ONCE", 3)
    refusal = secretary.get(of_session(session, "pdf"))

    assert refusal.status_code == 422
    assert "từng phần của một thành viên" in refusal.content.decode()
    assert sheets_in(secretary.get(of_session(session, phan=1))) == 3
    assert sheets_in(secretary.get(of_session(session, phan=2))) == 1
    assert secretary.get(of_session(session, phan=3)).status_code == 404


def test_a_member_prints_the_own_sheets_alone(sign_in, board, session):
    client, own = sign_in(board.members[0]), board.seat(board.members[0]).pk

    assert sheets_in(client.get(of_session(session, ghe=own))) == 1
    assert client.get(of_session(session, ghe=board.seat(board.chair).pk)).status_code == 403
    assert client.get(of_session(session)).status_code == 403
    assert client.get(of_session(session, ghe="x")).status_code == 403


@pytest.mark.parametrize("state", [SessionState.PREPARING, SessionState.CLOSED])
def test_nothing_is_printed_before_the_call_and_after_the_end(session, secretary, state):
    type(session).objects.update(state=state, closed_at=session.starts_at)

    assert secretary.get(of_session(session)).status_code == 409


def test_who_sees_the_session_and_has_no_part_in_it_prints_nothing(sign_in, session):
    assert sign_in(make_user(Role.OBSERVER)).get(of_session(session)).status_code == 403


def test_the_page_leads_to_the_files_of_each_member_in_parts(session, secretary):
    criteria_set = session.evaluations.get().dossier.criteria_set
    for _ in range(PRINTED_AT_ONCE):
        make_evaluation(session, make_ready_dossier(criteria_set))
    page = secretary.get(reverse("councils:session_sheets", args=[session.pk])).content.decode()

    seats = session.council.seats.voting().exclude(role=SeatRole.EXPERT).count()
    assert page.count("PDF phần 2") == seats
    assert page.count("phieu-trong.pdf?ghe=") == 2 * seats


def test_conditions_of_the_quy_che_are_offered_to_be_ticked_as_such(today):
    gates = [
        OwnGate(label="Chủ thể đang bị xử phạt", effect="not_evaluated"),
        OwnGate(label="Của bộ khác", effect="not_evaluated", sets=[999]),
    ]
    rules = make_rules("published", gates=gates, level="province", valid_from="2026-05-22")
    dossier = make_ready_dossier(make_scored_set())
    session = make_session(make_board(rules=rules).council, SessionState.CALLED, dossier)

    told = texts(sheet_of(session))

    assert "Chủ thể đang bị xử phạt (điều kiện của Quy chế) (không đánh giá)" in told
    assert "Của bộ khác" not in told
