"""On time, late, or owing again: the first sealed sending decides, everywhere alike."""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from products.enums import PlanState
from products.plans.listings import PLANS
from products.plans.workflow import PLAN_PROCEDURE, adjust
from programs import timeliness
from programs.acts import StepRefused
from programs.board import board
from programs.campaigns import CAMPAIGN_PROCEDURE, strictly_before
from programs.deadlines import clocks
from programs.enums import Role
from programs.extensions import extend
from programs.models import ExtensionRequest
from programs.reminders import remind_by_calendar
from tests.support.factories import make_campaign, make_plan, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def on(day, month=4, hour=9):
    return time_machine.travel(
        datetime(2024, month, day, hour, tzinfo=timezone.get_default_timezone()), tick=False
    )


class Story:
    """A unit whose plan is due before 01/04 and locked from 16/04, with those who act on it."""

    def __init__(self):
        self.unit = make_unit()
        with on(1, 3):
            self.campaign = make_campaign(
                self.unit,
                due_at=strictly_before(date(2024, 4, 1)),
                locks_at=strictly_before(date(2024, 4, 16)),
            )
            self.plan = make_plan(unit=self.unit, campaign=self.campaign)
        self.officer = make_user(Role.UNIT_OFFICER, unit=self.unit)
        self.leader = make_user(Role.UNIT_LEADER, unit=self.unit)
        self.staff = make_user(Role.PROVINCE_STAFF)
        self.admin = make_user(Role.PROVINCE_ADMIN)

    def take(self, name, by, **answers):
        self.plan = PLAN_PROCEDURE.take(self.plan, name, by=by, answers=answers)

    def send(self, **answers):
        self.take("hand_in", self.officer)
        self.take("send", self.leader, **answers)

    def give_back(self, **answers):
        self.take("return", self.staff, note="Thiếu địa chỉ.", **answers)

    @property
    def line(self):
        return board(self.campaign).lines[0]


@pytest.fixture
def story():
    return Story()


def test_what_was_sent_on_time_stays_so_when_it_is_returned_and_sent_again(story):
    with on(29, 3):
        story.send()
    with on(8):
        story.give_back()
        assert story.line.status.label == "trả lại, chờ gửi lại"
        assert (story.line.timeliness.owes_again, story.line.is_overdue) == (True, False)
        remind_by_calendar(timezone.now())
        assert not story.officer.notifications.filter(kind="overdue").exists()
    with on(9):
        story.send()  # no reason for lateness is asked
        assert (story.line.is_late, story.plan.is_late) == (False, False)
        assert board(story.campaign).completeness.on_time == 1
        assert (
            timeliness.in_words(story.plan.first_sent_at, story.plan.is_late) == timeliness.ON_TIME
        )


def test_what_was_sent_late_stays_late_and_its_reason_is_asked_once(story):
    with on(5):
        with pytest.raises(StepRefused, match="Lý do gửi muộn"):
            story.send()
        story.plan.refresh_from_db()
        story.take("send", story.leader, late="Chờ họp.")
        extend(
            story.campaign.participants.get(),
            strictly_before(date(2024, 4, 20)),
            "Bão.",
            by=story.admin,
        )
    with on(8):
        story.give_back()
        story.send()
    assert story.plan.is_late
    assert story.line.is_late


def test_an_adjustment_is_as_punctual_as_the_first_sending(story):
    with on(29, 3):
        story.send()
        story.take("accept", story.staff)
    with on(9):
        story.plan = adjust(story.plan, story.officer, "Đổi chủ thể.")
        story.send()
    rows = PLANS.filter(story.staff, {"late": "on"})[1]
    assert (list(rows), story.plan.is_late) == ([], False)


def test_a_plan_that_was_taken_back_and_changed_says_that_it_is_owed_again(story):
    with on(29, 3):
        story.send()
    with on(2):
        story.take("take_back", story.leader, note="Sửa tên.")
        assert story.line.status.label == "đang sửa, chờ gửi lại"
        assert not story.line.is_late
    with on(16):
        assert story.line.is_overdue


