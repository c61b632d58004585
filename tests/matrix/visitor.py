"""Somebody at an address: asks, and tells what was answered, written and put into the trail."""

import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from programs.models import Event

# Written on the way of every request: the session, and the trail itself.
ALWAYS_WRITTEN = {"django_session", "programs_event"}
# A paper of sealed data is printed when it is first asked for, and kept (SECURITY I3); that an
# account of a recipient opened an outgoing paper is written down.
PRINTED = {"reports_sealeddocument", "reports_paperopening"}
_WRITE = re.compile(
    r'\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE
)
_TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|\b[0-9a-f]{32}\b')
# However long a run takes, nobody is asked for the password again.
AN_HOUR = 3600


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    location: str
    written: frozenset
    done: int
    refused: int

    @property
    def canaries(self):
        """The names of products that stand in the answer, in a page or in a workbook."""
        return set(re.findall(r"canary-\d{6}", _text(self.body)))

    @property
    def plain(self):
        """What a person can tell answers apart by: all but tokens and request ids."""
        return self.status, _TOKENS.sub(b"", self.body)


def _text(body):
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", "replace")


class Writes:
    """Notes the tables that SQL of this connection writes to."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        if found := _WRITE.match(sql):
            self.tables.add(found[1])
        return execute(sql, params, many, context)


class Visitors:
    """The people of a world with a session each, as the pages see them."""

    def __init__(self, world):
        self.world = world
        self.client = Client(raise_request_exception=False)
        self.sessions = {role: self._sign_in(user) for role, user in world.people.items() if user}
        self.seen = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def _sign_in(self, user):
        self.client.force_login(user)
        self.client.get(reverse("programs:profile"))  # the session gets its stamps and its token
        session = self.client.session  # a signature asks for the password where it grew old
        told = {"method": "password", "at": time.time() + AN_HOUR, "reauthenticated": True}
        session["account_authentication_methods"] = [told]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return self.client.cookies.pop(settings.SESSION_COOKIE_NAME).value

    def become(self, role):
        """The one client of all (a new one loads every middleware anew), as this person."""
        self.client.cookies.clear()
        if role in self.sessions:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return self.client

    def ask(self, role, method, url, data=None):
        """One request, undone afterwards."""
        user = self.world.people[role]
        with undone(), connection.execute_wrapper(writes := Writes()):
            response = getattr(self.become(role), method.lower())(url, data)
            body = response.getvalue()
            has_events = user and "programs_event" in writes.tables
            events = self._events_of(user) if has_events else Event.objects.none()
            refusals = list(events.values_list("refused", flat=True))
        return Answer(
            status=response.status_code,
            body=body,
            location=response.get("Location", ""),
            written=frozenset(writes.tables - ALWAYS_WRITTEN),
            done=refusals.count(False),
            refused=refusals.count(True),
        )

    def trail_of(self, role, url, data):
        """The events that a POST leaves of its author."""
        with undone():
            self.become(role).post(url, data)
            return list(self._events_of(self.world.people[role]))

    def _events_of(self, user):
        return Event.objects.filter(actor=user, pk__gt=self.seen).order_by("pk")


@contextmanager
def undone():
    """Whatever happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
