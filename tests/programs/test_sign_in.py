"""Coming in: who may, how often one may try, where it leads, and when a session ends."""

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from pytest_django.asserts import assertContains, assertRedirects

from programs.accounts import activate, deactivate
from programs.enums import Role
from programs.models import Event
from tests.support.factories import make_unit, make_user

PHRASE = "thuyen-ra-khoi-xa"
HERE, ELSEWHERE = "10.0.0.1", "10.0.0.2"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_ROLES = []


@pytest.fixture
def officer():
    user = make_user(Role.UNIT_OFFICER, username="can.bo", email="can.bo@ocop.example")
    user.set_password(PHRASE)
    user.save()
    return user


def sign_in(client, login="can.bo", password=PHRASE, *, to="", address=HERE):
    typed = {"login": login, "password": password, "next": to}
    return client.post(reverse("account_login"), typed, REMOTE_ADDR=address)


def is_signed_in(client):
    return client.get(reverse("programs:profile")).status_code == 200


# --- Who gets in ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "login", ["can.bo", "CAN.BO", "can.bo@ocop.example", "Can.Bo@OCOP.example"]
)
@pytest.mark.usefixtures("officer")
def test_name_and_address_both_open_the_door(client, login):
    assertRedirects(sign_in(client, login), "/", fetch_redirect_response=False)

    assert is_signed_in(client)


@pytest.mark.parametrize("login", ["can.bo", "khong.co", "da.khoa", "khong.co@ocop.example"])
@pytest.mark.usefixtures("officer")
def test_wrong_unknown_and_closed_are_answered_alike(client, login):
    closed = make_user(Role.OBSERVER, username="da.khoa", is_active=False)
    closed.set_password(PHRASE)
    closed.save()

    response = sign_in(client, login, "sai" if login == "can.bo" else PHRASE)

    assert [str(error) for error in response.context["form"].non_field_errors()] == [
        "Tên đăng nhập hoặc mật khẩu không đúng."
    ]
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "login", ["can.bo", "khong.co", "can.bo@ocop.example", "khong.co@ocop.example"]
)
@pytest.mark.usefixtures("officer")
def test_time_does_not_tell_who_is_known(client, login, monkeypatch):
    """The hash of a password is what takes the time: it is made once, whoever is asked for."""
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given)
    )

    sign_in(client, login, "sai")

    assert len(hashed) == 1


def test_page_speaks_vietnamese_and_offers_no_signing_up(client):
    response = client.get(reverse("account_login"))

    for text in ("Tên đăng nhập hoặc thư điện tử", "Mật khẩu", "Quên mật khẩu?"):
        assertContains(response, text)
    for word in (b"Login", b"Password", b"Sign", b"Forgot"):
        assert word not in response.content


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_set_password", "account_inactive"]
)
def test_pages_that_the_portal_does_not_offer_have_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_sign_in_pages_open_without_a_session_are_six():
    public = {
        name
        for name, (_, _, _, _) in get_resolver().reverse_dict.items()
        if isinstance(name, str) and name.startswith(("account_", "mfa_", "usersessions_"))
        if not getattr(_view(name), "login_required", True)
    }

    assert public == {
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "mfa_authenticate",
    }


def _view(name):
    args = ["1", "x"] if name == "account_reset_password_from_key" else []
    return get_resolver().resolve(reverse(name, args=args)).func


# --- Guessing (SECURITY B2) ----------------------------------------------------------------------


def fail(client, times, **where):
    return [sign_in(client, password="sai", **where).status_code for _ in range(times)]


@pytest.mark.usefixtures("officer")
def test_eleventh_try_waits_and_the_owner_elsewhere_gets_in(client):
    assert fail(client, 11) == [200] * 10 + [429]

    refused = sign_in(client)

    assertContains(refused, "Thử quá nhiều lần", status_code=429)
    assert refused["Retry-After"] == "900"
    assert sign_in(client, address=ELSEWHERE).status_code == 302


@pytest.mark.usefixtures("officer")
def test_waiting_ends_after_a_quarter_of_an_hour(client):
    with time_machine.travel("2024-03-20 08:00Z", tick=False) as clock:
        fail(client, 10)
        clock.shift(14 * 60)
        assert sign_in(client).status_code == 429
        clock.shift(61)
        assert sign_in(client).status_code == 302


@pytest.mark.usefixtures("officer")
def test_name_and_address_are_one_account_to_the_limit(client):
    fail(client, 5)
    fail(client, 5, login="can.bo@ocop.example")

    assert sign_in(client).status_code == 429


@pytest.mark.usefixtures("officer")
def test_success_forgives_no_earlier_failure(client):
    fail(client, 9)
    sign_in(client)
    client.logout()

    assert fail(client, 2) == [200, 429]


@pytest.mark.usefixtures("officer")
def test_a_machine_that_changes_its_address_within_its_network_is_one(client):
    tries = [fail(client, 1, address=f"2001:db8:0:1::{number}")[0] for number in range(11)]

    assert tries == [200] * 10 + [429]
    assert fail(client, 1, address="2001:db8:0:2::1") == [200]


def test_hundred_failures_in_an_hour_close_an_address(client):
    with time_machine.travel("2024-03-20 08:00Z", tick=False) as clock:
        for number in range(100):
            assert sign_in(client, f"ten.{number}", "sai").status_code == 200
            clock.shift(3)

        assert sign_in(client, "ten.100", "sai").status_code == 429
        assert sign_in(client, "ten.100", "sai", address=ELSEWHERE).status_code == 200


