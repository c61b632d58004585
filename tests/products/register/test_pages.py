"""Adding begins on a list: whose product, and of which product a dossier."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from programs.enums import Role
from tests.support.factories import make_dossier, make_product, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def product(as_role):
    unit = make_unit()
    as_role(Role.UNIT_OFFICER, unit=unit)
    return make_product(commune=unit.children.first())


def test_a_product_is_added_to_a_producer_that_is_chosen(client, product):
    page = client.get(reverse("products:product_begin"))

    assertContains(page, reverse("products:product_create", args=[product.producer_id]))


def test_a_dossier_is_begun_of_a_product_that_has_none_under_way(client, product):
    other = make_dossier(make_product(commune=product.commune)).product

    page = client.get(reverse("products:dossier_begin"))

    assertContains(page, reverse("products:dossier_create", args=[product.pk]))
    assertNotContains(page, reverse("products:dossier_create", args=[other.pk]))


@pytest.mark.parametrize("name", ["product_begin", "dossier_begin"])
def test_a_list_to_choose_from_offers_no_file_of_other_rows(client, product, name):
    page = client.get(reverse(f"products:{name}"), {"q": product.name})

    assertNotContains(page, "/xuat/")
    assertNotContains(page, "Lưu cách xem")
