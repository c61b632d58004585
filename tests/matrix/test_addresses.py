"""Addresses outside the matrix, and the methods that only ask: who gets in, and what is told."""

import pytest
from django.urls import reverse

from tests.matrix import run
from tests.matrix.cells import PUBLIC, ROLES
from tests.matrix.claims import CLAIMS, OWN_URLS, PUBLIC_URLS
from tests.matrix.world import UNUSED

pytestmark = pytest.mark.django_db

SIGNED_IN = [role for role in ROLES if role != PUBLIC]
LINK = {"uidb36": "1", "key": "a-b"}


def path_of(url):
    """An address that asks for no row of the world, with what else it may ask for."""
    asks = {
        "account_reset_password_from_key": LINK,
        "reports:public_plan": {"pk": UNUSED},
        "reports:certificate_check": {"code": "2a3b"},
        "reports:outgoing_check": {"code": "2a3b"},
        "reports:public_product": {"pk": UNUSED},
        "reports:public_photo": {"pk": UNUSED},
        "reports:public_picture": {"pk": UNUSED, "width": 480},
        "reports:public_data": {"extension": "csv"},
    }
    return reverse(url, kwargs=asks.get(url, {}))


@pytest.mark.parametrize("url", sorted(PUBLIC_URLS))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_for_everybody_asks_nobody_to_sign_in(url, method, visitors):
    answer = visitors.ask("PU", method, path_of(url))

    assert answer.status in ({200, 302, 404} if method == "GET" else {200, 302, 404, 405, 422})
    assert "next=" not in answer.location


@pytest.mark.parametrize("url", sorted(OWN_URLS))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_about_oneself_is_for_all_who_are_signed_in(url, method, visitors):
    stranger = visitors.ask("PU", method, path_of(url))

    assert stranger.location.startswith(reverse("account_login")), stranger.status
    for role in SIGNED_IN:
        assert visitors.ask(role, method, path_of(url)).status in {200, 302, 404, 405}


@pytest.mark.slow
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
@pytest.mark.parametrize("claim", CLAIMS, ids=str)
def test_asking_about_an_address_changes_nothing_and_tells_nothing(claim, method, visitors, extent):
    assert "\n".join(run.careless(claim, visitors, method, extent.askers)) == ""
