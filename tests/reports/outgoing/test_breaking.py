"""What people type, send and send again that is wrong: refused in a sentence, and nothing lost."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from programs.enums import Role
from reports.enums import PaperState
from reports.models import OutgoingPaper, PaperNumber
from tests.support.outgoing import make_outgoing
from tests.support.papers import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
CREATE, VERIFY = reverse("reports:outgoing_create"), reverse("reports:outgoing_search")
LONG = "x" * 40_000


def typed(agency, **fields):
    values = {"source": "test:letter", "subject": "triển khai", "issuer": agency.pk}
    signed = {"issuer_name": agency.name, "symbol": "SNNMT-NTM", "signer_title": "Giám đốc"}
    return values | signed | {"signer_name": "Ông A", "others": "Hội Nông dân"} | fields


def step(paper, name):
    return reverse("reports:outgoing_step", args=[paper.pk, name])


# --- Drafts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["subject", "issuer_name", "symbol", "authority", "signer_title", "signer_name"]
)
def test_a_text_that_is_too_long_is_refused_and_what_was_typed_stays(
    client, as_role, offered, agency, name
):
    as_role(Role.PROVINCE_STAFF, agency=agency)

    answer = client.post(CREATE, typed(agency, **{name: LONG}, others="Hội Nông dân"))

    assertContains(answer, "Hãy sửa các chỗ sau")
    assertContains(answer, "Hội Nông dân")
    assert not OutgoingPaper.objects.exists()


@pytest.mark.parametrize("others", [LONG, "\n".join(f"Nơi {place}" for place in range(400))])
def test_too_many_recipients_and_too_long_ones_are_refused(
    client, as_role, offered, agency, others
):
    as_role(Role.PROVINCE_STAFF, agency=agency)

    answer = client.post(CREATE, typed(agency, others=others))

    assertContains(answer, "Tối đa 50 nơi nhận, mỗi nơi không quá 300 ký tự.")


@pytest.mark.parametrize(
    "fields",
    [
        {"issuer": "x"},
        {"issuer": "9" * 40},
        {"units": ["9" * 40]},
        {"agencies": ["-1"]},
        {"subject": "a\x00b"},
        {"subject": " \n "},
        {"form_key": "x"},
    ],
    ids=str,
)
def test_answers_that_no_page_gives_are_refused_beside_the_form(
    client, as_role, offered, agency, fields
):
    as_role(Role.PROVINCE_STAFF, agency=agency)

    answer = client.post(CREATE, typed(agency, **fields))

    assertContains(answer, "Hãy sửa các chỗ sau")
    assert not OutgoingPaper.objects.exists()


def test_a_draft_that_is_posted_twice_is_one(client, as_role, offered, agency):
    as_role(Role.PROVINCE_STAFF, agency=agency)
    body = typed(agency, form_key=str(uuid.uuid4()))

    answers = [client.post(CREATE, body) for _ in range(2)]

    assert len({answer.url for answer in answers}) == OutgoingPaper.objects.count() == 1


def test_lines_within_a_subject_are_one_line(client, as_role, offered, agency):
    as_role(Role.PROVINCE_STAFF, agency=agency)

    client.post(CREATE, typed(agency, subject="triển khai\r\n  Chương trình"))

    assert OutgoingPaper.objects.get().subject == "triển khai Chương trình"


@pytest.mark.parametrize("key", ["", "x", "²", "-1", "1\x00", "9" * 40, "1:1", "1 "])
@pytest.mark.parametrize("name", ["plan", "minutes", "appendix", "text", "../text", ""])
def test_a_source_of_nothing_is_not_found(client, as_role, agency, name, key):
    as_role(Role.PROVINCE_STAFF, agency=agency)

    assert client.get(CREATE, {"nguon": f"{name}:{key}"}).status_code == 404
    assert client.post(CREATE, typed(agency, source=f"{name}:{key}")).status_code == 404


@pytest.mark.parametrize(
    "address", ["/van-ban-di/{}/", "/van-ban-di/{}/sua/", "/van-ban-di/so/{}/tra-lai/"]
)
def test_a_number_that_no_row_can_have_is_not_found(client, admin, address):
    assert client.get(address.format("9" * 30)).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "year=abc",
        "state=x",
        "issuer=" + "9" * 40,
        "q=%00",
        "q=" + "x" * 3_000,
        "page=-1",
        "sort=zzz",
    ],
)
@pytest.mark.parametrize("page", ["outgoing_list", "received_list"])
def test_a_register_asked_for_nonsense_answers(client, admin, page, query):
    assert client.get(f"{reverse('reports:' + page)}?{query}").status_code in {200, 404}


# --- Numbers and days --------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["", "99/2026", "x", "-1/2026", "1", f"{'9' * 30}/{'9' * 30}"])
def test_a_number_that_is_not_offered_is_refused(client, admin, number):
    paper = make_outgoing("signed_off")

    answer = client.post(step(paper, "number"), {"number": number})

    assertContains(answer, "Hãy sửa các chỗ sau")
    assert not PaperNumber.objects.exists()


@pytest.mark.parametrize(
    "day", ["", "31/02/2026", "hôm nay", "01/01/1", "01/01/99999", "29/02/2025", "0/0/0"]
)
def test_a_day_that_is_none_is_refused_and_the_number_stays(client, admin, day):
    paper = make_outgoing("numbered")

    answer = client.post(step(paper, "issue"), {"day": day})

    assert answer.status_code in {200, 422}
    paper.refresh_from_db()
    assert (paper.state, paper.day) == (PaperState.NUMBERED, None)


def test_a_refused_day_stays_in_the_form(client, admin):
    paper = make_outgoing("numbered")
    ahead = f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"

    answer = client.post(step(paper, "issue"), {"day": ahead})

    assertContains(answer, f"Ngày {ahead} chưa đến.", status_code=422)
    assertContains(answer, f'value="{ahead}"', status_code=422)


def test_a_step_out_of_its_order_is_refused(client, admin):
    for state, name in (("draft", "issue"), ("signed_off", "issue"), ("draft", "withdraw")):
        answer = client.post(step(make_outgoing(state), name), {"day": "01/01/2026", "note": "a"})
        assert answer.status_code == 409
    assert client.get(step(make_outgoing(), "khong-co")).status_code == 404


def test_a_reason_that_is_too_long_is_refused(client, admin):
    paper = make_outgoing("issued")

    answer = client.post(step(paper, "withdraw"), {"note": LONG})

    assertContains(answer, "Hãy sửa các chỗ sau")
    paper.refresh_from_db()
    assert paper.state == PaperState.ISSUED


def test_own_drafts_are_neither_signed_off_by_page_nor_by_address(client, admin):
    paper = make_outgoing(drafted_by=admin)

    assert client.get(step(paper, "sign_off")).status_code == 403
    assert client.post(step(paper, "sign_off"), {}).status_code == 403


# --- Files and codes ---------------------------------------------------------------------------

STRANGE = {
    "trống.pdf": b"",
    "chạy.pdf": b"MZ\x90\x00" + b"\x00" * 200,
    "trang.jpg": b"<html><script>alert(1)</script></html>",
    "nén.pdf": b"PK\x03\x04" + b"\x00" * 200,
    "nửa.pdf": pdf()[:40],
    "văn bản.docx": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", STRANGE)
def test_no_file_of_another_kind_comes_through_the_door_of_signed_copies(client, admin, name):
    paper = make_outgoing("issued")
    address = reverse("reports:outgoing_copy_add", args=[paper.pk])

    answer = client.post(address, {"upload": upload(STRANGE[name], name)})

    assertContains(answer, "Hãy sửa các chỗ sau")
    assert not paper.copies.exists()


@pytest.mark.parametrize("name", STRANGE)
def test_nobody_is_told_anything_of_a_file_that_is_no_pdf(client, name):
    answer = client.post(VERIFY, {"upload": upload(STRANGE[name], name)})

    assert answer.status_code == 422
    assertContains(answer, "Kiểm tra văn bản", status_code=422)


def test_the_page_of_checking_asks_for_the_file_that_was_not_sent(client):
    assert client.post(VERIFY, {}).status_code == 422
    assert client.post(VERIFY, {"upload": "chữ"}).status_code == 422


@pytest.mark.parametrize(
    "code", ["../../etc", "a\x00b", "%", "😀" * 30, LONG[:3_000], "<script>", "'; --", "/"]
)
def test_a_code_of_nothing_finds_nothing_and_is_shown_as_text(client, code):
    answer = client.get(VERIFY, {"ma": code}, follow=True)

    assertContains(answer, "Không tìm thấy văn bản", status_code=404)
    assert "<script>" not in answer.content.decode().split("<main", 1)[1]
