"""The instant of a request: when it arrived, by the clock that all processes share."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from programs import clock
from programs.clock import ArrivalMiddleware, Source

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
THEN = datetime(2024, 3, 31, 16, 59, 59, tzinfo=UTC)


def test_outside_of_a_request_the_clock_runs():
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()


def test_what_is_told_of_another_time_happens_then():
    with clock.at(THEN):
        assert clock.now() == THEN
        assert clock.today().isoformat() == "2024-03-31"
    assert clock.now() != THEN


def test_a_request_keeps_the_instant_of_its_arrival_however_long_it_waits(rf):
    seen = []

    def answer(_request):
        seen.append(clock.now())
        with patch("django.utils.timezone.now", return_value=THEN + timedelta(seconds=3)):
            seen.append(clock.now())

    with patch("django.utils.timezone.now", return_value=THEN):
        ArrivalMiddleware(answer)(rf.get("/"))

    assert len(set(seen)) == 1


def test_the_instant_is_taken_before_everything_else():
    assert settings.MIDDLEWARE[0] == "programs.clock.ArrivalMiddleware"


def test_the_servers_clock_is_asked_once_a_minute_and_shared():
    source = Source()
    with patch("programs.clock._ahead", return_value=timedelta(seconds=90)) as asked:
        first = source.now()
        source.now()
    assert asked.call_count == 1
    assert timedelta(seconds=85) < first - timezone.now() < timedelta(seconds=90)


def test_the_server_on_this_machine_is_ahead_by_nothing(settings):
    settings.DATABASE_TELLS_TIME = True
    ahead = clock._ahead()  # noqa: SLF001
    if connection.vendor != "postgresql":
        assert ahead is None
    else:
        assert abs(ahead) < timedelta(seconds=1)


def test_a_server_that_does_not_answer_leaves_the_machines_own_clock(settings):
    settings.DATABASE_TELLS_TIME = True
    with patch.object(clock, "connection") as gone:
        gone.vendor = "postgresql"
        gone.ensure_connection.side_effect = DatabaseError
        assert clock._ahead() is None  # noqa: SLF001


def test_rules_and_pages_ask_this_clock_alone():
    """Models, which may not import it, the demo, which lives in 2024, and old migrations aside."""
    apart = {"models", "migrations", "demo"}
    asks = re.compile(r"timezone\.(now|localdate)\(\)")  # "timezone.now()"; not "localdate(at)"
    files = [
        path
        for app in ("programs", "products", "councils", "reports")
        for path in Path(app).rglob("*.py")
    ]

    assert [
        str(path)
        for path in files
        if not apart & set(path.parts) and asks.search(path.read_text(encoding="utf-8"))
    ] == ["programs/clock.py"]
