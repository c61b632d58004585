"""Accounts: who is invited, closed, given a role; who may ask; what each act leaves behind."""

import uuid

import pytest
from django.db import IntegrityError

from programs.accounts import (
    activate,
    change_profile,
    choose_mail,
    confirm_role,
    deactivate,
    invite,
    place_objection,
    propose_role,
    request_account,
    requests_visible_to,
    send_link,
)
from programs.acts import AlreadyDone
from programs.enums import Role
from programs.models import AccountRequest, Event, Mail, RoleChange, User
from programs.workflow import StepRefused
from tests.support.factories import make_agency, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def admin():
    return make_user(Role.PROVINCE_ADMIN)


@pytest.fixture
def second_admin():
    return make_user(Role.PROVINCE_ADMIN)


@pytest.fixture
def officer():
    return make_user(Role.UNIT_OFFICER)


def newcomer(role=Role.UNIT_OFFICER, **fields):
    values = {"full_name": "Lê Văn Tám", "username": "tam", "email": "tam@ocop.example"}
    return User(role=role, **values | fields)


def actions():
    return list(Event.objects.order_by("pk").values_list("action", flat=True))


# --- Inviting (U1) -------------------------------------------------------------------------------


def test_invitation_opens_an_account_without_a_password_and_mails_a_link(admin):
    invite(newcomer(unit=make_unit()), by=admin)

    user = User.objects.get(username="tam")
    assert user.is_active
    assert not user.has_usable_password()
    mail = Mail.objects.get(recipient="tam@ocop.example")
    assert "/tai-khoan/dat-mat-khau/" in mail.body
    assert "72 giờ" in mail.body
    assert actions() == ["invite"]


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        (Role.UNIT_OFFICER, "phải gắn với một đơn vị"),
        (Role.UNIT_LEADER, "phải gắn với một đơn vị"),
        (Role.AGENCY_OFFICER, "phải gắn với một cơ quan"),
        (Role.PROVINCE_ADMIN, "được đề nghị sau khi có tài khoản"),
    ],
)
def test_invitation_is_refused_with_the_reason(admin, role, reason):
    with pytest.raises(StepRefused, match=reason):
        invite(newcomer(role), by=admin)

    assert not User.objects.filter(username="tam").exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN}))
def test_every_other_role_can_be_invited_at_its_place(admin, role):
    invite(newcomer(role, unit=make_unit(), agency=make_agency()), by=admin)

    assert User.objects.get(username="tam").role == role


def test_place_is_asked_of_the_roles_whose_rows_hang_on_it():
    without_place = {role for role in Role if not place_objection(role, None, None)}

    assert set(Role) - without_place == {
        Role.UNIT_OFFICER,
        Role.UNIT_LEADER,
        Role.AGENCY_OFFICER,
    }


# --- Closing, opening, links (U1, U3) ------------------------------------------------------------


def test_account_is_closed_and_opened_again(admin, officer):
    deactivate(officer, by=admin)
    officer.refresh_from_db()
    assert not officer.is_active

    activate(officer, by=admin)
    officer.refresh_from_db()
    assert officer.is_active
    assert actions() == ["deactivate", "activate"]


def test_nobody_closes_their_own_account(admin):
    with pytest.raises(StepRefused, match="tự khóa") as refused:
        deactivate(admin, by=admin)

    assert refused.value.status == 403


@pytest.mark.parametrize(
    ("act", "is_active", "reason"),
    [
        (deactivate, False, "đã khóa từ trước"),
        (activate, True, "đang mở"),
        (send_link, False, "mở lại trước khi gửi"),
    ],
)
def test_act_is_refused_where_the_account_stands_otherwise(admin, act, is_active, reason):
    person = make_user(Role.UNIT_OFFICER, is_active=is_active)

    with pytest.raises(StepRefused, match=reason) as refused:
        act(person, by=admin)

    assert refused.value.status == 409
    assert actions() == []


