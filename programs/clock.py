"""The instant at which the portal acts: that of a request is the one at which it arrived.

All processes read one clock, the database server's, so that two of them never differ about a
deadline; a request that waits for a lock is judged by when it came.
"""

import time
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

ASK_AGAIN_SECONDS = 60

_instant: ContextVar[datetime | None] = ContextVar("instant", default=None)


def now() -> datetime:
    """The instant that deadlines are read at."""
    return _instant.get() or timezone.now()


def today() -> date:
    """The day of that instant in Asia/Ho_Chi_Minh."""
    return timezone.localdate(now())


@contextmanager
def at(instant):
    """Let what follows happen at this instant."""
    token = _instant.set(instant)
    try:
        yield
    finally:
        _instant.reset(token)


class Source:
    """The database server's clock: how far it is ahead of this machine's, asked once a minute."""

    def __init__(self):
        self.ahead, self.asked_at = timedelta(0), None

    def now(self):
        if self.asked_at is None or time.monotonic() - self.asked_at > ASK_AGAIN_SECONDS:
            self.asked_at = time.monotonic()
            self.ahead = _ahead() or self.ahead
        return timezone.now() + self.ahead


def _ahead():
    """The time by which the server is ahead, or None where none is asked or none answers."""
    if not settings.DATABASE_TELLS_TIME or connection.vendor != "postgresql":
        return None
    try:
        connection.ensure_connection()
        # Not by Django's cursor: the question belongs to no page, and no page's queries count it.
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
            return timedelta(seconds=float(cursor.fetchone()[0]) - time.time())
    except DatabaseError:
        return None


class ArrivalMiddleware:
    """The first of all: each request has the instant at which it arrived, before any lock."""

    source = Source()

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with at(self.source.now()):
            return self.get_response(request)
