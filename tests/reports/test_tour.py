"""The tour of a demonstration leads each role to pages that it may open, and ticks them."""

import pytest
from django.urls import reverse

from programs.enums import Role
from reports.tour import TOUR
from tests.support.factories import make_campaign, make_unit

pytestmark = pytest.mark.django_db
URL = "/di-mot-vong/"


@pytest.mark.parametrize("role", Role)
def test_every_stop_of_a_role_opens_and_is_ticked(client, as_role, settings, role):
    settings.DEMO = True
    make_campaign(as_role(role).unit or make_unit())
    context = client.get(URL).context
    stops, is_complete = context["stops"], len(context["stops"]) == len(TOUR[role])

    answers = [client.get(f"{URL}?den={number}", follow=True) for number in stops]

    assert is_complete
    assert 4 <= len(stops) <= 6
    assert {answer.status_code for answer in answers} == {200}
    assert client.get(URL).context["next"] == ""


def test_a_stop_that_is_none_shows_the_tour(client, admin, settings):
    settings.DEMO = True

    assert client.get(f"{URL}?den=99").context["seen"] == []


def test_without_a_campaign_its_stops_are_left_out(client, as_role, settings):
    settings.DEMO = True
    as_role(Role.OBSERVER)

    stops = client.get(URL).context["stops"].values()

    assert [stop for stop, _ in stops if stop.of_campaign] == []


def test_a_portal_that_is_no_demonstration_has_no_tour(client, admin):
    assert client.get(URL).status_code == 404
    assert URL not in client.get(reverse("home")).content.decode()