def test_password_link_goes_to_the_person_and_changes_no_password(admin, officer):
    before = officer.password

    send_link(officer, by=admin)

    officer.refresh_from_db()
    assert officer.password == before
    assert Mail.objects.get().recipient == officer.email
    assert actions() == ["send_link"]


# --- Roles (U2) ----------------------------------------------------------------------------------


def test_role_is_given_at_once_with_its_place(admin, officer):
    unit = make_unit()

    propose_role(officer, role=Role.UNIT_LEADER, unit=unit, by=admin)

    officer.refresh_from_db()
    assert (officer.role, officer.unit) == (Role.UNIT_LEADER, unit)
    assert RoleChange.objects.get().confirmed_by == admin
    event = Event.objects.get()
    assert (event.action, event.source, event.target) == ("give_role", "DO", "DL")


def test_administrators_role_waits_for_a_second_administrator(admin, second_admin, officer):
    propose_role(officer, role=Role.PROVINCE_ADMIN, by=admin)
    officer.refresh_from_db()
    assert officer.role == Role.UNIT_OFFICER

    confirm_role(RoleChange.objects.get(), by=second_admin)

    officer.refresh_from_db()
    assert officer.role == Role.PROVINCE_ADMIN
    assert actions() == ["propose_role", "give_role"]


def test_proposer_does_not_confirm(admin, officer):
    propose_role(officer, role=Role.PROVINCE_ADMIN, by=admin)

    with pytest.raises(StepRefused, match="người thứ hai") as refused:
        confirm_role(RoleChange.objects.get(), by=admin)

    assert refused.value.status == 403


@pytest.mark.parametrize("role", Role)
def test_nobody_changes_their_own_role(admin, role):
    with pytest.raises(StepRefused, match="tự đổi vai trò"):
        propose_role(admin, role=role, by=admin)


def test_database_refuses_one_administrator_acting_for_two(admin, officer):
    propose_role(officer, role=Role.PROVINCE_ADMIN, by=admin)

    with pytest.raises(IntegrityError, match="rolechange_admin_needs_two_people"):
        RoleChange.objects.update(confirmed_by=admin)


def test_proposal_is_confirmed_once(admin, second_admin, officer):
    propose_role(officer, role=Role.PROVINCE_ADMIN, by=admin)
    change = RoleChange.objects.get()
    confirm_role(change, by=second_admin)

    with pytest.raises(StepRefused, match="đã được xác nhận"):
        confirm_role(change, by=second_admin)


def test_later_change_takes_the_place_of_a_proposal(admin, second_admin, officer):
    propose_role(officer, role=Role.PROVINCE_ADMIN, by=admin)
    change = RoleChange.objects.get()
    propose_role(officer, role=Role.OBSERVER, by=admin)

    with pytest.raises(StepRefused, match="thay đổi mới hơn"):
        confirm_role(change, by=second_admin)


@pytest.mark.parametrize(
    ("fields", "role", "reason"),
    [
        ({"is_active": False}, Role.OBSERVER, "đã khóa"),
        ({}, Role.UNIT_OFFICER, "phải gắn với một đơn vị"),
        ({"role": Role.PROVINCE_ADMIN}, Role.PROVINCE_ADMIN, "đã có vai trò quản trị"),
    ],
)
def test_role_is_refused_with_the_reason(admin, fields, role, reason):
    person = make_user(**{"role": Role.OBSERVER} | fields)

    with pytest.raises(StepRefused, match=reason):
        propose_role(person, role=role, by=admin)

    assert not RoleChange.objects.exists()


# --- Asking for an account (U6) ------------------------------------------------------------------


def wish(role):
    return AccountRequest(
        full_name="Lê Văn Tám", email="tam@ocop.example", role=role, reason="Người cũ nghỉ hưu."
    )


