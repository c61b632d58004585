"""Where the pages of a sitting lead next: to the own sheet that waits, to what is left to agree."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from councils.agreement import deciding
from councils.agreement.tasks import session_tasks
from councils.enums import SessionMode, SessionState, Verdict
from councils.membership.forms import CouncilForm
from councils.models import Evaluation
from councils.sheets import keying, scoring
from programs.enums import Authority, Role
from tests.support.councils import make_outside_council, make_own_gate, published_rules
from tests.support.factories import make_unit, make_user
from tests.support.sessions import (
    make_board,
    make_conflict,
    make_ready_dossier,
    make_scored_set,
    make_session,
    save,
    sign,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]


@pytest.fixture
def member(board):
    return board.members[0]


@pytest.fixture
def session(board):
    """A sitting of three dossiers in their order, of one set."""
    criteria = make_scored_set()
    dossiers = [make_ready_dossier(criteria) for _ in range(3)]
    made = make_session(board.council, SessionState.OPEN, *dossiers)
    for place, row in enumerate(made.evaluations.order_by("pk"), 1):
        row.position = place
        row.save()
    return made


def agenda(session):
    return list(session.evaluations.order_by("position"))


def sheet_of(evaluation):
    return reverse("councils:sheet", args=[evaluation.pk])


def first_act(client, row):
    """The address of the filled button, or None."""
    first = client.get(row.get_absolute_url()).context["rail"].first
    return first and first.url


# --- The own sheets of a session ---------------------------------------------------------------


def test_the_session_leads_a_member_to_the_sheet_that_waits(sign_in, session, member):
    first, second, third = agenda(session)
    client = sign_in(member)
    assert first_act(client, session) == sheet_of(first)

    sign(first, member, "1.1")
    save(second, member, "1.1", left=("1.2",))
    assert first_act(client, session) == sheet_of(second)

    for each in (second, third):
        scoring.abstain(each, "Không đủ chuyên môn.", by=member)
    assert first_act(client, session) is None


def test_the_agenda_says_how_each_own_sheet_stands(sign_in, board, session, member):
    first, _, third = agenda(session)
    sign(first, member, "1.1")
    make_conflict(third, board.seat(member))

    rows = sign_in(member).get(session.get_absolute_url()).context["agenda"]
    assert [row.own for row in rows] == ["đã ký", "chưa chấm", ""]


@pytest.mark.parametrize("who", ["staff", "absent"])
def test_who_scores_nothing_there_is_told_of_no_sheet(sign_in, board, session, member, who):
    board.seat(member).attendances.all().delete()
    person = member if who == "absent" else make_user(Role.PROVINCE_STAFF)

    page = sign_in(person).get(session.get_absolute_url())
    assertNotContains(page, "Phiếu của bạn")


def test_a_signed_sheet_leads_on_to_the_next_of_the_agenda(sign_in, session, member):
    first, second, third = agenda(session)
    client = sign_in(member)
    sign(second, member, "1.1")
    assert first_act(client, second) == sheet_of(third)

    sign(third, member, "1.1")
    assert first_act(client, third) == sheet_of(first)
    sign(first, member, "1.1")
    assertNotContains(client.get(third.get_absolute_url()), "phiếu tiếp theo")


def test_written_opinions_lead_on_from_the_call(sign_in, board, member):
    facts = {"mode": SessionMode.WRITTEN, "place": ""}
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier(), **facts)

    assert first_act(sign_in(member), session) == sheet_of(session.evaluations.get())


def test_nobody_scores_what_is_entered_from_minutes(sign_in, board, session, member):
    evaluation = agenda(session)[0]
    session.is_past = True
    session.save()
    evaluation = Evaluation.objects.get(pk=evaluation.pk)

    assert scoring.scoring_refusal(evaluation, member).code == "typed"
    assert keying.session_refusal(evaluation.session, board.secretary).code == "typed"
    assert [task.text for task in session_tasks(member)] == []
    page = sign_in(member).get(session.get_absolute_url())
    assertNotContains(page, "Phiếu của")


def test_a_sheet_that_is_not_whole_says_that_saving_comes_before_signing(
    sign_in, evaluation, member
):
    page = sign_in(member).get(sheet_of(evaluation))

    assertContains(page, "Chấm hết, lưu phiếu rồi ký.")


# --- The dossiers that wait for a conclusion ---------------------------------------------------


def conclude(client, evaluation):
    """The page after the secretary concluded on the dossier."""
    page = reverse("councils:evaluation_conclude", args=[evaluation.pk])
    return client.post(page, {"form_key": uuid4()}, follow=True)


def test_a_conclusion_leads_the_secretary_on_to_the_next_dossier(sign_in, board, session):
    first, second, third = agenda(session)
    session.evaluations.exclude(pk=second.pk).update(own_gate=make_own_gate(sets=[]))
    third.refresh_from_db()
    client = sign_in(board.secretary)

    def way_to(row, left):
        return f'Còn {left} hồ sơ chờ. <a href="{row.get_absolute_url()}">Hồ sơ tiếp theo ›</a>'

    assertContains(conclude(client, third), way_to(first, left=2))
    for evaluation in (first, second):
        scoring.abstain(evaluation, "Không đủ chuyên môn.", by=board.secretary)
    page = conclude(client, first)
    assertContains(page, way_to(second, left=1))
    assert page.context["rail"].first.url == second.get_absolute_url()


def test_the_last_conclusion_leads_back_to_the_session(sign_in, board, session):
    last = agenda(session)[2]
    session.evaluations.update(own_gate=make_own_gate(sets=[]))
    session.evaluations.exclude(pk=last.pk).update(verdict=Verdict.NOT_EVALUATED)

    page = conclude(sign_in(board.secretary), last)

    assertContains(page, "Không còn hồ sơ nào chờ.")
    assertContains(page, f'<a href="{session.get_absolute_url()}">Về danh sách hồ sơ ›</a>')


def test_nobody_else_is_led_through_the_conclusions(sign_in, session):
    page = sign_in(make_user(Role.PROVINCE_STAFF)).get(agenda(session)[0].get_absolute_url())

    assertNotContains(page, "hồ sơ tiếp theo")


# --- What is left to agree upon ----------------------------------------------------------------


def test_the_chair_is_led_to_the_findings_while_members_disagree(sign_in, board):
    criteria = make_scored_set(minima={"1.1": 3})
    evaluation = make_session(
        board.council, SessionState.OPEN, make_ready_dossier(criteria)
    ).evaluations.get()
    for number, person in enumerate(board.voting):
        sign(evaluation, person, "1.1" if number else "1.3")
    evaluation.refresh_from_db()
    deciding.open_scores(evaluation, by=board.chair)

    findings = reverse("councils:findings", args=[evaluation.pk])
    client = sign_in(board.chair)
    assert first_act(client, evaluation) == findings
    said = client.get(findings).context["form"].fields["level_1.1"].help_text
    assert said.startswith("các phiếu khác nhau, cần kết luận: 3 phiếu – ")
    assert "; 1 phiếu – " in said


def test_seats_in_conflict_are_told_apart_from_those_that_did_not_sign(sign_in, board, evaluation):
    make_conflict(evaluation, board.seat(board.members[0]))

    page = sign_in(board.secretary).get(evaluation.get_absolute_url())
    assertContains(page, "00/04 ghế đã ký phiếu, 01 ghế không tham gia vì xung đột lợi ích.")


def test_of_a_concluded_dossier_no_conflict_is_offered_any_more(sign_in, board, evaluation, member):
    declare = reverse("councils:conflict_declare", args=[evaluation.pk])
    client = sign_in(member)
    assertContains(client.get(evaluation.get_absolute_url()), declare)

    Evaluation.objects.filter(pk=evaluation.pk).update(
        verdict=Verdict.REFUSE, star=2, mean=Decimal(60)
    )
    assertNotContains(client.get(evaluation.get_absolute_url()), declare)
    assertContains(client.get(declare), "Hồ sơ này đã có kết luận.", status_code=409)


# --- Before the sitting ------------------------------------------------------------------------


def test_an_empty_agenda_comes_first(sign_in, board):
    session = make_session(board.council)
    make_ready_dossier()

    add = reverse("councils:agenda_add", args=[session.pk])
    assert first_act(sign_in(board.secretary), session) == add


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        (SessionMode.SITTING, "hồ sơ phải được tỉnh tiếp nhận, và chưa ở phiên nào khác."),
        (SessionMode.WRITTEN, "lấy ý kiến bằng văn bản chỉ có hồ sơ đánh giá lại"),
    ],
)
def test_where_no_dossier_can_be_put_on_the_agenda_that_is_said(sign_in, board, mode, sentence):
    session = make_session(board.council, mode=mode)

    page = sign_in(board.secretary).get(reverse("councils:agenda_add", args=[session.pk]))
    assertContains(page, sentence, status_code=409)


def test_a_district_is_told_that_its_own_check_is_enough(sign_in):
    board = make_board(level=Authority.DISTRICT)
    session = make_session(board.council)

    page = sign_in(board.secretary).get(reverse("councils:agenda_add", args=[session.pk]))
    assertContains(page, "ghi Mẫu 03", status_code=409)


def test_the_secretary_alone_is_told_of_a_session_that_is_still_to_be_called(board, member):
    make_session(board.council, SessionState.PREPARING, make_ready_dossier())

    told = {who: [task.text for task in session_tasks(who)] for who in board.voting}
    assert told.pop(board.secretary) == ["01 hồ sơ trong chương trình, chưa mời họp."]
    assert not any(told.values())


def test_a_unit_chooses_among_the_rules_of_its_own_level():
    own = published_rules(level=Authority.DISTRICT)
    published_rules(level=Authority.PROVINCE)
    officer = make_user(Role.UNIT_OFFICER, unit=make_unit())

    assert list(CouncilForm(user=officer).fields["rules"].queryset) == [own]


# --- A sitting outside the portal --------------------------------------------------------------


def test_a_sitting_outside_the_portal_does_not_lead_to_papers(sign_in):
    session = make_session(make_outside_council(), SessionState.CLOSED, is_past=True)
    papers = reverse("reports:session_papers", args=[session.pk])
    client = sign_in(make_user(Role.PROVINCE_STAFF))

    assertNotContains(client.get(session.get_absolute_url()), papers)
    page = client.get(papers)
    assertContains(page, "Phiên họp ngoài cổng: số liệu có trên giấy.")
    assertNotContains(page, "khi phiên họp đã kết thúc")
