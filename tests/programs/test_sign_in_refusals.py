"""The pages of what goes wrong: Vietnamese, telling nothing of the inside, with a way back."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from programs.enums import Role
from programs.models import Event
from programs.views.errors import server_error
from tests.support.factories import make_user


@pytest.mark.django_db
def test_form_of_an_earlier_session_is_refused_in_words():
    client = Client(enforce_csrf_checks=True)

    response = client.post(reverse("account_login"), {"login": "a", "password": "b"})

    assertContains(response, "Phiên làm việc đã thay đổi", status_code=403)


@pytest.mark.django_db
def test_unknown_address_is_not_repeated(client):
    response = client.get("/khong-co/o-day/")

    assertContains(response, "Không tìm thấy", status_code=404)
    assertNotContains(response, "khong-co", status_code=404)


def test_fault_is_answered_without_the_database(rf):
    request = rf.get("/")
    request.request_id = "0123456789abcdef"

    response = server_error(request)

    assert response.status_code == 500
    assert "Mã yêu cầu: 0123456789abcdef" in response.content.decode()


def test_fault_before_the_request_has_a_number_is_answered_too(rf):
    assert "Mã yêu cầu" not in server_error(rf.get("/")).content.decode()


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://testserver/nhat-ky/", "http://testserver/nhat-ky/"),
        ("https://ke-xau.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
@pytest.mark.django_db
@pytest.mark.usefixtures("admin")
def test_refusal_leads_back_to_a_page_of_ours(client, referrer, back):
    person = make_user(Role.UNIT_OFFICER)

    response = client.post(
        reverse("programs:user_activate", args=[person.pk]), headers={"referer": referrer}
    )

    assert response.status_code == 409
    assert response.context["back"] == back


@pytest.mark.django_db
def test_refusal_to_a_stranger_leaves_no_event(client):
    response = client.get(reverse("programs:user_invite"))

    assert response["Location"].startswith(reverse("account_login"))
    assert not Event.objects.exists()
