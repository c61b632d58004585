"""What waits for an administrator of accounts: to be answered, to be confirmed, in which order."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from programs import tasks
from programs.accounts import confirm_role, propose_role, request_account
from programs.enums import Role
from programs.models import AccountRequest, HolidayYear, RoleChange, User
from programs.tasks import Task, account_tasks, calendar_tasks, ordered
from tests.support.factories import make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def ask(by=None, **fields):
    """A request of a leader for an officer's account."""
    values = {"full_name": "Lê Tám", "email": "tam@ocop.example", "role": Role.UNIT_OFFICER}
    request = AccountRequest(**values | {"reason": "Thay."} | fields)
    request_account(request, by=by or make_user(Role.UNIT_LEADER))
    return request


def propose(person=None, **fields):
    person = person or make_user(Role.OBSERVER)
    facts = {"role": Role.PROVINCE_ADMIN, "by": make_user(Role.PROVINCE_ADMIN)}
    propose_role(person, **facts | fields)
    return RoleChange.objects.latest("pk")


def titles(user):
    return [task.title for task in account_tasks(user)]


@pytest.fixture
def admin():
    return make_user(Role.PROVINCE_ADMIN)


def test_what_was_given_back_comes_first_and_then_the_earliest():
    now = timezone.now()
    rows = [(3, ""), (1, ""), (4, "Sửa."), (2, "Sửa.")]
    days = [Task(f"{day}", "/", now + timedelta(days=day), quote=quote) for day, quote in rows]

    assert [task.title for task in ordered(days)] == ["2", "4", "1", "3"]


def test_a_request_is_a_task_that_says_who_asks_for_whom_and_leads_to_the_invitation(admin):
    unit = make_unit(name="Ba Tơ")
    asked = ask(by=make_user(Role.UNIT_LEADER, unit=unit, full_name="Đỗ Hai"))

    (task,) = account_tasks(admin)
    assert task.title == "Cấp tài khoản cho Lê Tám"
    assert task.text == "Cán bộ đơn vị. Đỗ Hai, Huyện Ba Tơ, đề nghị."
    assert task.url == f"/de-nghi-tai-khoan/{asked.pk}/lap/"
    assert (task.at, task.action) == (asked.asked_at, "Lập tài khoản")


def test_a_request_that_was_answered_is_no_task_any_more(admin):
    asked = ask()
    asked.user = make_user(Role.UNIT_OFFICER)
    asked.save()

    assert titles(admin) == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN}))
def test_nobody_but_an_administrator_has_tasks_of_accounts(role):
    user = make_user(role)
    AccountRequest.objects.create(asked_by=user, full_name="Lê Tám", role=role, reason="Thay.")
    propose()

    assert account_tasks(user) == []


def test_a_proposal_waits_for_every_administrator_but_its_author_and_the_person(admin):
    author, person = make_user(Role.PROVINCE_ADMIN), make_user(Role.OBSERVER, full_name="Lê Tám")
    propose(person, by=author)

    assert titles(admin) == ["Xác nhận vai trò của Lê Tám"]
    assert account_tasks(admin)[0].text == f"Quản trị cấp tỉnh, do {author} đề nghị."
    assert titles(author) == []
    assert titles(User(pk=person.pk, role=Role.PROVINCE_ADMIN)) == []


def test_a_proposal_that_was_confirmed_overtaken_or_whose_account_is_closed_waits_no_more(admin):
    confirm_role(propose(), by=make_user(Role.PROVINCE_ADMIN))
    overtaken = propose().user
    propose_role(overtaken, role=Role.PROVINCE_STAFF, by=admin)
    closed = propose().user
    User.objects.filter(pk=closed.pk).update(is_active=False)

    assert titles(admin) == []


def test_of_two_proposals_for_one_person_the_later_is_a_task(admin):
    person, second = make_user(Role.OBSERVER), make_user(Role.PROVINCE_ADMIN, full_name="Đỗ Hai")
    propose(person)
    propose(person, by=second)

    (task,) = account_tasks(admin)
    assert "Đỗ Hai" in task.text


def test_of_many_the_oldest_are_shown(admin, monkeypatch):
    monkeypatch.setattr(tasks, "SHOWN", 2)
    for number in range(3):
        ask(full_name=f"Người {number}")
        propose()

    found = account_tasks(admin)
    assert [task.title for task in found[:2]] == [f"Cấp tài khoản cho Người {n}" for n in (0, 1)]
    assert len(found) == 4
    assert all(one.at <= other.at for one, other in pairwise(found[2:]))


@pytest.mark.parametrize("count", [1, 3])
def test_tasks_cost_the_same_however_many(admin, count, django_assert_num_queries):
    for _ in range(count):
        ask()
        propose()

    with django_assert_num_queries(2):
        assert len(account_tasks(admin)) == 2 * count


# --- The calendar of working days --------------------------------------------------------------


@pytest.fixture
def _calendar():
    call_command("loaddata", "holidays", verbosity=0)
    HolidayYear.objects.filter(year=2027).update(is_provisional=False)


@pytest.mark.urls("tests.programs.test_back_office")
@pytest.mark.usefixtures("_calendar")
@pytest.mark.parametrize(
    ("today", "is_asked"), [(date(2027, 9, 30), False), (date(2027, 10, 1), True)]
)
def test_the_department_is_told_a_quarter_before_the_calendar_ends(
    admin, settings, today, is_asked
):
    settings.ADMIN = True
    with time_machine.travel(today):
        found = calendar_tasks(admin)

    act = ("Mở lịch nghỉ", reverse("admin:programs_holidayyear_changelist"))
    asked = [(task.title, task.action, task.url) for task in found]
    assert asked == [("Chưa có lịch nghỉ lễ, tết năm 2028", *act)] * is_asked


@pytest.mark.usefixtures("_calendar")
def test_a_year_that_is_not_announced_yet_is_asked_for_until_it_is(admin):
    HolidayYear.objects.filter(year=2027).update(is_provisional=True)
    staff = make_user(Role.PROVINCE_STAFF)

    with time_machine.travel(date(2026, 11, 28)):
        told = [*calendar_tasks(admin), *calendar_tasks(staff)]
        nobody = calendar_tasks(make_user(Role.OBSERVER))

    assert [task.title for task in told] == ["Lịch nghỉ lễ, tết năm 2027 mới là dự kiến"] * 2
    assert "Chưa có thông báo nghỉ Tết" in told[0].text
    assert nobody == []


def test_where_no_year_is_known_nothing_ends(admin):
    assert calendar_tasks(admin) == []