@pytest.mark.parametrize(
    ("asker", "role"),
    [
        (Role.UNIT_LEADER, Role.UNIT_OFFICER),
        (Role.UNIT_LEADER, Role.UNIT_LEADER),
        (Role.AGENCY_OFFICER, Role.AGENCY_OFFICER),
    ],
)
def test_leader_and_agency_ask_for_their_own_people(asker, role):
    request_account(wish(role), by=make_user(asker))

    assert AccountRequest.objects.get().role == role
    assert actions() == ["request_account"]


@pytest.mark.parametrize(
    ("asker", "role"),
    [
        (Role.UNIT_LEADER, Role.PROVINCE_ADMIN),
        (Role.UNIT_LEADER, Role.AGENCY_OFFICER),
        (Role.AGENCY_OFFICER, Role.UNIT_OFFICER),
    ],
)
def test_nobody_asks_for_a_role_of_another_place(asker, role):
    with pytest.raises(StepRefused, match="không thuộc đơn vị của bạn"):
        request_account(wish(role), by=make_user(asker))


def test_leader_without_a_unit_is_told_so():
    leader = make_user(Role.UNIT_LEADER)
    leader.unit = None
    leader.save()

    with pytest.raises(StepRefused, match="chưa gắn với đơn vị"):
        request_account(wish(Role.UNIT_OFFICER), by=leader)


def test_request_is_answered_once(admin):
    leader = make_user(Role.UNIT_LEADER)
    asked = wish(Role.UNIT_OFFICER)
    request_account(asked, by=leader)

    invite(newcomer(unit=leader.unit), by=admin, request=asked)

    assert AccountRequest.objects.get().user.username == "tam"
    with pytest.raises(StepRefused, match="đã được lập tài khoản"):
        invite(
            newcomer(unit=leader.unit, username="bay", email="bay@ocop.example"),
            by=admin,
            request=asked,
        )


@pytest.mark.parametrize(
    ("role", "count"), [(Role.PROVINCE_ADMIN, 1), (Role.PROVINCE_STAFF, 0), (Role.UNIT_LEADER, 0)]
)
def test_requests_are_seen_by_the_administrators_and_the_one_who_asked(role, count):
    leader = make_user(Role.UNIT_LEADER)
    request_account(wish(Role.UNIT_OFFICER), by=leader)

    assert requests_visible_to(make_user(role)).count() == count
    assert requests_visible_to(leader).count() == 1


# --- Twice, and together -------------------------------------------------------------------------


def test_an_invitation_posted_again_opens_no_second_account_and_sends_no_second_mail(admin):
    key, unit = uuid.uuid4(), make_unit()

    invite(newcomer(unit=unit), by=admin, key=key)
    with pytest.raises(AlreadyDone):
        invite(newcomer(unit=unit, username="bay", email="bay@ocop.example"), by=admin, key=key)

    assert not User.objects.filter(username="bay").exists()
    assert (Mail.objects.count(), actions()) == (1, ["invite"])


def test_a_role_posted_again_is_given_once(admin, officer):
    key = uuid.uuid4()

    propose_role(officer, role=Role.OBSERVER, by=admin, key=key)
    with pytest.raises(AlreadyDone):
        propose_role(officer, role=Role.PROVINCE_STAFF, by=admin, key=key)

    officer.refresh_from_db()
    assert (officer.role, RoleChange.objects.count()) == (Role.OBSERVER, 1)


def test_a_wish_posted_again_is_asked_once():
    key, leader = uuid.uuid4(), make_user(Role.UNIT_LEADER)

    request_account(wish(Role.UNIT_OFFICER), by=leader, key=key)
    with pytest.raises(AlreadyDone):
        request_account(wish(Role.UNIT_OFFICER), by=leader, key=key)

    assert (AccountRequest.objects.count(), actions()) == (1, ["request_account"])


def test_a_choice_of_mail_posted_again_does_not_undo_a_later_one(officer):
    key = uuid.uuid4()
    choose_mail(officer, ["sent"], key=key)
    choose_mail(officer, ["overdue"], key=uuid.uuid4())

    with pytest.raises(AlreadyDone):
        choose_mail(officer, ["sent"], key=key)

    officer.refresh_from_db()
    assert officer.muted_kinds == ["overdue"]
    assert [event.data for event in Event.objects.order_by("pk")] == [
        {"muted": ["sent"]},
        {"muted": ["overdue"]},
    ]


