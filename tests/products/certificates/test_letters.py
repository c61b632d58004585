"""Letters before a certificate ends: one a producer, numbered, sealed, mailed once, told."""

import uuid
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains

from products.certificates.expiry_listings import EXPIRING, LETTERS
from products.certificates.history import with_status
from products.certificates.letter_texts import paragraphs
from products.certificates.letters import EXPIRING_ACTIONS, objection
from products.certificates.notices import notice_words
from products.models import Certificate, ExpiryLetter, ExpiryNotice, NumberSeries
from programs import bulk
from programs.enums import Role
from programs.models import Event, Mail, Notification, Regulation, User
from tests.support.factories import (
    make_agency,
    make_certificate,
    make_producer,
    make_product,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
TODAY = date(2026, 11, 25)
(SEND,) = EXPIRING_ACTIONS
ANSWERS = {"symbol": "SNNMT-NTM", "position": "Giám đốc", "signer": "Nguyễn Văn A", "issuer": ""}


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def staff():
    return make_user(Role.PROVINCE_STAFF, agency=make_agency(name="Sở Nông nghiệp và Môi trường"))


def ending(producer=None, day=date(2027, 1, 15), law="148-2023", **fields):
    producer = producer or make_producer()
    return make_certificate(
        make_product(producer=producer),
        issued_on=date(2024, 1, 15),
        expires_on=day,
        regulation=Regulation.objects.get(code=law),
        **fields,
    )


def rows(**query):
    return list(EXPIRING.filter(User(role=Role.PROVINCE_ADMIN), query)[1])


def said():
    (row,) = rows()
    return notice_words(row.regulation, row.ends_on, row.notice)


def send(user, key=None, **answers):
    return bulk.run(SEND, rows(), user, ANSWERS | answers, key or uuid.uuid4())


def test_a_letter_names_certificates_of_a_book_without_number_by_their_decision(staff):
    ending(series="book-province-51", number=None, decision_date=date(2024, 1, 12))

    send(staff)

    text = "\n".join(paragraphs(ExpiryLetter.objects.get().values()))
    decided = "theo Quyết định số 12/QĐ-UBND ngày 12/01/2024"
    assert f"giấy chứng nhận {decided} của Ủy ban nhân dân tỉnh Quảng Ngãi: có giá trị" in text
    assert Event.objects.get(action="send_letter").note == decided


def test_a_producer_gets_one_letter_of_all_its_certificates(staff):
    producer = make_producer()
    mine, other = [ending(producer) for _ in range(2)], ending()

    outcome = send(staff)

    assert len(outcome.done) == 3
    letters = ExpiryLetter.objects.order_by("number")
    assert [letter.notices.count() for letter in letters] == [2, 1]
    assert [letter.label for letter in letters] == ["01/SNNMT-NTM", "02/SNNMT-NTM"]
    assert {notice.certificate for notice in letters[0].notices.all()} == set(mine)
    assert letters[1].producer == other.product.producer


def test_an_end_is_told_once(staff):
    ending()
    key = uuid.uuid4()
    send(staff, key)

    for again in (key, None):
        outcome = send(staff, again)
        assert outcome.done == []
        [(_, why)] = outcome.skipped
        assert why.startswith("Đã có công văn số 01/SNNMT-NTM")

    assert ExpiryLetter.objects.count() == 1
    assert NumberSeries.objects.get(series="expiry-letters").last == 1
    assert Event.objects.filter(action="send_letter").count() == 1


def test_two_who_send_at_once_write_one_letter(staff):
    ending()
    seen = rows()
    send(staff)

    outcome = bulk.run(SEND, seen, staff, ANSWERS, uuid.uuid4())

    assert outcome.skipped[0][1] == "Giấy chứng nhận này đã có công văn báo hết hạn."
    assert NumberSeries.objects.get(series="expiry-letters").last == 1


def test_a_longer_validity_is_another_end(staff):
    certificate = ending(day=date(2026, 12, 1))
    send(staff)
    facts = {"on": TODAY, "recorded_by": certificate.issued_by}
    certificate.events.create(kind="extended", until=date(2027, 3, 1), **facts)

    send(staff)

    ends = ExpiryNotice.objects.order_by("pk").values_list("ends_on", flat=True)
    assert list(ends) == [date(2026, 12, 1), date(2027, 3, 1)]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"symbol": "snnmt ntm"}, "Ký hiệu công văn ghi in hoa"),
        ({"symbol": "SNNMT"}, "Ký hiệu công văn ghi in hoa"),
        ({"symbol": "A-" * 30}, "Ký hiệu công văn ghi in hoa"),
    ],
)
def test_a_wrong_symbol_is_refused_and_no_number_is_lost(staff, answers, words):
    ending()

    outcome = send(staff, **answers)

    assert words in outcome.skipped[0][1]
    assert not NumberSeries.objects.exists()


