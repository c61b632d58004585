"""The papers of Councils and their sessions: what they say where something is missing or long."""

from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.enums import SeatRole, SessionMode, SessionState, Verdict
from councils.models import Council
from products.models import Dossier
from programs.acts import StepRefused
from programs.enums import Authority, Role
from reports.builders.council_papers import council_decision, invitation
from reports.builders.score_summary import score_summary
from reports.builders.session_papers import minutes, recognition_decision
from reports.papers.lists import list_paper
from reports.papers.values import letters
from reports.renderers import paper_pdf, paper_word
from tests.councils.conftest import law, sign_in, today  # noqa: F401 -- fixtures
from tests.reports.papers.test_papers import markup_texts, words
from tests.support.councils import make_rules
from tests.support.factories import make_user
from tests.support.sat import SEATS, make_dossier_of, make_named_council, make_told_session
from tests.support.sessions import make_conflict, make_evaluation, make_relation, make_session
from tests.support.word import texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
BODIES = ("Sở Nông nghiệp và Môi trường", "Sở Công Thương")
LONG = "Hợp tác xã dịch vụ nông nghiệp tổng hợp sản xuất chế biến kinh doanh thủy sản " * 2


def summary_paper(session):
    return list_paper(score_summary(session, make_user(Role.PROVINCE_ADMIN)))


OF_SESSION = (invitation, minutes, recognition_decision, summary_paper)


def said(paper):
    return words(texts(paper_word.render(paper)))


def drawn(paper):
    """Of each page of the PDF: its words, and how far to the right something stands."""
    with pdfplumber.open(BytesIO(paper_pdf.render(paper))) as pdf:
        return [
            (page.extract_text(), page.width - max(char["x1"] for char in page.chars))
            for page in pdf.pages
        ]


def signed_by(paper):
    [signature] = paper.signatures
    return *signature.authority, signature.title, signature.name


# --- In both formats ---------------------------------------------------------------------------


@pytest.mark.parametrize("build", OF_SESSION)
def test_pdf_and_word_say_the_same(build):
    paper = build(make_told_session())

    assert said(paper) == markup_texts(paper)


def test_the_decision_says_the_same_in_both():
    paper = council_decision(make_named_council())

    assert said(paper) == markup_texts(paper)


# --- What may be missing -----------------------------------------------------------------------


def test_a_council_without_an_advisory_group_names_none():
    council = make_named_council(SEATS)
    decision = council_decision(council)
    letter = invitation(make_session(council, SessionState.CALLED, make_dossier_of("Chè dây")))

    assert "Tổ tư vấn" not in " ".join([*said(decision), *said(letter)])
    assert decision.receivers[0] == "Như Điều 3"
    assert letter.addressees == ("Các thành viên Hội đồng",)


def test_a_decision_that_is_not_made_yet_leaves_room_for_its_number_and_day():
    fields = {"state": "draft", "decision_number": "", "decided_on": None}
    text = said(council_decision(make_named_council(**fields)))

    assert "Số: /QĐ-UBND" in text
    assert "Quảng Ngãi, ngày tháng 5 năm 2026" in text


def test_a_seat_without_a_person_and_a_person_without_a_job_are_named_as_they_are():
    council = make_named_council()
    council.seats.get(organisation="Sở Công Thương").members.all().delete()
    text = said(council_decision(council))

    assert "5. …, Sở Công Thương – Ủy viên." in text
    assert "3. Nguyễn Thư Ký, Văn phòng Điều phối – Ủy viên thư ký;" in text


def test_where_nobody_presides_the_invitation_is_signed_by_no_name():
    council = make_named_council()
    council.seats.get(role=SeatRole.CHAIR).members.all().delete()
    letter = invitation(make_session(council, SessionState.CALLED))

    assert signed_by(letter) == ("CHỦ TỊCH HỘI ĐỒNG", "")


