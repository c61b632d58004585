"""The pages of a book of the register: handed in, decided, and confirmed by another person."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from products.books.staging import stage
from products.certificates.history import chain_of, status_of
from products.enums import IN_FORCE
from products.models import (
    Certificate,
    CertificateEvent,
    NumberSeries,
    Producer,
    Product,
    RegisterImport,
)
from programs.enums import Role
from programs.models import Event, Regulation
from tests.support.books import GARLIC, WINE, book, flat, make_places
from tests.support.factories import make_certificate, make_producer, make_product, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
UPLOAD = reverse("products:book_upload")


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("loaddata", "regulations", verbosity=0)
    return make_places()


@pytest.fixture
def officer():
    return make_user(Role.PROVINCE_STAFF)


def staged(officer, *rows):
    return stage(officer, "sổ.xlsx", book(*rows))


def post(client, name, stored, **data):
    stored.refresh_from_db()
    body = {"version": stored.version} | data
    return client.post(reverse(f"products:book_{name}", args=[stored.pk]), body)


def text_of(client, stored, query=""):
    return client.get(stored.get_absolute_url() + query).content.decode()


def known(places, **fields):
    """The second row's product, in the register already."""
    facts = {"name": WINE["producer"], "commune": places["Bình An"]} | fields
    producer = make_producer(**facts)
    return make_product(name="Rượu tỏi", producer=producer, product_group="drink")


# --- Handing in ---------------------------------------------------------------------------------


def test_book_is_handed_in_and_nothing_is_written(client, admin):
    response = client.post(UPLOAD, {"upload": SimpleUploadedFile("sổ.xlsx", book(GARLIC, WINE))})

    stored = RegisterImport.objects.get()
    assert response.url == stored.get_absolute_url()
    assert "Đọc được 2 dòng; 2 dòng sẽ được ghi" in text_of(client, stored)
    assert not Product.objects.exists()


def test_lines_that_are_not_read_stand_open_with_the_reason(client, admin, officer):
    stored = staged(officer, GARLIC, {"product": "Cộng", "producer": 1}, {"product": "(Hết)"})
    shown = re.sub("(?s)<details.*?</details>", "", text_of(client, stored))  # what is folded

    assert "Các dòng của tệp không được nhập (2)" in shown
    assert "Cộng | 1" in shown
    assert "Dòng ghi chú hoặc chữ ký" in shown


def test_script_is_told_where_to_go_on(client, admin):
    upload = SimpleUploadedFile("sổ.xlsx", book(GARLIC))
    answer = client.post(UPLOAD, {"upload": upload}, headers={"accept": "application/json"})

    assert answer.json() == {"url": RegisterImport.objects.get().get_absolute_url()}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", "Sao,Năm\n3,2024\n".encode()])
def test_file_that_is_no_book_is_refused_with_a_reason(client, admin, data):
    response = client.post(UPLOAD, {"upload": SimpleUploadedFile("sổ.xlsx", data)})

    assert response.status_code == 422
    assert not RegisterImport.objects.exclude(file="").exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in {"PA", "PS"}])
def test_book_is_nobodys_but_the_departments(client, as_role, officer, role):
    stored = staged(officer, GARLIC)
    as_role(role)

    assert client.get(UPLOAD).status_code == 403
    assert client.get(stored.get_absolute_url()).status_code == 404


# --- Confirming ---------------------------------------------------------------------------------


def test_confirmed_book_stands_in_the_register(client, admin, officer):
    stored = staged(officer, GARLIC, WINE)
    post(client, "confirm", stored)

    first, second = chain_of(Product.objects.get(name="Tỏi đen"))
    assert (Producer.objects.count(), Product.objects.count()) == (1, 2)
    assert (str(first), str(second)) == (
        "Giấy chứng nhận 3 sao theo 12/QĐ-UBND",
        "Giấy chứng nhận 4 sao theo 99/QĐ-UBND",
    )
    assert (first.prepared_by, first.issued_by) == (officer, admin)
    assert (status_of(first), status_of(second) in IN_FORCE) == ("upgraded", True)
    assert CertificateEvent.objects.get().by_certificate == second


def test_recognition_that_becomes_no_certificate_is_kept_as_a_note(client, admin, officer):
    undated = {"1_on": None, "1_decision": None, "1_year": 2023, "note": "a"}
    later = {"number": 3, "1_star": 4, "star": 4, "1_year": 2025}
    stored = staged(officer, WINE | undated, WINE | undated | later)
    assert "Công nhận 3 sao năm 2023 không có ngày" in text_of(client, stored)
    assert "ghi chú “3 sao, năm 2023”" in text_of(client, stored)
    post(client, "decide", stored, **{"d-5": "take", "d-6": "take"})
    post(client, "confirm", stored)

    assert Product.objects.get().note == "4 sao, năm 2025; 3 sao, năm 2023; a"
    assert not Certificate.objects.exists()


def test_certificates_of_a_book_leave_the_running_numbers_alone(client, admin, officer):
    post(client, "confirm", staged(officer, GARLIC, WINE))

    assert not NumberSeries.objects.exists()
    assert not Certificate.objects.exclude(number=None).exists()


