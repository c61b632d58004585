"""What campaigns are told of plans: what sealed papers rest on stays, and who has begun to work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from products.enums import PlanState
from products.models import Plan
from products.plans.workflow import PLAN_PROCEDURE
from programs.acts import StepRefused, mark_of
from programs.board import board
from programs.campaigns import CAMPAIGN_PROCEDURE, ask_bodies, write
from programs.enums import CampaignState, Role
from programs.models import Campaign, Event
from programs.reminders import choose
from tests.matrix import bodies
from tests.support.factories import (
    make_campaign,
    make_plan,
    make_registration,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def sent():
    """A plan that was sent by the steps, with its seal."""
    plan = make_plan(state=PlanState.HANDED_IN)
    leader = make_user(Role.UNIT_LEADER, unit=plan.unit)
    return PLAN_PROCEDURE.take(plan, "send", by=leader)


# --- What sealed papers rest on -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "report"), ("year", 2030), ("number", 77), ("opens_on", "2024-01-01")],
)
def test_what_is_printed_in_sealed_papers_stays(sent, name, value):
    campaign, admin = Campaign.objects.get(), make_user(Role.PROVINCE_ADMIN)
    setattr(campaign, name, value)

    with pytest.raises(StepRefused, match="không đổi được"):
        write(campaign, by=admin, version=1)

    assert Campaign.objects.get().version == 1


def test_its_form_shows_these_as_fixed_and_changes_the_rest(sent, client, admin):
    campaign = sent.campaign
    page = reverse("programs:campaign_update", args=[campaign.pk])
    form = client.get(page).context["form"]
    assert [name for name in form.fields if form.fields[name].disabled] == [
        *("kind", "year", "number", "opens_on")
    ]
    soon = timezone.localtime() + timedelta(days=40)
    data = {"due_at": f"{soon:%d/%m/%Y} 00:00", "locks_at": f"{soon:%d/%m/%Y} 00:00"}

    old = client.post(page, data | {"year": 2030, "version": 1})  # opened before the first sending
    assertContains(old, "không đổi được")

    assert client.post(page, data | {"version": 1}).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.year, timezone.localtime(campaign.due_at).date()) == (2024, soon.date())


def test_a_campaign_is_not_due_before_it_opens(client, admin):
    campaign = make_campaign()
    data = bodies.campaign(None, None, admin) | {"version": 1, "due_at": "01/02/2024 00:00"}

    answer = client.post(reverse("programs:campaign_update", args=[campaign.pk]), data)

    assertContains(answer, "Hạn gửi phải sau ngày mở đợt.")


# --- What is told -------------------------------------------------------------------------------


def told(person):
    return [each.text for each in person.notifications.order_by("pk")]


def test_units_are_told_that_they_are_asked_of_new_dates_of_closing_and_of_reopening():
    unit, admin = make_unit(), make_user(Role.PROVINCE_ADMIN)
    person, other = make_user(Role.UNIT_LEADER, unit=unit), make_user(Role.UNIT_LEADER)
    campaign = make_campaign()
    ask_bodies(campaign, [unit], by=admin)
    campaign = Campaign.objects.get()
    campaign.due_at += timedelta(days=3)
    campaign.locks_at += timedelta(days=3)
    write(campaign, by=admin, version=1)
    for step in ("close", "reopen"):
        CAMPAIGN_PROCEDURE.take(campaign, step, by=admin, answers={"note": "Theo văn bản mới."})

    first, moved, closed, reopened = told(person)
    assert "Đơn vị tham gia" in first
    assert "đổi lịch" in moved
    assert "đã đóng: Theo văn bản mới." in closed
    assert "được mở lại: Theo văn bản mới." in reopened
    assert told(other) == []


def test_a_campaign_that_is_edited_without_new_dates_tells_nobody():
    unit = make_unit()
    person, campaign = make_user(Role.UNIT_OFFICER, unit=unit), make_campaign(unit)
    campaign.note = "Ghi chú mới"

    write(campaign, by=make_user(Role.PROVINCE_ADMIN), version=1)

    assert told(person) == []


def test_a_closed_campaign_offers_no_edit_and_says_why(client, admin):
    campaign = make_campaign(state=CampaignState.CLOSED)

    page = client.get(campaign.get_absolute_url())

    assertNotContains(page, reverse("programs:campaign_update", args=[campaign.pk]))
    assertContains(page, "hãy mở lại đợt rồi sửa")


# --- What waits for whom ------------------------------------------------------------------------


def test_the_officer_takes_back_what_the_leader_has_not_acted_on():
    plan = make_plan(state=PlanState.HANDED_IN)
    officer = make_user(Role.UNIT_OFFICER, unit=plan.unit)

    plan = PLAN_PROCEDURE.take(plan, "recall", by=officer)

    assert plan.state == PlanState.DRAFT
    with pytest.raises(StepRefused, match="đang soạn"):
        PLAN_PROCEDURE.take(plan, "recall", by=officer)


def test_whoever_locks_the_last_leader_is_warned_of_what_waits(client, admin):
    plan = make_plan(state=PlanState.HANDED_IN)
    leader = make_user(Role.UNIT_LEADER, unit=plan.unit)
    assertContains(client.get(leader.get_absolute_url()), "không còn lãnh đạo nào khác")

    page = client.post(reverse("programs:user_deactivate", args=[leader.pk]), follow=True)

    assertContains(page, "cán bộ có thể rút lại")
    make_user(Role.UNIT_OFFICER, unit=plan.unit)
    [choice] = choose(board(plan.campaign))
    assert "chờ lãnh đạo đơn vị duyệt" in choice.reason


# --- Decided on what was read -------------------------------------------------------------------


def test_a_plan_that_went_back_and_came_again_is_not_accepted_from_an_old_page(
    sent, client, as_role
):
    staff = as_role(Role.PROVINCE_STAFF)
    page = reverse("products:plan_step", args=[sent.pk, "accept"])
    read = client.get(page).context["form"]["read"].value()
    plan = PLAN_PROCEDURE.take(sent, "return", by=staff, answers={"note": "Thiếu."})
    make_registration(plan)
    officer, leader = (make_user(role, unit=plan.unit) for role in ("DO", "DL"))
    PLAN_PROCEDURE.take(plan, "hand_in", by=officer)
    reasons = {"difference": "Thêm một."}
    PLAN_PROCEDURE.take(plan, "send", by=leader, answers=reasons)

    answer = client.post(page, {"read": read})

    assert answer.status_code == 409
    assertContains(answer, "trả lại đơn vị: Thiếu.", status_code=409)
    assert Plan.objects.get().state == PlanState.SENT


def test_many_plans_at_once_leave_out_the_one_that_changed(sent, client, as_role):
    as_role(Role.PROVINCE_STAFF)
    mark = f"{sent.pk}:{mark_of(sent)}"
    Plan.objects.filter(pk=sent.pk).update(edition=99)
    page = reverse("products:plan_bulk", args=["accept"])

    answer = client.post(page, {"chon": sent.pk, "da-doc": mark}, follow=True)

    assertContains(answer, "đã thay đổi sau khi bạn mở trang")
    assert Plan.objects.get().state == PlanState.SENT


# --- Two campaigns of one year ------------------------------------------------------------------


def test_the_same_product_in_two_campaigns_of_a_year_is_told(client, as_role):
    first = make_plan(state=PlanState.SENT, rows=0)
    campaign = make_campaign(first.unit)
    second = make_plan(unit=first.unit, campaign=campaign, rows=0)
    for plan in (first, second):
        Plan.objects.filter(pk=plan.pk).update(state=PlanState.DRAFT)
        make_registration(plan, product_name="Chè dây", producer_name="HTX Xanh")
    Plan.objects.filter(pk=first.pk).update(state=PlanState.SENT)
    as_role(Role.UNIT_OFFICER, unit=first.unit)

    page = client.get(second.get_absolute_url())

    assertContains(page, "cũng có trong đợt khác cùng năm")
    assertContains(page, str(first.campaign))
    assert f"đợt {second.campaign.number}" in str(second)


def test_reasons_keep_their_lines_on_the_page(sent, client, as_role):
    staff = as_role(Role.PROVINCE_STAFF)
    page = reverse("products:plan_step", args=[sent.pk, "return"])

    client.post(page, bodies.reasons(None, None, staff) | {"note": "Một.\r\nHai."})

    assert Event.objects.about(sent).first().note.startswith("Một.\nHai;")
    assertContains(client.get(sent.get_absolute_url()), "Một.<br>Hai;")
