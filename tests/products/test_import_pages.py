"""The pages of an import: hand in, look, answer, confirm."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from products.enums import PlanState
from products.models import Plan, PlanImport, Registration
from programs.enums import Role
from programs.intake.preflight import MAX_BYTES
from tests.factories import put_into
from tests.importers import make_importing_plan
from tests.workbooks import HEAD, HONEY, ROWS, TEA, changed, delimited, with_sheets, workbook

pytestmark = pytest.mark.django_db


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
    assertContains(page, "Hoàn tác lần nhập này")
    assertContains(client.get(plan.get_absolute_url()), "Thổ cẩm")


def test_every_fault_is_shown_with_row_column_value_and_what_to_do(hand_in):
    page = hand_in(workbook((HEAD, changed(TEA, form="6 sao", commune="Binh An"), HONEY)))

    assertContains(page, "1 dòng có lỗi")
    for part in ("Dòng 2: Trà Shan", "Hình thức đăng ký", 'value="6 sao"', "Ghi một trong"):
        assertContains(page, part)
    assertContains(page, "lấy các giá trị được đề nghị")
    assertContains(page, reverse("reports:import_annotated", args=[PlanImport.objects.get().pk]))
    assertNotContains(page, "Nhập 1 sản phẩm")


def test_warnings_stand_apart_and_do_not_stop(hand_in):
    page = hand_in(workbook((HEAD, ("I", "Xã Bình An"), TEA)))

    assertContains(page, "Điều cần biết")
    assertNotContains(page, "Lỗi phải sửa")
    assertContains(page, "Nhập 1 sản phẩm")


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
    assertContains(page, "Bỏ các dòng ẩn")

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


def test_leader_of_the_unit_does_not_import(client, plan, as_role):
    as_role(Role.UNIT_LEADER, unit=plan.unit)

    url = reverse("products:import_upload", args=[plan.pk])
    assert client.get(url).status_code == client.post(url).status_code == 403


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


# --- Rows to mend, page by page ------------------------------------------------------------------


def correct(client, query="", **values):
    stored = PlanImport.objects.get()
    url = reverse("products:import_correct", args=[stored.pk])
    return client.post(f"{url}{query}", {"version": stored.version} | values, follow=True)


def faulty(count):
    rows = [changed(TEA, number=n, name=f"Trà {n}", form="x") for n in range(1, count + 1)]
    return workbook((HEAD, *rows, HONEY))


def test_bad_rows_come_a_page_at_a_time_and_the_filter_stands_in_the_address(client, hand_in):
    page = hand_in(faulty(520))
    assertContains(page, "520 dòng có lỗi")
    assertContains(page, "<fieldset", count=25)
    assertContains(page, "Trang 1/21")

    url = PlanImport.objects.get().get_absolute_url()
    assertContains(client.get(url, {"dong": "loi", "page": 21}), "<fieldset", count=20)
    last = client.get(url, {"dong": "tat-ca", "page": "99999"})
    assertContains(last, "Mật ong")
    assertContains(client.get(url, {"dong": "la", "page": "x"}), "<fieldset", count=25)


@pytest.mark.parametrize("count", [1, 300])
def test_page_costs_the_same_queries_however_many_rows_are_bad(
    client, hand_in, count, django_assert_max_num_queries
):
    hand_in(faulty(count))
    url = PlanImport.objects.get().get_absolute_url()

    for query in ({}, {"dong": "tat-ca"}):
        with django_assert_max_num_queries(10):
            client.get(url, query)


def test_correction_is_saved_and_checked_and_keeps_the_filter(client, hand_in):
    hand_in(faulty(30))

    page = correct(client, "?dong=loi&page=2", **{"o-28-form": "4 sao"})

    assertContains(page, "29 dòng có lỗi")
    assert page.redirect_chain[-1][0].endswith("?dong=loi&page=2#kiem-tra")
    assert page.wsgi_request.GET["page"] == "2"


def test_offer_is_taken_and_the_plan_still_waits(client, hand_in, plan):
    hand_in(workbook((HEAD, changed(TEA, commune="Binh An"))))

    page = correct(client, take="o-2-commune")

    assertContains(page, "Nhập 1 sản phẩm")
    assert plan.registrations.count() == 0


@pytest.mark.parametrize(
    ("values", "status", "sentence"),
    [
        ({"o-99-form": "3 sao"}, 422, "Dòng 99"),
        ({"leave": "99"}, 422, "Dòng 99"),
        ({"leave": "x"}, 422, ""),
        ({"leave": "9" * 30}, 422, ""),
        ({"take": "o-3-form"}, 422, "Dòng 3"),
        ({"o-2-form": "x" * 5001}, 422, "quá 5000 ký tự"),
        ({"o-2-form": "a\0b"}, 422, "không ghi được"),
        ({"version": "9"}, 409, "ở một cửa sổ khác"),
        ({"version": ""}, 422, "tải lại trang"),
    ],
)
def test_wrong_correction_is_refused_with_a_sentence_and_changes_nothing(
    client, hand_in, values, status, sentence
):
    hand_in(faulty(1))

    page = correct(client, **values)

    assertContains(page, sentence or "Kết quả kiểm tra tệp", status_code=status)
    stored = PlanImport.objects.get()
    assert (stored.version, stored.answers) == (1, {})


def test_refused_correction_is_shown_again_as_it_was_typed(client, hand_in):
    hand_in(faulty(1))

    page = correct(client, version="9", **{"o-2-form": '"><script>alert(1)</script>'})

    assertContains(page, "&quot;&gt;&lt;script&gt;alert(1)", status_code=409)
    assertNotContains(page, "<script>alert", status_code=409)


def test_what_is_no_cell_of_the_list_is_no_correction(client, hand_in):
    hand_in(faulty(1))

    correct(client, **{"o-2-version": "9", "o-2-position": "9", "o-02-form": "3 sao", "rows": "[]"})

    assert PlanImport.objects.get().answers["cells"] == {}


def test_file_with_faults_is_not_confirmed(client, hand_in, plan):
    hand_in(faulty(1))

    assertContains(client.post(confirm_url()), "còn lỗi", status_code=409)
    assert plan.registrations.count() == 0


def test_script_is_told_where_to_go_on_or_why_not(client, plan, officer):
    url = reverse("products:import_upload", args=[plan.pk])

    def answer(data):
        upload = SimpleUploadedFile("a.xlsx", data)
        response = client.post(url, {"upload": upload}, headers={"Accept": "application/json"})
        return response.status_code, response.json()

    assert answer(b"%PDF-1.7")[0] == 422
    assert "PDF" in answer(b"%PDF-1.7")[1]["message"]
    address = answer(workbook())[1]["url"]
    assert address == PlanImport.objects.first().get_absolute_url()


# --- Stale, and taken back -----------------------------------------------------------------------


def test_stale_reading_is_checked_again_and_its_corrections_stay(client, hand_in, plan):
    hand_in(workbook((HEAD, changed(TEA, form="x"))))
    correct(client, **{"o-2-form": "3 sao"})
    Plan.objects.filter(pk=plan.pk).update(edition=plan.edition + 5)

    assertContains(client.post(confirm_url()), "đã được sửa sau khi đọc", status_code=409)
    url = PlanImport.objects.get().get_absolute_url()
    assertContains(client.get(url), "Kiểm tra lại tệp")

    assertContains(correct(client), "Nhập 1 sản phẩm")
    client.post(confirm_url())
    assert plan.registrations.get().form == "3_star"


def test_import_is_undone_and_the_page_says_so(client, hand_in, plan):
    hand_in(workbook())
    client.post(confirm_url())
    url = reverse("products:import_undo", args=[PlanImport.objects.get().pk])
    assert client.get(url).status_code == 405

    page = client.post(url, follow=True)

    assertContains(page, "Đã hoàn tác: gỡ 3 sản phẩm vừa nhập.")
    assertContains(page, "được hoàn tác lúc")
    assert plan.registrations.count() == 0
    assertContains(client.post(url), "đã được hoàn tác rồi", status_code=409)


def test_page_says_what_stands_in_the_way_of_undoing(client, hand_in, plan):
    hand_in(workbook())
    client.post(confirm_url())
    stored = PlanImport.objects.get()
    row = plan.registrations.first()
    row.note = "khác"
    row.save()

    page = client.get(stored.get_absolute_url())
    assertContains(page, "Không hoàn tác được nữa.")
    assertContains(page, row.product_name)
    assertNotContains(page, "Hoàn tác lần nhập này")
    answer = client.post(reverse("products:import_undo", args=[stored.pk]))
    assertContains(answer, "sửa 1 dòng", status_code=409)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.UNIT_OFFICER, 404),
        (Role.UNIT_LEADER, 403),
        (Role.PROVINCE_ADMIN, 403),
        (Role.COUNCIL_MEMBER, 404),
    ],
)
def test_others_neither_correct_nor_undo(client, hand_in, plan, as_role, role, status):
    hand_in(workbook())
    stored = PlanImport.objects.get()
    as_role(role, **({"unit": plan.unit} if role == Role.UNIT_LEADER else {}))

    for name in ("import_correct", "import_undo"):
        url = reverse(f"products:{name}", args=[stored.pk])
        assert client.post(url, {"version": 1}).status_code == status


def test_colleague_does_not_correct_the_file_of_another(client, hand_in, plan, as_role):
    hand_in(faulty(1))
    as_role(Role.UNIT_OFFICER, unit=plan.unit)

    assert correct(client, **{"o-2-form": "3 sao"}).status_code == 403
    page = client.get(PlanImport.objects.get().get_absolute_url())
    assertNotContains(page, "Lưu sửa và kiểm tra lại")
    assertContains(page, "Hình thức đăng ký: ")
