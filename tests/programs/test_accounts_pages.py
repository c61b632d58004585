"""The pages on accounts: who may open them, what they answer, what they cost."""

import re
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from programs.accounts import propose_role, request_account, send_link
from programs.enums import PROVINCE_READERS, Role
from programs.forms.accounts import InviteForm
from programs.models import AccountRequest, Event, Mail, RoleChange, User
from tests.support.factories import make_agency, make_unit, make_user

pytestmark = pytest.mark.django_db

SEES_ALL = PROVINCE_READERS - {Role.COUNCIL_SECRETARY}
PLACES = ("unit", "agency")
OTHERS = set(Role) - {Role.PROVINCE_ADMIN}


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_ROLES = []


def page(name, *args):
    return reverse(f"programs:{name}", args=args)


def without_tokens(response):
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


# --- Who is seen (U4) ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_list_shows_each_role_its_own_people(client, as_role, role):
    unit, agency = make_unit(), make_agency()
    same_unit = make_user(Role.UNIT_OFFICER, unit=unit)
    same_agency = make_user(Role.AGENCY_OFFICER, agency=agency)
    stranger = make_user(Role.UNIT_OFFICER)
    place = {"agency": agency} if role == Role.AGENCY_OFFICER else {"unit": unit}
    user = as_role(role, **place)

    shown = set(client.get(page("user_list")).context["page"].rows)

    if role in SEES_ALL:
        assert shown == {user, same_unit, same_agency, stranger}
    elif role in {Role.UNIT_OFFICER, Role.UNIT_LEADER}:
        assert shown == {user, same_unit}
    else:
        assert shown == ({user, same_agency} if role == Role.AGENCY_OFFICER else {user})


@pytest.mark.parametrize("role", sorted(set(Role) - SEES_ALL))
def test_stranger_is_as_unknown_as_an_unused_number(client, as_role, role):
    as_role(role)
    stranger = make_user(Role.OBSERVER)

    known = client.get(page("user_detail", stranger.pk))
    unknown = client.get(page("user_detail", stranger.pk + 1000))

    assert known.status_code == unknown.status_code == 404
    assert without_tokens(known) == without_tokens(unknown)


def test_page_of_another_names_the_reader_as_reader(client, admin):
    person = make_user(Role.UNIT_OFFICER)

    response = client.get(person.get_absolute_url())

    assert response.context["user"] == admin
    assertContains(response, person.email)
    assertContains(response, "Khóa tài khoản")


def test_sign_in_name_and_acts_are_shown_to_administrators_alone(client, as_role):
    as_role(Role.PROVINCE_STAFF)
    person = make_user(Role.UNIT_OFFICER)

    response = client.get(person.get_absolute_url())

    assertContains(response, person.email)
    for text in (person.username + "<", "Khóa tài khoản", "Đổi vai trò"):
        assertNotContains(response, text)


@pytest.mark.parametrize("people", [1, 3])
def test_list_costs_the_same_however_long(client, as_role, people, django_assert_num_queries):
    as_role(Role.OBSERVER)
    for _ in range(people):
        make_user(Role.UNIT_OFFICER)
    client.get(page("user_list"))  # stamps the session

    # session, reader, page and count, units of the filter, views; the transaction begun and ended
    with django_assert_num_queries(6):
        assert len(client.get(page("user_list")).context["page"].rows) == people + 1


@pytest.mark.usefixtures("admin")
def test_list_is_narrowed_by_role_unit_and_state(client):
    unit = make_unit()
    make_user(Role.UNIT_OFFICER, unit=unit)
    closed = make_user(Role.UNIT_LEADER, unit=unit, is_active=False)
    make_user(Role.UNIT_LEADER)

    response = client.get(
        page("user_list"), {"role": Role.UNIT_LEADER, "unit": unit.pk, "state": "closed"}
    )

    assert list(response.context["page"].rows) == [closed]


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.UNIT_LEADER, Role.AGENCY_OFFICER])
def test_user_without_the_place_that_the_role_needs_is_told_so(client, as_role, role):
    user = as_role(role)
    User.objects.filter(pk=user.pk).update(unit=None, agency=None)
    make_user(Role.OBSERVER)

    response = client.get(page("user_list"))

    assert list(response.context["page"].rows) == [user]
    assertContains(response, "chưa gắn với đơn vị hoặc cơ quan nào")


