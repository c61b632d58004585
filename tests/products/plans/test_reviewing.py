"""One plan after the other: what a reviewer is led to, and what a unit is told is left."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from products.enums import PlanState
from products.models import Plan
from products.plans import sealing
from products.plans.workflow import PLAN_PROCEDURE
from programs.enums import Role
from tests.support.factories import make_campaign, make_plan, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def sent():
    """Three plans that were sent, in the order of the list."""
    units = sorted((make_unit() for _ in range(3)), key=lambda unit: unit.code)
    campaign = make_campaign(*units)
    return [make_plan(unit=unit, campaign=campaign, state=PlanState.SENT, rows=1) for unit in units]


def step(plan, name):
    return reverse("products:plan_step", args=[plan.pk, name])


def test_who_accepts_a_plan_is_led_to_the_next_of_the_list(client, as_role, sent):
    as_role(Role.PROVINCE_STAFF)

    answer = client.post(step(sent[1], "accept"), follow=True)

    assertRedirects(answer, sent[1].get_absolute_url())
    [message] = answer.context["messages"]
    assert str(message).startswith(f"Đã tiếp nhận: {sent[1]}. Còn 2 kế hoạch chờ. <a href=")
    assert f'href="{sent[2].get_absolute_url()}"' in str(message)
    first = answer.context["rail"].first
    assert (first.label, first.url) == ("kế hoạch tiếp theo ›", sent[2].get_absolute_url())


def test_who_returns_a_plan_reads_its_sealed_copy_and_is_led_on(client, as_role, sent):
    sealing.seal(sent[2], sent[2].sent_by, {})
    as_role(Role.PROVINCE_STAFF)

    answer = client.post(step(sent[2], "return"), {"note": "Bổ sung địa chỉ."}, follow=True)

    assertContains(answer, "Bổ sung địa chỉ.")
    assert answer.context["rail"].first.url == sent[0].get_absolute_url()


def test_after_the_last_one_the_reviewer_is_led_back_to_the_list(client, as_role, sent):
    as_role(Role.PROVINCE_STAFF)
    Plan.objects.exclude(pk=sent[0].pk).update(state=PlanState.ACCEPTED)

    answer = client.post(step(sent[0], "accept"), follow=True)

    [message] = answer.context["messages"]
    assert "Không còn kế hoạch nào chờ." in str(message)
    assert f'href="{reverse("products:plan_list")}"' in str(message)
    assertNotContains(answer, "tiếp theo ›")


def test_a_plan_that_waits_offers_the_next_one_beside_its_own_step(client, as_role, sent):
    as_role(Role.PROVINCE_STAFF)

    rail = client.get(sent[0].get_absolute_url()).context["rail"]

    assert rail.first.label == "tiếp nhận"
    assert sent[1].get_absolute_url() in [each.url for each in rail.beside]


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.COORDINATION_OFFICE])
def test_who_decides_no_plan_has_no_queue(client, as_role, sent, role):
    as_role(role)

    assertNotContains(client.get(sent[0].get_absolute_url()), "tiếp theo ›")


def test_plans_of_another_campaign_are_not_in_the_queue(client, as_role, sent):
    make_plan(state=PlanState.SENT)
    ours = Plan.objects.filter(campaign=sent[0].campaign)
    ours.exclude(pk=sent[0].pk).update(state=PlanState.ACCEPTED)
    as_role(Role.PROVINCE_STAFF)

    assertNotContains(client.get(sent[0].get_absolute_url()), "tiếp theo ›")


# --- What the unit sees --------------------------------------------------------------------------


def own_plan(client, role=Role.UNIT_OFFICER, **facts):
    plan = make_plan(**facts)
    user = make_user(role, unit=plan.unit)
    client.force_login(user)
    return plan


def test_what_is_left_of_a_plan_leads_to_where_it_is_mended(client):
    plan = own_plan(client, rows=0)

    page = client.get(plan.get_absolute_url())

    items = {item.label: item for item in page.context["checklist"].ordered}
    assert items["Danh sách sản phẩm"].url == reverse(
        "products:registration_create", args=[plan.pk]
    )
    assert items["Số quyết định, ngày ký, người ký"].act == "Ghi quyết định"
    assert page.context["checklist"].figure == "2/5"
    assert page.context["rail"].shut.label == "trình lãnh đạo duyệt"
    assertContains(page, 'aria-disabled="true"')
    assertContains(page, "2/5 việc")


def test_a_form_that_differs_from_what_was_declared_is_named(client):
    plan = own_plan(client, rows=1, declared=["3_star", "3_star"])

    [item] = [
        each
        for each in client.get(plan.get_absolute_url()).context["checklist"].ordered
        if each.label == "Số đã khai khớp danh sách"
    ]

    assert item.lacks == ("3 sao: khai 2, có 1",)


def test_a_plan_that_came_back_says_who_when_and_why_on_top_and_is_sent_again(client):
    plan = own_plan(client, state=PlanState.SENT, rows=1)
    staff = make_user(Role.PROVINCE_STAFF, full_name="Chuyên viên An")
    PLAN_PROCEDURE.take(plan, "return", by=staff, answers={"note": "Thiếu địa chỉ."})

    page = client.get(plan.get_absolute_url())

    assert page.text.index("Chuyên viên An trả lại đơn vị ngày") < page.text.index("Bước tiếp theo")
    assert page.context["returned"].note == "Thiếu địa chỉ."
    assertContains(page, "sửa xong thì gửi lại, chậm nhất")
    assertContains(page, "Trình lãnh đạo để gửi lại")


def test_who_waits_is_told_for_whom(client):
    plan = own_plan(client, state=PlanState.SENT, rows=1)

    answer = client.get(plan.get_absolute_url())

    assertContains(answer, "Đang chờ chuyên viên cấp tỉnh hoặc quản trị cấp tỉnh tiếp nhận.")


def test_who_reads_an_issued_plan_of_another_unit_sees_no_checklist_and_no_history(client):
    plan = make_plan(state=PlanState.ISSUED, rows=1)
    client.force_login(make_user(Role.UNIT_OFFICER))

    page = client.get(plan.get_absolute_url())

    assertNotContains(page, "Việc còn lại")
    assertNotContains(page, "Diễn biến")
    assertNotContains(page, "Đang chờ")
