"""Letters and minutes on paper, the files that join them, and what waits on the first page."""

import hashlib
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from products.certificates.tasks import certificate_tasks
from products.inspections.tasks import inspection_tasks
from products.models import ExpiryLetter, Inspection
from programs.enums import Role
from programs.models import Regulation
from reports.models import SealedDocument
from reports.renderers.press import PRESS
from reports.sealed import letter_file, minutes_file
from tests.support.expiry_rows import LETTER, make_inspection, make_letter, make_notice
from tests.support.factories import (
    make_certificate,
    make_draft,
    make_product,
    make_revocation,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        yield


def text_of(content):
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


# --- Letters -----------------------------------------------------------------------------------


def test_a_letter_says_its_sealed_values():
    [page] = text_of(letter_file(make_letter(), "pdf"))

    for words in (
        *("SỞ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG", "Số: 05/SNNMT-NTM", "Độc lập - Tự do - Hạnh phúc"),
        *("Quảng Ngãi, ngày 01 tháng 11 năm 2026", "HTX Thi Phổ", "Lưu: VT, NTM."),
        *("GIÁM ĐỐC", "Nguyễn Văn A", "15/12/2026"),
    ):
        assert words in page


def test_a_letter_bears_the_right_and_the_title_of_its_signer_on_two_lines():
    signing = '"signing":["KT. GIÁM ĐỐC","PHÓ GIÁM ĐỐC"]'
    content = LETTER.replace('"position":"GIÁM ĐỐC"', signing)

    [page] = text_of(letter_file(make_letter(content=content), "pdf"))

    assert "\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n" in page


def test_a_letter_is_printed_once_and_served_with_the_same_bytes(client, admin):
    letter = make_letter()
    url = reverse("reports:expiry_letter", args=[letter.pk, "pdf"])

    first, second = (client.get(url).getvalue() for _ in range(2))

    stored = SealedDocument.objects.get(key=f"expiry-letter-{letter.pk}.pdf")
    assert first == second == bytes(stored.content)
    assert hashlib.sha256(first).hexdigest() == stored.sha256


def test_what_was_printed_by_an_older_template_keeps_its_bytes():
    letter = make_letter()
    facts = {"content": b"%PDF-1.7 old", "sha256": "0" * 64, "template": "letter-1"}
    SealedDocument.objects.create(key=f"expiry-letter-{letter.pk}.pdf", **facts)

    assert letter_file(letter, "pdf") == b"%PDF-1.7 old"
    assert letter_file(letter, "docx").startswith(b"PK")


def test_the_letters_of_a_month_are_joined_each_from_its_first_page(client, admin, tmp_path):
    notices = [make_notice(ends_on="2026-12-15") for _ in range(3)]
    make_notice(ends_on="2027-01-15")
    file = tmp_path / "a.pdf"

    answer = client.get(reverse("reports:expiry_letters"), {"ends": "2026-12"}).getvalue()
    call_command("report", "notice-letters", month="2026-12", output=str(file))

    pages = text_of(answer)
    assert len(pages) == len(notices)
    assert all("Kính gửi" in page for page in pages)
    assert file.read_bytes() == answer


def test_the_report_of_the_letters_is_a_table_too_and_says_what_is_missing(tmp_path):
    make_notice(ends_on="2026-12-15")
    file = tmp_path / "a.csv"

    call_command("report", "notice-letters", month="2026-12", format="csv", output=str(file))

    assert "SNNMT-NTM" in file.read_text(encoding="utf-8-sig")
    for month, words in (("2026-13", "Ghi tháng hết hạn"), ("2027-01", "Chưa gửi công văn nào")):
        with pytest.raises(CommandError, match=words):
            call_command("report", "notice-letters", month=month, output=str(file))


def test_nothing_to_print_is_said(client, admin):
    assert client.get(reverse("reports:expiry_letters")).status_code == 422


def test_one_paper_alone_is_the_same_whether_it_comes_in_a_list_or_not():
    markup = '<!doctype html><html lang="vi"><title>A</title><p>Một.</p></html>'

    assert PRESS.print(markup) == PRESS.print([markup])


# --- Minutes -----------------------------------------------------------------------------------


def test_the_minutes_say_who_looked_at_what_and_what_was_found(client, admin):
    inspection = make_inspection(
        state="recorded", attendants="Bà B, giám đốc\nÔng C", conclusion="Thay nhãn."
    )

    text = "\n".join(text_of(minutes_file(Inspection.objects.get(pk=inspection.pk), "pdf")))

    assert (
        reverse("reports:inspection_minutes", args=[inspection.pk, "pdf"])
        in client.get(inspection.get_absolute_url()).text
    )
    for words in (
        "BIÊN BẢN",
        "Ông A, trưởng đoàn",
        "Nhãn",
        "Đạt",
        "Thay nhãn.",
        "Bà B",
        "25/11/2026",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("number", "words"), [(7, "sao số 07/2025, Quyết định"), (None, "sao theo Quyết định")]
)
def test_the_minutes_name_the_certificate_with_its_decision(number, words):
    certificate = make_certificate(series="book-province-51", number=number)
    inspection = make_inspection(certificate, state="recorded")

    text = "\n".join(text_of(minutes_file(Inspection.objects.get(pk=inspection.pk), "pdf")))

    decision = "số 12/QĐ-UBND ngày 25/11/2025 của Ủy ban nhân dân tỉnh Quảng Ngãi. Chủ"
    assert f"{words} {decision}" in " ".join(text.split())


def test_the_minutes_write_days_as_the_decree_does():
    inspection = make_inspection(state="recorded", reply_until=date(2026, 6, 8))

    text = "\n".join(text_of(minutes_file(Inspection.objects.get(pk=inspection.pk), "pdf")))

    assert "ý kiến về biên bản này đến hết ngày 08/6/2026." in " ".join(text.split())


def test_there_are_no_minutes_before_they_are_made(client, admin):
    url = reverse("reports:inspection_minutes", args=[make_inspection().pk, "pdf"])

    assert client.get(url).status_code == 404


# --- What waits --------------------------------------------------------------------------------


def register_tasks(user):
    return [*certificate_tasks(user), *inspection_tasks(user)]


def acts(user):
    return [(task.action, task.title) for task in register_tasks(user)]


def test_an_administrator_issues_the_drafts_of_others():
    chief = make_user(Role.PROVINCE_ADMIN)
    draft = make_draft()
    make_draft(prepared_by=chief)

    assert acts(chief) == [("Xem và cấp", f"Cấp giấy chứng nhận 3 sao: {draft.product}")]
    assert acts(make_user(Role.PROVINCE_STAFF)) == []


@pytest.mark.parametrize(
    ("state", "until", "action"),
    [
        ("proposed", TODAY, ""),
        ("proposed", TODAY - timedelta(days=1), "Xem và quyết định"),
        ("replied", TODAY, "Xem và quyết định"),
    ],
)
def test_a_revocation_waits_for_the_reply_then_for_the_decision(state, until, action):
    make_revocation(
        state=state, concluded_on=until, reply_until=until, due_on=TODAY + timedelta(days=3)
    )

    [task] = register_tasks(make_user(Role.PROVINCE_ADMIN))

    assert (task.action, task.when) == (action, "Hạn quyết định: Còn 3 ngày, hết ngày 28/11/2026")


@pytest.mark.parametrize(("days", "action"), [(0, ""), (-1, "Xem và xác nhận")])
def test_a_mend_that_is_overdue_asks_for_the_next_act(days, action):
    make_inspection(state="mending", mend_by=TODAY + timedelta(days=days))

    assert [task.action for task in register_tasks(make_user(Role.PROVINCE_STAFF))] == [action]


def test_a_unit_is_told_how_many_dossiers_are_due_and_which_is_the_first(client, as_role):
    officer = as_role(Role.UNIT_OFFICER)
    law = Regulation.objects.get(code="26-2026")
    for day in (date(2027, 5, 1), date(2027, 4, 1), date(2027, 3, 1), date(2027, 6, 30)):
        product = make_product(commune=officer.unit.children.first())
        make_certificate(product, issued_on=date(2024, 3, 1), expires_on=day, regulation=law)

    [task] = register_tasks(officer)

    assert task.title == "2 sản phẩm đến kỳ nộp hồ sơ đánh giá lại"
    assert task.when == "Giấy sớm nhất: Còn 7 ngày, hết ngày 02/12/2026"
    assert client.get(task.url).context["page"].count == 2


def test_a_unit_is_asked_for_the_reply_of_the_producer():
    inspection = make_inspection(state="recorded")
    unit = inspection.certificate.product.commune.parent

    assert acts(make_user(Role.UNIT_OFFICER, unit=unit))[0][0] == "Ghi ý kiến của chủ thể"
    assert acts(make_user(Role.UNIT_LEADER, unit=unit))[0][0] == ""
    assert acts(make_user(Role.UNIT_OFFICER)) == []


@pytest.mark.parametrize(("role", "queries"), [("PA", 9), ("DO", 7)])
@pytest.mark.parametrize("count", [1, 3])
def test_the_tasks_cost_the_same_however_many(role, queries, count, django_assert_max_num_queries):
    user = make_user(role)
    for _ in range(count):
        make_draft()
        make_revocation()
        product = make_product(commune=user.unit.children.first() if user.unit else None)
        for state in ("recorded", "replied", "mending"):
            make_inspection(make_certificate(product), state=state)

    with django_assert_max_num_queries(queries):
        register_tasks(user)


def test_letters_are_scoped_as_their_producers_are(client, as_role):
    letter = make_letter()
    as_role(Role.UNIT_OFFICER)

    assert client.get(letter.get_absolute_url()).status_code == 404
    assert ExpiryLetter.objects.visible_to(make_user(Role.COUNCIL_MEMBER)).count() == 0
