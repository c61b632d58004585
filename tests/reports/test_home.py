"""Việc của tôi: for each role and state what waits, and the one act that comes next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from products.enums import PlanState
from products.models import RowDraft
from products.plans.workflow import PLAN_PROCEDURE
from programs.enums import CampaignState, Role, Tone
from programs.models import Participant, RoleChange
from programs.reminders import remind
from reports.views.home import SHOWN
from tests.support.councils import make_council
from tests.support.factories import (
    declare,
    make_campaign,
    make_certificate,
    make_plan,
    make_product,
    make_registration,
    make_unit,
    make_user,
)
from tests.support.rows import make_request

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def tasks(client):
    """(acts to do, things to follow) on the first page."""
    context = client.get(reverse("home")).context
    return context["to_do"], context["followed"]


# --- The officer: one act after the other -------------------------------------------------------


@pytest.fixture
def officer(as_role):
    return as_role(Role.UNIT_OFFICER)


def act(client):
    [task], followed = tasks(client)
    assert followed == []
    return task.action, task.url


def test_first_the_counts_are_declared(client, officer):
    participant = make_campaign(officer.unit).participants.get()

    assert act(client) == ("Khai số lượng", reverse("products:counts", args=[participant.pk]))


def test_then_the_plan_is_begun(client, officer):
    campaign = make_campaign(officer.unit)
    declare(campaign.participants.get(), ["3_star"])

    url = reverse("products:plan_of_unit", args=[campaign.pk])
    assert act(client) == ("Lập kế hoạch", url)


def test_then_products_are_added(client, officer):
    plan = make_plan(unit=officer.unit, rows=0, declared=["3_star"])

    assert act(client) == ("Thêm sản phẩm", plan.get_absolute_url())


def test_then_rows_that_are_half_typed_are_finished(client, officer):
    plan = make_plan(unit=officer.unit)
    RowDraft.objects.create(plan=plan, position=2, user=officer)

    assert act(client) == ("Hoàn thành các dòng dở", plan.get_absolute_url())


def test_then_what_differs_from_the_counts_is_looked_at(client, officer):
    plan = make_plan(unit=officer.unit, rows=2, declared=["3_star", "4_star"])

    assert act(client) == ("Đối chiếu số liệu", plan.get_absolute_url())


@pytest.mark.parametrize("is_nil", [False, True])
def test_then_it_is_handed_in(client, officer, is_nil):
    plan = make_plan(unit=officer.unit, rows=0 if is_nil else 1, is_nil=is_nil)

    url = reverse("products:plan_step", args=[plan.pk, "hand_in"])
    assert act(client) == ("Trình lãnh đạo duyệt", url)


@pytest.mark.parametrize(
    ("step", "role", "state"),
    [
        ("return", Role.PROVINCE_STAFF, PlanState.SENT),
        ("give_back", Role.UNIT_LEADER, PlanState.HANDED_IN),
    ],
)
def test_what_was_given_back_comes_first_with_what_was_said(client, officer, step, role, state):
    soon = {"due_at": timezone.now() + timedelta(days=1)}
    make_campaign(officer.unit, **soon)
    plan = make_plan(unit=officer.unit, state=state)
    by = make_user(role, unit=plan.unit if role == Role.UNIT_LEADER else None)
    PLAN_PROCEDURE.take(plan, step, by=by, answers={"note": "Thiếu địa chỉ."})

    to_do, _ = tasks(client)

    assert [task.action for task in to_do] == ["Sửa theo ý kiến", "Khai số lượng"]
    assert to_do[0].quote == "Thiếu địa chỉ."


def test_what_was_given_back_and_mended_is_handed_in_again(client, officer):
    plan = make_plan(unit=officer.unit, state=PlanState.SENT)
    staff = make_user(Role.PROVINCE_STAFF)
    plan = PLAN_PROCEDURE.take(plan, "return", by=staff, answers={"note": "Thiếu địa chỉ."})
    plan.save()  # a change of the officer's

    assert act(client)[0] == "Trình lãnh đạo duyệt"


@pytest.mark.parametrize(
    "state", [PlanState.HANDED_IN, PlanState.SENT, PlanState.ACCEPTED, PlanState.ISSUED]
)
def test_what_is_in_other_hands_is_only_followed(client, officer, state):
    make_plan(unit=officer.unit, state=state)

    to_do, [followed] = tasks(client)

    assert (to_do, followed.action) == ([], "")
    assert followed.text


def test_after_the_lock_the_officer_is_told_whom_to_ask(client, officer):
    past = timezone.now() - timedelta(days=1)
    make_campaign(officer.unit, due_at=past, locks_at=past)

    [task], followed = tasks(client)

    assert followed == []
    assert task.action == "Đề nghị gia hạn"
    assert "đề nghị cấp tỉnh gia hạn" in task.text


def test_a_campaign_of_others_or_closed_is_not_there(client, officer):
    make_campaign(make_unit())
    make_campaign(officer.unit, state=CampaignState.CLOSED)

    assert tasks(client) == ([], [])


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.UNIT_LEADER])
def test_a_user_without_a_unit_is_told_whom_to_ask(client, as_role, role):
    user = as_role(role)
    user.unit = None
    user.save()

    assert "chưa gắn với đơn vị" in client.get(reverse("home")).content.decode()


# --- The leader --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", PlanState)
def test_the_leader_acts_on_what_was_handed_in_alone(client, as_role, state):
    leader = as_role(Role.UNIT_LEADER)
    make_user(Role.UNIT_OFFICER, unit=leader.unit)
    plan = make_plan(unit=leader.unit, state=state)

    to_do, followed = tasks(client)

    if state == PlanState.HANDED_IN:
        assert [task.url for task in to_do] == [plan.get_absolute_url()]
    else:
        assert (to_do, len(followed)) == ([], 1)


@pytest.fixture
def alone(as_role):
    """The leader of a unit whose officer has left."""
    leader = as_role(Role.UNIT_LEADER)
    make_user(Role.UNIT_OFFICER, unit=leader.unit, is_active=False)
    return leader


def test_a_leader_who_is_alone_begins_as_an_officer_does(client, alone):
    campaign = make_campaign(alone.unit)
    participant = campaign.participants.get()
    assert act(client) == ("Khai số lượng", reverse("products:counts", args=[participant.pk]))
    declare(participant, ["3_star"])
    action, url = act(client)

    answer = client.post(url)

    assert (action, answer.status_code) == ("Lập kế hoạch", 302)
    assert act(client)[0] == "Thêm sản phẩm"


def test_a_leader_who_is_alone_hands_in_then_sends_with_the_reason(client, alone):
    plan = make_plan(unit=alone.unit)
    action, url = act(client)
    client.post(url)
    then, page = act(client)
    send = reverse("products:plan_step", args=[plan.pk, "send"])
    assert send in client.get(page).text
    assert client.post(send).status_code in {200, 422}

    client.post(send, {"same_person": "Xã chỉ có một người."})

    plan.refresh_from_db()
    assert (action, then) == ("Trình lãnh đạo duyệt", "Xem và duyệt gửi")
    assert (plan.state, plan.sent_by, plan.handed_in_by) == (PlanState.SENT, alone, alone)
    assert plan.same_person_reason == "Xã chỉ có một người."


# --- The department ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.PROVINCE_STAFF, Role.PROVINCE_ADMIN])
def test_the_department_accepts_the_oldest_first_then_reminds(client, as_role, role):
    as_role(role)
    units = [make_unit() for _ in range(4)]
    campaign = make_campaign(*units)
    now = timezone.now()
    for unit, days in zip(units[:2], (1, 3), strict=True):
        sent_at = now - timedelta(days=days)
        make_plan(unit=unit, campaign=campaign, state=PlanState.SENT, sent_at=sent_at)

    to_do, _ = tasks(client)

    assert [task.action for task in to_do] == [
        "Xem và tiếp nhận",
        "Xem và tiếp nhận",
        "Nhắc các đơn vị chưa gửi",
    ]
    assert to_do[0].title.endswith(units[1].short_name)
    assert to_do[2].title.startswith("2 đơn vị chưa gửi")
    assert all(unit.short_name in to_do[2].text for unit in units[2:])


def test_late_units_and_those_with_more_time_are_counted(client, as_role):
    as_role(Role.PROVINCE_STAFF)
    make_campaign(make_unit(), due_at=timezone.now() - timedelta(hours=1))

    [task], _ = tasks(client)

    assert "1 quá hạn" in task.text
    assert task.when.startswith("Quá hạn")


def test_units_that_were_reminded_today_are_only_followed(client, as_role):
    staff, unit = as_role(Role.PROVINCE_STAFF), make_unit()
    campaign = make_campaign(unit)
    make_user(Role.UNIT_OFFICER, unit=unit)
    remind(campaign, by=staff)

    to_do, [followed] = tasks(client)

    assert to_do == []
    assert "hôm nay đã nhắc" in followed.text


def test_the_administrator_answers_requests_and_confirms_the_roles_of_others(client, admin):
    asked = make_request()
    make_request(user=make_user(Role.OBSERVER))
    other = make_user(Role.PROVINCE_ADMIN)
    for person, proposer in (
        (make_user(Role.PROVINCE_STAFF), other),
        (make_user(Role.PROVINCE_STAFF), admin),
        (admin, other),
    ):
        RoleChange.objects.create(user=person, role=Role.PROVINCE_ADMIN, proposed_by=proposer)

    to_do, _ = tasks(client)

    assert [task.action for task in to_do] == ["Lập tài khoản", "Xem và xác nhận"]
    assert to_do[0].url == reverse("programs:account_request_accept", args=[asked.pk])


def test_a_proposal_that_a_newer_one_replaced_waits_for_nobody(client, admin):
    person, other = make_user(Role.PROVINCE_STAFF), make_user(Role.PROVINCE_ADMIN)
    RoleChange.objects.create(user=person, role=Role.PROVINCE_ADMIN, proposed_by=other)
    RoleChange.objects.create(
        user=person, role=Role.OBSERVER, proposed_by=other, confirmed_by=other
    )

    assert tasks(client) == ([], [])


# --- Those who read ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "boards"),
    [
        (Role.COORDINATION_OFFICE, 1),
        (Role.OBSERVER, 1),
        (Role.COUNCIL_SECRETARY, 1),
        (Role.AGENCY_OFFICER, 0),
        (Role.COUNCIL_MEMBER, 0),
    ],
)
def test_those_who_read_are_shown_where(client, as_role, role, boards):
    as_role(role)
    make_plan(state=PlanState.SENT)

    context = client.get(reverse("home")).context

    assert (context["to_do"], context["followed"]) == ([], [])
    assert len(context["boards"]) == boards
    assert context["doors"]


@pytest.mark.parametrize("role", Role)
def test_every_door_opens(client, as_role, role):
    as_role(role)

    page = client.get(reverse("home"))

    for door in page.context["doors"]:
        assert client.get(reverse(door.url)).status_code == 200, door


# --- The order and the looks of a page -----------------------------------------------------------


def test_what_is_late_comes_before_what_was_given_back(client, officer):
    past = timezone.now() - timedelta(days=2)
    late = make_campaign(officer.unit, due_at=past)
    plan = make_plan(unit=officer.unit, state=PlanState.SENT)
    answers = {"note": "Thiếu địa chỉ."}
    PLAN_PROCEDURE.take(plan, "return", by=make_user(Role.PROVINCE_STAFF), answers=answers)

    to_do, _ = tasks(client)

    counts = reverse("products:counts", args=[late.participants.get().pk])
    assert [task.url for task in to_do] == [counts, plan.get_absolute_url()]
    assert [task.is_late for task in to_do] == [True, False]
    assert to_do[0].chip == (Tone.BAD, "chưa có")


def test_the_first_act_alone_is_filled_and_the_others_open_below(client, officer):
    for _ in range(SHOWN + 2):
        make_campaign(officer.unit)

    page = client.get(reverse("home"))

    text = page.content.decode()
    assert text.count("btn-primary") == 1
    assert f"Xem cả {SHOWN + 2} việc" in text
    assert (len(page.context["first"]), len(page.context["others"])) == (SHOWN, 2)


@pytest.mark.parametrize("role", Role)
def test_a_page_without_tasks_has_figures_and_says_that_nothing_waits(client, as_role, role):
    as_role(role)

    page = client.get(reverse("home"))

    assert page.context["picture"].figures
    assert "Hiện không có việc nào chờ bạn" in page.content.decode()


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.UNIT_LEADER, "Cần lãnh đạo quyết"),
        (Role.OBSERVER, "Cần lãnh đạo quyết"),
        (Role.PROVINCE_STAFF, "Cần làm"),
    ],
)
def test_leaders_are_told_what_to_decide(client, as_role, role, words):
    as_role(role)

    assert f"<h2>{words}" in client.get(reverse("home")).content.decode()


def test_many_units_are_a_list_with_bars_and_one_sheet_of_the_table(client, as_role):
    as_role(Role.OBSERVER)
    make_campaign(*(make_unit() for _ in range(20)))

    page = client.get(reverse("home"))

    picture = page.context["picture"]
    assert not picture.map.is_map
    assert (len(picture.first_lines), len(picture.other_lines)) == (14, 6)
    assert "Xem cả 20 đơn vị" in page.content.decode()


# --- Cost --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("role", "queries"),
    [
        (Role.UNIT_OFFICER, 39),
        (Role.UNIT_LEADER, 40),
        (Role.PROVINCE_STAFF, 42),
        (Role.PROVINCE_ADMIN, 48),
        (Role.OBSERVER, 29),
        (Role.COUNCIL_MEMBER, 10),
    ],
)
def test_home_costs_the_same_however_much_waits(
    client, as_role, role, queries, count, django_assert_max_num_queries
):
    user = as_role(role)
    unit = user.unit or make_unit()
    for _ in range(count):
        campaign = make_campaign(unit, make_unit())
        make_registration(make_plan(unit=unit, campaign=campaign))
        late = make_unit()
        Participant.objects.create(campaign=campaign, unit=late, position=3)
        make_plan(unit=late, campaign=campaign, state=PlanState.SENT)
        make_request()
        for council_state in ("draft", "proposed"):
            make_council(council_state, unit=unit)
        paper = make_certificate(
            make_product(commune=unit.children.first()),
            expires_on=timezone.localdate() + timedelta(days=40),
        )
        paper.events.create(
            kind="extended",
            on=timezone.localdate(),
            until=timezone.localdate() + timedelta(days=90),
            recorded_by=paper.issued_by,
        )
    client.get(reverse("home"))

    with django_assert_max_num_queries(queries):
        client.get(reverse("home"))