# --- Who may act (U1-U3) -------------------------------------------------------------------------


def acts_on(person, admin):
    change = RoleChange.objects.create(user=person, role=Role.PROVINCE_ADMIN, proposed_by=admin)
    return [
        page("user_deactivate", person.pk),
        page("user_activate", person.pk),
        page("user_send_link", person.pk),
        page("role_propose", person.pk),
        page("role_confirm", change.pk),
    ]


@pytest.mark.parametrize("role", sorted(OTHERS))
def test_acts_on_a_person_in_sight_are_forbidden_to_other_roles(client, as_role, role):
    user = as_role(role)
    addresses = acts_on(user, make_user(Role.PROVINCE_ADMIN))

    assert {client.post(address).status_code for address in addresses} == {403}
    assert Event.objects.filter(actor=user, refused=True).count() == len(addresses)


@pytest.mark.parametrize("role", sorted(set(Role) - SEES_ALL))
def test_acts_on_a_person_out_of_sight_find_nobody(client, as_role, role):
    as_role(role)
    addresses = acts_on(make_user(Role.OBSERVER), make_user(Role.PROVINCE_ADMIN))

    assert {client.post(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize("role", sorted(OTHERS))
def test_inviting_is_forbidden_to_other_roles(client, as_role, role):
    as_role(role)

    for name in ("user_invite", "account_request_list"):
        assert client.get(page(name)).status_code == 403
    assertContains(client.post(page("user_invite")), "Vai trò của bạn", status_code=403)


@pytest.mark.usefixtures("admin")
def test_acts_are_not_offered_to_a_mere_reading(client):
    person = make_user(Role.UNIT_OFFICER)

    for name in ("user_deactivate", "user_activate", "user_send_link"):
        assert client.get(page(name, person.pk)).status_code == 405


@pytest.mark.parametrize(
    ("name", "action"), [("user_deactivate", "deactivate"), ("user_send_link", "send_link")]
)
def test_act_leads_back_to_the_person_and_leaves_one_event(client, admin, name, action):
    person = make_user(Role.UNIT_OFFICER)

    assertRedirects(client.post(page(name, person.pk)), person.get_absolute_url())

    event = Event.objects.get()
    assert (event.action, event.actor, event.unit) == (action, admin, person.unit)


def test_state_that_forbids_an_act_is_a_sentence(client, admin):
    person = make_user(Role.UNIT_OFFICER)

    response = client.post(page("user_activate", person.pk))

    assertContains(response, "Tài khoản này đang mở.", status_code=409)
    assert Event.objects.get().refused


# --- Inviting ------------------------------------------------------------------------------------


@pytest.fixture
def invitation(admin):
    return {
        "full_name": "Lê Văn Tám",
        "username": "Le.Van.Tam",
        "email": "Tam@OCOP.example",
        "phone": "0255 3822 000",
        "role": "DO",
        "unit": make_unit().pk,
        "form_key": str(uuid.uuid4()),
    }


def test_invitation_from_the_page(client, invitation):
    assertRedirects(client.post(page("user_invite"), invitation), page("user_list"))

    user = User.objects.get(username="le.van.tam")
    assert (user.email, user.role, user.unit_id) == (
        "tam@ocop.example",
        Role.UNIT_OFFICER,
        invitation["unit"],
    )
    assert Event.objects.filter(action="invite", subject_id=user.pk).count() == 1


def test_invitation_sent_twice_counts_once(client, invitation):
    answers = [client.post(page("user_invite"), invitation).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert User.objects.filter(username="le.van.tam").count() == 1
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"role": "PA"}, "hãy chọn lại"),
        ({"unit": ""}, "phải gắn với một đơn vị"),
        ({"unit": "999999"}, "hãy chọn lại"),
        ({"email": "khong phai"}, "Địa chỉ thư điện tử không hợp lệ"),
        ({"username": "tam@ocop.example"}, "không chứa ký tự @"),
        ({"username": "DA.CO"}, "Đã có tài khoản khác dùng."),
        ({"email": "DA.CO@ocop.example"}, "Đã có tài khoản khác dùng."),
        ({"full_name": ""}, "Trường này là bắt buộc"),
    ],
)
def test_bad_invitation_is_shown_with_the_reason(client, invitation, typed, reason):
    make_user(Role.OBSERVER, username="Da.Co", email="da.co@ocop.example")

    assertContains(client.post(page("user_invite"), invitation | typed), reason)

    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "field", ["is_superuser", "is_staff", "is_active", "password", "id", "last_login"]
)
def test_field_that_the_form_does_not_name_changes_nothing(client, invitation, field):
    client.post(page("user_invite"), invitation | {field: "1"})

    user = User.objects.get(username="le.van.tam")
    assert (user.is_superuser, user.is_staff, user.is_active) == (False, False, True)
    assert not user.has_usable_password()
    assert user.last_login is None


