"""What holds for every request: whose address, how long a session lives, how a refusal is shown."""

import ipaddress
import time
import uuid
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import MiddlewareNotUsed, PermissionDenied
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import page_not_found

from programs import audit
from programs.acts import ALREADY, StepRefused
from programs.outages import NO_ROOM
from programs.storage import StorageFault

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class RequestNumberMiddleware:
    """Give each request a number, which its answer, its events and the log bear, whatever fails."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = uuid.uuid4().hex
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id
        return response


class OwnPageMiddleware:
    """In a demonstration, show our page of what is not found and not Django's for developers."""

    def __init__(self, get_response):
        if not (settings.DEMO and settings.DEBUG):
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        is_missing = response.status_code == HTTPStatus.NOT_FOUND and is_page
        return page_not_found(request, None) if is_missing else response


class ProxyAddressMiddleware:
    """Behind the one trusted proxy, the caller's address is the last that the proxy noted.

    Earlier entries of the header are the caller's own words and are not believed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        noted = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if settings.BEHIND_PROXY and (address := _address(noted)):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def _address(noted):
    """The address in what a proxy noted, with or without a port; "" where there is none.

    "1.2.3.4:5678", "[2001:db8::1]:443", "fe80::1%eth0", "::ffff:1.2.3.4".
    """
    if noted.startswith("["):
        noted = noted[1:].partition("]")[0]
    elif noted.count(":") == 1:
        noted = noted.partition(":")[0]
    try:
        address = ipaddress.ip_address(noted.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


class SessionLimitMiddleware:
    """End a session an hour after its last request, and twelve hours after sign-in."""

    STAMP_EVERY = 60

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and not self._is_alive(request.session, time.time()):
            logout(request)
        return self.get_response(request)

    def _is_alive(self, session, now):
        """Whether the session may go on; the stamp is written once a minute, not every time."""
        begun, seen = session.setdefault("begun", now), session.get("seen", now)
        if now - seen > settings.SESSION_IDLE_SECONDS or now - begun > settings.SESSION_COOKIE_AGE:
            return False
        if "seen" not in session or now - seen > self.STAMP_EVERY:
            session["seen"] = now
        return True


class SecondFactorMiddleware:
    """Send those whose role needs a second factor to set one up before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        needs_factor = (
            user.is_authenticated
            and user.role in settings.SECOND_FACTOR_ROLES
            and not request.path.startswith(("/tai-khoan/", settings.STATIC_URL))
            and not user.has_factor
        )
        return redirect("mfa_activate_totp") if needs_factor else self.get_response(request)


class ReadingMiddleware:
    """Let pages that only read be drawn while somebody writes.

    Each request is a transaction, and on SQLite those begin with the lock of a writer, so that
    writers wait instead of failing. A page that is read needs none.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in SAFE_METHODS or connection.vendor != "sqlite":
            return self.get_response(request)
        connection.ensure_connection()  # which sets the mode
        mode, connection.transaction_mode = connection.transaction_mode, None
        try:
            return self.get_response(request)
        finally:
            connection.transaction_mode = mode


class RefusalMiddleware:
    """Leave a signed-in person's refused try in the trail, and show a procedure's sentence."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, PermissionDenied):
            # Django shows 403.html after this.
            _record_refusal(request, "role", str(exception))
            return None
        if not isinstance(exception, StepRefused):
            return None
        if event := _done_before(request):
            messages.info(request, ALREADY)
            row = event.row()
            return redirect(row.get_absolute_url() if hasattr(row, "get_absolute_url") else "home")
        if isinstance(exception, StorageFault):
            return _told(request, exception, request.request_id)
        _record_refusal(request, exception.code, exception.message)
        return _told(request, exception)


def _done_before(request):
    """The event of this very form, where its person has sent it before and it was carried out."""
    if request.method != "POST" or wants_json(request):
        return None
    try:
        event = audit.done_by(uuid.UUID(request.POST.get("form_key", "")))
    except ValueError:
        return None
    return event if event and event.actor_id == request.user.pk else None


def _told(request, refusal, number=""):
    """The sentence, for a script or on a page; a fault of the server with the request's number."""
    if wants_json(request):
        answer = JsonResponse({"message": refusal.message}, status=refusal.status)
    else:
        context = {"refusal": refusal, "back": page_before(request), "number": number}
        answer = render(request, "refusal.html", context, status=refusal.status)
    if refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        answer["Retry-After"] = str(NO_ROOM.seconds)
    return answer


def wants_json(request) -> bool:
    """Whether a script asks, which shows the sentence itself."""
    return request.headers.get("Accept") == "application/json"


def _record_refusal(request, code, sentence):
    """The view's transaction is rolled back by now; the event of the refusal stays."""
    if request.user.is_authenticated:
        audit.record(
            f"{request.resolver_match.view_name}:{code}"[:60],
            request.user,
            label="thao tác không được phép",
            by=request.user,
            refused=True,
            note=sentence.replace("\0", ""),  # PostgreSQL stores none; a query may bring one
        )


def page_before(request):
    """The page before, where it is one of ours."""
    page = request.META.get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    return page if is_ours else reverse("home")