def test_what_was_written_is_told_and_audited_once(client, admin, officer):
    stored = staged(officer, GARLIC, WINE)
    post(client, "confirm", stored)

    event = Event.objects.get(action="import_book")
    assert (event.actor, event.note, event.data["certificates"]) == (admin, "sổ.xlsx", 3)
    assert "Sản phẩm mới" in text_of(client, stored)


def test_new_records_have_their_history(client, admin, officer):
    post(client, "confirm", staged(officer, GARLIC))

    product = Product.objects.get()
    assert product.history.get().history_user == admin
    assert (product.step, product.maturity, product.name_key) == ("6", "established", "toi den")


def test_who_handed_a_book_in_does_not_confirm_it(client, admin):
    stored = staged(admin, GARLIC)

    assert post(client, "confirm", stored).status_code == 403
    assert not Product.objects.exists()


def test_same_form_posted_twice_writes_once(client, admin, officer):
    stored = staged(officer, GARLIC)
    key = "0b5b7a2c-1c8e-4c6e-9d7e-2f1f6f6f6f6f"
    answers = [post(client, "confirm", stored, form_key=key).status_code for _ in range(2)]

    assert (answers, Product.objects.count()) == ([302, 302], 1)


def test_book_is_not_written_a_second_time(client, admin, officer):
    stored = staged(officer, GARLIC)
    answers = [post(client, "confirm", stored).status_code for _ in range(2)]

    assert (answers, Certificate.objects.count()) == ([302, 200], 2)
    assert Event.objects.filter(action="import_book").count() == 1


def test_register_that_changed_meanwhile_asks_for_another_look(client, admin, officer, places):
    stored = staged(officer, WINE)
    known(places)

    response = post(client, "confirm", stored)
    assert (response.status_code, Certificate.objects.count()) == (409, 0)
    assert "đã thay đổi sau khi đối chiếu" in response.content.decode()
    post(client, "answer", stored)
    assert post(client, "confirm", stored).status_code == 302
    assert (Product.objects.count(), Certificate.objects.count()) == (1, 1)


def test_open_rows_are_named_all_at_once(client, admin, officer):
    stored = staged(officer, GARLIC | {"star": 3}, WINE | {"commune": "Xã Lạ"})
    response = post(client, "confirm", stored)

    assert response.status_code == 409
    assert "dòng 5 (còn nghi vấn); dòng 6 (có lỗi)" in response.content.decode()


# --- Deciding -----------------------------------------------------------------------------------


def test_rows_are_decided_one_by_one(client, admin, officer):
    stored = staged(officer, GARLIC | {"star": 3}, WINE | {"commune": "Xã Lạ"})
    post(client, "decide", stored, **{"d-5": "take", "d-6": "skip"})
    post(client, "confirm", stored)

    assert [product.name for product in Product.objects.all()] == ["Tỏi đen"]


def test_all_rows_of_a_kind_are_decided_at_once(client, admin, officer):
    rows = [WINE | {"commune": "Xã Lạ", "product": f"Rượu {n}"} for n in range(30)]
    stored = staged(officer, GARLIC, *rows)
    post(client, "decide", stored, bulk="skip", which="fault")
    post(client, "confirm", stored)

    assert Product.objects.count() == 1


@pytest.mark.parametrize(("said", "phone"), [("keep", "0255 382 2222"), ("theirs", "0912345678")])
def test_what_differs_is_kept_or_taken_over(client, admin, officer, places, said, phone):
    product = known(places, phone="0255 382 2222")
    stored = staged(officer, WINE | {"phone": 912345678})
    post(client, "decide", stored, **{"d-5": said})
    post(client, "confirm", stored)

    assert Producer.objects.get().phone == phone
    assert chain_of(product)[0].star == 3
    assert Producer.history.count() == (2 if said == "theirs" else 1)


def test_row_that_is_another_record_is_written_to_it(client, admin, officer, places):
    product = make_product(name="Rượu tỏi", commune=places["Bình An"])
    stored = staged(officer, WINE)
    post(client, "decide", stored, **{"d-5": str(product.pk)})
    post(client, "decide", stored, **{"d-5": "keep"})
    post(client, "confirm", stored)

    assert (Product.objects.get(), chain_of(product)[0].star) == (product, 3)


def test_row_that_is_a_new_record_is_made(client, admin, officer, places):
    make_product(name="Rượu tỏi", commune=places["Bình An"])
    stored = staged(officer, WINE)
    post(client, "decide", stored, **{"d-5": "new"})
    post(client, "confirm", stored)

    assert Product.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"d-5": "theirs"}, 422),
        ({"d-5": "999"}, 422),
        ({"d-99": "skip"}, 422),
        ({"bulk": "all"}, 422),
        ({"version": 7, "d-5": "skip"}, 409),
        ({"version": "x"}, 422),
        ({"version": ""}, 422),
    ],
)
def test_decision_that_does_not_fit_is_refused_and_changes_nothing(
    client, admin, officer, data, status
):
    stored = staged(officer, GARLIC)

    assert post(client, "decide", stored, **data).status_code == status
    stored.refresh_from_db()
    assert (stored.decisions, stored.version) == ({}, 1)


