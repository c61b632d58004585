"""The papers that follow from a closed session: what is asked, approved, handed up and told."""

from datetime import date
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from councils.agreement import deciding
from councils.enums import MinimaRule, SessionState, Verdict
from councils.models import Evaluation
from products.models import Dossier
from programs.citations import initials
from programs.enums import Authority, BodyFunction, Role
from reports.builders.proposals import forwarding_decision, forwarding_letter, submission
from reports.builders.result_notices import addressees, notice, notices
from reports.builders.rules_paper import rules_paper
from reports.builders.session_book import session_book
from reports.builders.session_catalogue import SESSION_PAPERS
from reports.builders.session_report import session_report
from reports.builders.standing_body import above, standing_body
from reports.outgoing.council_sources import OF_COUNCILS
from reports.registry import REPORTS
from reports.renderers import paper_word
from tests.councils.conftest import law, sign_in, today  # noqa: F401 -- fixtures
from tests.reports.papers.test_papers import markup_texts, words
from tests.support.councils import make_agency_function, make_outside_council, make_rules
from tests.support.factories import make_agency, make_certificate, make_unit, make_user
from tests.support.sat import make_dossier_of, make_named_council, make_told_session
from tests.support.sessions import (
    make_board,
    make_conflict,
    make_evaluation,
    make_finding,
    make_scored_set,
    make_scoring,
    make_session,
    sign,
)
from tests.support.word import texts

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]
DAY = date(2026, 6, 10)


def said(paper):
    return words(texts(paper_word.render(paper)))


def text_of(paper):
    return " ".join(said(paper))


def make_department(council, job="Phó Giám đốc"):
    """The department takes the seat of its name, as an agency that answers for agriculture."""
    agency = make_agency(name="Sở Nông nghiệp và Môi trường")
    make_agency_function(agency, BodyFunction.AGRICULTURE)
    seat = council.seats.get(organisation=agency.name)
    seat.agency, seat.organisation = agency, ""
    seat.save()
    seat.members.update(job_title=job)
    return agency


def refuse(session, *verdicts):
    """As if the Council had refused what has these verdicts."""
    rows = session.evaluations.filter(verdict__in=verdicts)
    rows.update(verdict=Verdict.REFUSE, star=2, mean=45)


def told(session, product):
    """The notice to the producer of this product."""
    found = addressees(session).values()
    [one] = [
        each
        for each in found
        if not each.is_unit and any(str(row.dossier.product) == product for row in each.evaluations)
    ]
    return text_of(notice(session, one))


# --- In both formats ---------------------------------------------------------------------------


def test_pdf_and_word_of_each_say_the_same():
    session = make_told_session()
    make_department(session.council)
    papers = [each.build(session) for each in SESSION_PAPERS]

    for paper in (*papers, *notices(session), rules_paper(session.council.rules)):
        assert said(paper) == markup_texts(paper)


# --- Who prepares, and who is above ------------------------------------------------------------


@pytest.mark.parametrize(
    ("job", "lines"),
    [
        ("Phó Giám đốc", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Thị Phó")),
        ("Giám đốc", ("GIÁM ĐỐC", "Lê Thị Phó")),
        ("Trưởng phòng", ("GIÁM ĐỐC", "")),  # who sits there does not sign for the department
    ],
)
def test_the_department_signs_by_whoever_may(job, lines):
    council = make_named_council()
    make_department(council, job)
    body = standing_body(council, DAY, "TTr")

    signature = body.signature
    assert (*signature.authority, signature.title, signature.name) == lines
    assert body.head.symbol == "TTr-SNNMT"


def test_without_such_a_department_the_council_itself_prepares():
    body = standing_body(make_named_council(), DAY, "TB")

    assert body.head.symbol == "TB-HĐ"
    assert body.signature.name == "Trần Văn Chủ"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Sở Nông nghiệp và Môi trường", "SNNMT"),
        ("Sở Nông nghiệp và Phát triển nông thôn", "SNNPTNT"),
        ("Trung tâm Văn hóa - Thể thao", "TTVHTT"),
    ],
)
def test_a_body_is_abbreviated_as_the_decree_does(name, short):
    assert initials(name) == short