def test_somebody_without_an_agency_names_who_issues_it():
    ending()
    nobody = make_user(Role.PROVINCE_ADMIN)

    assert "chưa gắn với cơ quan" in send(nobody).skipped[0][1]
    send(nobody, issuer="Chi cục Phát triển nông thôn")

    values = ExpiryLetter.objects.get().values()
    assert values["head"]["issuer"] == "Chi cục Phát triển nông thôn"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF}))
def test_nobody_else_sends_a_letter(role):
    ending()

    assert "Chỉ cơ quan cấp tỉnh" in send(make_user(role)).skipped[0][1]


def test_a_new_year_begins_with_the_first_number_at_midnight_in_viet_nam(staff):
    ending()
    send(staff)
    for time in ("16:59", "17:00"):
        ending()
        with time_machine.travel(f"2026-12-31T{time}:00Z"):
            send(staff)

    numbers = ExpiryLetter.objects.order_by("pk").values_list("year", "number")
    assert list(numbers) == [(2026, 1), (2026, 2), (2027, 1)]


def test_a_letter_is_of_one_producer_and_one_commune(staff):
    producer = make_producer()
    moved = ending(producer).product
    moved.commune = make_unit().children.first()
    moved.save()
    ending(producer)

    send(staff)

    letters = ExpiryLetter.objects.all()
    assert {letter.notices.count() for letter in letters} == {1}
    assert len({letter.unit for letter in letters}) == 2


@pytest.mark.parametrize(
    ("parent", "above"),
    [("Ủy ban nhân dân tỉnh A", "UBND tỉnh A"), (None, "UBND tỉnh Quảng Ngãi")],
)
def test_the_head_names_the_body_above_as_the_decree_shortens_it(parent, above):
    parent = parent and make_agency(name=parent)
    agency = make_agency(name="Sở A", parent=parent)
    ending()

    send(make_user(Role.PROVINCE_STAFF, agency=agency))

    head = ExpiryLetter.objects.get().values()["head"]
    assert head == {"above": above, "issuer": "Sở A", "place": "Quảng Ngãi"}


def test_the_signer_is_printed_without_stray_blanks_and_the_office_in_capitals(staff):
    ending()

    typed = {"authority": " kt.giám đốc ", "position": " phó giám đốc "}
    send(staff, symbol=" SNNMT-NTM ", signer=" Bà Đỗ Thị Ân ", **typed)

    values = ExpiryLetter.objects.get().values()
    assert (values["signing"], values["signer"]) == (
        ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
        "Bà Đỗ Thị Ân",
    )
    assert values["number"] == "01/SNNMT-NTM"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"position": "KT. GIÁM ĐỐC"}, "ô chức vụ ghi chức vụ của người ký, ví dụ “PHÓ GIÁM ĐỐC”"),
        ({"authority": "GIÁM ĐỐC"}, "“GIÁM ĐỐC” không phải quyền hạn ký"),
        ({"authority": "TM. UBND", "position": " "}, "Dưới “TM. UBND” phải ghi chức vụ"),
    ],
)
def test_a_right_to_sign_without_a_title_is_refused_and_no_number_is_lost(staff, answers, words):
    ending()

    assert words in send(staff, **answers).skipped[0][1]
    assert not NumberSeries.objects.exists()
    assert not ExpiryLetter.objects.exists()


def test_a_letter_cites_the_law_in_full_from_the_place_up_with_its_issuer_and_title(staff):
    ending(day=date(2027, 4, 1))

    send(staff)

    values = ExpiryLetter.objects.get().values()
    assert values["law"]["cited"] == (
        "khoản 6 Điều 7 Quyết định số 26/2026/QĐ-TTg ngày 22/5/2026 của Thủ tướng Chính phủ ban "
        "hành Bộ tiêu chí và quy trình đánh giá, phân hạng sản phẩm mỗi xã một sản phẩm"
    )
    text = "\n".join(paragraphs(values))
    assert f"theo {values['law']['cited']}; báo cáo" in text
    assert "đến hết ngày 01/4/2027; thời gian nộp hồ sơ đánh giá lại từ ngày 03/10/2026" in text


def test_what_has_ended_meanwhile_is_left_out_with_its_reason(staff):
    row = ending()
    row.events.create(kind="revoked", on=TODAY, recorded_by=staff)

    assert (
        objection(with_status(Certificate.objects.filter(pk=row.pk), TODAY).get(), staff)
        == "Giấy chứng nhận không còn hiệu lực."
    )


