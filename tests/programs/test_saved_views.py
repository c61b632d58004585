"""Views of a list that people keep: whose they are, who may use them, and how they change."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from products.plans.listings import PLANS
from programs.enums import Role
from programs.models import Event, SavedView
from programs.saved_views import of_list
from tests.support.factories import make_agency, make_unit, make_user
from tests.support.rows import make_view

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

LIST = reverse("products:plan_list")


def page(name, *args):
    return reverse(f"programs:{name}", args=args)


def test_a_view_keeps_filters_sort_and_columns_and_nothing_else(client, admin):
    url = f"{LIST}?state=sent&sap=-listed&cot=unit&cot=listed&sau=abc&nonsense=1&q="

    assertRedirects(
        client.post(url, {"name": "Đã gửi"}),
        f"{LIST}?state=sent&sap=-listed&cot=unit&cot=listed",
    )
    view = SavedView.objects.get()
    assert (view.user, view.listing, view.name) == (admin, "ke-hoach", "Đã gửi")
    assert view.query == "state=sent&sap=-listed&cot=unit&cot=listed"
    assertContains(client.get(LIST), 'href="?state=sent&amp;sap=-listed&amp;cot=unit')


def test_the_same_name_again_is_written_over(client, admin):
    client.post(f"{LIST}?state=sent", {"name": "Của tôi"})
    client.post(f"{LIST}?state=accepted", {"name": "Của tôi"})

    assert SavedView.objects.get().query == "state=accepted"


def test_a_view_without_a_name_is_asked_for_one(client, admin):
    response = client.post(f"{LIST}?state=sent", {"name": " "})

    assert response.status_code == 200
    assert response.context["view_form"].errors
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_shared_view_is_seen_in_ones_own_unit_and_agency_alone(is_shared):
    unit, agency = make_unit(), make_agency()
    owners = [
        make_user(Role.UNIT_OFFICER, unit=unit),
        make_user(Role.PROVINCE_STAFF, agency=agency),
    ]
    colleagues = [
        make_user(Role.UNIT_LEADER, unit=unit),
        make_user(Role.PROVINCE_STAFF, agency=agency),
    ]
    strangers = [make_user(Role.UNIT_LEADER), make_user(Role.OBSERVER)]

    for owner, colleague in zip(owners, colleagues, strict=True):
        view = make_view(user=owner, is_shared=is_shared)
        others = {user for user in colleagues + strangers if user != colleague}
        assert view in SavedView.objects.visible_to(owner)
        assert (view in SavedView.objects.visible_to(colleague)) == is_shared
        assert not any(view in SavedView.objects.visible_to(user) for user in others)


def test_the_page_of_views_lists_what_colleagues_share_with_whose_it_is(client):
    unit = make_unit()
    owner, reader = (make_user(Role.UNIT_OFFICER, unit=unit) for _ in "12")
    shared, hidden = (
        make_view(user=owner, name=name, is_shared=name == "Chung") for name in ("Chung", "Riêng")
    )
    own = make_view(user=reader, name="Của tôi")
    client.force_login(reader)

    answer = client.get(page("saved_view_list"))

    assert answer.context["views"] == [own, shared]
    assertContains(answer, f"<td>{owner}</td>")
    assertContains(answer, page("saved_view_update", own.pk))
    assertNotContains(answer, page("saved_view_update", shared.pk))
    assertNotContains(answer, hidden.name)


@pytest.mark.parametrize("name", ["saved_view_update", "saved_view_delete"])
@pytest.mark.parametrize("is_shared", [True, False])
def test_a_view_of_another_is_not_found_even_where_it_is_shared(client, as_role, name, is_shared):
    user = as_role(Role.UNIT_LEADER)
    view = make_view(user=make_user(Role.UNIT_OFFICER, unit=user.unit), is_shared=is_shared)

    for method in (client.get, client.post):
        assert method(page(name, view.pk), {"name": "Khác"}).status_code == 404
    assert SavedView.objects.get().name == view.name


def test_a_view_is_renamed_shared_and_dropped_by_its_owner(client, as_role):
    view = make_view(user=as_role(Role.UNIT_LEADER))

    client.post(page("saved_view_update", view.pk), {"name": "Mới", "is_shared": "on"})
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("Mới", True)
    assertContains(client.get(page("saved_view_list")), "Mới")
    client.post(page("saved_view_delete", view.pk))

    assert not SavedView.objects.exists()
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == [
        "change_view",
        "drop_view",
    ]


def test_a_name_that_one_has_already_is_refused(client, admin):
    first, second = make_view(user=admin), make_view(user=admin)

    response = client.post(page("saved_view_update", second.pk), {"name": first.name})

    assertContains(response, "Bạn đã có cách xem mang tên này.")
    assert SavedView.objects.filter(name=first.name).count() == 1


def test_one_without_a_unit_and_an_agency_is_not_offered_to_share(client, as_role):
    as_role(Role.OBSERVER)

    assertNotContains(client.get(f"{LIST}?state=sent"), 'name="is_shared"')


def test_ones_own_views_of_a_list_come_first_and_then_by_name(as_role):
    user = as_role(Role.UNIT_LEADER)
    colleague = make_user(Role.UNIT_OFFICER, unit=user.unit)
    for owner, name in ((colleague, "A"), (user, "b"), (user, "C"), (colleague, "a2")):
        make_view(user=owner, name=name, is_shared=True)
    make_view(user=user, name="0", listing="nhat-ky")

    assert [view.name for view in of_list(user, PLANS)] == ["b", "C", "A", "a2"]