def test_a_province_forwards_to_the_ministry_and_a_district_to_its_province():
    province = make_named_council()
    district = make_board(1, level=Authority.DISTRICT, unit=make_unit()).council

    assert above(province, DAY).body == "Bộ Nông nghiệp và Môi trường"
    up = above(district, date(2024, 6, 3))
    assert (up.level, up.body) == (Authority.PROVINCE, "Ủy ban nhân dân tỉnh Quảng Ngãi")


def test_what_a_district_forwards_is_handed_to_its_province():
    council = make_board(1, level=Authority.DISTRICT, unit=make_unit()).council
    at = timezone.make_aware(timezone.datetime(2024, 6, 3, 8))
    times = {"starts_at": at, "ends_at": at.replace(hour=11), "closed_at": at.replace(hour=11)}
    session = make_session(council, SessionState.CLOSED, **times)
    dossier = make_dossier_of("Chè dây")
    Dossier.objects.filter(pk=dossier.pk).update(received_on=date(2024, 5, 2))
    forwarded = {"verdict": Verdict.FORWARD, "star": 3, "mean": 73, "sheet_count": 5}
    make_evaluation(session, Dossier.objects.get(pk=dossier.pk), **forwarded)

    letter = forwarding_letter(session)
    assert letter.addressees == ("Ủy ban nhân dân tỉnh Quảng Ngãi",)
    assert "trong đợt" not in text_of(letter)  # its law knows no rounds
    assert "đề nghị cấp tỉnh đánh giá" in text_of(forwarding_decision(session))


# --- The tờ trình, the decision, the letter ----------------------------------------------------


def test_the_submission_asks_for_both_and_lists_each():
    paper = submission(make_told_session())

    assert [each.label for each in paper.appendices] == ["Phụ lục I", "Phụ lục II"]
    text = text_of(paper)
    assert "1. Công nhận 01 sản phẩm OCOP (danh sách tại Phụ lục I kèm theo)." in text
    assert "2. Phê duyệt kết quả của 01 sản phẩm" in text


@pytest.mark.parametrize("verdict", [Verdict.RECOGNISE, Verdict.FORWARD])
def test_with_one_list_the_appendix_has_no_number(verdict):
    session = make_told_session()
    both = [Verdict.RECOGNISE, Verdict.FORWARD]
    refuse(session, *(each for each in both if each != verdict))

    assert [each.label for each in submission(session).appendices] == ["Phụ lục"]


def test_the_approval_grants_no_star_of_the_ministry():
    text = text_of(forwarding_decision(make_told_session()))

    assert "không công nhận hạng sao thuộc thẩm quyền của Bộ Nông nghiệp và Môi trường" in text
    assert "khoản 3 Điều 3 Quyết định số 26/2026/QĐ-TTg" in text
    assert "Công nhận 01" not in text


def test_the_letter_names_the_round_that_comes_next_and_what_dossiers_hold():
    text = text_of(forwarding_letter(make_told_session()))

    assert "hạn gửi hồ sơ trước ngày 30/7/2026 theo Điều 5 Quyết định số 26/2026/QĐ-TTg" in text
    assert "Phiếu đăng ký, báo cáo tự đánh giá" in text


def test_of_nothing_asked_there_is_no_paper():
    session = make_told_session()
    session.evaluations.update(verdict=Verdict.REFUSE, star=2)

    assert [build(session) for build in (submission, forwarding_decision, forwarding_letter)] == [
        None,
        None,
        None,
    ]


def test_the_report_counts_each_verdict_once_and_says_zero():
    session = make_told_session()
    paper = session_report(session)
    assert "Công nhận: 01 sản phẩm (4 sao: 01)" in text_of(paper)

    refuse(session, Verdict.FORWARD)
    text = text_of(session_report(session))
    assert "Phê duyệt kết quả, đề nghị cấp trên: 0 sản phẩm" in text
    assert "Không công nhận: 02 sản phẩm" in text


# --- Notices -----------------------------------------------------------------------------------


