"""The pages of an import: hand in, look, answer, confirm."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from products.enums import PlanState
from products.models import Plan, PlanImport, Registration
from products.plans.workflow import touch
from programs.enums import Role
from programs.intake.preflight import MAX_BYTES
from tests.support.factories import make_registration, put_into
from tests.support.importers import make_importing_plan
from tests.support.workbooks import (
    CLOTH,
    HEAD,
    HONEY,
    ROWS,
    TEA,
    changed,
    delimited,
    with_sheets,
    workbook,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
PAGE_QUERIES = 9
# "<details><summary>…</summary>…</details>"
FOLDED = re.compile("<details.*?</details>", re.DOTALL)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def plan():
    return make_importing_plan()


@pytest.fixture
def officer(plan, as_role):
    return as_role(Role.UNIT_OFFICER, unit=plan.unit)


@pytest.fixture
def hand_in(client, plan, officer):
    """Post a file and follow to what was found in it."""

    def hand_in(data, name="a.xlsx", **fields):
        url = reverse("products:import_upload", args=[plan.pk])
        upload = SimpleUploadedFile(name, data)
        return client.post(url, {"upload": upload, **fields}, follow=True)

    return hand_in


def confirm_url(stored=None):
    return reverse("products:import_confirm", args=[(stored or PlanImport.objects.get()).pk])


@pytest.mark.usefixtures("officer")
def test_page_offers_the_template_and_says_what_it_takes(client, plan):
    page = client.get(reverse("products:import_upload", args=[plan.pk]))

    assertContains(page, reverse("reports:plan_template", args=[plan.pk]))
    assertContains(page, "5.000 dòng")


def test_good_file_is_shown_then_confirmed_then_listed(client, plan, hand_in):
    page = hand_in(workbook())
    assertContains(page, "Đọc được 3 sản phẩm, không có lỗi.")
    assert not Registration.objects.exists()

    page = client.post(confirm_url(), follow=True)

    assertRedirects(page, PlanImport.objects.get().get_absolute_url())
    assertContains(page, "Đã nhập 3 sản phẩm từ tệp “a.xlsx”.")
    assertContains(page, plan.get_absolute_url())
    assertContains(client.get(plan.get_absolute_url()), "Thổ cẩm")


def test_every_fault_is_shown_with_row_column_value_and_what_to_do(hand_in):
    page = hand_in(workbook((HEAD, changed(TEA, form="6 sao", commune="Binh An"), HONEY)))

    assertContains(page, "1 dòng có lỗi")
    for part in ("Dòng 2: Trà Shan", 'value="6 sao"', "Ghi một trong", "Lấy “Xã Bình An”"):
        assertContains(page, part)
    assertContains(page, 'aria-describedby="o-2-form-loi"')
    assertContains(page, 'id="o-2-form-loi"')
    assertContains(page, "lấy các giá trị được đề nghị")
    assertContains(page, reverse("reports:import_annotated", args=[PlanImport.objects.get().pk]))
    assertNotContains(page, "Nhập 1 sản phẩm")


def test_warnings_stand_apart_and_do_not_stop(hand_in):
    page = hand_in(workbook((HEAD, TEA, HONEY), hidden=[3]))

    assertContains(page, "Điều cần biết")
    assertNotContains(page, "dòng có lỗi</strong>")
    assertContains(page, "Nhập 2 sản phẩm")


@pytest.mark.parametrize("rows", [(TEA,), (TEA, changed(HONEY, form="6 sao"))])
def test_lines_that_are_not_read_stand_open_with_the_reason(hand_in, rows):
    page = hand_in(workbook((HEAD, *rows, (None, "Cộng xã Bình An", 1), ("Nơi nhận:",))))

    shown = FOLDED.sub("", page.content.decode())
    assert "Các dòng của tệp không được nhập (2)" in shown
    assert "Cộng xã Bình An | 1" in shown
    assert "Dòng tổng cộng được bỏ qua" in shown
    assert "Nơi nhận:" in shown


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.xlsx", "Tệp rỗng"),
        (b"%PDF-1.7", "a.xlsx", "PDF"),
        (b"hello", "a.xlsx", "tệp lạ"),
        (delimited((HEAD,)), "a.csv", "không có dòng nào"),
    ],
)
def test_refused_file_is_answered_with_a_sentence(hand_in, data, name, sentence):
    page = hand_in(data, name)

    assertContains(page, sentence, status_code=422)
    assertContains(page, 'aria-invalid="true"', status_code=422)
    assert not Registration.objects.exists()


def test_too_big_a_file_is_refused_before_it_is_read(hand_in):
    assertContains(hand_in(bytes(MAX_BYTES + 1)), "Tệp lớn hơn 5 MB", status_code=422)
    assert not PlanImport.objects.exists()


def test_what_a_file_says_is_shown_as_text_and_never_as_a_page(hand_in):
    row = changed(TEA, name="<script>alert(1)</script>", form='"><img src=x onerror=alert(2)>')
    page = hand_in(workbook((HEAD, row)), "<b>a.xlsx")

    assertNotContains(page, "<script>alert")
    assertNotContains(page, "<img src=x")
    assertContains(page, "&lt;img src=x onerror")


def test_hidden_rows_are_asked_about_and_the_answer_is_needed(client, plan, hand_in):
    page = hand_in(workbook(hidden=[3]))
    assertContains(page, "Bỏ các dòng này")

    page = client.post(confirm_url())
    assert page.status_code == 422
    assert not Registration.objects.exists()

    client.post(confirm_url(), {"hidden": "leave"})
    assert plan.registrations.count() == 2


def test_sheet_is_chosen_by_a_button(client, plan, hand_in):
    page = hand_in(with_sheets({"Một": (HEAD, TEA), "Hai": (HEAD, HONEY)}))
    assertContains(page, "Đọc trang “Hai”")

    page = client.post(confirm_url(), {"sheet": "Hai"}, follow=True)
    assertContains(page, "Nhập 1 sản phẩm")
    client.post(confirm_url(PlanImport.objects.first()))
    assert plan.registrations.get().product_name == "Mật ong"


def test_offered_values_are_taken_by_a_button_and_shown_before_they_are_written(client, hand_in):
    hand_in(workbook((HEAD, changed(TEA, commune="Binh An"))))

    page = client.post(confirm_url(), {"proposals": "1"}, follow=True)

    assertContains(page, "Được hiểu là “Xã Bình An”.")
    assertContains(page, "Nhập 1 sản phẩm")
    assert not Registration.objects.exists()


def test_second_confirmation_is_told_so(client, hand_in, plan):
    hand_in(workbook())
    client.post(confirm_url())

    page = client.post(confirm_url())

    assertContains(page, "đã được nhập", status_code=409)
    assert plan.registrations.count() == len(ROWS)
    url = reverse("products:import_preview", args=[PlanImport.objects.get().pk])
    assertContains(client.get(url), "Tệp này đã được nhập lúc")


def test_colleague_sees_the_reading_and_cannot_confirm_it(client, hand_in, plan, as_role):
    hand_in(workbook())
    stored = PlanImport.objects.get()
    as_role(Role.UNIT_OFFICER, unit=plan.unit)

    page = client.get(reverse("products:import_preview", args=[stored.pk]))

    assertNotContains(page, "Nhập 3 sản phẩm")
    assert client.post(confirm_url(stored)).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.UNIT_OFFICER, 404),
        (Role.PROVINCE_ADMIN, 403),
        (Role.OBSERVER, 404),
        (Role.COUNCIL_MEMBER, 404),
    ],
)
def test_stranger_gets_no_page_of_an_import(client, hand_in, as_role, role, status):
    hand_in(workbook())
    stored = PlanImport.objects.get()
    as_role(role)

    assert client.get(reverse("products:import_preview", args=[stored.pk])).status_code == status
    assert client.post(confirm_url(stored)).status_code == status


def test_leader_of_the_unit_imports_as_in_a_unit_of_one_person(client, plan, as_role, hand_in):
    leader = as_role(Role.UNIT_LEADER, unit=plan.unit)

    hand_in(workbook())

    stored = PlanImport.objects.get()
    assert client.post(confirm_url(stored)).status_code == 302
    assert (stored.user, plan.registrations.count()) == (leader, len(ROWS))


def test_sent_plan_and_a_late_hour_take_no_file(client, plan, officer, hand_in):
    put_into(plan, PlanState.SENT)
    assert hand_in(workbook()).status_code == 409

    put_into(plan, PlanState.DRAFT)
    plan.campaign.due_at = plan.campaign.locks_at = timezone.now() - timedelta(seconds=1)
    plan.campaign.save()
    assert hand_in(workbook()).status_code == 409
    assert not PlanImport.objects.exists()


def test_confirmation_by_a_link_changes_nothing(client, hand_in):
    hand_in(workbook())

    assert client.get(confirm_url()).status_code == 405
    assert not Registration.objects.exists()


def test_names_of_fields_in_the_post_are_ours_alone(client, hand_in, plan):
    hand_in(workbook())

    client.post(confirm_url(), {"edition": 9, "state": "accepted", "rows": "[]", "user": 1})

    plan.refresh_from_db()
    assert (plan.state, plan.registrations.count()) == (PlanState.DRAFT, len(ROWS))


def test_five_hundred_faults_are_shown_a_page_at_a_time(client, hand_in):
    rows = [changed(TEA, number=n, name=f"Trà {n}", form="x") for n in range(1, 521)]
    page = hand_in(workbook((HEAD, *rows)))

    assertContains(page, 'value="x"', count=25)
    assertContains(page, "Trang 1/21")
    url = PlanImport.objects.get().get_absolute_url()
    assertContains(client.get(url, {"page": 21}), "Dòng 521: Trà 520")
    assertContains(client.get(url, {"dong": "bo"}), "Không có dòng nào như vậy")


# --- Handing in by a script ----------------------------------------------------------------------


def test_script_is_told_where_to_go_on_or_what_is_wrong(client, plan, officer):
    url = reverse("products:import_upload", args=[plan.pk])

    def post(data):
        upload = SimpleUploadedFile("a.xlsx", data)
        return client.post(url, {"upload": upload}, headers={"accept": "application/json"})

    answer = post(workbook())
    assert answer.json() == {"url": PlanImport.objects.get().get_absolute_url()}
    answer = post(b"%PDF-1.7")
    assert (answer.status_code, "PDF" in answer.json()["message"]) == (422, True)


def test_page_leads_back_to_the_file_that_waits(client, plan, hand_in):
    hand_in(workbook())

    page = client.get(reverse("products:import_upload", args=[plan.pk]))

    assertContains(page, "Tiếp tục với tệp đó")
    assertContains(page, PlanImport.objects.get().get_absolute_url())


# --- Correcting on the page ----------------------------------------------------------------------


@pytest.fixture
def faulty(hand_in):
    """Two rows with small faults and one without: a commune without marks, and a wrong form."""
    rows = (HEAD, changed(TEA, commune="Binh An"), changed(HONEY, form="6 sao"), CLOTH)
    hand_in(workbook(rows))
    return PlanImport.objects.get()


@pytest.fixture
def correct(client):
    def correct(stored, status=302, query="", **fields):
        """Post corrections: o_3_form="4 sao"."""
        stored.refresh_from_db()
        url = reverse("products:import_correct", args=[stored.pk]) + query
        cells = {
            name.replace("_", "-", 2): text for name, text in fields.items() if name[:2] == "o_"
        }
        asked = {name: value for name, value in fields.items() if name[:2] != "o_"}
        answer = client.post(url, {"version": stored.version} | cells | asked)
        assert answer.status_code == status
        stored.refresh_from_db()
        return answer

    return correct


def test_faults_are_mended_on_the_page_and_the_file_stays_as_it_was(client, plan, faulty, correct):
    with faulty.file.open("rb") as file:
        before = file.read()

    answer = correct(faulty, o_3_form="4 sao", take="o-2-commune", query="?dong=loi")

    assert answer.url == f"{faulty.get_absolute_url()}?dong=loi#kiem-tra"
    assert faulty.outcome == "ACCEPT"
    with faulty.file.open("rb") as file:
        assert file.read() == before
    client.post(confirm_url())
    rows = plan.registrations.order_by("position")
    assert list(rows.values_list("commune__name", "form"))[:2] == [
        ("Bình An", "3_star"),
        ("Bình Minh", "4_star"),
    ]


def test_row_is_left_out_and_taken_back(client, plan, faulty, correct):
    correct(faulty, leave=2)
    correct(faulty, leave=3)
    page = client.get(faulty.get_absolute_url())
    assertContains(page, "2 dòng đã bỏ")
    assertContains(client.get(faulty.get_absolute_url(), {"dong": "bo"}), "Lấy lại dòng 3")

    correct(faulty, back=3, o_3_form="3 sao")
    client.post(confirm_url())

    names = plan.registrations.order_by("position").values_list("product_name", flat=True)
    assert list(names) == ["Mật ong", "Thổ cẩm"]


def test_all_rows_left_out_leave_nothing_to_confirm(client, faulty, correct):
    for number in (2, 3, 4):
        correct(faulty, leave=number)

    assertContains(client.get(faulty.get_absolute_url()), "không còn gì để nhập")
    assert client.post(confirm_url()).status_code == 409


def test_confirmation_is_refused_with_every_fault_while_there_are_any(client, faulty):
    page = client.post(confirm_url())

    assertContains(page, "Dòng 2, Địa chỉ (xã)", status_code=409)
    assertContains(page, "Dòng 3, Hình thức đăng ký", status_code=409)


def test_text_of_the_file_itself_is_no_correction(faulty, correct):
    correct(faulty, o_3_form="6 sao", o_3_product_name="Mật ong", o_3_note="")
    assert faulty.answers["cells"] == {}

    correct(faulty, o_3_form="7 sao")
    assert faulty.answers["cells"] == {"3": {"form": "7 sao"}}
    correct(faulty, o_3_form="6 sao")
    assert faulty.answers["cells"] == {}


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "<script>alert(1)</script>", "x" * 5000])
def test_hostile_text_is_judged_and_shown_as_text(client, faulty, correct, text):
    correct(faulty, o_3_form=text, o_2_commune=text)

    assert faulty.outcome == "REJECT_ROWS"
    assertNotContains(client.get(faulty.get_absolute_url()), "<script>alert")


@pytest.mark.parametrize(
    "fields",
    [
        {"o_3_form": "x" * 10_000},
        {"o_3_form": "a\0b"},
        {"o_99_form": "3 sao"},
        {"leave": 99},
        {"leave": "x"},
        {"take": "o-3-form"},
        {"take": "o-99-commune"},
        {"take": "<b>"},
    ],
)
def test_what_fits_no_row_of_the_file_is_refused_and_what_was_typed_stays(faulty, correct, fields):
    page = correct(faulty, status=422, **{"o_2_commune": "Xã Bình Minh"} | fields)

    assert (faulty.version, faulty.outcome) == (1, "REJECT_ROWS")
    assertContains(page, 'value="Xã Bình Minh"', status_code=422)


def test_unknown_columns_are_not_taken(faulty, correct):
    correct(faulty, o_3_position="9", o_3_plan_id="1", o_03_form="3 sao")

    assert faulty.answers["cells"] == {}


def test_corrections_have_a_bound(faulty, correct, monkeypatch):
    monkeypatch.setattr("products.plan_imports.corrections.MAX_CORRECTIONS", 50)

    assertContains(correct(faulty, status=422, o_3_note="x" * 60), "quá nhiều", status_code=422)


def test_two_windows_are_told_of_each_other_and_nothing_typed_is_lost(faulty, correct):
    correct(faulty, o_3_form="4 sao")

    page = correct(faulty, status=409, version=1, o_2_commune="Xã Bình Minh")

    assertContains(page, "cửa sổ khác", status_code=409)
    assertContains(page, 'value="Xã Bình Minh"', status_code=409)
    assert faulty.answers["cells"] == {"3": {"form": "4 sao"}}


def test_confirmation_is_of_the_reading_that_was_seen(client, plan, hand_in, correct):
    hand_in(workbook())
    stored = PlanImport.objects.get()
    correct(stored, leave=2)

    page = client.post(confirm_url(), {"version": 1})

    assertContains(page, "cửa sổ khác", status_code=422)
    assert not plan.registrations.exists()


def test_plan_that_moved_on_asks_for_another_look_and_no_other_upload(
    client, plan, officer, faulty, correct
):
    correct(faulty, o_3_form="4 sao", take="o-2-commune")
    touch(Plan.objects.get(pk=plan.pk))

    assert client.post(confirm_url()).status_code == 409
    assertContains(client.get(faulty.get_absolute_url()), "Kiểm tra lại tệp")
    correct(faulty)
    client.post(confirm_url())

    assert plan.registrations.count() == len(ROWS)


def test_colleague_and_stranger_correct_nothing(client, plan, faulty, correct, as_role):
    as_role(Role.UNIT_OFFICER, unit=plan.unit)
    correct(faulty, status=403, o_3_form="3 sao")
    assertNotContains(client.get(faulty.get_absolute_url()), "Lưu sửa")
    as_role(Role.UNIT_OFFICER)
    correct(faulty, status=404, o_3_form="3 sao")


def test_sheet_chosen_anew_forgets_the_corrections_of_the_other(client, hand_in, correct):
    hand_in(with_sheets({"Một": (HEAD, changed(TEA, form="x")), "Hai": (HEAD, HONEY)}))
    stored = PlanImport.objects.get()
    client.post(confirm_url(), {"sheet": "Một"})
    correct(stored, o_2_form="3 sao")

    client.post(confirm_url(), {"sheet": "Hai"})

    stored.refresh_from_db()
    assert (stored.answers["cells"], stored.outcome) == ({}, "ACCEPT_WARN")


def test_list_is_replaced_or_added_to_without_another_upload(client, plan, hand_in):
    make_registration(plan, product_name="Trà Shan", producer_name="HTX Trà")
    assertContains(hand_in(workbook()), "Thay toàn bộ 1 sản phẩm hiện có")

    page = client.post(confirm_url(), {"replaces": "yes"}, follow=True)

    assertContains(page, "Toàn bộ 1 sản phẩm hiện có được thay bằng 3 sản phẩm")
    client.post(confirm_url())
    assert plan.registrations.count() == len(ROWS)


@pytest.mark.parametrize("count", [1, 300])
def test_page_costs_the_same_queries_however_long_the_file(
    client, hand_in, django_assert_num_queries, count
):
    rows = [changed(TEA, number=n, name=f"Trà {n}", form="x") for n in range(1, count + 1)]
    hand_in(workbook((HEAD, *rows)))
    url = PlanImport.objects.get().get_absolute_url()
    client.get(url)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(url)


def test_marked_file_holds_what_was_corrected(client, faulty, correct):
    correct(faulty, o_3_form="4 sao", leave=2)

    answer = client.get(reverse("reports:import_annotated", args=[faulty.pk]))

    sheet = load_workbook(BytesIO(answer.getvalue())).worksheets[0]
    assert sheet["G3"].value == "4 sao"
    assert "6 sao" in sheet["G3"].comment.text
    assert "bỏ" in sheet["A2"].comment.text