# --- Where it leads (SECURITY B8) ----------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        "https://ke-xau.example/",
        "//ke-xau.example",
        "///ke-xau.example",
        "/\\ke-xau.example",
        "\\\\ke-xau.example",
        "https:ke-xau.example",
        "https:/ke-xau.example",
        "http://testserver/dot/",
        "/\t/ke-xau.example",
        "/\r\nLocation: https://ke-xau.example",
        " //ke-xau.example",
        "javascript:alert(1)",
    ],
)
@pytest.mark.usefixtures("officer")
def test_sign_in_leads_to_no_other_address(client, target):
    assert sign_in(client, to=target)["Location"] == "/"


@pytest.mark.usefixtures("officer")
def test_sign_in_leads_back_to_the_page_that_was_asked_for(client):
    asked = client.get(reverse("programs:profile"))

    assert asked["Location"] == f"{reverse('account_login')}?next={reverse('programs:profile')}"
    assert sign_in(client, to=reverse("programs:profile"))["Location"] == "/toi/"


# --- Sessions (SECURITY B4-B6) -------------------------------------------------------------------


@pytest.mark.usefixtures("officer")
def test_sign_in_gives_a_new_session(client):
    client.cookies["sid"] = "ke-xau-chon-san-khoa-nay-12345678"
    client.get(reverse("account_login"))
    before = client.cookies["sid"].value

    sign_in(client)

    assert client.cookies["sid"].value not in {before, "ke-xau-chon-san-khoa-nay-12345678"}


@pytest.mark.usefixtures("officer")
def test_sign_out_ends_the_session_on_the_server(client):
    sign_in(client)
    thief = Client()
    thief.cookies["sid"] = client.cookies["sid"].value

    assertRedirects(client.post(reverse("account_logout")), reverse("account_login"))

    assert not is_signed_in(thief)


@pytest.fixture
def other(officer):
    """The officer's other browser."""
    client = Client()
    sign_in(client, officer.username)
    return client


def test_new_password_ends_all_other_sessions_at_once(client, other):
    sign_in(client)
    new = "bien-xanh-cat-trang-nang-vang"
    typed = {"oldpassword": PHRASE, "password1": new, "password2": new}

    assertRedirects(
        client.post(reverse("account_change_password"), typed), reverse("programs:profile")
    )

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_closing_an_account_ends_its_sessions_and_opening_revives_none(officer, other):
    admin = make_user(Role.PROVINCE_ADMIN)

    deactivate(officer, by=admin)
    assert not is_signed_in(other)
    activate(officer, by=admin)

    assert not is_signed_in(other)


def test_person_ends_their_other_sessions(client, other):
    sign_in(client)

    client.post(reverse("usersessions_list"))

    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert Event.objects.filter(action="end_sessions").count() == 1


@pytest.mark.parametrize(("minutes", "lives"), [(59, True), (62, False)])
@pytest.mark.usefixtures("officer")
def test_idle_session_ends_after_an_hour(client, minutes, lives):
    with time_machine.travel("2024-03-20 08:00Z", tick=False) as clock:
        sign_in(client)
        assert is_signed_in(client)
        clock.shift(minutes * 60)

        assert is_signed_in(client) is lives


@pytest.mark.usefixtures("officer")
def test_busy_session_ends_after_twelve_hours(client):
    with time_machine.travel("2024-03-20 00:00Z", tick=False) as clock:
        sign_in(client)
        for _ in range(24):
            assert is_signed_in(client)
            clock.shift(30 * 60)
        clock.shift(1)

        assert not is_signed_in(client)


def test_role_taken_away_counts_on_the_next_request(client, officer):
    sign_in(client)
    officer.role = Role.COUNCIL_MEMBER
    officer.save()
    neighbour = make_user(Role.UNIT_OFFICER, unit=officer.unit)

    assert client.get(neighbour.get_absolute_url()).status_code == 404


# --- What the trail tells ------------------------------------------------------------------------


def test_coming_failing_and_going_are_events(client, officer):
    fail(client, 1, login=officer.email)
    sign_in(client)
    client.post(reverse("account_logout"))

    events = Event.objects.order_by("pk").values_list("action", "refused", "actor", "address")

    assert list(events) == [
        ("login_failed", True, None, HERE),
        ("login", False, officer.pk, HERE),
        ("logout", False, officer.pk, "127.0.0.1"),
    ]


def test_failure_is_told_to_the_leader_of_the_unit(client, officer):
    leader = make_user(Role.UNIT_LEADER, unit=officer.unit)
    stranger = make_user(Role.UNIT_LEADER, unit=make_unit())

    fail(client, 1)

    assert Event.objects.visible_to(leader).count() == 1
    assert Event.objects.visible_to(stranger).count() == 0


@pytest.mark.parametrize(
    ("header", "behind", "address"),
    [
        ("6.6.6.6, 10.9.9.9", True, "10.9.9.9"),
        ("6.6.6.6", False, HERE),
        ("", True, HERE),
        ("6.6.6.6, 1.2.3.4:5678", True, "1.2.3.4"),
        ("[2001:db8::1]:443", True, "2001:db8::1"),
        ("[2001:db8::1]", True, "2001:db8::1"),
        ("2001:DB8::1", True, "2001:db8::1"),
        ("fe80::1%eth0", True, "fe80::1"),
        ("::ffff:1.2.3.4", True, "1.2.3.4"),
        ("unknown", True, HERE),
        ("1.2.3.4, _hidden:80", True, HERE),
    ],
)
@pytest.mark.usefixtures("officer")
def test_address_is_the_last_one_that_the_proxy_noted(client, settings, header, behind, address):
    settings.BEHIND_PROXY = behind

    client.post(
        reverse("account_login"),
        {"login": "can.bo", "password": PHRASE},
        REMOTE_ADDR=HERE,
        headers={"X-Forwarded-For": header},
    )

    assert Event.objects.get().address == address