def test_each_unit_and_each_producer_is_told_once_of_all_their_products():
    session = make_told_session()
    first = session.evaluations.first().dossier.product
    other = make_dossier_of("Mật ong hoa")
    other.product.producer, other.product.commune = first.producer, first.commune
    other.product.save()
    make_evaluation(session, other, verdict=Verdict.RECOGNISE, star=3, mean=60)

    found = addressees(session)

    units = [each for each in found.values() if each.is_unit]
    producers = [each for each in found.values() if not each.is_unit]
    assert sorted(len(each.evaluations) for each in units) == [1, 1, 1, 2]
    assert sorted(len(each.evaluations) for each in producers) == [1, 1, 1, 2]
    assert list(found.values()) == [*units, *producers]


def test_who_is_recognised_reads_the_star_and_how_long_it_lasts():
    text = told(make_told_session(), "Mật ong rừng")

    assert "đề nghị Ủy ban nhân dân tỉnh Quảng Ngãi công nhận 4 sao" in text
    assert "Giấy chứng nhận có giá trị 36 tháng" in text


def test_who_goes_up_reads_that_another_grants_it():
    text = told(make_told_session(), "Cà phê bột")

    assert "gửi Bộ Nông nghiệp và Môi trường đánh giá" in text
    assert "công nhận 5 sao" not in text


def test_who_is_refused_reads_why_and_the_day_of_the_next_round():
    text = told(make_told_session(), "Chè dây")

    assert "không công nhận; kết quả ở hạng 2 sao" in text
    assert "Không đủ 100% sản phẩm nuôi/trồng trong tỉnh" in text
    assert "Lý do Hội đồng ghi: Chưa đạt mức tối thiểu của hạng 3 sao: tiêu chí 1.1." in text
    assert "Hạng thấp nhất được công nhận là 3 sao, từ 50 điểm" in text
    assert "hồ sơ gửi trước ngày 30/10/2026, theo Điều 5" in text


def test_who_was_not_evaluated_reads_the_gate_and_no_points():
    text = told(make_told_session(), "Nước mắm")

    assert "Kết luận: không đánh giá." in text
    assert "Giả mạo hồ sơ (loại hồ sơ, theo Phụ lục II ban hành kèm theo" in text
    assert "điểm trung bình" not in text


def test_where_the_law_has_no_rounds_no_day_is_invented():
    session = make_told_session()
    law_rounds = Dossier.objects.first().criteria_set.regulation.rounds
    law_rounds.all().delete()
    text = told(session, "Chè dây")

    assert "lập hồ sơ đề nghị đánh giá ở đợt sau." in text


def test_an_upgrade_that_fails_keeps_its_certificate():
    session = make_told_session()
    evaluation = session.evaluations.get(dossier__product__name="Chè dây")
    certificate = make_certificate(product=evaluation.dossier.product)
    Dossier.objects.filter(pk=evaluation.dossier_id).update(kind="upgrade", certificate=certificate)

    text = told(session, "Chè dây")

    assert f"Giấy chứng nhận {certificate.label}" in text
    assert f"vẫn có giá trị đến hết ngày {certificate.expires_on.day:02}/" in text


def make_missed(rule, *, finding=False):
    """A dossier of 100 points whose criterion 1.1 is below its least level for three stars."""
    board = make_board(2, rules=make_rules("published", level=Authority.PROVINCE, minima=rule))
    evaluation = make_scoring(board, make_scored_set(minima={"1.1": 3}, points=(37, 23, 40)))
    people = (board.chair, board.secretary, *board.members)
    for person in people:
        sign(evaluation, person, "1.2", "1.3")
    if finding:
        make_finding(evaluation, criterion=_criterion(evaluation), option=None)
    deciding.open_scores(evaluation, by=board.chair)
    row = deciding.conclude(Evaluation.objects.get(pk=evaluation.pk), by=board.secretary)
    type(row.session).objects.update(state=SessionState.CLOSED, closed_at=timezone.now())
    row.refresh_from_db()
    return row


def _criterion(evaluation):
    return evaluation.dossier.criteria_set.criteria.get(code="1.1")


@pytest.mark.parametrize(
    ("rule", "finding", "whose"),
    [
        (MinimaRule.FINDING, True, "Hội đồng kết luận không đạt mức nào"),
        (MinimaRule.FINDING, False, "mọi phiếu chấm dưới mức này"),
        (MinimaRule.MEAN, False, "điểm trung bình của tiêu chí dưới mức này"),
        (MinimaRule.MAJORITY, False, "không quá nửa số phiếu chấm từ mức này"),
        (MinimaRule.EVERY, False, "không phải mọi phiếu chấm từ mức này"),
    ],
)
def test_a_missed_criterion_is_named_with_whose_finding_it_is(rule, finding, whose):
    evaluation = make_missed(rule, finding=finding)
    [one] = [each for each in addressees(evaluation.session).values() if each.is_unit]

    text = text_of(notice(evaluation.session, one))

    assert "Tiêu chí 1.1" in text
    assert "hạng 3 sao cần từ mức" in text
    assert whose in text