def test_of_two_administrators_who_answer_one_request_the_later_is_refused(admin, second_admin):
    leader = make_user(Role.UNIT_LEADER)
    request_account(wish(Role.UNIT_OFFICER), by=leader)
    first, held = AccountRequest.objects.get(), AccountRequest.objects.get()
    invite(newcomer(unit=leader.unit), by=admin, request=first)
    other = newcomer(unit=leader.unit, username="bay", email="bay@ocop.example")

    with pytest.raises(StepRefused, match="đã được lập tài khoản"):
        invite(other, by=second_admin, request=held)

    assert AccountRequest.objects.get().user.username == "tam"
    assert not User.objects.filter(username="bay").exists()


def test_what_another_administrator_did_meanwhile_counts(admin, officer):
    held = User.objects.get(pk=officer.pk)
    deactivate(officer, by=admin)

    with pytest.raises(StepRefused, match="đã khóa từ trước"):
        deactivate(held, by=admin)
    with pytest.raises(StepRefused, match="mở lại trước khi đổi vai trò"):
        propose_role(held, role=Role.OBSERVER, by=admin)


# --- Confirming, and what the trail keeps --------------------------------------------------------


def test_the_person_concerned_does_not_confirm_even_as_an_administrator(admin, officer):
    propose_role(officer, role=Role.PROVINCE_ADMIN, by=admin)

    with pytest.raises(StepRefused, match="tự đổi vai trò") as refused:
        confirm_role(RoleChange.objects.get(), by=officer)

    assert (refused.value.status, refused.value.code) == (403, "oneself")


def test_the_role_of_an_account_that_was_closed_meanwhile_is_not_confirmed(
    admin, second_admin, officer
):
    propose_role(officer, role=Role.PROVINCE_ADMIN, by=admin)
    deactivate(officer, by=admin)

    with pytest.raises(StepRefused, match="đã khóa"):
        confirm_role(RoleChange.objects.get(), by=second_admin)
    officer.refresh_from_db()
    assert officer.role == Role.UNIT_OFFICER


def test_a_role_without_a_place_takes_the_old_place_away_and_the_trail_says_where_one_stands(
    admin, officer
):
    propose_role(officer, role=Role.OBSERVER, by=admin)

    officer.refresh_from_db()
    assert (officer.unit, officer.agency) == (None, None)
    event = Event.objects.get(action="give_role")
    assert event.data == {"role": "RO", "unit": None, "agency": None}
    assert (event.actor, event.source, event.target) == (admin, "DO", "RO")


def test_an_invitation_leaves_role_and_place_in_the_trail(admin):
    unit = make_unit()

    invite(newcomer(unit=unit), by=admin)

    event = Event.objects.get()
    assert event.data == {"role": "DO", "unit": unit.pk, "agency": None}
    assert (event.actor, event.unit, event.subject) == (admin, unit, "Lê Văn Tám")


@pytest.mark.parametrize(
    ("role", "code"), [(Role.PROVINCE_ADMIN, "role"), (Role.UNIT_OFFICER, "place")]
)
def test_what_an_invitation_lacks_is_a_fault_of_what_was_typed(admin, role, code):
    with pytest.raises(StepRefused) as refused:
        invite(newcomer(role), by=admin)

    assert (refused.value.status, refused.value.code) == (422, code)


def test_of_ones_own_account_the_name_and_the_phone_alone_are_kept(officer):
    officer.full_name, officer.role = "Lê Tám", Role.PROVINCE_ADMIN

    change_profile(officer, ["full_name"])

    officer.refresh_from_db()
    assert (officer.full_name, officer.role) == ("Lê Tám", Role.UNIT_OFFICER)
    assert Event.objects.get().data == {"changed": ["full_name"]}