@pytest.mark.parametrize(
    ("title", "lines", "decides"),
    [
        ("Chủ tịch", ("CHỦ TỊCH",), "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"),
        (
            "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH",
            ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
        ),
        (
            "TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH",
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
        ),
    ],
)
def test_who_signs_says_who_decides(title, lines, decides):
    session = make_told_session(make_named_council(signer_title=title))

    for paper in (council_decision(session.council), recognition_decision(session)):
        assert signed_by(paper) == (*lines, "Nguyễn Văn Ký")
        assert letters(paper.blocks[0].text) == decides


def test_two_bases_of_one_number_are_both_cited_in_full():
    number = {"number": "26/2026/QĐ-TTg", "level": Authority.PROVINCE}
    session = make_told_session(make_named_council(rules=make_rules("published", **number)))
    text = " ".join(said(recognition_decision(session)))

    assert text.count("Quyết định số 26/2026/QĐ-TTg ngày 22/5/2026 của Thủ tướng") == 2
    assert text.count("Quyết định số 26/2026/QĐ-TTg ngày 01/02/2024 của Ủy ban") == 1


def test_products_under_two_laws_are_recognised_by_both():
    session = make_told_session()
    make_evaluation(
        session, make_dossier_of("Rượu cần"), verdict=Verdict.RECOGNISE, star=3, mean=60
    )
    Dossier.objects.filter(product__name="Rượu cần").update(received_on=date(2026, 3, 2))
    text = said(recognition_decision(session))

    assert sum(line.startswith("Căn cứ Quyết định số") for line in text) == 3
    assert any("148/QĐ-TTg và Quyết định số 26/2026/QĐ-TTg." in line for line in text)


def test_a_day_without_a_law_is_refused_in_words(sign_in):  # noqa: F811 -- the fixture
    council = make_named_council(starts_on=date(2018, 1, 1), decided_on=date(2018, 1, 1))
    client = sign_in(make_user(Role.PROVINCE_STAFF))

    with pytest.raises(StepRefused, match="ngày 01/01/2018"):
        council_decision(council)
    answer = client.get(reverse("reports:council_decision", args=[council.pk, "pdf"]))
    assert answer.status_code == 409
    assert "ngày 01/01/2018" in answer.content.decode()


def test_opinions_in_writing_are_asked_for_until_a_day():
    session = make_told_session(mode=SessionMode.WRITTEN, place="")
    text = said(invitation(session))

    assert "Lấy ý kiến đánh giá, phân hạng 04 sản phẩm OCOP" in text
    until = "đến hết 11 giờ 05 phút, ngày 10 tháng 6 năm 2026."
    assert f"1. Thời gian: 07 giờ 30 phút, ngày 10 tháng 6 năm 2026 {until}" in text
    assert "2. Địa điểm: lấy ý kiến bằng văn bản." in text
    assert not any("dự họp" in line for line in text)


def test_nobody_signs_for_a_seat_that_stayed_empty():
    session = make_told_session()
    session.attendances.filter(seat__role=SeatRole.SECRETARY).update(presence="absent")

    assert [each.name for each in minutes(session).signatures] == ["", "Trần Văn Chủ"]
    assert "Vắng mặt: Văn phòng Điều phối; Sở Công Thương." in said(minutes(session))


def test_minutes_name_who_takes_no_part_and_by_which_kind_and_tell_no_source():
    session = make_told_session()
    evaluation = session.evaluations.last()
    deputy, trade = (session.council.seats.get(organisation=name) for name in BODIES)
    producer = evaluation.dossier.product.producer
    person = deputy.members.get()
    related = make_relation(producer, full_name=person.full_name, source="Chị ruột giám đốc.")
    supports = make_relation(producer, organisation=trade.body, source="Hợp đồng số 5.")
    make_conflict(evaluation, deputy, kind="relation", reason="", member=person, relation=related)
    make_conflict(evaluation, trade, kind="own_agency", reason="", relation=supports)

    text = said(minutes(session))

    words_of = f"{person}, {deputy.body} (có quan hệ với chủ thể)."
    assert f"- Không tham gia: {words_of}" in text
    # Nobody of that body came.
    assert "- Không tham gia: Sở Công Thương (cơ quan tư vấn, hỗ trợ chủ thể)." in text
    assert not any("Chị ruột" in line or "Hợp đồng số 5" in line for line in text)


