"""Who is reminded to file, on which day, and who is not and why."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from products.enums import PlanState
from products.plans.workflow import PLAN_PROCEDURE
from programs.board import board
from programs.campaigns import strictly_before
from programs.enums import CampaignState, NotificationKind, Role
from programs.extensions import extend
from programs.models import Event, Mail, Notification
from programs.reminders import remind, remind_by_calendar
from programs.workflow import StepRefused
from tests.support.factories import make_campaign, make_plan, make_unit, make_user, put_into

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
KIND = NotificationKind


def morning(day, month=3):
    return datetime(2024, month, day, 7, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def campaign(unit):
    """On time before 01/04 00:00, locked from 16/04 00:00."""
    with time_machine.travel(morning(1)):
        return make_campaign(
            unit,
            due_at=strictly_before(date(2024, 4, 1)),
            locks_at=strictly_before(date(2024, 4, 16)),
        )


@pytest.fixture
def officer(unit):
    return make_user(Role.UNIT_OFFICER, unit=unit)


@pytest.fixture
def leader(unit):
    return make_user(Role.UNIT_LEADER, unit=unit)


def told(person):
    return list(person.notifications.order_by("pk").values_list("kind", "due_on"))


def run(at, *options):
    """The command as at this instant: what it printed."""
    out = StringIO()
    with time_machine.travel(at):
        call_command("send_reminders", *options, stdout=out)
    return out.getvalue()


# --- The days ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "month", "kind", "due_on"),
    [
        (16, 3, None, None),
        (17, 3, KIND.DUE_SOON, date(2024, 3, 17)),  # 14 days before 31/03
        (23, 3, KIND.DUE_SOON, date(2024, 3, 17)),
        (24, 3, KIND.DUE_SOON, date(2024, 3, 24)),  # 7 days
        (30, 3, KIND.DUE_SOON, date(2024, 3, 30)),  # 1 day
        (31, 3, KIND.DUE_SOON, date(2024, 3, 30)),
        (1, 4, KIND.OVERDUE, date(2024, 4, 1)),
        (9, 4, KIND.OVERDUE, date(2024, 4, 7)),
        (16, 4, None, None),  # locked: nothing can be sent any more
    ],
)
@pytest.mark.usefixtures("campaign")
def test_the_newest_reminder_whose_day_has_come_is_told(officer, day, month, kind, due_on):
    remind_by_calendar(morning(day, month))

    assert told(officer) == ([(kind, due_on)] if kind else [])


def test_every_day_in_turn_gives_each_reminder_once(campaign, officer):
    for day in range(45):
        remind_by_calendar(morning(1) + timedelta(days=day))

    assert [due_on.strftime("%d/%m") for _, due_on in told(officer)] == [
        "17/03",
        "24/03",
        "30/03",
        "01/04",
        "07/04",
    ]


def test_the_days_are_the_campaigns_own(campaign, officer):
    campaign.remind_before, campaign.remind_after = "3", ""
    campaign.save()

    for day in range(45):
        remind_by_calendar(morning(1) + timedelta(days=day))

    assert told(officer) == [(KIND.DUE_SOON, date(2024, 3, 28))]


def test_an_extension_moves_the_days(campaign, officer):
    with time_machine.travel(morning(2, 4)):
        participant = campaign.participants.get()
        until = strictly_before(date(2024, 5, 1))
        extend(participant, until, "Bão.", by=make_user(Role.PROVINCE_ADMIN))
    Notification.objects.all().delete()

    remind_by_calendar(morning(20, 4))

    assert told(officer) == [(KIND.DUE_SOON, date(2024, 4, 16))]


def test_the_sentence_says_how_long_until_when_and_where_one_stands(campaign, officer, unit):
    remind_by_calendar(morning(25))

    assert officer.notifications.get().text == (
        f"{unit.short_name} chưa gửi kế hoạch trong {campaign}: "
        "còn 6 ngày (hạn hết ngày 31/03/2024). Hiện tại: chưa có."
    )


# --- Whom --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "reminded"),
    [
        (PlanState.DRAFT, {"officer", "leader"}),
        (PlanState.RETURNED, {"officer", "leader"}),
        (PlanState.HANDED_IN, {"leader"}),
        (PlanState.SENT, set()),
        (PlanState.ACCEPTED, set()),
        (PlanState.ISSUED, set()),
    ],
)
def test_those_whose_turn_it_is_are_reminded(campaign, unit, officer, leader, state, reminded):
    make_plan(unit=unit, campaign=campaign, state=state)

    remind_by_calendar(morning(24))

    people = {"officer": officer, "leader": leader}
    assert {name for name, person in people.items() if told(person)} == reminded


def test_a_closed_campaign_and_a_closed_account_get_nothing(campaign, unit, officer):
    closed = make_user(Role.UNIT_OFFICER, unit=unit, is_active=False)
    remind_by_calendar(morning(24))
    campaign.state = CampaignState.CLOSED
    campaign.save()
    remind_by_calendar(morning(31))

    assert (len(told(officer)), told(closed)) == (1, [])


# --- The command -------------------------------------------------------------------------------


@pytest.mark.usefixtures("campaign")
def test_a_dry_run_prints_what_is_then_sent_and_writes_nothing(officer, leader):
    rehearsed = run(morning(24), "--dry-run")

    assert not Notification.objects.exists()
    assert not Mail.objects.exists()
    done = run(morning(24))
    assert rehearsed.replace("Sẽ viết", "Đã viết") == done
    for mail in Mail.objects.all():
        assert mail.recipient in done
        assert mail.subject in done
    assert {mail.recipient for mail in Mail.objects.all()} == {officer.email, leader.email}


@pytest.mark.usefixtures("campaign", "officer")
def test_the_day_may_be_named():
    assert "còn 7 ngày" in run(morning(1), "--dry-run", "--on", "2024-03-24")


@pytest.mark.usefixtures("campaign", "officer")
def test_running_it_again_writes_nothing_more():
    run(morning(24))

    assert run(morning(24)).endswith("Đã viết 0 thư.\n")
    assert Mail.objects.count() == 1


def test_the_words_of_a_reminder_are_made_when_the_mail_is_made(campaign, unit, officer):
    remind_by_calendar(morning(18))
    campaign.due_at += timedelta(days=2)
    campaign.locks_at += timedelta(days=2)
    campaign.save()

    run(morning(31))

    body = Mail.objects.get(recipient=officer.email).body
    assert "còn 2 ngày (hạn hết ngày 02/04/2024)" in body


def test_a_unit_that_has_sent_meanwhile_gets_no_mail(campaign, unit, officer):
    plan = make_plan(unit=unit, campaign=campaign)
    remind_by_calendar(morning(24))
    put_into(plan, PlanState.SENT)

    run(morning(24))

    assert not Mail.objects.filter(recipient=officer.email, body__contains="còn 7 ngày").exists()
    assert officer.notifications.get(kind=KIND.DUE_SOON).outcome == "moot"


def test_several_campaigns_are_one_mail(campaign, unit, officer):
    make_campaign(unit, due_at=campaign.due_at, locks_at=campaign.locks_at)

    run(morning(24))

    assert Mail.objects.get(recipient=officer.email).subject.startswith("Cổng OCOP: 2 tin")


# --- The news of steps -------------------------------------------------------------------------


def step(plan, name, by, note="Thiếu địa chỉ."):
    PLAN_PROCEDURE.take(plan, name, by=by, answers={"note": note})
    plan.refresh_from_db()


def test_each_step_tells_those_concerned_but_not_its_author():
    plan = make_plan()
    officer = make_user(Role.UNIT_OFFICER, unit=plan.unit)
    leader = make_user(Role.UNIT_LEADER, unit=plan.unit)
    staff, stranger = make_user(Role.PROVINCE_STAFF), make_user(Role.UNIT_OFFICER)
    for name, by in (
        ("hand_in", officer),
        ("give_back", leader),
        ("hand_in", officer),
        ("send", leader),
        ("return", staff),
        ("hand_in", officer),
        ("send", leader),
        ("accept", staff),
    ):
        step(plan, name, by)

    def kinds(person):
        return [kind for kind, _ in told(person)]

    assert kinds(officer) == [KIND.RETURNED, KIND.SENT, KIND.RETURNED, KIND.SENT, KIND.ACCEPTED]
    assert kinds(leader) == [KIND.HANDED_IN] * 2 + [KIND.RETURNED, KIND.HANDED_IN, KIND.ACCEPTED]
    assert (kinds(staff), kinds(stranger)) == ([KIND.SENT] * 2, [])


def test_a_leader_who_has_sent_it_is_not_mailed_that_it_waits():
    plan = make_plan()
    leader = make_user(Role.UNIT_LEADER, unit=plan.unit)
    step(plan, "hand_in", make_user(Role.UNIT_OFFICER, unit=plan.unit))
    step(plan, "send", leader)

    call_command("send_reminders", stdout=StringIO())

    assert not Mail.objects.filter(recipient=leader.email).exists()


def test_an_officer_who_moved_to_another_unit_is_not_mailed():
    plan = make_plan(state=PlanState.SENT)
    officer = make_user(Role.UNIT_OFFICER, unit=plan.unit)
    step(plan, "return", make_user(Role.PROVINCE_STAFF))
    officer.unit = make_unit()
    officer.save()

    call_command("send_reminders", stdout=StringIO())

    assert not Mail.objects.filter(recipient=officer.email).exists()


def test_an_extension_is_told_to_its_unit(campaign, officer):
    with time_machine.travel(morning(20)):
        until = strictly_before(date(2024, 5, 1))
        by = make_user(Role.PROVINCE_ADMIN)
        extend(campaign.participants.get(), until, "Bão.", by=by)

    run(morning(20))

    assert "được gia hạn đến hết ngày 30/04/2024" in Mail.objects.get().subject
    assert told(officer)[0] == (KIND.EXTENSION, None)


# --- By the department -------------------------------------------------------------------------


@pytest.fixture
def staff(as_role):
    return as_role(Role.PROVINCE_STAFF)


def test_the_department_reminds_those_who_have_not_filed_and_sees_why_others_are_left_out(
    client, staff
):
    waiting, filed, empty = make_unit(), make_unit(), make_unit()
    campaign = make_campaign(waiting, filed, empty)
    officer = make_user(Role.UNIT_OFFICER, unit=waiting)
    make_plan(unit=filed, campaign=campaign, state=PlanState.SENT)
    url = reverse("products:plan_remind", args=[campaign.pk])

    page = client.get(url)
    response = client.post(url, follow=True)

    assert [choice.line.body for choice in page.context["reminded"]] == [waiting]
    assert {choice.line.body: choice.reason for choice in page.context["skipped"]} == {
        filed: "đã gửi: gửi đúng hạn",
        empty: "chưa có người dùng nào của đơn vị có tài khoản đang mở",
    }
    assert "Đã nhắc 1 đơn vị (1 người); bỏ qua 2 đơn vị." in response.content.decode()
    assert officer.notifications.get().text.startswith("Tỉnh nhắc: ")
    assert Event.objects.get(action="remind").data == {"units": [waiting.code]}


def test_nobody_is_reminded_twice_a_day(client, staff):
    unit = make_unit()
    campaign = make_campaign(unit)
    officer = make_user(Role.UNIT_OFFICER, unit=unit)
    remind(campaign, by=staff)

    response = client.post(reverse("products:plan_remind", args=[campaign.pk]))

    assert response.status_code == 409
    assert "Không có đơn vị nào cần nhắc" in response.content.decode()
    assert officer.notifications.count() == 1


def test_a_closed_campaign_is_not_reminded_of(staff):
    campaign = make_campaign(make_unit(), state=CampaignState.CLOSED)

    with pytest.raises(StepRefused, match="đã đóng"):
        remind(campaign, by=staff)


# --- The board ---------------------------------------------------------------------------------


def make_board():
    """One on time, one late, one returned and overdue, one missing with more time."""
    units = [make_unit() for _ in range(4)]
    now = timezone.now()
    campaign = make_campaign(*units, due_at=now - timedelta(days=1))
    make_plan(unit=units[0], campaign=campaign, state=PlanState.ACCEPTED)
    make_plan(unit=units[1], campaign=campaign, state=PlanState.SENT, is_late=True)
    make_plan(unit=units[2], campaign=campaign, state=PlanState.RETURNED)
    participant = campaign.participants.get(unit=units[3])
    extend(participant, now + timedelta(days=9), "Bão.", by=make_user(Role.PROVINCE_ADMIN))
    return campaign, units


def test_the_board_says_how_complete_and_how_timely():
    campaign, _ = make_board()

    done = board(campaign).completeness

    assert (done.asked, done.filed, done.on_time, done.unfiled, done.overdue) == (4, 2, 1, 2, 1)
    assert (done.filed_share, done.on_time_share) == (50, 25)


def test_an_adjustment_sent_after_the_date_makes_nobody_late():
    old = make_plan(state=PlanState.ACCEPTED)
    make_plan(
        unit=old.unit, campaign=old.campaign, adjusts=old, version=2, state=PlanState.SUPERSEDED
    )
    put_into(old, PlanState.SUPERSEDED)
    make_plan(
        unit=old.unit, campaign=old.campaign, version=3, state=PlanState.ACCEPTED, is_late=True
    )

    assert board(old.campaign).completeness.on_time == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", [0, 1, 2, 3]),
        ("unfiled", [2, 3]),
        ("overdue", [2]),
        ("late", [1]),
        ("missing", [3]),
        ("nothing", []),
    ],
)
def test_the_board_is_filtered_by_its_address(client, staff, name, shown):
    campaign, units = make_board()

    url = reverse("products:plan_board", args=[campaign.pk])
    page = client.get(url, {"tinh-trang": name})

    assert [line.body for line in page.context["lines"]] == [units[number] for number in shown]


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.PROVINCE_STAFF, True), (Role.COORDINATION_OFFICE, True), (Role.OBSERVER, False)],
)
def test_who_was_reminded_when_is_shown_to_those_who_may_know(client, as_role, role, sees):
    campaign, units = make_board()
    make_user(Role.UNIT_OFFICER, unit=units[3])
    remind(campaign, by=make_user(Role.PROVINCE_STAFF))
    as_role(role)

    page = client.get(reverse("products:plan_board", args=[campaign.pk])).content.decode()

    url = reverse("programs:reminder_list", args=[campaign.participants.get(unit=units[3]).pk])
    assert (url in page) == sees


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_to_remind_costs_the_same_however_many_units(
    client, staff, count, django_assert_num_queries
):
    units = [make_unit() for _ in range(count)]
    campaign = make_campaign(*units)
    for unit in units:
        make_user(Role.UNIT_OFFICER, unit=unit)
    url = reverse("products:plan_remind", args=[campaign.pk])
    client.get(url)

    with django_assert_num_queries(10):  # four of every page, campaign, four of the board, people
        response = client.get(url)

    assert len(response.context["reminded"]) == count
