"""What costs much is refused to whoever asks too often, and to nobody else (SECURITY R18)."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from ocop_portal.settings import COSTLY_RATES
from products.enums import PlanState
from programs.enums import Role
from programs.models import Event
from tests.support.factories import make_plan, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("reports:listing_export", args=["ke-hoach", "csv"])


@pytest.fixture(autouse=True)
def _real_rates(settings):
    settings.COSTLY_RATES = COSTLY_RATES


@pytest.fixture
def officer(as_role):
    plan = make_plan()
    return as_role(Role.UNIT_OFFICER, unit=plan.unit), plan


def statuses(ask, times):
    return [ask().status_code for _ in range(times)]


def test_the_eleventh_export_of_a_minute_is_refused_with_a_page_that_says_why(client, admin):
    assert statuses(lambda: client.get(LIST), 10) == [200] * 10

    refused = client.get(LIST, {"state": "sent"})

    assertContains(refused, "tối đa 10 lần mỗi phút", status_code=429)
    assertContains(refused, f'href="{LIST}?state=sent"', status_code=429)
    assert refused["Retry-After"] == "60"
    assert "Content-Disposition" not in refused


def test_pages_and_other_people_are_not_held_up(client, admin):
    statuses(lambda: client.get(LIST), 11)
    other = Client()
    other.force_login(make_user(Role.OBSERVER))

    assert other.get(LIST).status_code == 200
    assert client.get(reverse("products:plan_list")).status_code == 200


def test_waiting_ends_after_a_minute(client, admin):
    with time_machine.travel("2024-03-20 08:00Z", tick=False) as clock:
        assert statuses(lambda: client.get(LIST), 11)[-1] == 429
        clock.shift(61)
        assert client.get(LIST).status_code == 200


def test_papers_have_a_limit_of_their_own(client, admin):
    plan = make_plan(state=PlanState.SENT)
    paper = reverse("reports:plan_export", args=[plan.pk, "pdf"])
    statuses(lambda: client.get(LIST), 11)

    assert statuses(lambda: client.get(paper), 11) == [200] * 10 + [429]


def test_files_made_in_the_background_are_limited(client, admin):
    url = reverse("reports:export_create", args=["ke-hoach", "csv"])

    assert statuses(lambda: client.post(url), 11) == [302] * 10 + [429]


def test_the_sixth_file_of_a_minute_is_not_read(client, officer):
    _, plan = officer
    url = reverse("products:import_upload", args=[plan.pk])

    def upload():
        file = SimpleUploadedFile("a.csv", "Tên sản phẩm\nNước mắm\n".encode())
        return client.post(url, {"upload": file})

    assert statuses(upload, 6) == [422] * 5 + [429]
    assert plan.imports.count() <= 5
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["import_confirm", "import_correct"])
@pytest.mark.usefixtures("officer")
def test_reading_a_file_again_is_limited(client, name):
    url = reverse(f"products:{name}", args=[1])

    assert statuses(lambda: client.post(url), 21) == [404] * 20 + [429]


def test_a_refusal_for_haste_fills_no_trail(client, admin):
    before = Event.objects.count()
    statuses(lambda: client.get(LIST), 14)

    assert Event.objects.count() == before


def test_strangers_are_sent_to_the_sign_in_and_counted_for_nobody(client):
    assert statuses(lambda: client.get(LIST), 12) == [302] * 12