# --- Roles ---------------------------------------------------------------------------------------


def test_role_is_given_from_the_page(client, admin):
    person, unit = make_user(Role.OBSERVER), make_unit()

    response = client.post(page("role_propose", person.pk), {"role": "DL", "unit": unit.pk})

    assertRedirects(response, person.get_absolute_url())
    person.refresh_from_db()
    assert (person.role, person.unit) == (Role.UNIT_LEADER, unit)


def test_second_administrator_confirms_from_the_page(client, admin):
    person = make_user(Role.PROVINCE_STAFF)
    propose_role(person, role=Role.PROVINCE_ADMIN, by=make_user(Role.PROVINCE_ADMIN))

    assertContains(client.get(person.get_absolute_url()), "Xác nhận vai trò")
    client.post(page("role_confirm", RoleChange.objects.get().pk))

    person.refresh_from_db()
    assert person.role == Role.PROVINCE_ADMIN


def test_own_proposal_offers_no_confirming_and_refuses_it(client, admin):
    person = make_user(Role.PROVINCE_STAFF)
    client.post(page("role_propose", person.pk), {"role": "PA"})

    assertNotContains(client.get(person.get_absolute_url()), "Xác nhận vai trò")
    response = client.post(page("role_confirm", RoleChange.objects.get().pk))

    assertContains(response, "người thứ hai", status_code=403)


def test_nobody_gives_themselves_a_role_from_the_page(client, admin):
    response = client.post(page("role_propose", admin.pk), {"role": "RO"})

    assertContains(response, "Không ai tự đổi vai trò của mình.", status_code=403)


# --- One's own account (U5) ----------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_everybody_changes_their_own_name_and_phone(client, as_role, role):
    user = as_role(role)

    client.post(page("profile"), {"full_name": "Tên Mới", "phone": "0255", "role": "PA"})

    user.refresh_from_db()
    assert (user.full_name, user.phone, user.role) == ("Tên Mới", "0255", role)
    assert Event.objects.get().data == {"changed": ["full_name", "phone"]}


# --- Asking for an account (U6) ------------------------------------------------------------------


def ask(client, **typed):
    wish = {"full_name": "Lê Tám", "email": "Tam@ocop.example", "role": "DO", "reason": "Thay."}
    return client.post(page("account_request_create"), wish | typed)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.UNIT_LEADER, Role.AGENCY_OFFICER}))
def test_asking_is_forbidden_to_other_roles(client, as_role, role):
    as_role(role)

    assert client.get(page("account_request_create")).status_code == 403
    assert ask(client).status_code == 403


def test_leader_asks_and_sees_what_was_asked(client, as_role):
    as_role(Role.UNIT_LEADER)

    response = ask(client)

    assertRedirects(response, page("account_request_create"))
    assert AccountRequest.objects.get().email == "tam@ocop.example"
    assertContains(client.get(page("account_request_create")), "Đang chờ")