# --- Returned after the lock -------------------------------------------------------------------


def test_a_return_after_the_lock_asks_until_when_and_grants_it(story):
    with on(29, 3):
        story.send()
    with on(20):
        with pytest.raises(StepRefused, match="gửi lại đến hết ngày"):
            story.give_back()
        story.give_back(until=date(2024, 4, 25))
        assert "đến hết ngày 25/04/2024" in story.officer.notifications.latest("pk").text
    with on(25, hour=23):
        assert clocks(story.campaign, story.unit).objection(timezone.now()) == ""
        story.send()
    assert story.plan.state == PlanState.SENT


def test_a_return_in_a_closed_campaign_opens_it_for_that_unit_alone(story, client):
    with on(29, 3):
        story.send()
    with on(5):
        CAMPAIGN_PROCEDURE.take(story.campaign, "close", by=story.admin, answers={"note": "Xong."})
        with pytest.raises(StepRefused, match="gửi lại đến hết ngày"):
            story.give_back()
        story.give_back(until=date(2024, 4, 10))
        client.force_login(story.officer)
        [task] = client.get(reverse("home")).context["to_do"]
        assert task.action == "Sửa theo ý kiến"
        assert "hạn gửi lại hết ngày 10/04/2024" in task.when


def test_before_the_lock_a_return_may_leave_the_day_out(story):
    with on(29, 3):
        story.send()
        story.give_back()
        assert story.line.timeliness.deadline == story.campaign.locks_at


def test_the_page_of_a_return_shows_the_day_and_the_bulk_page_too(story, client, as_role):
    with on(29, 3):
        story.send()
    as_role(Role.PROVINCE_STAFF)
    with on(20):
        page = client.get(reverse("products:plan_step", args=[story.plan.pk, "return"]))
        assert page.context["form"].fields["until"].required
        bulk = client.get(reverse("products:plan_bulk", args=["return"]), {"chon": story.plan.pk})
        assertContains(bulk, "gửi lại đến hết ngày")


def test_a_return_is_not_granted_until_a_year_that_was_mistyped(story):
    with on(29, 3):
        story.send()
    with on(20), pytest.raises(StepRefused, match="xem lại năm"):
        story.give_back(until=date(2062, 4, 25))


def test_a_return_of_many_says_that_a_locked_campaign_needs_the_day(story, client, as_role):
    with on(29, 3):
        story.send()
    as_role(Role.PROVINCE_STAFF)
    with on(20):
        page = client.get(reverse("products:plan_bulk", args=["return"]), {"chon": story.plan.pk})
        field = page.context["form"].fields["until"]
        assert not field.required
        assert "Đợt đã khóa" in field.help_text


# --- Asking for more time ----------------------------------------------------------------------


def test_after_the_lock_the_unit_asks_for_time_from_its_page_and_the_province_answers(
    story, client, as_role
):
    with on(17):
        client.force_login(story.officer)
        [task] = client.get(reverse("home")).context["to_do"]
        data = {"until": "20/04/2024 00:00", "reason": "Mất điện."}
        assert client.post(task.url, data).status_code == 302
        assertContains(client.get(story.campaign.get_absolute_url()), "Xin gia hạn đến")
        assert client.get(reverse("home")).context["to_do"] == []

        admin = as_role(Role.PROVINCE_ADMIN)
        [task] = [each for each in client.get(reverse("home")).context["to_do"] if each.quote]
        assert task.quote == "Mất điện."
        assertContains(client.get(task.url), 'value="20/04/2024 00:00"')
        client.post(task.url, data)

    asked = ExtensionRequest.objects.get()
    assert (asked.is_granted, asked.answered_by) == (True, admin)
    assert clocks(story.campaign, story.unit).lock == strictly_before(date(2024, 4, 20))
