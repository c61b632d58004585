"""The advisory group's report as a paper, what minutes tell of it, and who gets which of it."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from councils.enums import IN_GROUP, AdviceState, SeatRole
from councils.models import AdvisoryReport, Member
from programs.enums import Role
from reports.builders.advisory_report import advisory_report
from reports.builders.session_papers import minutes
from reports.renderers import paper_word
from tests.councils.conftest import law, sign_in, today  # noqa: F401 -- fixtures
from tests.reports.papers.test_papers import markup_texts, words
from tests.support.councils import make_member
from tests.support.factories import make_user
from tests.support.sat import make_named_council, make_told_session
from tests.support.sessions import make_advice, make_advisory_sheet, make_conflict
from tests.support.word import texts

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]
SURVEY = {
    "surveyed_on": date(2026, 6, 5),
    "survey_place": "xưởng ở Ba Tơ",
    "survey_people": "ông Tổ, bà Tư",
    "survey_findings": "Sạch.\nCó sổ theo dõi.",
}
TESTS = {"tests": "Vi sinh", "laboratory": "QUATEST 2", "test_results": "đạt"}


@pytest.fixture
def told():
    """A session that sat; on its first dossier the group reported, on the second it began."""
    council = make_named_council()
    session = make_told_session(council)
    first, second, *_ = session.evaluations.order_by("position")
    facts = SURVEY | TESTS | {"supplements": "Nhãn mới", "proposed_star": 4}
    make_advice(first, AdviceState.COMPLETED, **facts)
    make_advice(second, proposal="canary-ban-nhap")
    for role, total in ((SeatRole.GROUP_HEAD, 100), (SeatRole.GROUP_MEMBER, 2)):
        seat = council.seats.get(role=role)
        signed = {"state": "signed", "total": total, "signed_at": session.starts_at}
        make_advisory_sheet(first, seat, **signed)
    return session


@pytest.fixture
def admin():
    return make_user(Role.PROVINCE_ADMIN)


def said(paper):
    return " ".join(words(texts(paper_word.render(paper))))


def test_it_tells_the_survey_the_tests_the_proposal_and_the_points(told, admin):
    paper = advisory_report(told, admin)

    text = said(paper)
    for sentence in (
        "1. Mật ong rừng – HTX Ong Ba Tơ",
        "Đề nghị bổ sung: Nhãn mới.",
        "Khảo sát thực tế: ngày 05/6/2026 tại xưởng ở Ba Tơ, có ông Tổ, bà Tư: Sạch. Có sổ theo",
        "Thử nghiệm thêm: Vi sinh, tại QUATEST 2; kết quả: đạt.",
        "Hạng sao đề xuất: 4 sao.",
        "Điểm của Tổ tư vấn (không tính vào điểm của Hội đồng)",
        "51,00",
        "Hồ Văn Tổ",
    ):
        assert sentence in text
    assert "canary" not in text
    assert words(texts(paper_word.render(paper))) == markup_texts(paper)


def test_what_is_left_empty_is_not_printed(told, admin):
    evaluation = told.evaluations.order_by("position").last()
    make_advice(evaluation, AdviceState.COMPLETED, completed_at=told.starts_at)

    [*_, last] = said(advisory_report(told, admin)).split("2. ")

    assert "Ý kiến đề xuất: Đủ điều kiện." in last
    for label in ("Khảo sát", "Thử nghiệm", "bổ sung", "Hạng sao"):
        assert label not in last


def test_minutes_tell_it_in_short_and_no_points_of_the_group(told):
    text = said(minutes(told))

    assert "Tổ tư vấn – khảo sát thực tế: ngày 05/6/2026" in text
    assert "Tổ tư vấn – ý kiến đề xuất: Đủ điều kiện." in text
    assert "Điểm trung bình 79,33 của 03 phiếu" in text
    assert "51,00" not in text
    assert "canary" not in text


def test_both_name_who_sits_in_council_and_group(told, admin):
    assert "Vừa ở Hội đồng" not in said(minutes(told))
    person = make_user(Role.COUNCIL_MEMBER)
    deputy = told.council.seats.get(role=SeatRole.DEPUTY)
    Member.objects.filter(seat=deputy).update(user=person)
    group = told.council.seats.get(role=SeatRole.GROUP_MEMBER)
    make_member(group, user=person, full_name="Bà Lê Thị Phó")

    for paper in (minutes(told), advisory_report(told, admin)):
        assert "Vừa ở Hội đồng, vừa ở Tổ tư vấn: Bà Lê Thị Phó." in said(paper)


def test_a_conflict_of_the_group_is_told_as_the_groups(told):
    evaluation = told.evaluations.order_by("position").first()
    make_conflict(evaluation, told.council.seats.get(role=SeatRole.GROUP_MEMBER))

    assert "Không tham gia: Hội Nông dân tỉnh, Tổ tư vấn (" in said(minutes(told))


def test_whoever_is_in_conflict_gets_no_paper_and_others_do(told, sign_in):  # noqa: F811
    person = make_user(Role.COUNCIL_MEMBER)
    seat = told.council.seats.get(role=SeatRole.DEPUTY)
    Member.objects.filter(seat=seat).update(user=person)
    address = reverse("reports:session_advice", args=[told.pk, "docx"])
    assert sign_in(person).get(address).status_code == 200

    make_conflict(told.evaluations.order_by("position").first(), seat)

    assert sign_in(person).get(address).status_code == 403
    assert sign_in(make_user(Role.OBSERVER)).get(address).status_code == 403


def test_the_page_of_papers_has_it_for_whoever_reads_it(told, sign_in):  # noqa: F811
    page, file = (
        reverse("reports:session_papers", args=[told.pk]),
        reverse("reports:session_advice", args=[told.pk, "docx"]),
    )
    assertContains(sign_in(make_user(Role.PROVINCE_ADMIN)).get(page), file)
    answer = sign_in(make_user(Role.OBSERVER)).get(page)
    assertNotContains(answer, file)
    assertContains(answer, "Chưa có báo cáo nào đã hoàn thành mà bạn đọc được.")

    told.council.seats.filter(role__in=sorted(IN_GROUP)).update(role=SeatRole.EXPERT)
    assertNotContains(sign_in(make_user(Role.OBSERVER)).get(page), "Báo cáo của Tổ tư vấn")


def test_the_command_prints_it_or_says_that_there_is_none(told, tmp_path):
    path = tmp_path / "to.docx"
    call_command("report", "advisory-report", session=told.code, format="docx", output=str(path))
    assert path.read_bytes()[:2] == b"PK"

    AdvisoryReport.objects.all().delete()
    with pytest.raises(CommandError, match="không có báo cáo Tổ tư vấn nào đã hoàn thành"):
        call_command("report", "advisory-report", session=told.code, format="docx")
