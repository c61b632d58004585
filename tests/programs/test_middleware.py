"""What holds for every request: the stamps of a session, the second factor, refusals as answers."""

import json
import time
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import MiddlewareNotUsed, PermissionDenied
from django.http import HttpResponse

from ocop_portal.headers import SecurityHeadersMiddleware
from programs import middleware
from programs.enums import Role
from programs.middleware import (
    ReadingMiddleware,
    RefusalMiddleware,
    SecondFactorMiddleware,
    SessionLimitMiddleware,
)
from programs.models import Event, User
from programs.storage import NoRoom
from programs.workflow import StepRefused
from tests.support.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


class Session(dict):
    """A session that counts how often it is written."""

    written = 0

    def __setitem__(self, name, value):
        self.written += 1
        super().__setitem__(name, value)


# --- How long a session lives --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begun", "seen", "is_alive"),
    [
        (3600, 3600, True),
        (3601, 3601, False),
        (12 * 3600, 10, True),
        (12 * 3600 + 1, 10, False),
    ],
)
def test_a_session_lives_to_its_last_second(begun, seen, is_alive):
    now = time.time()
    session = {"begun": now - begun, "seen": now - seen}

    assert SessionLimitMiddleware(None)._is_alive(session, now) is is_alive  # noqa: SLF001


@pytest.mark.parametrize(("seen", "written"), [(0, 0), (60, 0), (61, 1)])
def test_a_busy_session_is_written_once_a_minute(seen, written):
    now = time.time()
    session = Session(begun=now - 100, seen=now - seen)

    SessionLimitMiddleware(None)._is_alive(session, now)  # noqa: SLF001

    assert (session.written, session["seen"]) == (written, now - seen * (not written))


def test_a_session_that_ended_is_not_stamped_anew():
    now = time.time()
    session = Session(begun=now - 5000, seen=now - 4000)

    SessionLimitMiddleware(None)._is_alive(session, now)  # noqa: SLF001

    assert session.written == 0


# --- The second factor ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "has_factor", "path", "is_sent_there"),
    [
        (Role.PROVINCE_ADMIN, False, "/", True),
        (Role.PROVINCE_ADMIN, True, "/", False),
        (Role.PROVINCE_ADMIN, False, "/tai-khoan/2fa/", False),
        (Role.PROVINCE_ADMIN, False, "/static/css/a.css", False),
        (Role.PROVINCE_ADMIN, False, "/ke-hoach/tai-khoan/", True),
        (Role.UNIT_OFFICER, False, "/", False),
    ],
)
def test_a_role_that_needs_a_second_factor_sets_it_up_before_anything_else(
    rf, settings, role, has_factor, path, is_sent_there
):
    settings.SECOND_FACTOR_ROLES = ["PA"]
    request = rf.get(path)
    request.user = User(role=role)
    request.user.has_factor = has_factor

    answer = SecondFactorMiddleware(lambda _: HttpResponse())(request)

    assert (answer.status_code == 302) is is_sent_there


# --- Reading while somebody writes ---------------------------------------------------------------


@pytest.fixture
def database(monkeypatch):
    """A connection as SQLite has it, whose transactions begin with the lock of a writer."""
    facts = {"transaction_mode": "IMMEDIATE", "ensure_connection": lambda: None}
    fake = SimpleNamespace(vendor="sqlite", **facts)
    monkeypatch.setattr(middleware, "connection", fake)
    return fake


@pytest.mark.parametrize(("method", "mode"), [("GET", None), ("HEAD", None), ("POST", "IMMEDIATE")])
def test_a_page_that_only_reads_takes_no_lock_of_a_writer(rf, database, method, mode):
    seen = []
    answer = ReadingMiddleware(lambda _: seen.append(database.transaction_mode))

    answer(rf.generic(method, "/"))

    assert (seen, database.transaction_mode) == ([mode], "IMMEDIATE")


def test_after_a_fault_of_a_page_that_reads_writers_take_their_lock_again(rf, database):
    with pytest.raises(ZeroDivisionError):
        ReadingMiddleware(lambda _: 1 / 0)(rf.get("/"))
    assert database.transaction_mode == "IMMEDIATE"


# --- Refusals ------------------------------------------------------------------------------------


def refuse(rf, exception, user=None, **headers):
    request = rf.post("/", headers=headers)
    request.user = user or AnonymousUser()
    request.request_id = "0123"
    request.resolver_match = SimpleNamespace(view_name="programs:" + "x" * 60)
    return RefusalMiddleware(None).process_exception(request, exception)


def test_a_script_gets_the_sentence_of_a_refusal_with_its_status(rf):
    refusal = StepRefused("Thiếu số.", status=422)

    answer = refuse(rf, refusal, accept="application/json")

    assert (answer.status_code, json.loads(answer.content)) == (422, {"message": "Thiếu số."})


def test_a_refusal_is_kept_in_the_trail_with_its_sentence_whoever_it_was_told(rf):
    person = make_user(Role.UNIT_OFFICER)

    refuse(rf, StepRefused("Thiếu số."), person, accept="application/json")

    event = Event.objects.get()
    assert (event.actor, event.refused, event.note, event.unit) == (
        person,
        True,
        "Thiếu số.",
        person.unit,
    )
    assert event.action == ("programs:" + "x" * 60)[:60]


def test_a_disk_that_is_full_is_no_refused_try_and_may_be_tried_again(rf):
    answer = refuse(rf, NoRoom(), make_user(Role.OBSERVER), accept="application/json")

    assert (answer.status_code, answer["Retry-After"]) == (507, "300")
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("exception", "kept"), [(PermissionDenied("Không."), 1), (ValueError(), 0)]
)
def test_a_fault_of_the_program_is_no_refusal_and_neither_gets_a_page_here(rf, exception, kept):
    assert refuse(rf, exception, make_user(Role.OBSERVER)) is None
    assert Event.objects.count() == kept


# --- Copies --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cookie", "set_cookie", "control", "status", "kept"),
    [
        ("", "", "public, max-age=30", 200, "public, max-age=30"),
        ("sid=1", "", "public, max-age=30", 200, "no-store"),
        ("", "sid", "public, max-age=30", 200, "no-store"),
        ("", "", "private", 200, "no-store"),
        ("", "", "", 200, "no-store"),
        ("", "", "public, max-age=30", 404, "no-store"),
    ],
)
def test_a_copy_is_kept_of_what_is_the_same_for_everybody_alone(
    rf, cookie, set_cookie, control, status, kept
):
    answer = HttpResponse(status=status, headers={"Cache-Control": control})
    if set_cookie:
        answer.set_cookie(set_cookie, "1")

    told = SecurityHeadersMiddleware(lambda _: answer)(rf.get("/", HTTP_COOKIE=cookie))

    assert told["Cache-Control"] == kept


# --- What is not found, in a demonstration -------------------------------------------------------


def missing(_request):
    return HttpResponse("for developers", status=404)


def test_a_demonstration_shows_our_page_of_what_is_not_found(rf, settings):
    settings.DEMO = settings.DEBUG = True
    request = rf.get("/khong-co/")
    request.user, request.session = AnonymousUser(), {}

    answer = middleware.OwnPageMiddleware(missing)(request)

    assert (answer.status_code, "Không tìm thấy" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize(("demo", "debug"), [(False, True), (True, False), (False, False)])
def test_elsewhere_it_is_not_there(settings, demo, debug):
    settings.DEMO, settings.DEBUG = demo, debug

    with pytest.raises(MiddlewareNotUsed):
        middleware.OwnPageMiddleware(missing)
