"""Many plans at once: what is asked, what is done, what is left out and why."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from products.enums import PlanState
from products.models import Plan
from programs import bulk
from programs.enums import Role
from programs.models import Event
from tests.support.factories import make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

LIST = reverse("products:plan_list")
ACCEPT = reverse("products:plan_bulk", args=["accept"])
RETURN = reverse("products:plan_bulk", args=["return"])


@pytest.fixture
def staff(as_role):
    return as_role(Role.PROVINCE_STAFF)


def ticked(*plans, **fields):
    return {"chon": [plan.pk for plan in plans]} | fields


def states(*plans):
    return [Plan.objects.get(pk=plan.pk).state for plan in plans]


def test_consent_is_asked_with_the_plans_and_those_left_out(client, staff):
    sent, issued = make_plan(state=PlanState.SENT), make_plan(state=PlanState.ISSUED)

    response = client.get(ACCEPT, ticked(sent, issued))

    assertContains(response, "Tiếp nhận 1 kế hoạch")
    assert response.context["taken"] == [sent]
    [(left, why)] = response.context["left"]
    assert (left, why) == (issued, "Không thể tiếp nhận khi trạng thái là “đã ban hành”.")
    assert states(sent) == [PlanState.SENT]


def test_each_plan_is_accepted_with_an_event_and_the_others_are_named(client, staff):
    plans = [make_plan(state=PlanState.SENT) for _ in range(2)]
    issued = make_plan(state=PlanState.ISSUED)

    response = client.post(ACCEPT, ticked(*plans, issued), follow=True)

    assertRedirects(response, ACCEPT)
    assert states(*plans, issued) == [PlanState.ACCEPTED, PlanState.ACCEPTED, PlanState.ISSUED]
    assert [Event.objects.about(plan).get().action for plan in plans] == ["accept", "accept"]
    assertContains(response, "Đã tiếp nhận: 2 kế hoạch")
    assertContains(response, "Bỏ qua 1 kế hoạch")
    assertContains(response, "Không thể tiếp nhận khi trạng thái là “đã ban hành”.")


@pytest.mark.parametrize("url", [ACCEPT, RETURN])
def test_the_same_form_sent_twice_counts_once(client, staff, url):
    plan = make_plan(state=PlanState.SENT)
    body = ticked(plan, note="Bổ sung.", form_key=str(uuid.uuid4()))

    first = client.post(url, body, follow=True)
    second = client.post(url, body, follow=True)

    assert first.context["outcome"] == second.context["outcome"]
    assert second.context["outcome"]["done"] == [str(plan)]
    assert Event.objects.about(plan).count() == 1


def test_returning_asks_for_a_reason_and_gives_it_to_each(client, staff):
    plans = [make_plan(state=PlanState.SENT) for _ in range(2)]

    assert client.post(RETURN, ticked(*plans, note=" ")).status_code == 200
    assert states(*plans) == [PlanState.SENT] * 2
    client.post(RETURN, ticked(*plans, note="Thiếu biên bản."))

    assert states(*plans) == [PlanState.RETURNED] * 2
    assert {Event.objects.about(plan).get().note for plan in plans} == {"Thiếu biên bản."}


def test_plans_out_of_sight_are_counted_and_untouched(client, staff):
    draft, sent = make_plan(), make_plan(state=PlanState.SENT)

    response = client.post(ACCEPT, {"chon": [draft.pk, sent.pk, "x", "9" * 5000]}, follow=True)

    assert states(draft, sent) == [PlanState.DRAFT, PlanState.ACCEPTED]
    assert response.context["outcome"]["absent"] == 3
    assertNotContains(response, str(draft.unit.short_name))


def test_all_that_match_the_filters_may_be_taken_up_to_a_limit(client, staff, monkeypatch):
    plans = [make_plan(state=PlanState.SENT, is_late=number > 0) for number in range(3)]

    response = client.get(ACCEPT, {"tat-ca": "1", "late": "on"})
    assert set(response.context["taken"]) == {*plans[1:]}

    monkeypatch.setattr(bulk, "LIMIT", 2)
    response = client.get(ACCEPT, {"tat-ca": "1"}, follow=True)
    assertContains(response, "Mỗi lần tối đa 2 kế hoạch")


def test_nothing_ticked_leads_back_to_the_list(client, staff):
    assertRedirects(client.get(ACCEPT, {"state": "sent"}), f"{LIST}?state=sent")


def test_an_act_that_there_is_none_is_not_found(client, staff):
    assert client.get(reverse("products:plan_bulk", args=["issue"])).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF}))
def test_others_are_refused_and_offered_nothing(client, as_role, role):
    as_role(role)
    plan = make_plan(state=PlanState.SENT)

    assert client.post(ACCEPT, ticked(plan)).status_code == 403
    assert states(plan) == [PlanState.SENT]
    assertNotContains(client.get(LIST), 'name="chon"')
