"""The first page: citizens see what is recognised, whoever is signed in sees what waits."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from products.models import Placement
from programs.enums import Role
from reports.public.front_views import by_unit
from reports.public.listings import CATALOGUE, public_rows
from tests.support.factories import (
    make_certificate,
    make_product,
    make_split,
    make_unit,
    make_withdrawal,
)
from tests.support.papers import make_photo

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
FRONT = reverse("home")


def make_public(name="Tỏi", commune=None, star=3, issued_on=None, **fields):
    place = {"commune": commune} if commune else {}
    product = make_product(name=name, **place, **fields)
    return make_certificate(product, star=star, issued_on=issued_on or timezone.localdate())


def test_a_stranger_sees_products_and_a_person_what_waits(client, as_role):
    make_public()

    assertContains(client.get(FRONT), "Mới được công nhận")
    as_role(Role.UNIT_OFFICER)
    assertContains(client.get(FRONT), "Việc của tôi")
    assertNotContains(client.get(FRONT), "Mới được công nhận")


def test_the_province_is_called_by_its_name_of_today(client):
    make_unit()

    assertContains(client.get(FRONT), "<h1>Sản phẩm OCOP Quảng Ngãi</h1>")


def test_an_empty_register_has_a_first_page_too(client):
    page = client.get(FRONT)

    assertContains(page, "<h1>Sản phẩm OCOP</h1>")
    assertContains(page, "Chưa có sản phẩm nào")


def test_stars_and_groups_lead_to_the_list_with_as_many_as_they_say(client):
    for star, group in ((3, "food"), (3, "craft"), (4, "craft")):
        make_public(f"{group} {star}", star=star, product_group=group)
    make_withdrawal(make_public("rút", star=5, product_group="drink").product)

    page = client.get(FRONT)

    stars = {star: number for star, number in page.context["stars"] if number}
    groups = {group: number for group, number in page.context["groups"] if number}
    assert (page.context["total"], stars) == (3, {4: 1, 3: 2})
    assert groups == {"food": 1, "craft": 2}
    for name, counts in (("star", stars), ("group", groups)):
        for value, number in counts.items():
            assertContains(page, f"?{name}={value}")
            listed = client.get(reverse("reports:public_products"), {name: value})
            assert listed.context["page"].count == number
    assertNotContains(page, "?star=5")


def test_the_newest_products_come_first_and_what_is_not_recognised_does_not(client):
    make_public("Cũ", issued_on=date(2025, 3, 1))
    make_public("Mới")
    make_public("Hết hạn", issued_on=date(2019, 1, 1))

    assert [card.name for card in client.get(FRONT).context["cards"]] == ["Mới", "Cũ"]


def test_each_unit_is_said_to_have_what_the_list_finds_for_it(client):
    parts = [make_unit(), make_unit()]
    split = make_split(parts)
    undecided, decided = (make_public(f"Chia {number}", split) for number in range(2))
    make_public("Một", parts[0].children.last())
    heir = split.successions.order_by("pk").last().new
    Placement.objects.create(product=decided.product, old=split, new=heir)

    counted = {unit.pk: number for unit, number in by_unit(public_rows())}

    assert undecided.product.commune == decided.product.commune
    for unit in parts:
        _, rows = CATALOGUE.filter(None, {"unit": unit.pk})
        assert counted[unit.pk] == rows.count() > 0
    assertContains(client.get(FRONT), f"?unit={parts[0].pk}")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_first_page_costs_the_same_however_many_products(
    client, rows, django_assert_num_queries
):
    for number in range(rows):
        make_photo(make_public(f"Tỏi {number}").product)

    # The province, counts, the newest with districts and photos; links and units, counts and
    # places of what was split.
    with django_assert_num_queries(10):
        client.get(FRONT)


def test_a_person_who_signed_out_for_being_away_too_long_is_shown_the_front(client, as_role):
    user = as_role(Role.PROVINCE_ADMIN)
    client.get(FRONT)
    session = client.session
    session["seen"] = session["begun"] = (timezone.now() - timedelta(days=2)).timestamp()
    session.save()

    page = client.get(FRONT)

    assertContains(page, "Mới được công nhận")
    assertNotContains(page, user.full_name)
    assert page["Cache-Control"] == "no-store"