def test_nothing_is_decided_of_a_confirmed_book(client, admin, officer):
    stored = staged(officer, GARLIC)
    post(client, "confirm", stored)
    post(client, "decide", stored, **{"d-5": "skip"})

    assert RegisterImport.objects.get().decisions == {}


# --- Pages --------------------------------------------------------------------------------------


def test_pages_cost_the_same_queries_for_one_row_and_for_many(client, admin, officer):
    counts = []
    client.get(UPLOAD)  # the session gets its stamps
    for rows in ([GARLIC], [WINE | {"product": f"Rượu {n}"} for n in range(60)]):
        stored = staged(officer, *rows)
        with CaptureQueriesContext(connection) as queries:
            text_of(client, stored)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_rows_come_by_pages_and_by_what_was_found(client, admin, officer):
    rows = [WINE | {"product": f"Rượu {n}"} for n in range(30)]
    stored = staged(officer, GARLIC | {"star": 3}, *rows)

    assert "Dòng 5: Tỏi đen" in text_of(client, stored)
    assert "Dòng 35: Rượu 29" in text_of(client, stored, "?dong=new&page=2")


def test_recorded_certificate_is_shown_and_not_printed_again(client, admin, officer):
    post(client, "confirm", staged(officer, WINE))
    certificate = Certificate.objects.get()

    page = client.get(certificate.get_absolute_url()).content.decode()
    check = client.get(reverse("reports:certificate_check", args=[certificate.check_code]))
    paper = client.get(reverse("reports:certificate_paper", args=[certificate.pk]))
    assert "98/QĐ-UBND" in page
    assert "Tải PDF" not in page
    assert (check.status_code, paper.status_code) == (200, 409)


def test_markup_in_a_book_stays_text(client, admin, officer):
    stored = staged(officer, WINE | {"product": "<script>alert(1)</script>"})

    assert "<script>alert(1)" not in text_of(client, stored)


# --- What changes between reading and confirming ------------------------------------------------


def test_decision_is_asked_again_where_the_row_is_no_more_what_it_was(
    client, admin, officer, places
):
    product = known(places)
    stored = staged(officer, WINE | {"expires": date(2026, 1, 1)}, GARLIC | {"star": 3})
    post(client, "decide", stored, which="doubt", bulk="take")
    stored.refresh_from_db()
    assert len(stored.decisions) == 2
    facts = {"regulation": Regulation.objects.get(code="148-2023"), "authority": "province"}
    make_certificate(product, issued_on=date(2024, 2, 5), decision_number="1/QĐ-UBND", **facts)
    post(client, "answer", stored)

    stored.refresh_from_db()
    garlic = str(stored.lines[1]["row"])
    assert stored.decisions == {garlic: "take"}
    assert "Còn 1 dòng chưa quyết định: dòng 5" in text_of(client, stored)


def test_row_of_a_record_that_is_no_choice_any_more_is_not_made_a_new_one_unseen(
    client, admin, officer, places
):
    product = known(places, name="HTX Khác")
    stored = staged(officer, WINE)
    post(client, "decide", stored, **{"d-5": str(product.pk)})
    product.name = "Tên khác hẳn"
    product.save()
    post(client, "answer", stored)

    stored.refresh_from_db()
    assert stored.findings[0]["status"] == "doubt"
    assert "Bản ghi đã chọn không còn khớp" in text_of(client, stored)


def test_new_record_beside_the_producers_own_of_that_name_is_refused_with_the_reason(
    client, admin, officer, places
):
    product = known(places)
    product.commune = places["Bình Minh"]
    product.save()
    stored = staged(officer, WINE)
    post(client, "decide", stored, **{"d-5": "new"})

    stored.refresh_from_db()
    assert stored.findings[0]["status"] == "fault"
    assert "Chủ thể này đã có sản phẩm tên đó" in text_of(client, stored)


def test_code_that_stands_in_each_line_of_its_product_is_given_once(client, admin, officer, places):
    code = f"51-{places['Bình An'].code}-7-2024"
    head = ("Mã SP", "Tên SP", "Chủ thể", "Xã", "Nhóm", "Sao", "Số QĐ", "Ngày QĐ")
    line = (code, "Tỏi đen", "HTX Bình An", "Xã Bình An", "Thực phẩm")
    first = (*line, 3, "12/QĐ-UBND", date(2022, 5, 10))
    second = (*line, 4, "99/QĐ-UBND", date(2024, 3, 5))
    stored = stage(officer, "sổ.xlsx", flat(head, first, second))
    post(client, "confirm", stored)

    assert [row.code for row in Product.objects.get().codes.all()] == [code]
    assert Certificate.objects.count() == 2


def test_answer_by_which_the_file_cannot_be_read_is_refused_and_changes_nothing(
    client, admin, officer
):
    stored = staged(officer, WINE)

    assert post(client, "answer", stored, sheet="Không có").status_code == 422
    stored.refresh_from_db()
    assert (stored.version, stored.outcome, len(stored.lines)) == (1, "ACCEPT_WARN", 1)
