"""Keys in bodies, queries and files are scoped as those in paths are (SECURITY A3, A6)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from products.enums import PlanState
from products.models import PlanImport, Registration
from programs.enums import Role
from programs.models import Participant, User
from tests.matrix.bodies import product_of
from tests.support.factories import (
    make_campaign,
    make_commune,
    make_plan,
    make_province,
    make_registration,
    make_unit,
    make_user,
)
from tests.support.rows import make_import, make_set

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def officer(as_role):
    return as_role(Role.UNIT_OFFICER)


@pytest.fixture
def plan(officer):
    return make_plan(unit=officer.unit, rows=0)


# --- Keys in bodies ----------------------------------------------------------------------------


def strange_keys(plan):
    """Values of a product's keys that are not the plan's unit's to give."""
    elsewhere = make_unit().children.first()
    ended = make_commune(plan.unit, valid_to="2024-02-20")
    return [
        ("commune", elsewhere.pk),
        ("commune", ended.pk),
        ("commune", make_province().pk),
        ("commune", 999_999_999),
        ("product_set", 999_999_999),
        ("product_set", make_set().pk),  # of another group than the product's
    ]


def test_a_product_takes_no_key_of_another_unit_or_time(client, plan):
    url = reverse("products:registration_create", args=[plan.pk])

    for name, key in strange_keys(plan):
        response = client.post(url, product_of(plan.unit) | {name: key})
        assert (response.status_code, name in response.context["form"].errors) == (200, True)

    assert not Registration.objects.exists()


def test_a_product_is_changed_to_no_key_of_another_unit_or_time(client, plan):
    row = make_registration(plan)
    url = reverse("products:registration_update", args=[row.pk])

    for name, key in strange_keys(plan):
        body = product_of(plan.unit) | {"version": row.version, name: key}
        assert client.post(url, body).status_code == 200

    assert list(Registration.objects.values_list("version", "commune")) == [(1, row.commune_id)]


def test_a_campaign_asks_no_unit_that_does_not_report_to_the_province(client, admin):
    campaign, unit = make_campaign(), make_unit()
    strangers = [
        make_province().pk,
        unit.children.first().pk,
        make_unit(valid_to="2024-02-20").pk,
        999_999_999,
    ]
    url = reverse("programs:campaign_participants", args=[campaign.pk])

    for key in strangers:
        assert client.post(url, {"units": [unit.pk, key]}).status_code == 200

    assert not Participant.objects.exists()


@pytest.mark.parametrize("url", ["programs:user_invite", "programs:role_propose"])
def test_an_account_takes_no_place_that_cannot_have_one(client, admin, url):
    person = make_user(Role.OBSERVER)
    path = reverse(url, args=[person.pk] if url.endswith("propose") else [])
    names = {"full_name": "An", "username": "an.nguyen", "email": "an@ocop.example"}
    before = User.objects.count()

    for unit in (make_province().pk, make_unit().children.first().pk, 999_999_999):
        body = names | {"role": Role.UNIT_OFFICER, "unit": unit}
        assert client.post(path, body).status_code == 200
    assert client.post(path, names | {"role": "PX", "agency": 999_999_999}).status_code == 200

    person.refresh_from_db()
    assert (User.objects.count(), person.role) == (before, Role.OBSERVER)


@pytest.mark.parametrize("role", [Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF, Role.OBSERVER, "??"])
@pytest.mark.parametrize("asker", [Role.UNIT_LEADER, Role.AGENCY_OFFICER])
def test_nobody_asks_for_an_account_of_another_kind(client, as_role, asker, role):
    user = as_role(asker)
    body = {"full_name": "An", "email": "an@ocop.example", "role": role, "reason": "Mới."}

    response = client.post(reverse("programs:account_request_create"), body)

    assert response.status_code in {200, 422}
    assert not user.account_requests.exists()


