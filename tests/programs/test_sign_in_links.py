"""One-time links: forgotten passwords, first passwords, and what a password may be."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from programs.accounts import deactivate
from programs.enums import Role
from programs.models import Event, Mail
from programs.passwords import link_for
from tests.support.factories import make_unit, make_user

NEW = "bien-xanh-cat-trang-nang-vang"
START = "2024-03-20 08:00Z"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_ROLES = []


@pytest.fixture
def officer():
    """Somebody who has had a password for long."""
    user = make_user(Role.UNIT_OFFICER, username="can.bo", email="can.bo@ocop.example")
    user.set_password("thuyen-ra-khoi-xa")
    user.save()
    return user


@pytest.fixture
def newcomer():
    """Somebody who was invited and has no password yet."""
    user = make_user(Role.UNIT_OFFICER, username="nguoi.moi")
    user.set_unusable_password()
    user.save()
    return user


def forget(client, email, **extra):
    return client.post(reverse("account_reset_password"), {"email": email}, **extra)


def mailed_link():
    return re.search(r"http\S+", Mail.objects.get().body).group()


def follow(client, link):
    """Open the link of a mail; the page for choosing a password, or the one that refuses."""
    return client.get(urlsplit(link).path, follow=True)


def choose(client, link, password=NEW):
    page = follow(client, link)
    typed = {"password1": password, "password2": password}
    return client.post(page.request["PATH_INFO"], typed)


# --- Asking for a link (SECURITY B3, B7) ---------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "mails"), [("can.bo@ocop.example", 1), ("khong.co@ocop.example", 0)]
)
@pytest.mark.usefixtures("officer")
def test_answer_does_not_tell_whether_an_address_is_known(client, email, mails):
    response = forget(client, email)

    assertRedirects(response, reverse("account_reset_password_done"))
    assert Mail.objects.count() == mails


def test_closed_account_gets_no_link(client, officer):
    deactivate(officer, by=make_user(Role.PROVINCE_ADMIN))

    forget(client, officer.email)

    assert not Mail.objects.exists()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_link_carries_the_portals_own_address_whatever_host_was_asked(
    client, officer, settings, host
):
    settings.BASE_URL = "https://ocop.quangngai.example"

    forget(client, officer.email, HTTP_HOST=host)

    assert mailed_link().startswith("https://ocop.quangngai.example/tai-khoan/dat-mat-khau/")


def test_forged_host_is_refused(client, officer):
    assert forget(client, officer.email, HTTP_HOST="ke-xau.example").status_code == 400
    assert not Mail.objects.exists()


def test_sixth_request_for_one_address_in_an_hour_waits(client, officer):
    answers = [forget(client, officer.email).status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]


def test_mail_is_vietnamese_and_names_the_account(client, officer):
    forget(client, officer.email)

    mail = Mail.objects.get()
    assert mail.subject == "Đặt mật khẩu Cổng OCOP"
    assert f"Kính gửi {officer}" in mail.body
    assert "tài khoản can.bo" in mail.body
    assert "trong 1 giờ" in mail.body


# --- Following it --------------------------------------------------------------------------------


def test_new_password_lets_in_and_is_told_to_the_owner(client, officer):
    forget(client, officer.email)

    assertRedirects(choose(client, mailed_link()), reverse("account_login"))

    assert client.login(username="can.bo", password=NEW)
    assert Event.objects.filter(action="set_password", actor=officer).count() == 1
    assert Mail.objects.last().subject == "Mật khẩu đã đặt"


def test_link_works_once(client, officer):
    link = link_for(officer)
    choose(client, link)

    assertContains(follow(client, link), "Liên kết không còn dùng được")


@pytest.mark.parametrize(
    ("person", "age", "works"),
    [
        ("officer", timedelta(minutes=59), True),
        ("officer", timedelta(minutes=61), False),
        ("newcomer", timedelta(hours=71), True),
        ("newcomer", timedelta(hours=73), False),
    ],
)
def test_link_lives_an_hour_and_the_first_one_three_days(client, request, person, age, works):
    user = request.getfixturevalue(person)
    with time_machine.travel(START, tick=False) as clock:
        link = link_for(user)
        clock.shift(age)

        page = follow(client, link)

    assert ("Lưu mật khẩu" in page.content.decode()) is works


def test_link_of_a_closed_account_is_dead(client, officer):
    link = link_for(officer)
    deactivate(officer, by=make_user(Role.PROVINCE_ADMIN))

    assertContains(follow(client, link), "Liên kết không còn dùng được")


def test_link_of_another_account_is_dead(client, officer, newcomer):
    prefix = re.compile(r"dat-mat-khau/\w+-")
    forged = prefix.sub(prefix.search(link_for(newcomer)).group(), link_for(officer))

    assertContains(follow(client, forged), "Liên kết không còn dùng được")


def test_secret_of_a_link_does_not_stay_in_the_address(client, officer):
    page = follow(client, link_for(officer))

    assert page.request["PATH_INFO"].endswith("-set-password/")


def test_newcomer_whose_link_ran_out_gets_a_new_one_alone(client, newcomer):
    forget(client, newcomer.email)

    choose(client, mailed_link())

    assert client.login(username="nguoi.moi", password=NEW)


def test_two_different_entries_are_refused(client, officer):
    page = follow(client, link_for(officer))

    response = client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": "khác"})

    assertContains(response, "Hai lần nhập mật khẩu không giống nhau.")


# --- What a password may be (SECURITY B1) --------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("mười một ch", "ít nhất 12 ký tự"),
        ("x" * 129, "tối đa 128 ký tự"),
        ("administrator", "quá phổ biến"),
        ("chuong trinh OCOP 2024", "không được chứa"),
        ("O-C-O-P không có ở đây ocop", "không được chứa"),
        ("Minh Long quê tôi 2024", "không được chứa"),
        ("mínhlòng-2024-2024", "không được chứa"),
        ("xin chào le.van.tam!", "không được chứa"),
        ("le.van.tam@ocap.example", "không được chứa"),
        ("Nguyễn Hoàng Yến Nhi", "quá giống họ và tên"),
    ],
)
def test_weak_password_is_refused_with_the_reason(password, reason):
    unit = make_unit(name="Minh Long")
    user = make_user(
        Role.UNIT_OFFICER, unit=unit, username="le.van.tam", full_name="Nguyễn Hoàng Yến Nhi"
    )

    with pytest.raises(ValidationError, match=reason):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password", ["chỉ toàn chữ thường", "bốn con trâu đang ăn cỏ", "y" * 64 + "z" * 64]
)
def test_long_password_of_any_make_is_taken(password):
    validate_password(password, make_user(Role.UNIT_OFFICER, username="an"))


def test_weak_password_is_refused_at_the_page(client, officer):
    response = choose(client, link_for(officer), "can.bo")

    assertContains(response, "Mật khẩu quá ngắn: cần ít nhất 12 ký tự.")
