"""The second factor: set up, asked for, used once, and required of some roles."""

import re

import pytest
import time_machine
from allauth.mfa.totp.internal import auth
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from programs.enums import Role
from programs.models import Event, Mail
from tests.support.factories import make_user

PHRASE = "thuyen-ra-khoi-xa"

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    user = make_user(Role.UNIT_OFFICER, username="can.bo")
    user.set_password(PHRASE)
    user.save()
    return user


@pytest.fixture
def secret(officer):
    """The officer's authenticator app is set up with this key."""
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(officer, secret)
    return secret


def code_of(secret):
    (counter,) = auth.yield_hotp_counters_from_time()
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def sign_in(client):
    return client.post(reverse("account_login"), {"login": "can.bo", "password": PHRASE})


def answer(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def confirm(client):
    """Type the password again, as a change of one's sign-in asks for."""
    client.post(reverse("account_reauthenticate"), {"password": PHRASE})


# --- Being asked ---------------------------------------------------------------------------------


def test_password_alone_does_not_let_in(client, secret):
    assertRedirects(sign_in(client), reverse("mfa_authenticate"))
    assert client.get(reverse("programs:profile")).status_code == 302

    assertRedirects(answer(client, code_of(secret)), "/", fetch_redirect_response=False)

    assert client.get(reverse("programs:profile")).status_code == 200


def test_code_works_once(client, secret):
    with time_machine.travel("2024-03-20 08:00:05Z", tick=False):
        sign_in(client)
        answer(client, code_of(secret))
        client.logout()
        sign_in(client)

        response = answer(client, code_of(secret))

    assertContains(response, "Mã không đúng hoặc đã dùng.")


def test_old_code_is_refused(client, secret):
    with time_machine.travel("2024-03-20 08:00:05Z", tick=False) as clock:
        old = code_of(secret)
        clock.shift(30)
        sign_in(client)

        assertContains(answer(client, old), "Mã không đúng")


@pytest.mark.usefixtures("secret")
def test_eleventh_wrong_code_is_not_even_looked_at(client):
    sign_in(client)
    for _ in range(10):
        answer(client, "000000")

    assertContains(answer(client, "000000"), "Đã thử quá nhiều lần.")


# --- Setting it up -------------------------------------------------------------------------------


@pytest.fixture
def setting_up(client, officer):
    sign_in(client)
    confirm(client)
    return re.search(r"<code>([A-Z2-7]+)</code>", page(client)).group(1)


def page(client):
    return client.get(reverse("mfa_activate_totp")).content.decode()


@pytest.mark.usefixtures("officer")
def test_setting_up_asks_for_the_password_again(client):
    sign_in(client)

    response = client.get(reverse("mfa_activate_totp"))

    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_page_shows_the_key_as_a_picture_that_the_content_policy_allows(client, setting_up):
    assert 'src="data:image/svg+xml;base64,' in page(client)


def test_first_code_turns_it_on_and_gives_ten_recovery_codes(
    client, setting_up, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("mfa_activate_totp"), {"code": code_of(setting_up)})

    assertRedirects(response, reverse("mfa_view_recovery_codes"), fetch_redirect_response=False)
    codes = re.findall(r"<code>(\d{8})</code>", client.get(response["Location"]).content.decode())
    assert len(set(codes)) == 10
    assert Event.objects.filter(action="activate_totp").count() == 1
    assert Mail.objects.get().subject == "Đã bật xác thực hai lớp"


def test_wrong_code_leaves_it_off(client, officer, setting_up):
    assertContains(client.post(reverse("mfa_activate_totp"), {"code": "000000"}), "Mã không đúng")

    assert not officer.authenticator_set.exists()


def test_recovery_code_lets_in_once(client, secret, officer):
    code = officer_codes(client, secret)[0]
    client.logout()
    sign_in(client)
    assert answer(client, code).status_code == 302
    client.logout()
    sign_in(client)

    assertContains(answer(client, code), "Mã không đúng hoặc đã dùng.")


def officer_codes(client, secret):
    sign_in(client)
    answer(client, code_of(secret))
    confirm(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r"<code>(\d{8})</code>", shown)


def test_turning_it_off_is_an_event_and_a_mail(client, secret, officer):
    officer_codes(client, secret)

    assertRedirects(client.post(reverse("mfa_deactivate_totp")), reverse("mfa_index"))

    assert not officer.authenticator_set.exists()
    assert Event.objects.filter(action="deactivate_totp").count() == 1
    assert Mail.objects.filter(subject="Đã tắt xác thực hai lớp").count() == 1


@pytest.mark.parametrize("name", ["mfa_index", "account_reauthenticate", "usersessions_list"])
@pytest.mark.usefixtures("officer")
def test_page_is_vietnamese(client, name):
    sign_in(client)

    response = client.get(reverse(name))

    assert response.status_code == 200
    assert not re.search(rb"\b(Password|Code|Session|Confirm|Sign)\b", response.content)


# --- Required of some roles (SECURITY B9) --------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_second_factor_is_required_of_the_named_roles_alone(client, settings, role):
    settings.SECOND_FACTOR_ROLES = ["PA", "PS", "CS"]
    client.force_login(make_user(role))

    response = client.get(reverse("programs:profile"))

    if role in settings.SECOND_FACTOR_ROLES:
        assertRedirects(response, reverse("mfa_activate_totp"), fetch_redirect_response=False)
    else:
        assert response.status_code == 200


def test_required_role_works_once_it_is_set_up(client, settings, officer, secret):
    settings.SECOND_FACTOR_ROLES = ["DO"]
    sign_in(client)
    answer(client, code_of(secret))

    assert client.get(reverse("programs:profile")).status_code == 200
