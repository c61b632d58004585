"""The pages of outgoing papers: the register, a paper and its readers, drafts, numbers."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from ocop_portal.settings import COSTLY_RATES
from programs.enums import Role
from reports.enums import NumberState, PaperState
from reports.models import OutgoingPaper, PaperNumber
from reports.outgoing import numbers
from reports.outgoing.drafting import paper_of
from tests.support.factories import make_agency, make_province, make_unit, make_user
from tests.support.outgoing import make_copy, make_opening, make_outgoing, make_reserved_number
from tests.support.papers import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
REGISTER = reverse("reports:outgoing_list")


def typed(agency, **fields):
    values = {"subject": "triển khai", "issuer": agency.pk, "issuer_name": agency.name}
    signed = {"symbol": "SNNMT-NTM", "signer_title": "Giám đốc", "signer_name": "Ông A"}
    return values | signed | {"others": "Hội Nông dân\nBáo Quảng Ngãi", "authority": ""} | fields


def test_a_draft_is_made_from_what_is_offered(client, as_role, offered, agency):
    as_role(Role.PROVINCE_STAFF, agency=agency)
    unit, address = make_unit(), reverse("reports:outgoing_create")

    assertContains(client.get(address), "?nguon=test%3Aletter")
    assertContains(client.get(address, {"nguon": "test:letter"}), "Nguyễn Văn Mẫu")
    body = typed(agency, source="test:letter", units=[unit.pk], agencies=[agency.pk])
    answer = client.post(address, body, follow=True)

    paper = OutgoingPaper.objects.get()
    assert [str(each) for each in paper.recipients.all()] == [
        agency.name,
        f"Ủy ban nhân dân {str(unit)[:1].lower()}{str(unit)[1:]}",
        "Hội Nông dân",
        "Báo Quảng Ngãi",
    ]
    assertContains(answer, "Đã lưu dự thảo")


def test_a_paper_goes_to_all_units_at_one_tick(client, as_role, offered, agency):
    as_role(Role.PROVINCE_STAFF, agency=agency)
    make_province()
    units = [make_unit() for _ in range(3)]

    body = typed(agency, source="test:letter", to_all_units="on", units=[units[0].pk])
    client.post(reverse("reports:outgoing_create"), body)

    paper = OutgoingPaper.objects.get()
    assert {each.unit for each in paper.recipients.exclude(unit=None)} == set(units)
    together, *others = paper_of(paper).addressees
    assert together.startswith("Ủy ban nhân dân các ")
    assert others == ["Hội Nông dân", "Báo Quảng Ngãi"]
    paper.recipients.filter(unit=units[0]).delete()
    assert len(paper_of(paper).addressees) == 4


def test_a_source_that_is_not_there_is_not_found(client, as_role, offered):
    as_role(Role.PROVINCE_STAFF)
    address = reverse("reports:outgoing_create")

    for source in ("test:khac", "khac:1", "appendix:x", "appendix:999"):
        assert client.get(address, {"nguon": source}).status_code == 404


def test_a_symbol_that_is_none_is_refused_beside_what_was_typed(client, as_role, offered, agency):
    as_role(Role.PROVINCE_STAFF, agency=agency)
    body = typed(agency, source="test:letter", symbol="snn")

    answer = client.post(reverse("reports:outgoing_create"), body)

    assertContains(answer, "Ký hiệu ghi in hoa")
    assertContains(answer, "Hội Nông dân")


def test_two_who_write_a_draft_at_once_lose_nothing(client, as_role, offered):
    paper = make_outgoing()
    as_role(Role.PROVINCE_STAFF)
    address = reverse("reports:outgoing_update", args=[paper.pk])
    client.post(address, typed(paper.issuer, version=1, subject="của người trước"))

    answer = client.post(address, typed(paper.issuer, version=1, subject="của người sau"))

    assertContains(answer, "Người khác đã sửa nội dung này", status_code=409)
    assertContains(answer, "của người trước", status_code=409)
    assertContains(answer, "của người sau", status_code=409)


def test_the_page_says_what_a_draft_lacks_and_that_its_source_has_changed(client, admin, offered):
    paper = make_outgoing(signer_title="", content={"is": "Paper", "name": "Cũ"})

    answer = client.get(paper.get_absolute_url())

    assertContains(answer, "Chưa ghi chức vụ người ký.")
    assertContains(answer, "Dữ liệu nguồn đã thay đổi")
    assertContains(answer, "Soạn lại từ nguồn")


def test_a_number_taken_meanwhile_is_said_beside_the_form(client, admin):
    paper, quicker = make_outgoing("signed_off"), None
    address = reverse("reports:outgoing_step", args=[paper.pk, "number"])
    shown = client.get(address)
    assertContains(shown, "số tiếp theo")
    quicker = make_outgoing("signed_off", issuer=paper.issuer)
    choice = numbers.offered(paper)[0][0]
    client.post(reverse("reports:outgoing_step", args=[quicker.pk, "number"]), {"number": choice})

    answer = client.post(address, {"number": choice})

    assertContains(answer, "Số này vừa được lấy, hoặc không có trong sổ")
    assertContains(answer, "02 năm")
    quicker.refresh_from_db()
    assert (quicker.state, quicker.number) == (PaperState.NUMBERED, 1)


def test_a_paper_is_issued_from_its_page(client, admin):
    paper = make_outgoing("signed_off")
    choice = numbers.offered(paper)[0][0]
    client.post(reverse("reports:outgoing_step", args=[paper.pk, "number"]), {"number": choice})
    today = f"{timezone.localdate():%d/%m/%Y}"
    address = reverse("reports:outgoing_step", args=[paper.pk, "issue"])
    assertContains(client.get(address), today)

    answer = client.post(address, {"day": today}, follow=True)

    assertContains(answer, "Đã ban hành")
    preview = client.get(reverse("reports:outgoing_preview", args=[paper.pk]))
    assert preview.getvalue().startswith(b"%PDF-")
    assert preview["X-Frame-Options"] == "SAMEORIGIN"


def test_many_issued_papers_are_looked_at_one_after_the_other(client, admin, settings):
    settings.COSTLY_RATES = COSTLY_RATES
    issued, draft = (
        reverse("reports:outgoing_preview", args=[make_outgoing(state).pk])
        for state in ("issued", "draft")
    )

    assert {client.get(issued).status_code for _ in range(12)} == {200}
    assert [client.get(draft).status_code for _ in range(11)] == [200] * 10 + [429]


# --- Readers -----------------------------------------------------------------------------------


def test_the_register_shows_which_account_opened_a_paper_and_when(client, admin):
    unit = make_unit()
    reader = make_user(Role.UNIT_OFFICER, unit=unit, full_name="Lê Đọc")
    make_user(Role.UNIT_LEADER, unit=unit, full_name="Trần Chưa")
    paper = make_outgoing("issued", unit=unit)
    page = paper.get_absolute_url()
    client.force_login(reader)

    for _ in range(2):
        assert client.get(page).status_code == 200

    opening = paper.openings.get()
    client.force_login(admin)
    answer = client.get(page)
    at = timezone.localtime(opening.opened_at)
    assertContains(answer, f"Lê Đọc: mở lúc {at:%H:%M %d/%m/%Y}")
    assertContains(answer, "Trần Chưa: chưa mở")
    assert paper.openings.get() == opening


def test_a_reader_sees_the_paper_and_not_who_else_opened_it(client, as_role):
    reader = as_role(Role.UNIT_OFFICER)
    paper = make_outgoing("issued", unit=reader.unit)
    paper.recipients.create(name="Hội Nông dân")

    answer = client.get(paper.get_absolute_url())

    assertContains(answer, "Hội Nông dân")
    assertNotContains(answer, "mở lúc")
    assertNotContains(answer, "Diễn biến")
    assertContains(client.get(reverse("reports:received_list")), paper.label)


@pytest.mark.parametrize("state", ["draft", "signed_off", "numbered", "dropped"])
def test_nobody_it_goes_to_sees_a_paper_before_it_is_issued(client, as_role, state):
    reader = as_role(Role.UNIT_OFFICER)
    paper = make_outgoing(state, unit=reader.unit)

    assert client.get(paper.get_absolute_url()).status_code == 404


def test_a_paper_that_was_only_asked_for_its_head_was_not_opened(client, as_role):
    reader = as_role(Role.UNIT_OFFICER)
    paper = make_outgoing("issued", unit=reader.unit)

    client.head(paper.get_absolute_url())

    assert not paper.openings.exists()


def test_who_reads_the_whole_register_opens_nothing(client, admin):
    paper = make_outgoing("issued")
    client.get(paper.get_absolute_url())
    client.get(reverse("reports:outgoing_file", args=[paper.pk, "pdf"]))

    assert not paper.openings.exists()


# --- The register ------------------------------------------------------------------------------


def test_the_register_is_narrowed_by_state_kind_issuer_and_year(client, admin):
    agency = make_agency()
    paper = make_outgoing("issued", issuer=agency, kind="bao-cao", subject="của ta")
    make_outgoing("draft", subject="của người")

    for name, value in (
        ("state", "issued"),
        ("kind", "bao-cao"),
        ("issuer", agency.pk),
        ("year", paper.year),
    ):
        answer = client.get(REGISTER, {name: value})
        assertContains(answer, "Của ta")
        assertNotContains(answer, "Của người")


def test_the_register_costs_as_many_queries_for_three_papers_as_for_one(client, admin):
    client.get(REGISTER)
    counts = []
    for papers in (1, 2):
        for _ in range(papers):
            make_copy(make_opening().paper)
        with CaptureQueriesContext(connection) as found:
            client.get(REGISTER)
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_what_waits_is_on_the_first_page_of_the_second_person(client, admin):
    make_outgoing("draft", subject="dự thảo của người khác")
    make_outgoing("draft", subject="dự thảo của mình", drafted_by=admin)
    make_outgoing("signed_off", subject="chờ số")

    answer = client.get(reverse("home"))

    assertContains(answer, "dự thảo của người khác")
    assertContains(answer, "Xem và duyệt")
    assertContains(answer, "Cấp số")
    assertNotContains(answer, "dự thảo của mình")


# --- Copies and numbers ------------------------------------------------------------------------


def test_a_scan_is_handed_in_and_handed_out(client, admin):
    paper = make_outgoing("issued")
    address = reverse("reports:outgoing_copy_add", args=[paper.pk])

    answer = client.post(address, {"upload": upload(pdf(), "bản quét.pdf")}, follow=True)

    assertContains(answer, "Lưu là bản quét")
    link = re.search(r'href="(/van-ban-di/ban-ky/\d+/tai-ve)"', answer.content.decode())[1]
    assert client.get(link).getvalue().startswith(b"%PDF-")


def test_a_file_that_the_door_refuses_is_refused_beside_the_form(client, admin):
    paper = make_outgoing("issued")
    address = reverse("reports:outgoing_copy_add", args=[paper.pk])

    answer = client.post(address, {"upload": upload(b"MZ", "a.exe")})

    assertContains(answer, "không thuộc loại được nhận")
    assert not paper.copies.exists()


def test_numbers_are_kept_and_given_back_on_their_pages(client, as_role, agency):
    as_role(Role.PROVINCE_ADMIN, agency=agency)
    year = timezone.localdate().year
    body = {"issuer": agency.pk, "kind": "cong-van", "year": year, "reason": "Giấy mời."}
    client.post(reverse("reports:number_reserve"), body)
    client.post(reverse("reports:number_reserve"), body)
    first, _ = PaperNumber.objects.order_by("number")
    assertContains(client.get(reverse("reports:number_list")), "Giấy mời.")

    address = reverse("reports:number_return", args=[first.pk])
    client.post(address, {"note": ""})
    first.refresh_from_db()
    assert first.state == NumberState.RESERVED
    answer = client.post(address, {"note": "Hoãn họp."}, follow=True)

    assertContains(answer, "Trả lại, dùng trước")
    assertContains(answer, "Hoãn họp.")


def test_a_number_of_a_year_far_away_is_not_kept(client, admin, agency):
    body = {"issuer": agency.pk, "kind": "cong-van", "year": 2090, "reason": "Nhầm."}

    answer = client.post(reverse("reports:number_reserve"), body)

    assertContains(answer, "Chỉ giữ số của năm")
    assert not PaperNumber.objects.exists()


def test_a_number_is_given_back_once(client, admin):
    row = make_reserved_number()
    address = reverse("reports:number_return", args=[row.pk])
    client.post(address, {"note": "Thôi."})

    assert client.post(address, {"note": "Thôi."}).status_code == 404
