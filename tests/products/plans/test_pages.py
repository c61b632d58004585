"""The pages of plans: what each role sees, at a fixed cost."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from products.enums import PlanState, RegistrationForm
from products.models import Plan, SealedPlan
from products.plans.workflow import PLAN_PROCEDURE
from programs.enums import Role
from programs.models import Participant
from tests.support.factories import (
    make_campaign,
    make_plan,
    make_registration,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def make_units_with_plans(count, state=PlanState.ACCEPTED, rows=2):
    units = [make_unit() for _ in range(count)]
    campaign = make_campaign(*units)
    return campaign, [make_plan(unit=u, campaign=campaign, state=state, rows=rows) for u in units]


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_costs_the_same_however_many_units(
    client, as_role, count, django_assert_num_queries
):
    campaign, _ = make_units_with_plans(count)
    as_role(Role.PROVINCE_STAFF)
    url = reverse("products:plan_board", args=[campaign.pk])
    client.get(url)

    with django_assert_num_queries(9):  # savepoints, session, user, campaign, four
        response = client.get(url)

    assert len(response.context["lines"]) == count


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_plan_costs_the_same_however_many_products(
    client, as_role, rows, django_assert_max_num_queries
):
    _, [plan] = make_units_with_plans(1, rows=rows)
    as_role(Role.PROVINCE_STAFF)
    client.get(plan.get_absolute_url())

    with django_assert_max_num_queries(18):
        response = client.get(plan.get_absolute_url())

    assert len(response.context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 60])
def test_the_list_of_products_costs_the_same_however_long(
    client, as_role, rows, django_assert_num_queries
):
    make_units_with_plans(1, rows=rows)
    as_role(Role.PROVINCE_STAFF)
    url = reverse("products:registration_list")
    client.get(url)

    # Savepoints, session, user, factor, two choices, count, rows, the bell.
    with django_assert_num_queries(7):
        response = client.get(url)

    assert len(response.context["page"].rows) == min(rows, 50)


def test_the_second_page_of_a_list_goes_on_where_the_first_ended(client, as_role):
    _, [plan] = make_units_with_plans(1, rows=60)
    as_role(Role.PROVINCE_STAFF)
    url = reverse("products:registration_list")

    first = client.get(url).context["page"]
    second = client.get(url, {"sau": first.next}).context["page"]

    shown = [row.pk for row in first.rows + second.rows]
    assert shown == list(plan.registrations.order_by("position").values_list("pk", flat=True))
    assert second.next == ""


@pytest.mark.parametrize("token", ["x", "1.2", "1.2.3.4", "9" * 40, "1.2.٣", "", "-1.2.3"])
def test_a_token_that_is_none_shows_the_first_page(client, as_role, token):
    make_units_with_plans(1)
    as_role(Role.PROVINCE_STAFF)

    response = client.get(reverse("products:registration_list"), {"sau": token})

    assert response.status_code == 200


def test_the_list_finds_without_accents_and_filters_by_form(client, as_role):
    _, [plan] = make_units_with_plans(1, state=PlanState.DRAFT, rows=1)
    make_registration(plan, product_name="Nước mắm Đức Lợi", form=RegistrationForm.FOUR_STAR)
    Plan.objects.filter(pk=plan.pk).update(
        state=PlanState.SENT,
        sent_at="2024-03-29T00:00Z",
        sent_by=make_user(Role.UNIT_LEADER, unit=plan.unit),
    )
    as_role(Role.PROVINCE_STAFF)

    response = client.get(
        reverse("products:registration_list"), {"q": "nuoc mam duc", "form": "4_star"}
    )

    assert [row.product_name for row in response.context["page"].rows] == ["Nước mắm Đức Lợi"]


@pytest.mark.parametrize(
    ("role", "visible"),
    [
        (Role.PROVINCE_STAFF, {"sent", "issued"}),
        (Role.COORDINATION_OFFICE, {"sent", "issued"}),
        (Role.OBSERVER, {"sent", "issued"}),
        (Role.UNIT_OFFICER, {"own", "issued"}),
        (Role.UNIT_LEADER, {"own", "issued"}),
        (Role.AGENCY_OFFICER, {"issued"}),
        (Role.COUNCIL_MEMBER, {"issued"}),
    ],
)
def test_plans_visible_to_each_role(role, visible):
    named = {
        "own": make_plan(),
        "draft": make_plan(),
        "sent": make_plan(state=PlanState.SENT),
        "issued": make_plan(state=PlanState.ISSUED),
    }
    unit = named["own"].unit if role in {Role.UNIT_OFFICER, Role.UNIT_LEADER} else None
    user = make_user(role, unit=unit)

    assert set(Plan.objects.visible_to(user)) == {named[name] for name in visible}


def test_the_successor_of_a_merged_unit_reads_its_plans_and_changes_none(client):
    plan = make_plan(state=PlanState.ACCEPTED)
    successor = make_unit()
    plan.unit.successions.create(new=successor, on="2025-07-01")
    officer = make_user(Role.UNIT_OFFICER, unit=successor)
    client.force_login(officer)

    assert client.get(plan.get_absolute_url()).status_code == 200
    url = reverse("products:plan_adjust", args=[plan.pk])
    assert client.post(url, {"note": "Thử."}).status_code == 403


def test_a_year_is_never_written_with_a_thousand_point(client, as_role):
    campaign, [plan] = make_units_with_plans(1)
    as_role(Role.PROVINCE_ADMIN)
    pages = [
        campaign.get_absolute_url(),
        reverse("programs:campaign_update", args=[campaign.pk]),
        reverse("products:plan_board", args=[campaign.pk]),
        reverse("reports:appendix", args=[campaign.pk]),
        plan.get_absolute_url(),
    ]

    assert [url for url in pages if "2.024" in client.get(url).text] == []


def test_declaring_asks_for_all_five_forms_zero_included(client):
    unit = make_unit()
    campaign = make_campaign(unit)
    participant = Participant.objects.get(campaign=campaign)
    client.force_login(make_user(Role.UNIT_OFFICER, unit=unit))
    url = reverse("products:counts", args=[participant.pk])
    counts = {"3_star": 8, "4_star": 2, "3_to_4": 0, "4_to_5": 1}

    assert client.post(url, counts).status_code == 200
    assert not participant.counts.exists()
    assert client.post(url, counts | {"re_evaluation": 10}).status_code == 302
    assert dict(participant.counts.values_list("form", "count")) == counts | {"re_evaluation": 10}


def test_a_sealed_version_is_read_by_the_province_even_after_it_was_returned(client, as_role):
    plan = make_plan(state=PlanState.HANDED_IN)
    leader = make_user(Role.UNIT_LEADER, unit=plan.unit)
    PLAN_PROCEDURE.take(plan, "send", by=leader)
    staff = as_role(Role.PROVINCE_STAFF)
    PLAN_PROCEDURE.take(plan, "return", by=staff, answers={"note": "Bổ sung."})

    page = client.get(plan.get_absolute_url())
    assertContains(page, "đang ở đơn vị")
    assertContains(page, "Bổ sung.")
    assert page.context["seal"] == SealedPlan.objects.get()
    assert client.get(SealedPlan.objects.get().get_absolute_url()).status_code == 200


def test_an_officer_without_a_unit_is_told_so_on_every_page(client):
    officer = make_user(Role.UNIT_OFFICER)
    officer.unit = None
    officer.save()
    client.force_login(officer)

    response = client.get(reverse("home"), follow=True)

    assert "chưa gắn với đơn vị nào" in response.text


def test_a_number_beyond_all_keys_names_no_plan(client, as_role):
    as_role(Role.PROVINCE_STAFF)

    assert client.get(f"/ke-hoach/{10**20}/").status_code == 404
