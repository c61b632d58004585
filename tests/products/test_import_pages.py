"""The pages of an import: hand in, look, answer, confirm."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from products.enums import PlanState
from products.models import PlanImport, Registration
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

    assertRedirects(page, plan.get_absolute_url())
    assertContains(page, "Đã nhập 3 sản phẩm từ tệp “a.xlsx”.")
    assertContains(page, "Thổ cẩm")


def test_every_fault_is_shown_with_row_column_value_and_what_to_do(hand_in):
    page = hand_in(workbook((HEAD, changed(TEA, form="6 sao", commune="Binh An"), HONEY)))

    assertContains(page, "1 dòng có lỗi")
    for part in ("<td>2</td>", "<td>Hình thức đăng ký</td>", "<td>6 sao</td>", "Ghi một trong"):
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

    assert page.status_code == 200
    assertContains(page, sentence)
    assertNotContains(page, "import_annotated")
    assert not Registration.objects.exists()


def test_too_big_a_file_is_refused_before_it_is_read(hand_in):
    assertContains(hand_in(bytes(MAX_BYTES + 1)), "Tệp lớn hơn 5 MB")
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


def test_page_of_five_hundred_faults_says_how_many_more_there_are(hand_in):
    rows = [changed(TEA, number=n, name=f"Trà {n}", form="x") for n in range(1, 521)]
    page = hand_in(workbook((HEAD, *rows)))

    assertContains(page, "<td>x</td>", count=500)
    assertContains(page, "Còn 20 vấn đề nữa")
