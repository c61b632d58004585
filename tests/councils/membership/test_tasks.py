"""What waits of Councils on the first page."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from councils.membership.tasks import council_tasks
from councils.membership.workflow import COUNCIL
from programs.enums import Authority, Role
from programs.models import User
from tests.support.councils import make_council, make_whole_council
from tests.support.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def officer():
    return make_user(Role.UNIT_OFFICER)


@pytest.fixture
def leader(officer):
    return make_user(Role.UNIT_LEADER, unit=officer.unit)


@pytest.fixture
def council(officer):
    return make_whole_council(unit=officer.unit, prepared_by=officer)


def acts(user):
    return [(task.title, task.action) for task in council_tasks(user)]


def test_a_council_waits_for_its_officer_and_once_handed_in_for_its_leader(
    council, officer, leader
):
    assert (acts(officer), acts(leader)) == ([(str(council), "Hoàn thành, trình lãnh đạo")], [])

    COUNCIL.take(council, "hand_in", by=officer)

    assert (acts(officer), acts(leader)) == ([], [(str(council), "Xem và xác nhận")])


def test_a_council_that_was_given_back_says_who_did_and_why(council, officer, leader):
    COUNCIL.take(council, "hand_in", by=officer)
    COUNCIL.take(council, "give_back", by=leader, answers={"note": "Thiếu Sở Y tế."})

    [task] = council_tasks(officer)

    assert task.quote == "Thiếu Sở Y tế."
    assert task.text == f"{leader} trả lại thành phần."
    COUNCIL.take(council, "hand_in", by=officer)
    assert council_tasks(leader)[0].quote == ""


@pytest.mark.parametrize("state", ["in_force", "ended"])
def test_a_council_that_was_decided_on_waits_for_nobody(officer, leader, state):
    make_council(state, unit=officer.unit)

    assert acts(officer) == acts(leader) == []


def test_what_is_not_ones_own_to_prepare_is_no_task(officer):
    make_council()
    make_council(unit=officer.unit, level=Authority.PROVINCE)

    assert acts(officer) == []


def test_a_leader_whose_unit_has_no_officer_prepares_too(council, officer, leader):
    User.objects.filter(pk=officer.pk).update(is_active=False)

    assert [action for _, action in acts(leader)] == ["Hoàn thành, trình lãnh đạo"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.UNIT_OFFICER, Role.UNIT_LEADER}))
def test_nobody_else_has_tasks_of_councils(council, role):
    assert council_tasks(make_user(role)) == []


def test_tasks_cost_the_same_however_many_wait(officer, council, django_assert_num_queries):
    with django_assert_num_queries(2):
        council_tasks(officer)
    for _ in range(3):
        make_council(unit=officer.unit)
    with django_assert_num_queries(2):
        assert len(council_tasks(officer)) == 4


def test_the_first_page_shows_what_waits(client, council, officer):
    client.force_login(officer)

    page = client.get(reverse("home"))

    assertContains(page, f'href="{council.get_absolute_url()}"')
    assertContains(page, "Hoàn thành, trình lãnh đạo")
