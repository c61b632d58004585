"""What everybody may read: issued plans, without notes and addresses."""

import pytest
from django.urls import reverse

from products.enums import PlanState
from tests.support.factories import make_plan, make_registration, put_into

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def issued():
    plan = make_plan(rows=0)
    make_registration(
        plan, product_name="Tỏi Lý Sơn", note="điện thoại 0900", address="số 7 hẻm kín"
    )
    return put_into(plan, PlanState.ISSUED)


def test_issued_plan_is_listed_and_read_by_anybody(client, issued):
    assert issued.unit.short_name in client.get(reverse("reports:public_plans")).content.decode()

    page = client.get(reverse("reports:public_plan", args=[issued.pk])).content.decode()

    assert "Tỏi Lý Sơn" in page
    assert issued.registrations.get().producer_name in page
    assert "0900" not in page
    assert "hẻm kín" not in page


@pytest.mark.parametrize("state", sorted(set(PlanState) - {PlanState.ISSUED}))
def test_plan_that_is_not_issued_is_not_public(client, state):
    plan = make_plan(state=state)

    assert client.get(reverse("reports:public_plan", args=[plan.pk])).status_code == 404
    assert plan.unit.name not in client.get(reverse("reports:public_plans")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_public_plan_costs_the_same_however_many_rows(client, rows, django_assert_num_queries):
    plan = make_plan(rows=rows, state=PlanState.ISSUED)

    with django_assert_num_queries(5):  # the plan, the count, the rows, a savepoint
        client.get(reverse("reports:public_plan", args=[plan.pk]))