# --- Keys in query strings ---------------------------------------------------------------------


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.HANDED_IN, PlanState.SENT])
def test_filters_reach_no_rows_of_another_unit(client, officer, state):
    other = make_plan(state=state)
    name = other.registrations.get().product_name
    listed = reverse("products:registration_list")
    exported = reverse("reports:listing_export", args=["san-pham-dang-ky", "csv"])

    for query in ({"unit": other.unit_id}, {"campaign": other.campaign_id}, {"q": name}, {}):
        page = client.get(listed, query).content.decode()
        # The page says back what one typed: in the field, and among the filters in force.
        assert name not in page.replace(f'"{name}"', "").replace(f": {name} <", "")
        assert name not in b"".join(client.get(exported, query)).decode()


def test_filters_of_people_reach_no_people_of_another_unit(client, officer):
    stranger = make_user(Role.UNIT_OFFICER)

    for query in ({"unit": stranger.unit_id}, {"role": "DO"}, {"state": "open"}):
        response = client.get(reverse("programs:user_list"), query)
        assert stranger.full_name not in response.content.decode()


def test_the_key_of_a_page_reaches_no_rows_of_another_unit(client, officer):
    other = make_plan(state=PlanState.SENT)
    name = other.registrations.get().product_name

    response = client.get(reverse("products:registration_list"), {"sau": "0.0.0"})

    assert name not in response.content.decode()


def test_filters_offer_no_units_and_campaigns_beyond_ones_own(client, officer):
    """That another unit has begun a plan is not for its neighbours to see (matrix P1)."""
    mine, other = make_plan(unit=officer.unit), make_plan()

    form = client.get(reverse("products:registration_list")).context["filter"].form

    assert set(form.fields["unit"].queryset) == {mine.unit}
    assert set(form.fields["campaign"].queryset) == {mine.campaign}
    assert other.unit not in form.fields["unit"].queryset


# --- Keys in files -----------------------------------------------------------------------------


def test_the_workbook_of_another_unit_is_refused_whole(client, officer, plan):
    other = make_plan(rows=0)
    client.force_login(make_user(Role.UNIT_OFFICER, unit=other.unit))
    template = client.get(reverse("reports:plan_template", args=[other.pk]))
    book = b"".join(template.streaming_content)
    client.force_login(officer)

    upload = SimpleUploadedFile("mau.xlsx", book)
    client.post(reverse("products:import_upload", args=[plan.pk]), {"upload": upload})

    assert PlanImport.objects.get().outcome == "REJECT_FILE"
    assert not Registration.objects.exists()


def test_a_file_names_no_commune_of_another_unit(client, plan):
    elsewhere = make_unit().children.first()
    head = "Tên sản phẩm,Chủ thể sản xuất,Loại hình chủ thể,Địa chỉ (xã),Nhóm sản phẩm"
    text = f"{head},Hình thức đăng ký\nKẹo,HTX,Hợp tác xã,{elsewhere},Thực phẩm,3 sao\n"

    upload = SimpleUploadedFile("a.csv", text.encode())
    client.post(reverse("products:import_upload", args=[plan.pk]), {"upload": upload})

    assert PlanImport.objects.get().outcome == "REJECT_ROWS"


def test_a_reading_is_confirmed_by_its_reader_alone(client, officer, plan):
    """A colleague, too, reads a file of their own (SECURITY C6)."""
    colleague = make_user(Role.UNIT_OFFICER, unit=plan.unit)
    theirs = make_import(plan, user=colleague)
    strange = make_import()

    answers = [
        client.post(reverse("products:import_confirm", args=[stored.pk])).status_code
        for stored in (theirs, strange)
    ]

    assert answers == [403, 404]
    assert not Registration.objects.filter(plan=plan).exists()


def test_an_uploaded_file_joins_no_other_plan(client, plan):
    other = make_plan(rows=0)
    upload = SimpleUploadedFile("a.csv", b"x")

    url = reverse("products:import_upload", args=[plan.pk])
    client.post(url, {"upload": upload, "plan": other.pk, "user": 1, "edition": 7})

    stored = PlanImport.objects.get()
    assert (stored.plan, stored.user.unit, stored.edition) == (plan, plan.unit, 1)


def test_choices_beyond_the_list_are_refused(client, plan):
    body = product_of(plan.unit) | {"form": "6_star", "product_group": "khac"}

    response = client.post(reverse("products:registration_create", args=[plan.pk]), body)

    assert set(response.context["form"].errors) == {"form", "product_group"}
