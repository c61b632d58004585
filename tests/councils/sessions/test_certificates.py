"""The certificates of a closed session are prepared in one act, and issued by somebody else."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from councils.enums import SessionState, Verdict
from councils.sessions import certificates
from councils.sessions.workflow import SESSION
from products.certificates import issuing
from products.certificates.history import status_of
from products.enums import CertificateState, CertificateStatus, DossierKind, DossierState
from products.models import Certificate, Product
from programs.acts import AlreadyDone, StepRefused
from programs.enums import Authority, Role
from programs.models import Event
from tests.support.factories import make_certificate, make_product, make_user
from tests.support.sessions import (
    make_board,
    make_evaluation,
    make_outside,
    make_ready_dossier,
    make_scored_set,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]
TODAY, YESTERDAY = date(2026, 6, 10), date(2026, 6, 9)
DECISION = {"decision_number": "45/QĐ-UBND", "decision_date": TODAY}
TYPED = {"decision_number": "45/QĐ-UBND", "decision_date": "10/06/2026"}


@pytest.fixture
def staff():
    return make_user(Role.PROVINCE_STAFF)


@pytest.fixture
def boss():
    return make_user(Role.PROVINCE_ADMIN)


@pytest.fixture
def session(board):
    return make_session(board.council, SessionState.OPEN)


@pytest.fixture(scope="module")
def criteria(law, django_db_blocker):
    with django_db_blocker.unblock():
        return make_scored_set()


def concluded(session, criteria, verdict=Verdict.RECOGNISE, star=3, mean="55", **fields):
    """A dossier of the session with this conclusion; `of` is the certificate that it is of."""
    facts = {"aimed_star": 4, "received_on": date(2026, 5, 25)}
    dossier = make_ready_dossier(criteria, **facts | fields)
    facts = {"verdict": verdict, "star": star, "mean": Decimal(mean)}
    return make_evaluation(session, dossier, **facts)


def again(session, criteria, kind, held, **facts):
    """The same for an upgrade or a re-evaluation of what has a certificate of this star."""
    row = concluded(session, criteria, kind=DossierKind.FIRST, **facts)
    row.dossier.certificate = make_certificate(row.dossier.product, star=held)
    row.dossier.kind = kind
    row.dossier.save()
    return row


def close(session, board):
    answers = {"minutes_number": "05/BB-HĐ", "above": "Đủ điểm."}
    return SESSION.take(session, "close", by=board.secretary, answers=answers)


def line_of(session, evaluation, day=TODAY):
    lines = certificates.lines_of(session, day)
    return next(line for line in lines if line.evaluation.pk == evaluation.pk)


def drafts():
    rows = Certificate.objects.filter(state=CertificateState.PREPARED).order_by("pk")
    return {row.product_id: row for row in rows}


# --- What is prepared --------------------------------------------------------------------------


def test_each_recognised_product_gets_a_draft_of_its_star_by_one_decision(
    board, session, criteria, staff
):
    three = concluded(session, criteria)
    four = concluded(session, criteria, star=4, mean="82.5")
    session = close(session, board)

    certificates.prepare_all(session, DECISION, by=staff)

    made = drafts()
    assert {pk: row.star for pk, row in made.items()} == {
        three.dossier.product_id: 3,
        four.dossier.product_id: 4,
    }
    draft = made[four.dossier.product_id]
    assert (draft.decision_number, draft.decision_date) == ("45/QĐ-UBND", TODAY)
    assert (draft.regulation.code, draft.authority) == ("26-2026", "province")
    assert draft.basis == f"Biên bản số 05/BB-HĐ, phiên {session.code} ngày 10/06/2026, 82,5 điểm"
    assert draft.number is None
    assert draft.prepared_by == staff


def test_the_page_says_until_when_a_certificate_would_be_valid(board, session, criteria, staff):
    row = concluded(session, criteria)
    line = line_of(close(session, board), row)

    assert line.is_ready
    assert line.grant[1:] == ("cấp tỉnh", date(2029, 6, 10))


def test_what_waits_over_all_sessions_is_told_in_a_fixed_number_of_queries(board, criteria):
    def closed(count):
        for _ in range(count):
            session = make_session(board.council, SessionState.OPEN)
            for _ in range(count):
                concluded(session, criteria)
            close(session, board)
        with CaptureQueriesContext(connection) as queries:
            found = [(each.state, left) for each, left in certificates.left()]
        return found, len(queries)

    one, asked = closed(1)
    assert one == [("closed", 1)]
    assert closed(2) == ([("closed", 1), ("closed", 2), ("closed", 2)], asked)


def test_what_went_up_or_has_its_certificate_waits_for_none(board, session, criteria, staff):
    row = concluded(session, criteria)
    concluded(session, criteria, Verdict.FORWARD, star=5, mean="95")
    again(session, criteria, DossierKind.UPGRADE, held=4)
    session = close(session, board)
    assert certificates.left() == [(session, 1)]

    make_certificate(row.dossier.product, star=3, issued_on=TODAY)
    assert certificates.left() == []


def test_what_was_refused_or_not_evaluated_has_no_line(board, session, criteria):
    concluded(session, criteria, Verdict.REFUSE, star=2, mean="40")
    session = close(session, board)

    assert certificates.lines_of(session) == []


def test_what_was_forwarded_gets_none_until_the_ministry_has_answered(
    board, session, criteria, staff
):
    row = concluded(session, criteria, Verdict.FORWARD, star=5, mean="92", aimed_star=5)
    session = close(session, board)
    assert "trung ương công nhận" in line_of(session, row).why

    make_outside(evaluation=row)
    row.dossier.refresh_from_db()
    row.dossier.result_star, row.dossier.result_mean = 4, Decimal(85)
    row.dossier.save()
    certificates.prepare_all(session, DECISION, by=staff)

    draft = drafts()[row.dossier.product_id]
    assert (draft.star, draft.basis) == (4, "Kết quả của Trung ương theo 15/QĐ-BNNMT, 85 điểm")


def test_an_upgrade_that_misses_its_star_leaves_the_present_certificate(
    board, session, criteria, staff
):
    missed = again(session, criteria, DossierKind.UPGRADE, held=3)
    reached = again(session, criteria, DossierKind.UPGRADE, held=3, star=4, mean="80")
    session = close(session, board)

    assert "giữ nguyên đến hết hạn" in line_of(session, missed).why
    assert "Thay" in line_of(session, reached).note
    certificates.prepare_all(session, DECISION, by=staff)

    assert set(drafts()) == {reached.dossier.product_id}
    assert status_of(missed.dossier.certificate) == CertificateStatus.VALID


def test_a_re_evaluation_may_lower_the_star_and_says_so(board, session, criteria, staff):
    row = again(session, criteria, DossierKind.RE_EVALUATION, held=4)
    session = close(session, board)

    assert line_of(session, row).note.startswith("Hạ hạng: Giấy chứng nhận 4 sao")
    certificates.prepare_all(session, DECISION, by=staff)
    assert drafts()[row.dossier.product_id].star == 3


def test_what_has_a_draft_or_was_merged_is_left_with_its_reason(board, session, criteria, staff):
    drafted, merged = concluded(session, criteria), concluded(session, criteria)
    ready = concluded(session, criteria)
    session = close(session, board)
    own = issuing.prepare(drafted.dossier.product, 3, "Biên bản", by=staff)
    Product.objects.filter(pk=merged.dossier.product_id).update(merged_into=make_product())

    assert line_of(session, drafted).certificate == own
    assert "đã gộp" in line_of(session, merged).why
    certificates.prepare_all(session, DECISION, by=staff)
    assert set(drafts()) == {drafted.dossier.product_id, ready.dossier.product_id}


# --- All or nothing, once ----------------------------------------------------------------------


def test_where_one_cannot_be_prepared_none_is(board, session, criteria, staff, monkeypatch):
    concluded(session, criteria)
    last = concluded(session, criteria)
    session = close(session, board)
    prepare = issuing.prepare

    def refuse_the_last(product, *args, **facts):
        if product == last.dossier.product:
            raise StepRefused("Không được.")
        return prepare(product, *args, **facts)

    monkeypatch.setattr(issuing, "prepare", refuse_the_last)
    with pytest.raises(StepRefused, match="Chưa có giấy nào được chuẩn bị"):
        certificates.prepare_all(session, DECISION, by=staff)

    assert drafts() == {}


def test_the_same_form_twice_prepares_once(board, session, criteria, staff):
    concluded(session, criteria)
    session, key = close(session, board), uuid.uuid4()

    certificates.prepare_all(session, DECISION, by=staff, key=key)
    with pytest.raises(AlreadyDone):
        certificates.prepare_all(session, DECISION, by=staff, key=key)
    with pytest.raises(StepRefused, match="Không còn sản phẩm nào"):
        certificates.prepare_all(session, DECISION, by=staff)

    assert len(drafts()) == 1
    assert Event.objects.filter(action="prepare_certificates").count() == 1


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 6, 11), "chưa đến"),
        (YESTERDAY, r"trước ngày có kết quả \(10/06/2026\)"),
    ],
)
def test_the_day_of_the_decision_is_one_after_the_result(
    board, session, criteria, staff, day, sentence
):
    concluded(session, criteria)
    session = close(session, board)

    with pytest.raises(StepRefused, match=sentence):
        certificates.prepare_all(session, DECISION | {"decision_date": day}, by=staff)
    assert drafts() == {}


def test_the_session_is_not_opened_again_while_drafts_rest_on_it(board, session, criteria, staff):
    row = concluded(session, criteria)
    session = close(session, board)
    certificates.prepare_all(session, DECISION, by=staff)

    def reopen():
        return SESSION.take(session, "reopen", by=board.secretary, answers={"note": "Sai."})

    with pytest.raises(StepRefused, match="hãy bỏ dự thảo trước"):
        reopen()
    draft = drafts()[row.dossier.product_id]
    issuing.ISSUANCE.take(draft, "drop", by=staff, answers={"note": "Sai."})
    assert reopen().state == SessionState.OPEN


# --- Who, and the page -------------------------------------------------------------------------


def test_a_second_person_issues_what_was_prepared_with_the_decision_at_hand(
    board, session, criteria, boss, sign_in
):
    row = concluded(session, criteria)
    session = close(session, board)
    certificates.prepare_all(session, DECISION, by=boss)
    draft = drafts()[row.dossier.product_id]

    answers = DECISION | {"issued_on": TODAY}
    with pytest.raises(StepRefused, match="Người dự thảo không được tự cấp"):
        issuing.ISSUANCE.take(draft, "issue", by=boss, answers=answers)
    other = make_user(Role.PROVINCE_ADMIN)
    address = reverse("products:certificate_step", args=[draft.pk, "issue"])
    assertContains(sign_in(other).get(address), "45/QĐ-UBND")
    issued = issuing.ISSUANCE.take(draft, "issue", by=other, answers=answers)
    assert issued.number is not None
    assert "Đã có" in line_of(session, row).why


def test_a_draft_shows_its_decision_and_no_days_that_it_has_not(
    board, session, criteria, staff, sign_in
):
    concluded(session, criteria)
    certificates.prepare_all(close(session, board), DECISION, by=staff)
    [draft] = drafts().values()

    page = sign_in(staff).get(draft.get_absolute_url())
    assertContains(page, "Số 45/QĐ-UBND ngày 10/06/2026, cấp tỉnh công nhận")
    assertNotContains(page, "<dt>Hiệu lực</dt>", html=True)


def test_the_department_prepares_them_from_the_page_of_the_session(
    board, session, criteria, staff, sign_in
):
    concluded(session, criteria)
    session = close(session, board)
    address = reverse("councils:session_certificates", args=[session.pk])
    client = sign_in(staff)

    assertContains(client.get(session.get_absolute_url()), address)
    assertContains(client.get(address), "Chuẩn bị 01 giấy")
    early = client.post(address, TYPED | {"decision_date": "09/06/2026"})
    assertContains(early, "trước ngày có kết quả", status_code=422)
    done = client.post(address, TYPED, follow=True)
    assertContains(done, "Đã chuẩn bị 01 dự thảo giấy chứng nhận.")
    assertContains(client.get(address), "Không còn giấy nào để chuẩn bị.")


def test_others_neither_see_nor_take_the_act(board, session, criteria, sign_in):
    concluded(session, criteria)
    session = close(session, board)
    address = reverse("councils:session_certificates", args=[session.pk])

    for person in (board.secretary, board.chair, make_user(Role.OBSERVER)):
        client = sign_in(person)
        assertNotContains(client.get(session.get_absolute_url()), address)
        assert client.post(address, TYPED).status_code == 403
    assert drafts() == {}


def test_a_session_that_is_not_closed_prepares_none(board, session, criteria, staff, sign_in):
    concluded(session, criteria)
    address = reverse("councils:session_certificates", args=[session.pk])

    assert sign_in(staff).get(address).status_code == 409


def test_the_page_asks_as_much_for_three_products_as_for_one(
    board, session, criteria, staff, django_assert_max_num_queries
):
    for _ in range(3):
        again(session, criteria, DossierKind.RE_EVALUATION, held=4)
    session = close(session, board)

    with django_assert_max_num_queries(12):
        certificates.lines_of(session)


# --- A district's Council under Decision 148 ---------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "star", "why"),
    [
        (Verdict.RECOGNISE, 3, ""),
        (Verdict.RECOGNISE, 4, "Hạng 4 sao do cấp tỉnh công nhận."),
        (Verdict.FORWARD, 3, "Hồ sơ không còn mang kết quả của phiên họp."),
    ],
)
def test_a_district_prepares_the_star_that_it_grants_and_none_above(criteria, verdict, star, why):
    """What goes up has the province's result, also where that grants no more than 3 stars."""
    council = make_board(1, level=Authority.DISTRICT).council
    session = make_session(council, SessionState.CLOSED)
    facts = {"received_on": date(2024, 5, 20), "aimed_star": 4}
    row = concluded(session, criteria, verdict, star=star, mean="73", **facts)
    dossier = row.dossier
    dossier.state, dossier.concluded_on = DossierState.CONCLUDED, TODAY
    dossier.result_mean, dossier.result_star = Decimal(73), star
    dossier.save()

    line = line_of(session, row)
    assert (line.is_ready, line.why) == (not why, why)
