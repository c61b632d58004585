"""Anybody asks about a paper by its code or by its file, and learns nothing about people."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.generic import NullObject
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ocop_portal.settings import COSTLY_RATES
from programs.enums import Role
from reports.outgoing.workflow import OUTGOING
from tests.support.factories import make_user
from tests.support.outgoing import make_outgoing
from tests.support.papers import pdf, upload
from tests.support.signing import edited, signed, updated

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
SEARCH = reverse("reports:outgoing_search")


@pytest.fixture
def paper():
    paper = make_outgoing("numbered", subject="triển khai Chương trình")
    return take(paper, "issue", day=timezone.localdate())


def take(paper, name, **answers):
    return OUTGOING.take(paper, name, by=make_user(Role.PROVINCE_ADMIN), answers=answers)


@pytest.fixture
def ours(paper):
    return bytes(paper.sealed("pdf").content)


def ask(data, name="van-ban.pdf"):
    return Client().post(SEARCH, {"upload": upload(data, name)})


def test_a_code_leads_to_what_the_paper_is(client, paper):
    answer = client.get(SEARCH, {"ma": f" {paper.check_code.upper()} "})

    page = reverse("reports:outgoing_check", args=[paper.check_code])
    assertRedirects(answer, page)
    answer = client.get(page)
    assertContains(answer, "Văn bản đã ban hành, còn hiệu lực")
    assertContains(answer, "Triển khai Chương trình")
    assertContains(answer, paper.label)


def test_nothing_about_people_stands_there(client, paper):
    answer = client.get(reverse("reports:outgoing_check", args=[paper.check_code]))

    for told in (paper.signer_name, paper.drafted_by.full_name, paper.issued_by.full_name):
        assertNotContains(answer, told)
    assertNotContains(answer, "Ủy ban nhân dân")


def test_a_withdrawn_paper_and_a_replaced_one_are_said_to_be_so(client, paper):
    page = reverse("reports:outgoing_check", args=[paper.check_code])
    take(paper, "withdraw", note="Nhầm, xem bà Nguyễn Thị Riêng.")

    answer = client.get(page)

    assertContains(answer, "Văn bản đã bị thu hồi")
    assertNotContains(answer, "Riêng")


@pytest.mark.parametrize("state", ["draft", "numbered"])
def test_what_was_not_issued_has_no_page(client, state):
    paper = make_outgoing(state)
    page = reverse("reports:outgoing_check", args=[paper.check_code])

    assertContains(client.get(page), "Không tìm thấy văn bản", status_code=404)
    assert client.get(SEARCH, {"ma": "///"}).status_code == 302


def test_the_sealed_file_is_genuine(ours):
    answer = ask(ours)

    assertContains(answer, "Tệp đúng là văn bản đã ban hành")
    assertContains(answer, "chưa có chữ ký số")


def test_a_signed_file_is_genuine_with_what_its_signatures_say(ours):
    answer = ask(signed(ours))

    assertContains(answer, "Tệp đúng là văn bản đã ban hành")
    assertContains(answer, "Chữ ký của Hồ Văn Ký lúc")
    assertContains(answer, "cổng không kiểm tra chứng thư số")


def test_a_signed_file_of_a_withdrawn_paper_says_so(paper, ours):
    take(paper, "withdraw", note="Nhầm.")

    assertContains(ask(signed(ours)), "Văn bản đã bị thu hồi")


def test_a_file_with_bytes_after_it_that_are_no_signature_is_not_genuine(ours):
    answer = ask(updated(ours, lambda writer: writer.add_object(NullObject())))

    assertContains(answer, "Tệp không đúng với văn bản đã ban hành")


def test_an_edited_file_and_any_other_one_are_not_known(ours):
    for data in (edited(ours), signed(edited(ours)), pdf(), signed(pdf())):
        assertContains(ask(data), "Không phải bản PDF đã niêm phong", status_code=404)


def test_a_file_that_is_none_is_refused_with_a_sentence(ours):
    assertContains(ask(b"MZ"), "không đọc được như PDF", status_code=422)
    assertContains(ask(ours[:-200]), "bị hỏng hoặc chưa tải xong", status_code=422)
    assertContains(Client().post(SEARCH), "Trường này", status_code=422)


def test_who_asks_about_files_too_often_waits(settings):
    settings.COSTLY_RATES = COSTLY_RATES

    answers = [Client().post(SEARCH).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]