def test_request_sent_twice_counts_once(client, as_role):
    as_role(Role.UNIT_LEADER)
    key = str(uuid.uuid4())

    assert [ask(client, form_key=key).status_code for _ in range(2)] == [302, 302]

    assert AccountRequest.objects.count() == 1


@pytest.mark.parametrize("role", ["PA", "PX", "RO"])
def test_leader_cannot_ask_for_a_role_elsewhere(client, as_role, role):
    as_role(Role.UNIT_LEADER)

    assertContains(ask(client, role=role), "hãy chọn lại")


def test_leader_without_a_unit_reads_a_sentence(client, as_role):
    leader = as_role(Role.UNIT_LEADER)
    User.objects.filter(pk=leader.pk).update(unit=None)

    assertContains(client.get(page("account_request_create")), "chưa gắn với đơn vị")
    assertContains(ask(client), "chưa gắn với đơn vị", status_code=409)


@pytest.fixture
def asked():
    row = AccountRequest(full_name="Lê Tám", email="tam@ocop.example", role="DO", reason="Thay.")
    request_account(row, by=make_user(Role.UNIT_LEADER))
    return row


def test_administrator_makes_the_account_that_was_asked_for(client, admin, asked):
    assertContains(client.get(page("account_request_list")), "Chờ lập tài khoản")
    form = client.get(page("account_request_accept", asked.pk)).context["form"]

    response = client.post(page("account_request_accept", asked.pk), form.initial | {"agency": ""})

    assertRedirects(response, page("user_list"))
    asked.refresh_from_db()
    assert (asked.user.full_name, asked.user.unit) == ("Lê Tám", asked.asked_by.unit)


@pytest.mark.parametrize(
    ("is_own", "status"), [(True, 403), (False, 404)], ids=["one's own", "another's"]
)
def test_accepting_is_forbidden_to_the_one_who_asks(client, asked, is_own, status):
    client.force_login(asked.asked_by if is_own else make_user(Role.UNIT_LEADER))

    assert client.post(page("account_request_accept", asked.pk)).status_code == status


# --- The unit or the agency of a role ------------------------------------------------------------


def test_an_invitation_takes_no_role_for_granted(client, admin):
    form = client.get(page("user_invite")).context["form"]

    assert form["role"].value() is None
    assert form.fields["role"].choices[0] == ("", "chọn vai trò")


def test_unit_and_agency_say_with_which_roles_they_are_asked(client, admin):
    form = client.get(page("user_invite")).context["form"]
    asked = {name: set(form.fields[name].widget.attrs["data-roles"].split()) for name in PLACES}

    assert asked["unit"] == {Role.UNIT_OFFICER, Role.UNIT_LEADER}
    assert asked["unit"] | asked["agency"] == set(Role)
    assert not asked["unit"] & asked["agency"]


@pytest.mark.parametrize(
    ("role", "given", "field"),
    [
        (Role.UNIT_OFFICER, {}, "unit"),
        (Role.AGENCY_OFFICER, {}, "agency"),
        (Role.OBSERVER, {"unit"}, "unit"),
        (Role.UNIT_LEADER, {"unit", "agency"}, "agency"),
    ],
)
def test_a_place_that_does_not_fit_the_role_is_told_at_its_field(role, given, field):
    places = {"unit": make_unit().pk, "agency": make_agency().pk}
    typed = {"full_name": "Người Mới", "username": "moi", "email": "moi@ocop.example"}
    form = InviteForm(typed | {"role": role} | {name: places[name] for name in given})

    assert list(form.errors) == [field]


def test_a_demonstration_shows_the_link_that_it_mails_to_nobody(client, admin, settings):
    person = make_user(Role.OBSERVER)
    send_link(person, by=admin)
    assertNotContains(client.get(person.get_absolute_url()), "/dat-mat-khau/")

    settings.DEMO = settings.DEBUG = True

    assertContains(client.get(person.get_absolute_url()), "/dat-mat-khau/")
    client.force_login(make_user(Role.OBSERVER))
    assertNotContains(client.get(person.get_absolute_url()), "/dat-mat-khau/")
