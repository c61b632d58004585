"""The back office mends reference data and never moves the procedure; the design is for DEBUG."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import NoReverseMatch, path, reverse
from pytest_django.asserts import assertContains, assertNotContains

from ocop_portal import urls
from products.models import Plan, Registration
from programs.enums import Role
from programs.models import Event, ProductSet, Unit, User
from programs.views.design import design
from tests.support.factories import make_user

# The portal with both of the pages that its settings leave out.
urlpatterns = [
    *urls.urlpatterns,
    path("quan-tri/", admin.site.urls),
    path("thiet-ke/", design, name="design"),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
OFFICE = "/quan-tri/"


@pytest.fixture
def product_set():
    return ProductSet.objects.create(number=1, name="Rau", group="food")


@pytest.mark.urls("ocop_portal.urls")
def test_neither_has_an_address_unless_the_settings_ask_for_it():
    for name in ("admin:index", "design"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_a_demonstration_has_the_office():
    """What `make run` writes for this machine: the demo's administrator sees the door to it."""
    assert "'OCOP_ADMIN=True'" in (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PROVINCE_ADMIN])
def test_office_is_closed_to_every_other_role(client, as_role, role):
    as_role(role)

    assert client.get(OFFICE, follow=True).status_code == 403


def test_office_offers_the_tables_of_the_portal_alone(client, admin):
    page = client.get(OFFICE)

    assertContains(page, "Đơn vị hành chính")
    assertNotContains(page, "/quan-tri/mfa/")
    assert client.get(f"{OFFICE}auth/group/").status_code == 404


def test_a_name_that_cannot_be_printed_is_refused(client, admin, product_set):
    values = {"number": 1, "name": "Rau ★", "group": "food", "category": ""}
    page = client.post(f"{OFFICE}programs/productset/{product_set.pk}/change/", values)

    assertContains(page, "U+2605")
    assert not Event.objects.filter(action="change_reference").exists()


def test_change_of_reference_data_is_an_event(client, admin, product_set):
    values = {"number": 1, "name": "Rau, củ", "group": "food", "category": ""}
    client.post(f"{OFFICE}programs/productset/{product_set.pk}/change/", values)

    event = Event.objects.get(action="change_reference")
    assert (event.actor, event.data) == (admin, {"name": "Rau, củ"})


@pytest.mark.parametrize("model", [Unit, ProductSet, User, Event, Plan, Registration])
def test_nothing_is_deleted_here(rf, model):
    request = rf.get("/")
    request.user = make_user(Role.PROVINCE_ADMIN)

    assert not admin.site.get_model_admin(model).has_delete_permission(request)


@pytest.mark.parametrize(
    "table", ["programs/user", "programs/event", "programs/mail", "products/plan"]
)
def test_people_mail_trail_and_plans_are_to_be_read(client, admin, table):
    assert client.get(f"{OFFICE}{table}/").status_code == 200
    assert client.get(f"{OFFICE}{table}/add/").status_code == 403


def test_office_leaves_passwords_and_signing_out_to_their_own_pages(client, admin):
    assert client.get(f"{OFFICE}password_change/").status_code == 404
    assert client.get(f"{OFFICE}logout/").url == reverse("account_logout")


def test_design_shows_a_form_with_its_errors(client):
    page = client.get("/thiet-ke/")

    assertContains(page, 'class="error-summary" role="alert" tabindex="-1"')
    assertContains(page, '<a href="#id_name">')
    assertContains(page, "Chọn…")
    assertNotContains(page, "---------")
