"""Members are mended in the back office too, by what the pages hold."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import path
from pytest_django.asserts import assertContains, assertNotContains

from councils.models import Member
from ocop_portal import urls
from programs.models import Event
from tests.support.councils import make_member

urlpatterns = [*urls.urlpatterns, path("quan-tri/", admin.site.urls)]
pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.urls(__name__)]
OFFICE = "/quan-tri/councils/"


@pytest.fixture
def holder(admin):
    return make_member()


def values(seat, **facts):
    named = {"seat": seat.pk, "full_name": "Trần Thị Kế", "since": "01/06/2030", "job_title": ""}
    return named | {"user": "", "until": "", "authority": ""} | facts


def test_a_member_is_added_and_the_trail_tells(client, holder):
    holder.until = date(2030, 5, 31)
    holder.save()

    client.post(f"{OFFICE}member/add/", values(holder.seat))

    added = Member.objects.get(full_name="Trần Thị Kế")
    assert Event.objects.about(added).get().action == "add_reference"


def test_a_second_holder_of_a_seat_is_refused_by_the_sentence_of_the_pages(client, holder):
    page = client.post(f"{OFFICE}member/add/", values(holder.seat))

    assertContains(page, "đã là người giữ ghế này")
    assert Member.objects.count() == 1


def test_councils_and_their_rules_are_read_alone(client, holder):
    council = holder.seat.council

    for kind, pk in (("council", council.pk), ("councilrules", council.rules_id)):
        page = client.get(f"{OFFICE}{kind}/{pk}/change/")
        assertNotContains(page, "_save")
        assert client.post(f"{OFFICE}{kind}/{pk}/change/", {}).status_code == 403
