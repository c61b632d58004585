"""What is the same on every page is drawn once: the bar of each role, and who is signed in."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client, override_settings
from django.urls import reverse

from programs.authentication import AccountBackend
from programs.enums import Role
from programs.models import User
from tests.support.factories import make_user
from tests.support.rows import make_notification

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
KEPT = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "parts-of-a-test"}


@pytest.fixture
def _kept():
    """The bar is kept as on a server."""
    with override_settings(CACHES=settings.CACHES | {"parts": KEPT}):
        yield
        caches["parts"].clear()


def signed_in(role):
    client, user = Client(), make_user(role)
    user.authenticator_set.create(type="totp", data={})
    client.force_login(user)
    return client


def bar(client, name):
    return client.get(reverse(name)).text.partition("</header>")[0].partition("<header")[2]


@pytest.mark.usefixtures("_kept")
def test_a_kept_bar_is_that_of_the_role_and_of_the_page():
    admin, agency = signed_in(Role.PROVINCE_ADMIN), signed_in(Role.AGENCY_OFFICER)

    # Twice in each: for a wide screen, and in the menu of a narrow one.
    for _ in range(2):  # drawn, then kept
        assert "Sắp xếp đơn vị" in bar(admin, "home")
        assert "Sổ sản phẩm" not in bar(agency, "home")
        plans = bar(admin, "products:plan_list")
        assert f'href="{reverse("products:plan_list")}" aria-current="page"' in plans
        assert plans.count('aria-current="page"') == 2


@pytest.mark.usefixtures("_kept")
def test_a_kept_bar_names_nobody_and_holds_no_token_of_another():
    first, second = signed_in(Role.OBSERVER), signed_in(Role.OBSERVER)

    bars = [bar(client, "home") for client in (first, second, first)]

    users = User.objects.filter(role=Role.OBSERVER).order_by("pk")
    for text, user in zip(bars, (*users, users[0]), strict=True):
        assert user.full_name in text
    assert users[0].full_name not in bars[1]
    assert len({text.partition("csrfmiddlewaretoken")[2][:90] for text in bars}) == 3


def test_an_account_is_read_whole_with_its_news_and_second_factor(django_assert_num_queries):
    user, other = make_user(Role.UNIT_OFFICER), make_user(Role.OBSERVER)
    other.authenticator_set.create(type="totp", data={})
    make_notification(recipient=user)

    with django_assert_num_queries(2):
        found = [AccountBackend().get_user(each.pk) for each in (user, other)]

    assert found == [user, other]
    assert [vars(each)[name] for each in found for name in ("unit_id", "muted_kinds")] == [
        vars(each)[name] for each in (user, other) for name in ("unit_id", "muted_kinds")
    ]
    assert [(each.unread, bool(each.has_factor)) for each in found] == [(1, False), (0, True)]


def test_nobody_is_signed_in_under_a_key_that_is_none_or_closed():
    closed = make_user(Role.OBSERVER, is_active=False)

    assert AccountBackend().get_user(closed.pk) is None
    assert AccountBackend().get_user(10**9) is None