# --- The Quy chế -------------------------------------------------------------------------------


def test_the_quy_che_says_its_settings_in_words_under_its_number():
    rules = make_rules(
        "published",
        groups={"drink": ["trade"]},
        level=Authority.PROVINCE,
        number="31/QĐ-UBND",
        tolerance=8,
        quorum="0.8",
        minima=MinimaRule.MAJORITY,
        note="Mỗi năm hai đợt.",
    )
    text = text_of(rules_paper(rules))

    assert "Số: 31/QĐ-UBND" in text
    assert "(Kèm theo Quyết định số 31/QĐ-UBND ngày 01/02/2024 của Ủy ban nhân dân" in text
    for words_of in (
        "từ 80% số ghế",
        "không lệch quá 8 điểm",
        "quá nửa số phiếu đạt",
        "Công thương",
    ):
        assert words_of in text
    assert "Ghi chú: Mỗi năm hai đợt." in text
    assert text.endswith("Mỗi năm hai đợt.")


def test_a_quy_che_whose_signer_is_not_known_leaves_room_for_a_name():
    paper = rules_paper(make_rules(signer="", signer_title=""))

    assert [(each.title, each.name) for each in paper.signatures] == [("", "")]


# --- The workbook ------------------------------------------------------------------------------


def test_the_workbook_tells_each_what_they_read_of_sheets():
    evaluation = make_missed(MinimaRule.FINDING, finding=True)
    session = evaluation.session

    everything = session_book(session, make_user(Role.PROVINCE_ADMIN))
    means_alone = session_book(session, make_user(Role.OBSERVER))

    assert len(everything["Điểm từng tiêu chí"].rows) == 3
    assert [row[2] for row in everything["Kết luận về tiêu chí"].rows] == ["1.1"]
    assert means_alone["Điểm từng tiêu chí"].rows == ()
    assert means_alone["Kết luận về tiêu chí"].rows == ()
    assert means_alone["Kết quả"].rows == everything["Kết quả"].rows


def test_the_workbook_is_a_file_of_six_sheets(sign_in):  # noqa: F811 -- the fixture
    session = make_told_session()
    client = sign_in(make_user(Role.PROVINCE_STAFF))
    answer = client.get(reverse("reports:session_book", args=[session.pk, "xlsx"]))

    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == [
        "Kết quả",
        "Điểm danh",
        "Xung đột lợi ích",
        "Điểm thành viên",
        "Điểm từng tiêu chí",
        "Kết luận về tiêu chí",
    ]
    values = {cell.value for row in book["Xung đột lợi ích"].iter_rows() for cell in row}
    assert "Anh của giám đốc." in values


# --- The page and the command line -------------------------------------------------------------


def test_the_page_gives_each_paper_or_says_why_not(sign_in):  # noqa: F811 -- the fixture
    session = make_told_session()
    refuse(session, Verdict.FORWARD)
    client = sign_in(make_user(Role.OBSERVER))
    page = client.get(reverse("reports:session_papers", args=[session.pk]))

    assertContains(page, reverse("reports:session_paper", args=[session.pk, "to-trinh", "pdf"]))
    assertContains(page, "không đề nghị cấp trên sản phẩm nào")
    assertNotContains(page, "cong-van-de-nghi.pdf")
    assertNotContains(page, "Soạn mọi thông báo")


