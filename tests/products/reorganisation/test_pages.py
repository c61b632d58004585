"""The page of a reorganisation, and the decisions that are taken there one by one."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from programs.enums import Role
from programs.models import Event
from tests.support.factories import make_product, make_user
from tests.support.reorganising import SECOND, make_change

pytestmark = pytest.mark.django_db
PAGE = "/don-vi/sap-xep/"


@pytest.fixture
def units(admin):
    units = make_change({"Nam": "A B", "Tây": "B"})
    make_product(commune=units["Nam"], name="Chè dây")
    return units


def decide_url(kind, row):
    return reverse("products:reorganisation_decide", args=["2025-07-01", kind, row.pk])


def test_the_page_shows_what_moves_and_what_is_asked(client, units):
    page = client.get(PAGE)

    assertContains(page, "Phải quyết định (2/2 chưa quyết định)")
    assertContains(page, "Xã A hoặc Xã B")
    assertContains(page, decide_url("product", units["Nam"].products.get()))


@pytest.mark.parametrize("query", ["", "?ngay=2025-07-01", "?ngay=1999-01-01", "?ngay=%00"])
def test_a_day_without_a_change_shows_the_latest(client, units, query):
    assertContains(client.get(PAGE + query), "Ngày 01/07/2025")


@pytest.mark.usefixtures("admin")
def test_without_any_change_the_page_says_so(client):
    assertContains(client.get(PAGE), "Chưa có lần sắp xếp nào")


@pytest.mark.parametrize("kind", ["product", "producer"])
def test_a_record_is_placed_and_may_be_placed_anew(client, units, kind):
    product = units["Nam"].products.get()
    row = product if kind == "product" else product.producer
    for name in "BA":
        answer = client.post(decide_url(kind, row), {"heir": units[name].pk})
        assertRedirects(answer, f"{PAGE}?ngay=2025-07-01")

    assert row.places_on(SECOND) == [units["A"]]
    assert Event.objects.filter(action="place", note="").count() == 2


def test_an_account_is_moved_at_once(client, units):
    officer = make_user(Role.UNIT_OFFICER, unit=units["Nam"])

    client.post(decide_url("user", officer), {"heir": units["A"].pk})
    again = client.post(decide_url("user", officer), {"heir": units["B"].pk})

    officer.refresh_from_db()
    assert (officer.unit, again.status_code) == (units["A"], 409)


def test_the_same_form_posted_twice_is_one_decision(client, units):
    url = decide_url("product", units["Nam"].products.get())
    form = {"heir": units["A"].pk, "form_key": "5f0c4c1e-1c8e-4d0b-9a77-0d6d3f6c8a10"}

    client.post(url, form)
    client.post(url, form | {"heir": units["B"].pk})

    assert units["Nam"].products.get().places_on(SECOND) == [units["A"]]


def test_a_unit_that_is_no_successor_is_refused_on_the_form(client, units):
    url = decide_url("product", units["Nam"].products.get())

    answer = client.post(url, {"heir": units["Tây"].pk})

    assertContains(answer, "Chọn một trong các đơn vị kế thừa.")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("2025-07-01/registration/1", 404),
        ("2025-07-01/product/999999", 404),
        ("2025-02-30/product/{pk}", 404),
        ("hom-nay/product/{pk}", 404),
        ("0001-01-01/product/{pk}", 404),
        ("2025-01-01/product/{pk}", 409),
    ],
)
def test_what_is_not_asked_is_not_decided(client, units, path, status):
    pk = units["Nam"].products.get().pk

    assert client.get(f"{PAGE}{path.format(pk=pk)}/").status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_moves(
    client, units, count, django_assert_num_queries
):
    for _ in range(count):
        make_product(commune=units["Nam"])
        make_user(Role.UNIT_OFFICER, unit=units["Tây"])
    client.get(PAGE)

    with django_assert_num_queries(26):
        client.get(PAGE)


def test_when_all_is_moved_the_page_says_so(client, units):
    for row in (units["Nam"].products.get(), units["Nam"].producers.get()):
        client.post(decide_url(row._meta.model_name, row), {"heir": units["A"].pk})

    page = client.get(PAGE)

    assertContains(page, "Không còn gì phải chuyển.")
    assertNotContains(page, "Chưa chuyển được")
