"""The notices of a session: drafted by one act, then signed off, numbered and issued together."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from councils.enums import SessionState
from programs import clock
from programs.acts import AlreadyDone, StepRefused
from programs.enums import Authority, Role
from programs.models import Event
from reports.enums import PaperState
from reports.models import OutgoingPaper
from reports.outgoing import drafting, result_notices, sources
from reports.outgoing.workflow import OUTGOING
from reports.papers.values import letters
from tests.councils.conftest import law, sign_in, today  # noqa: F401 -- fixtures
from tests.support.factories import make_unit, make_user
from tests.support.sat import make_told_session
from tests.support.sessions import make_board, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]


@pytest.fixture
def typed(agency):
    return {
        "issuer": agency,
        "symbol": "TB-SNNMT",
        "authority": "",
        "signer_title": "Giám đốc",
        "signer_name": "Nguyễn Văn Mẫu",
    }


@pytest.fixture
def session(agency):
    return make_told_session()


def posted(typed):
    return {**typed, "issuer": typed["issuer"].pk, "key": str(uuid.uuid4())}


def test_one_act_drafts_a_notice_for_each_unit_and_each_producer(session, drafter, typed):
    result_notices.draft_all(session, typed, by=drafter)

    rows = list(OutgoingPaper.objects.order_by("pk"))
    assert len(rows) == 8  # of four products, each of another unit and another producer
    assert {row.kind for row in rows} == {"thong-bao"}
    assert {(row.symbol, row.signer_name) for row in rows} == {("TB-SNNMT", "Nguyễn Văn Mẫu")}
    to = [row.recipients.get() for row in rows]
    assert [each.unit is not None for each in to] == [True] * 4 + [False] * 4
    assert all(drafting.lacks(row) == [] for row in rows)
    assert all(drafting.outdated(row, drafter) == "" for row in rows)
    assert Event.objects.about(session).get(action="draft_notices").note == "08 thông báo"


def test_who_has_one_gets_no_second(session, drafter, typed):
    result_notices.draft_all(session, typed, by=drafter)
    with pytest.raises(StepRefused, match="Mọi thông báo của phiên này đã được soạn"):
        result_notices.draft_all(session, typed, by=drafter)

    first = OutgoingPaper.objects.order_by("pk").first()
    OUTGOING.take(first, "drop", by=drafter, answers={"note": "Nhầm."})
    result_notices.draft_all(session, typed, by=drafter)
    assert OutgoingPaper.objects.filter(source=first.source).count() == 2
    assert OutgoingPaper.objects.count() == 9


def test_the_same_form_twice_drafts_them_once(session, drafter, typed):
    key = uuid.uuid4()
    result_notices.draft_all(session, typed, by=drafter, key=key)
    with pytest.raises(AlreadyDone):
        result_notices.draft_all(session, typed, by=drafter, key=key)

    assert OutgoingPaper.objects.count() == 8


@pytest.mark.parametrize("state", [SessionState.OPEN, SessionState.CALLED])
def test_before_the_session_is_closed_nobody_is_told(session, drafter, typed, state):
    type(session).objects.filter(pk=session.pk).update(state=state)
    session.refresh_from_db()

    with pytest.raises(StepRefused, match="chưa có kết quả"):
        result_notices.draft_all(session, typed, by=drafter)
    assert not OutgoingPaper.objects.exists()


def test_a_district_numbers_its_own(drafter, typed):
    board = make_board(1, level=Authority.DISTRICT, unit=make_unit())
    session = make_session(board.council, SessionState.CLOSED)

    with pytest.raises(StepRefused, match="văn phòng của huyện lấy số"):
        result_notices.draft_all(session, typed, by=drafter)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.COUNCIL_SECRETARY])
def test_others_draft_nothing(session, typed, role):
    refused = result_notices.drafting_refusal(session, make_user(role))

    assert refused.status == 403


def test_a_notice_is_offered_until_it_is_drafted(session, drafter, typed):
    def offered():
        rows = [row for _, rows in sources.offered(drafter) for row in rows]
        return [source for source, _ in rows if source.startswith("result-notice:")]

    assert len(offered()) == 8
    result_notices.draft_all(session, typed, by=drafter)
    assert offered() == []


@pytest.mark.parametrize("key", ["", "x", "0-u1", "999-u1", "1-", "1-x7", "-u1"])
def test_a_notice_of_no_session_or_nobody_is_no_source(session, drafter, key):
    with pytest.raises(StepRefused, match="Không còn dữ liệu nguồn"):
        sources.made_from(f"result-notice:{key}", drafter)


# --- From the pages ----------------------------------------------------------------------------


def test_the_page_drafts_them_and_shows_where_they_are(sign_in, session, drafter, typed):  # noqa: F811
    client = sign_in(drafter)
    page = client.get(reverse("reports:session_papers", args=[session.pk]))
    path = reverse("reports:notices_draft", args=[session.pk])
    assertContains(page, path)

    client.post(path, posted(typed))

    page = client.get(reverse("reports:session_papers", args=[session.pk]))
    for row in OutgoingPaper.objects.all():
        assertContains(page, row.get_absolute_url())


FAULTS = {
    "Ký hiệu ghi in hoa": {"symbol": "sở"},
    "đứng riêng một dòng": {"signer_title": "KT. GIÁM ĐỐC"},
    "không phải quyền hạn ký": {"authority": "Thay"},
    "bắt buộc": {"signer_name": ""},
}


@pytest.mark.parametrize("sentence", FAULTS)
def test_a_fault_in_the_form_drafts_nothing(sign_in, session, drafter, typed, sentence):  # noqa: F811
    path = reverse("reports:notices_draft", args=[session.pk])
    answer = sign_in(drafter).post(path, posted(typed | FAULTS[sentence]))

    assertContains(answer, sentence)
    assert not OutgoingPaper.objects.exists()


def test_ticked_papers_go_their_way_together(sign_in, session, drafter, clerk, typed):  # noqa: F811
    result_notices.draft_all(session, typed, by=drafter)
    chosen = [*OutgoingPaper.objects.order_by("pk").values_list("pk", flat=True)[:3]]
    client = sign_in(clerk)

    day = clock.today().strftime("%d/%m/%Y")
    for name in ("sign_off", "number", "issue"):
        path = reverse("reports:outgoing_bulk", args=[name])
        client.post(path, {"chon": chosen, "day": day, "key": str(uuid.uuid4())})

    rows = OutgoingPaper.objects.filter(pk__in=chosen)
    assert {row.state for row in rows} == {PaperState.ISSUED}
    assert sorted(row.number for row in rows) == [1, 2, 3]
    assert OutgoingPaper.objects.filter(state=PaperState.DRAFT).count() == 5
    numbers = [paper.head.number for paper in result_notices.papers(session, clerk)]
    assert sorted(filter(None, numbers)) == ["01", "02", "03"]


def test_who_drafted_them_signs_none_off(sign_in, session, clerk, typed):  # noqa: F811
    result_notices.draft_all(session, typed, by=clerk)
    chosen = list(OutgoingPaper.objects.values_list("pk", flat=True))
    path = reverse("reports:outgoing_bulk", args=["sign_off"])
    answer = sign_in(clerk).post(path, {"chon": chosen, "key": str(uuid.uuid4())}, follow=True)

    assertContains(answer, "cần một quản trị cấp tỉnh khác")
    assert set(OutgoingPaper.objects.values_list("state", flat=True)) == {PaperState.DRAFT}


# --- What they cite ----------------------------------------------------------------------------


def test_a_notice_cites_the_decision_once_it_is_issued(session, drafter, clerk):
    paper = drafting.begun(f"recognition:{session.pk}", drafter)
    paper.issuer, paper.symbol = drafter.agency, "QĐ-UBND"
    paper.authority, paper.signer_name = "", "Nguyễn Văn Ký"
    paper = drafting.create(paper, [drafting.recipient_of(session.council.unit)], by=drafter)
    for name, answers in (
        ("sign_off", {}),
        ("number", {"number": f"01/{clock.today().year}"}),
        ("issue", {"day": clock.today()}),
    ):
        paper = OUTGOING.take(paper, name, by=clerk, answers=answers)

    told = " ".join(map(_text, result_notices.papers(session, drafter)))
    assert "công nhận 4 sao theo Quyết định số 01/QĐ-UBND ngày" in told


def _text(paper):
    return " ".join(letters(block.text) for block in paper.blocks)


def test_a_submission_keeps_the_symbol_of_its_kind(session, drafter):
    paper = drafting.begun(f"submission:{session.pk}", drafter)

    assert (paper.kind, paper.symbol) == ("to-trinh", "TTr-HĐ")
