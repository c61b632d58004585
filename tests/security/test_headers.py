"""The headers of every kind of answer, and what a fault tells (SECURITY 7, D7, D9, O2)."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from products.enums import PlanState
from programs.enums import Role
from programs.listings import EventFilter
from tests.support.factories import make_plan

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "manifest-src": "'self'",
    "frame-src": "'self'",
    "upgrade-insecure-requests": "",
}
HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
NEVER = {"Server", "X-Powered-By", "Access-Control-Allow-Origin"}
STATIC = "/static/css/base.css"


@pytest.fixture
def admin(as_role):
    return as_role(Role.PROVINCE_ADMIN)


@pytest.fixture
def plan():
    return make_plan(state=PlanState.SENT)


@pytest.fixture
def broken(monkeypatch):
    """The trail's page fails, with words that nobody outside may read."""

    def from_day(_self, _events, _day):
        raise RuntimeError("hunter2 SELECT * FROM secrets")

    monkeypatch.setattr(EventFilter, "from_day", from_day)


@pytest.fixture
def ask(settings, client, admin, plan, broken):
    """An answer of each kind, as a server with HTTPS gives it to an administrator."""
    settings.SECURE_HSTS_SECONDS = 31536000
    client.raise_request_exception = False
    board = reverse("products:plan_board", args=[plan.campaign_id])
    deactivation = reverse("programs:user_deactivate", args=[admin.pk])
    kinds = {
        "page": lambda: client.get(board, secure=True),
        "redirect": lambda: client.get(reverse("account_login"), secure=True),
        "form": lambda: client.get(reverse("programs:campaign_create"), secure=True),
        "not found": lambda: client.get("/ke-hoach/999999/", secure=True),
        "no such address": lambda: client.get("/wp-admin/", secure=True),
        "refused": lambda: client.post(deactivation, secure=True),
        "method not offered": lambda: client.get(deactivation, secure=True),
        "fault": lambda: client.get(_trail(), secure=True),
        "wrong host": lambda: client.get("/", secure=True, headers={"host": "evil.example"}),
        "forged": lambda: Client(enforce_csrf_checks=True).post(
            reverse("account_login"), secure=True
        ),
        "workbook": lambda: client.get(_file(plan, "xlsx"), secure=True),
        "list as a file": lambda: client.get(_listing("csv"), secure=True),
        "sign-in": lambda: Client().get(reverse("account_login"), secure=True),
        "stranger": lambda: Client().get(board, secure=True),
        "public page": lambda: Client().get(reverse("reports:public_plans"), secure=True),
        "static": lambda: Client().get(STATIC, secure=True),
        "static, missing": lambda: Client().get("/static/no.css", secure=True),
    }

    def answer(kind):
        response = kinds[kind]()
        response.close()
        return response

    return answer


def _trail():
    return reverse("programs:event_list", query={"since": "01/03/2024"})


def _file(plan, extension):
    return reverse("reports:plan_export", args=[plan.pk, extension])


def _listing(extension):
    return reverse("reports:listing_export", args=["san-pham-dang-ky", extension])


STATUS = {
    "page": 200,
    "redirect": 302,
    "form": 200,
    "not found": 404,
    "no such address": 404,
    "refused": 403,
    "method not offered": 405,
    "fault": 500,
    "wrong host": 400,
    "forged": 403,
    "workbook": 200,
    "list as a file": 200,
    "sign-in": 200,
    "stranger": 302,
    "public page": 200,
    "static": 200,
    "static, missing": 404,
}
DOWNLOADS = {"workbook", "list as a file"}


@pytest.mark.parametrize("kind", STATUS)
def test_every_answer_carries_the_headers_of_the_house(ask, kind):
    response = ask(kind)

    assert response.status_code == STATUS[kind]
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert [name for name in NEVER if response.has_header(name)] == []


@pytest.mark.parametrize("kind", STATUS)
def test_every_answer_carries_the_content_policy(ask, kind):
    policy = ask(kind)["Content-Security-Policy"]
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))

    if kind in DOWNLOADS:
        assert policy == "sandbox; default-src 'none'"
    else:
        assert {name: directives.get(name) for name in POLICY} == POLICY
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("kind", sorted(set(STATUS) - {"static"}))
def test_no_copy_is_kept_of_what_a_person_may_have_seen(ask, kind):
    assert "no-store" in ask(kind)["Cache-Control"]


@pytest.mark.parametrize("looks_each_time", [True, False], ids=["tests", "server"])
def test_static_files_may_be_kept(ask, settings, looks_each_time):
    settings.WHITENOISE_AUTOREFRESH = looks_each_time

    assert "no-store" not in ask("static")["Cache-Control"]


def test_a_server_serves_static_files_as_the_tests_do(ask, settings):
    found, missing = ask("static"), ask("static, missing")
    settings.WHITENOISE_AUTOREFRESH = False

    assert (ask("static").status_code, ask("static, missing").status_code) == (200, 404)
    assert ask("static").getvalue() == found.getvalue()
    assert ask("static, missing").headers.keys() == missing.headers.keys()


@pytest.mark.parametrize("kind", sorted(DOWNLOADS))
def test_a_file_is_saved_and_never_opened_by_the_browser(ask, kind):
    response = ask(kind)

    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert "html" not in response["Content-Type"]


# --- Faults ------------------------------------------------------------------------------------


def test_a_fault_tells_its_number_and_nothing_of_the_house(ask):
    response = ask("fault")
    text = response.content.decode()

    assert response["X-Request-ID"] in text
    told = re.search(r"hunter2|SELECT|Traceback|RuntimeError|\.py|/work|[Dd]jango|\d+\.\d+", text)
    assert told is None


@pytest.mark.parametrize("kind", ["not found", "refused", "wrong host", "forged"])
def test_a_refused_request_tells_nothing_of_the_house(ask, kind):
    text = ask(kind).content.decode()

    assert re.search(r"Traceback|\.py\b|[Dd]jango|No \w+ matches|evil|DEBUG", text) is None


def test_every_answer_has_a_number_of_its_own(client, admin):
    numbers = {client.get("/dot/")["X-Request-ID"] for _ in range(3)}

    assert len(numbers) == 3