def test_a_sheet_that_was_set_aside_is_in_no_spread():
    session = make_told_session()
    row = session.evaluations.get(dossier__product__name="Mật ong rừng")
    assert "lệch 14 điểm" in " ".join(said(minutes(session)))

    make_conflict(row, row.sheets.get(total=88).seat)

    assert "lệch 14 điểm" not in " ".join(said(minutes(session)))


# --- What may be much --------------------------------------------------------------------------


def test_seventy_dossiers_go_over_pages_with_as_many_queries():
    session = make_told_session()
    queries = {build: _asked(build, session) for build in OF_SESSION}
    for number in range(66):
        verdict = {"verdict": Verdict.RECOGNISE, "star": 3, "mean": 60, "sheet_count": 5}
        make_evaluation(session, make_dossier_of(f"Sản phẩm {number}"), **verdict)

    for build in OF_SESSION:
        assert _asked(build, session) == queries[build]
    paper = minutes(session)
    pages = drawn(paper)
    text = " ".join(page for page, _ in pages)
    assert all(f"Sản phẩm {number} " in text for number in range(66))
    assert len(pages) > 5
    assert [page.split()[0] for page, _ in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)]
    assert "đánh giá, phân hạng 70 sản phẩm" in " ".join(said(invitation(session)))
    assert "Công nhận 67 sản phẩm OCOP" in " ".join(said(recognition_decision(session)))


def _asked(build, session):
    session.refresh_from_db()
    session.council = Council.objects.select_related("unit", "rules").get(pk=session.council_id)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        build(session)
    return len(asked)


@pytest.mark.parametrize("build", OF_SESSION)
def test_long_names_stay_on_the_page(build):
    session = make_told_session(make_named_council(name=LONG))
    long = {"verdict": Verdict.RECOGNISE, "star": 3, "mean": 60, "sheet_count": 5}
    make_evaluation(session, make_dossier_of(LONG, LONG), **long)
    make_evaluation(session, make_dossier_of("W" * 150, "W" * 150), **long)
    pages = drawn(build(session))

    assert min(margin for _, margin in pages) > 30  # points: less than the narrowest margin


# --- Where there is nothing to print -----------------------------------------------------------


def test_a_session_that_recognised_nothing_has_no_decision(sign_in):  # noqa: F811 -- the fixture
    session = make_told_session()
    session.evaluations.filter(verdict=Verdict.RECOGNISE).update(verdict=Verdict.REFUSE)
    client = sign_in(make_user(Role.PROVINCE_STAFF))

    assert recognition_decision(session) is None
    path = reverse("reports:session_paper", args=[session.pk, "quyet-dinh", "pdf"])
    assert client.get(path).status_code == 404
    with pytest.raises(CommandError, match="không đề nghị công nhận sản phẩm nào"):
        call_command("report", "recognition-decision", session=session.code, output="x.pdf")


def test_a_paper_of_no_name_is_not_there(sign_in):  # noqa: F811 -- the fixture
    session = make_told_session()
    client = sign_in(make_user(Role.PROVINCE_STAFF))

    path = reverse("reports:session_paper", args=[session.pk, "nghi-quyet", "pdf"])
    assert client.get(path).status_code == 404


def test_minutes_that_were_typed_have_no_sheets_to_tell_of():
    typed = {"verdict": Verdict.FORWARD, "star": 5, "mean": 92, "sheet_count": 3}
    session = make_told_session(is_past=True)
    make_evaluation(session, make_dossier_of("Rượu cần"), **typed)

    assert "- Điểm trung bình 92,00 của 03 phiếu." in said(minutes(session))
