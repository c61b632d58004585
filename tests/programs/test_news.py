"""The news of a procedure from its table: who is told what, and while what it is true."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import models
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from products.certificates.news import CERTIFICATE_NEWS, REVOCATION_NEWS
from products.dossiers.news import DOSSIER_NEWS
from products.enums import PlanState
from products.models import Plan
from products.news import RULES
from products.plans.news import PLAN_NEWS
from products.plans.workflow import PLAN_PROCEDURE
from programs import enums, notices
from programs.enums import DEPARTMENT, LEADER, UNIT_ROLES, NotificationKind, Role
from programs.models import Mail, Notification
from programs.news import News, NewsTable, is_concerned, people_of, still_true
from tests.support.factories import make_campaign, make_plan, make_unit, make_user, put_into

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
KIND = NotificationKind
DRAFT, SENT = frozenset({PlanState.DRAFT}), frozenset({PlanState.SENT})
MORNING = datetime(2024, 3, 18, 7, tzinfo=timezone.get_default_timezone())


def table(**options):
    news = {
        "send": News(KIND.SENT, DEPARTMENT | LEADER, "{row} đã gửi {where}: {by}, {note}", SENT),
        "return": News(KIND.RETURNED, UNIT_ROLES, "trả lại", DRAFT, page=lambda _plan: "/ngoai/"),
        "pass": News(KIND.RETURNED, UNIT_ROLES, "chuyển", SENT),
    }
    return NewsTable(Plan, news, facts=lambda _plan: {"where": "tỉnh"}, **options)


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def officer(plan):
    return make_user(Role.UNIT_OFFICER, unit=plan.unit)


def told(person):
    return person.notifications.get()


# --- Who is told, and what ---------------------------------------------------------------------


def test_news_goes_to_its_roles_of_the_department_and_of_the_rows_unit(plan, officer):
    leader = make_user(Role.UNIT_LEADER, unit=plan.unit)
    staff = make_user(Role.PROVINCE_STAFF)
    make_user(Role.UNIT_LEADER, unit=make_unit())
    make_user(Role.OBSERVER)
    make_user(Role.PROVINCE_STAFF, is_active=False)

    table().tell(plan, "send", officer)

    assert {row.recipient for row in Notification.objects.all()} == {leader, staff}


def test_nobody_is_told_of_their_own_step(plan, officer):
    leader = make_user(Role.UNIT_LEADER, unit=plan.unit)

    table().tell(plan, "return", leader)

    assert [row.recipient for row in Notification.objects.all()] == [officer]


def test_a_text_names_the_row_the_author_the_note_and_the_facts_of_its_table(plan, officer):
    staff = make_user(Role.PROVINCE_STAFF)

    table().tell(plan, "send", officer, "gấp")

    assert told(staff).text == f"{plan} đã gửi tỉnh: {officer.full_name}, gấp"
    assert told(staff).kind == KIND.SENT


def test_news_leads_to_its_row_or_to_the_page_that_it_names(plan, officer):
    staff = make_user(Role.PROVINCE_STAFF)

    table().tell(plan, "send", officer)
    table().tell(plan, "return", staff)

    assert (told(staff).url, told(officer).url) == (plan.get_absolute_url(), "/ngoai/")


def test_of_a_unit_that_nobody_knows_the_department_alone_is_found():
    staff = make_user(Role.PROVINCE_STAFF)
    make_user(Role.UNIT_LEADER, unit=make_unit())

    assert list(people_of(DEPARTMENT | UNIT_ROLES, None)) == [staff]


# --- While what it is true ---------------------------------------------------------------------


def news_about(row, person, kind):
    notices.tell(kind, [person], row, "Tin.", "/")
    return person.notifications.latest("pk")


@pytest.mark.parametrize(
    ("kind", "state", "holds"),
    [
        (KIND.SENT, PlanState.SENT, True),
        (KIND.SENT, PlanState.ACCEPTED, False),
        (KIND.RETURNED, PlanState.DRAFT, True),
        (KIND.RETURNED, PlanState.SENT, True),  # another step tells this kind too
        (KIND.RETURNED, PlanState.HANDED_IN, False),
        (KIND.EXTENSION, PlanState.ACCEPTED, True),  # no step tells it: it is never done with
    ],
)
def test_news_is_true_in_the_states_of_its_kind(kind, state, holds):
    row = news_about(make_plan(state=state), make_user(Role.OBSERVER), kind)

    assert table().still_true([row], MORNING) == ([row] if holds else [])


def test_news_of_a_row_that_is_gone_is_not_true(officer):
    plan = make_plan(rows=0)
    row = news_about(plan, officer, KIND.RETURNED)
    plan.delete()

    assert table().still_true([row], MORNING) == []


def test_a_table_may_ask_whether_the_row_still_is_ones_business(plan, officer):
    staff, stranger = make_user(Role.PROVINCE_STAFF), make_user(Role.UNIT_OFFICER)
    rows = [news_about(plan, person, KIND.RETURNED) for person in (officer, staff, stranger)]

    assert table(concerns=is_concerned).still_true(rows, MORNING) == rows[:2]
    assert table().still_true(rows, MORNING) == rows


def test_each_rule_is_asked_for_the_news_about_its_own_model(plan, officer):
    campaign = make_campaign(make_unit())
    participant = campaign.participants.get()
    rows = [news_about(row, officer, KIND.RETURNED) for row in (plan, participant, campaign)]
    asked = []

    def none_of(notifications, at):
        asked.append((notifications, at))
        return []

    rules = {Plan: none_of, type(participant): lambda notifications, _at: notifications}

    assert {row.pk for row in still_true(rules, rows, MORNING)} == {row.pk for row in rows[1:]}
    assert asked == [([rows[0]], MORNING)]


def test_rules_that_nothing_is_about_cost_nothing(officer, django_assert_num_queries):
    rows = [news_about(make_campaign(), officer, KIND.EXTENSION)]

    with django_assert_num_queries(0):
        assert still_true(RULES, rows, MORNING) == rows


@pytest.mark.parametrize(
    "news",
    [PLAN_NEWS, DOSSIER_NEWS, CERTIFICATE_NEWS, REVOCATION_NEWS],
    ids=["plans", "dossiers", "certificates", "revocations"],
)
def test_every_news_is_true_in_states_of_its_procedure(news):
    states = dict(news.model._meta.get_field("state").choices)

    assert all(each.holds_in and each.holds_in <= states.keys() for each in news.news.values())


# --- A new kind --------------------------------------------------------------------------------


TODAY = [(kind.name, (kind.value, kind.label)) for kind in NotificationKind]
SUMMONED = ("SUMMONED", ("summoned_to_a_session", "được mời họp Hội đồng"))
MoreKinds = models.TextChoices("MoreKinds", [*TODAY, SUMMONED])


@pytest.fixture
def _one_kind_more(monkeypatch):
    monkeypatch.setattr(enums, "NotificationKind", MoreKinds)


@pytest.mark.usefixtures("_one_kind_more")
def test_a_new_kind_of_news_needs_no_migration():
    known = dict(Notification._meta.get_field("kind").choices)
    assert known.keys() == {*NotificationKind, MoreKinds.SUMMONED}
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.usefixtures("_one_kind_more")
def test_a_new_kind_of_news_is_kept_shown_and_mailed_with_the_next_mornings(client, as_role):
    person = as_role(Role.COUNCIL_MEMBER)
    campaign = make_campaign()
    notices.tell(MoreKinds.SUMMONED, [person], campaign, "Họp ngày 20/03.", "/")

    def nothing_is_done_with(rows, at):
        return still_true(RULES, rows, at)

    page = client.get(reverse("programs:notification_list"))
    assert "Được mời họp Hội đồng" in page.content.decode()
    assert notices.send_digests(nothing_is_done_with, MORNING - timedelta(hours=1)) == []
    notices.send_digests(nothing_is_done_with, MORNING)
    assert Mail.objects.get().subject == "Họp ngày 20/03."


# --- What is done with --------------------------------------------------------------------------


def unread(person):
    return person.notifications.filter(read_at=None).count()


def test_news_whose_matter_is_done_counts_as_read_with_the_act_that_does_it(officer, plan):
    leader, staff = make_user(Role.UNIT_LEADER, unit=plan.unit), make_user(Role.PROVINCE_STAFF)
    PLAN_NEWS.tell(plan, "hand_in", officer)
    put_into(plan, PlanState.HANDED_IN)
    assert unread(leader) == 1

    PLAN_PROCEDURE.take(plan, "give_back", by=leader, answers={"note": "Thiếu quyết định"})

    assert unread(leader) == 0
    assert unread(officer) == 1  # it is for the officer to mend
    assert told(leader).done_at
    assert not staff.notifications.exists()


def test_what_was_told_first_and_holds_again_is_news_again(officer, plan):
    tellings = table()
    tellings.tell(plan, "return", officer)
    reader = make_user(Role.UNIT_LEADER, unit=plan.unit)
    tellings.tell(plan, "return", officer)
    plan.state = PlanState.ACCEPTED
    tellings.settle(plan)
    assert unread(reader) == 0

    plan.state = PlanState.DRAFT
    tellings.tell(plan, "return", officer)

    assert unread(reader) == 1


def test_what_was_read_stays_read_at_its_time(officer, plan):
    reader = make_user(Role.UNIT_LEADER, unit=plan.unit)
    table().tell(plan, "return", officer)
    reader.notifications.update(read_at=MORNING)
    plan.state = PlanState.ACCEPTED

    table().settle(plan)

    assert (told(reader).read_at, bool(told(reader).done_at)) == (MORNING, True)


def test_the_timer_settles_what_is_over_and_leaves_what_holds(officer, plan):
    staff = make_user(Role.PROVINCE_STAFF)
    other = make_plan()
    for row in (plan, other):
        PLAN_NEWS.tell(row, "send", officer)
    put_into(plan, PlanState.ACCEPTED)
    put_into(other, PlanState.SENT)

    call_command("send_reminders")

    assert [row.subject_id for row in staff.notifications.filter(read_at=None)] == [other.pk]


def test_the_list_of_news_says_what_is_done(client, officer, plan):
    PLAN_NEWS.tell(plan, "return", make_user(Role.PROVINCE_STAFF))
    client.force_login(officer)
    assertNotContains(client.get(reverse("programs:notification_list")), "Đã xong")

    notices.settle(officer.notifications.all())

    assertContains(client.get(reverse("programs:notification_list")), "Đã xong")