@pytest.mark.parametrize("state", sorted(set(SessionState) - {SessionState.CLOSED}))
def test_before_it_is_closed_the_page_leads_to_no_result(sign_in, state):  # noqa: F811
    session = make_told_session()
    type(session).objects.filter(pk=session.pk).update(state=state)
    client = sign_in(make_user(Role.PROVINCE_ADMIN))
    page = client.get(reverse("reports:session_papers", args=[session.pk]))

    for name in ("to-trinh.pdf", "bao-cao.pdf", "so-lieu.xlsx", "thong-bao-", "thong-bao."):
        assertNotContains(page, name)
    evaluation = session.evaluations.first()
    for path in (
        reverse("reports:session_book", args=[session.pk, "xlsx"]),
        reverse("reports:notices", args=[session.pk, "pdf"]),
        reverse("reports:notice", args=[evaluation.pk, "chu-the", "pdf"]),
        reverse("reports:session_paper", args=[session.pk, "bao-cao", "pdf"]),
    ):
        assert client.get(path).status_code == 404


def test_a_page_of_many_products_asks_no_more_often(
    sign_in,  # noqa: F811 -- the fixture
    django_assert_max_num_queries,
):
    session = make_told_session()
    client = sign_in(make_user(Role.PROVINCE_ADMIN))
    path = reverse("reports:session_papers", args=[session.pk])
    client.get(path)
    for number in range(20):
        make_evaluation(session, make_dossier_of(f"Sản phẩm {number}"), verdict=Verdict.REFUSE)

    with django_assert_max_num_queries(45):
        assertContains(client.get(path), "Thông báo kết quả")


def test_the_session_leads_to_its_papers_and_the_quy_che_to_its_own(sign_in):  # noqa: F811
    session = make_told_session()
    client = sign_in(make_user(Role.PROVINCE_ADMIN))

    page = client.get(session.get_absolute_url())
    assertContains(page, reverse("reports:session_papers", args=[session.pk]))
    page = client.get(session.council.rules.get_absolute_url())
    assertContains(page, reverse("reports:rules_paper", args=[session.council.rules_id, "pdf"]))


NAMES = [*(each.name for each in SESSION_PAPERS), "result-notices", "council-rules"]


@pytest.mark.parametrize("name", [*NAMES, "session-workbook", "score-summary"])
def test_the_command_line_prints_each_of_a_session(name, tmp_path):
    session = make_told_session()
    extension = REPORTS[name].formats[-1 if name != "score-summary" else 0]
    file = tmp_path / "a"

    call_command("report", name, session=session.code, format=extension, output=str(file))
    assert file.stat().st_size > 1000


def test_the_command_line_says_why_there_is_no_letter(tmp_path):
    session = make_told_session()
    refuse(session, Verdict.FORWARD)

    with pytest.raises(CommandError, match="không đề nghị cấp trên sản phẩm nào"):
        call_command("report", "forwarding-letter", session=session.code, output="x.pdf")


def test_a_sheet_that_does_not_count_stands_in_no_table_of_the_workbook():
    evaluation = make_missed(MinimaRule.FINDING, finding=True)
    seat = evaluation.sheets.first().seat
    everything = session_book(evaluation.session, make_user(Role.PROVINCE_ADMIN))
    make_conflict(evaluation, seat)

    counted = session_book(evaluation.session, make_user(Role.PROVINCE_ADMIN))

    for book, is_there in ((everything, True), (counted, False)):
        table = book["Điểm từng tiêu chí"]
        place = [column.key for column in table.columns].index(f"seat_{seat.pk}")
        assert all((row[place] is not None) == is_there for row in table.rows)


def test_of_a_council_outside_the_portal_no_paper_is_drafted_or_printed(sign_in):  # noqa: F811
    facts = {"is_past": True}
    session = make_session(make_outside_council(), SessionState.CLOSED, **facts)
    values = {"verdict": Verdict.RECOGNISE, "star": 3, "mean": 60}
    evaluation = make_evaluation(session, **values)
    staff = make_user(Role.PROVINCE_STAFF)
    client = sign_in(staff)

    for name, (_, offers, build) in OF_COUNCILS.items():
        assert (name, offers(staff), build(str(session.pk), staff)) == (name, [], None)
    for path in (
        reverse("reports:notices", args=[session.pk, "pdf"]),
        reverse("reports:notice", args=[evaluation.pk, "chu-the", "pdf"]),
        reverse("reports:session_paper", args=[session.pk, "bien-ban", "pdf"]),
    ):
        assert client.get(path).status_code == 404
    with pytest.raises(CommandError, match="không có thông báo nào"):
        call_command("report", "result-notices", session=session.code, output="x.pdf")
