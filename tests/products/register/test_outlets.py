"""Where a product is sold: by its unit, eight at most, and never elsewhere than it says."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from products.models import Outlet
from products.register.outlet_forms import OutletForm
from products.register.outlets import MOST_OUTLETS, add, adding_refusal, remove
from programs.enums import REGISTER_WRITERS, Role
from programs.models import Event
from programs.workflow import StepRefused
from tests.support.factories import make_outlet, make_product, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
SHOP = {"kind": "shop", "name": "Cửa hàng OCOP", "address": "12 Trần Phú", "link": ""}


def test_an_outlet_is_added_and_removed_with_a_trace_of_the_product():
    product, staff = make_product(), make_user(Role.PROVINCE_STAFF)

    add(Outlet(product=product, **SHOP), by=staff)
    remove(product.outlets.get(), by=staff)

    assert not product.outlets.exists()
    events = Event.objects.about(product).order_by("pk")
    assert [(event.action, event.note) for event in events] == [
        ("add_outlet", "Cửa hàng OCOP"),
        ("remove_outlet", "Cửa hàng OCOP"),
    ]


def test_the_unit_writes_it_on_the_page_of_its_product(client, as_role):
    officer = as_role(Role.UNIT_OFFICER)
    product = make_product(commune=officer.unit.children.first())
    page = reverse("products:outlet_add", args=[product.pk])

    assertRedirects(client.post(page, SHOP), product.get_absolute_url())

    shown = client.get(product.get_absolute_url())
    assertContains(shown, "12 Trần Phú")
    away = reverse("products:outlet_delete", args=[product.outlets.get().pk])
    assertContains(shown, away)
    assertRedirects(client.post(away), product.get_absolute_url())
    assert not product.outlets.exists()


def test_a_ninth_outlet_is_refused():
    product, staff = make_product(), make_user(Role.PROVINCE_STAFF)
    for _ in range(MOST_OUTLETS):
        make_outlet(product)

    with pytest.raises(StepRefused, match=f"đã có {MOST_OUTLETS} nơi bán"):
        add(Outlet(product=product, **SHOP), by=staff)

    assert product.outlets.count() == MOST_OUTLETS


@pytest.mark.parametrize("role", sorted(set(Role) - REGISTER_WRITERS))
def test_nobody_else_may_write_where_a_product_is_sold(role):
    refused = adding_refusal(make_product(), make_user(role))

    assert refused.status == 403


def test_an_outlet_of_a_merged_product_stays():
    product = make_product(merged_into=make_product())
    outlet = make_outlet(product)

    with pytest.raises(StepRefused, match="đã gộp"):
        remove(outlet, by=make_user(Role.PROVINCE_STAFF))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"link": "http://cho.example/"}, "bắt đầu bằng https://"),
        ({"link": "javascript:alert(1)"}, "bắt đầu bằng https://"),
        ({"link": "https://shop.example@evil.example/"}, "@"),
        ({"link": "https://cho.example/" + "x" * 300}, "300"),
        ({"address": ""}, "Phải ghi địa chỉ"),
        ({"name": ""}, "name"),
        ({"kind": "khac"}, "khac"),
    ],
)
def test_what_leads_nowhere_or_astray_is_refused(changed, words):
    form = OutletForm(SHOP | changed, instance=Outlet(product=make_product()))

    assert words in f"{form.errors}"