# --- Who is told -------------------------------------------------------------------------------


@pytest.mark.parametrize(("email", "count"), [("htx@ocop.example", 1), ("", 0)])
def test_the_producer_is_mailed_once_where_it_has_an_address(staff, email, count):
    ending(make_producer(email=email))

    send(staff)
    send(staff)

    mails = Mail.objects.filter(recipient="htx@ocop.example")
    assert mails.count() == count
    assert bool(ExpiryLetter.objects.get().mail) == bool(count)
    assert all("có giá trị đến hết ngày 15/01/2027" in mail.body for mail in mails)


def test_the_people_of_the_unit_are_told(staff):
    unit = make_unit()
    officer = make_user(Role.UNIT_OFFICER, unit=unit)
    make_user(Role.UNIT_OFFICER)
    ending(make_producer(commune=unit.children.first()))

    send(staff)

    news = Notification.objects.get()
    assert news.recipient == officer
    assert ExpiryLetter.objects.get().unit == unit
    assert "Công văn số 01/SNNMT-NTM" in news.text


# --- In time, or late --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 12, 25), "chưa gửi, hạn 25/11/2026", "số 01/SNNMT-NTM ngày 25/11/2026"),
        (
            date(2026, 12, 24),
            "chưa gửi, đã quá hạn 24/11/2026",
            "số 01/SNNMT-NTM ngày 25/11/2026, chậm so với ngày 24/11/2026",
        ),
    ],
)
def test_less_than_30_days_before_is_said_to_be_late(staff, day, before, after):
    ending(day=day)

    assert said() == before
    send(staff)

    assert said() == after


def test_a_regulation_without_notice_days_makes_nothing_late(staff):
    ending(day=date(2026, 11, 26), law="26-2026")

    assert said() == "chưa gửi"
    send(staff)

    assert not ExpiryNotice.objects.get().is_late


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 4, 1), "lập hồ sơ đánh giá lại, nộp tại"),
        (date(2027, 3, 25), "lập hồ sơ đánh giá lại, nộp tại"),
        (date(2027, 3, 24), "thời gian nộp hồ sơ đánh giá lại của giấy chứng nhận số"),
    ],
)
def test_it_says_what_can_still_be_done(staff, day, words):
    ending(day=day)

    send(staff)

    text = "\n".join(paragraphs(ExpiryLetter.objects.get().values()))
    assert words in text
    assert ("đã hết, theo khoản 6 Điều 7 Quyết định" in text) == (day == date(2027, 3, 24))
    assert text.endswith("./.")


# --- The pages ---------------------------------------------------------------------------------


def test_ticked_rows_are_sent_from_the_list(client, admin):
    wanted, left = ending(), ending()
    url = reverse("products:expiring_bulk", args=["send_letter"])
    body = ANSWERS | {"issuer": "Sở A", "chon": [wanted.pk]}

    assertContains(client.get(url, {"chon": [wanted.pk, left.pk]}), "Gửi công văn báo hết hạn: 2")
    assertContains(client.post(url, body, follow=True), "Đã gửi công văn báo hết hạn: 1 giấy")

    assert [row.pk for row in rows(untold="on")] == [left.pk]


def test_all_of_a_month_is_chosen_by_the_filter(client, admin):
    ending(day=date(2027, 1, 5))
    ending(day=date(2027, 2, 5))
    url = reverse("products:expiring_bulk", args=["send_letter"])

    response = client.get(url, {"tat-ca": 1, "year": 2027, "month": 1})

    assert len(response.context["taken"]) == 1


def test_the_certificate_and_the_list_of_letters_say_it(client, admin, staff):
    certificate = ending(day=date(2026, 12, 1))
    send(staff)

    page = client.get(certificate.get_absolute_url())
    assertContains(page, "báo hết hạn ngày 01/12/2026 (chậm so với ngày 01/11/2026)")
    listed = client.get(reverse("products:letter_list"), {"ends": "2026-12"})
    assertContains(listed, "1 giấy báo chậm")
    assertContains(listed, "Chủ thể chưa có thư điện tử")


@pytest.mark.parametrize(("ends", "count"), [("2026-12", 1), ("2027-01", 0), ("x", 1), ("", 1)])
def test_letters_are_found_by_the_month_of_the_end(staff, ends, count):
    ending(day=date(2026, 12, 1))
    send(staff)

    assert LETTERS.filter(staff, {"ends": ends})[1].count() == count
