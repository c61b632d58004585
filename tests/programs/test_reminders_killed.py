"""Two workers send a thousand reminders and are killed at any moment: everybody gets one."""

import random
import re
import signal
import socketserver
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings as portal
from django.db import connection
from django.utils import timezone

from programs.enums import Role
from programs.models import User
from tests.support.factories import make_campaign, make_unit, make_user
from tests.support.killed import environment_of

pytestmark = [pytest.mark.pg, pytest.mark.slow]
PEOPLE, KILLS, WORKERS = 1000, 3, 2
WORK = """
import sys
import django
django.setup()
from django.core.management import call_command
print("ready", flush=True)
call_command("send_reminders", "--on", sys.argv[1])
call_command("send_mail_queue", limit=5000)
"""
OWED = "UPDATE programs_mail SET due_at = %s WHERE sent_at IS NULL"
LEFT = "SELECT COUNT(*) FROM programs_mail WHERE sent_at IS NULL"


class Counting(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs; what was taken is counted by Message-ID and recipient."""

    def handle(self):
        self.say("220 dem")
        recipient = ""
        for line in iter(self.rfile.readline, b""):
            word = line[:4].upper()
            if word == b"RCPT":
                recipient = line.split(b"<")[1].split(b">")[0].decode()
            if word == b"DATA":
                self.say("354 go on")
                self.server.take(self.read_message(), recipient)
            self.say("221 bye" if word == b"QUIT" else "250 ok")
            if word == b"QUIT":
                return

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())

    def read_message(self):
        return b"".join(iter(self.rfile.readline, b".\r\n")).decode()


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Counting)
        self.taken, self.recipients, self.lock = Counter(), set(), threading.Lock()

    def take(self, message, recipient):
        """A client that was killed within its message never ended it: that is no mail."""
        found = re.search(r"^Message-ID: (\S+)", message, re.M | re.I)
        with self.lock:
            self.taken[found[1]] += 1
            self.recipients.add(recipient)

    def handle_error(self, _request, _address):
        """A client that was killed hangs up in the middle."""


@pytest.fixture
def server():
    with Server() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def environment(transactional_db, tmp_path, server):
    """The environment of processes that work on this very database; SQLite's as a file."""
    units = [make_unit() for _ in range(4)]
    today = timezone.localdate()
    due = timezone.now() + timedelta(days=3)
    make_campaign(*units, opens_on=today - timedelta(days=9), due_at=due, remind_before="30")
    first = make_user(Role.UNIT_OFFICER, unit=units[0])
    User.objects.bulk_create(
        User(
            username=f"can-bo-{n}",
            email=f"can-bo-{n}@ocop.example",
            full_name=f"Cán bộ {n}",
            role=Role.UNIT_OFFICER,
            unit=units[n % len(units)],
            password=first.password,
        )
        for n in range(1, PEOPLE)
    )
    address = f"smtp://127.0.0.1:{server.server_address[1]}"
    return environment_of(tmp_path, EMAIL_URL=address, TZ="UTC")


@contextmanager
def rows(tmp_path):
    """A cursor of another connection than the workers'; SQLite's words for the same."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(tmp_path / "copy.sqlite3", timeout=60) as database:
            yield lambda query, *values: database.execute(query.replace("%s", "?"), values)
    else:
        with connection.cursor() as cursor:
            yield lambda query, *values: cursor.execute(query, values) or cursor


def begin(environment):
    day = timezone.localdate().isoformat()
    command = [sys.executable, "-W", "ignore", "-c", WORK, day]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env=environment, cwd=portal.BASE_DIR, **quiet)  # noqa: S603


def test_a_thousand_reminders_reach_all_though_workers_are_killed(environment, server, tmp_path):
    chance, killed = random.Random(2026), 0  # noqa: S311
    for _ in range(KILLS):
        workers = [begin(environment) for _ in range(WORKERS)]
        for worker in workers:
            worker.stdout.readline()
        time.sleep(chance.uniform(0.3, 4))
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
            worker.communicate()
            killed += 1
        with rows(tmp_path) as run:  # as if the claims of the dead had run out
            run(OWED, timezone.now())
    with begin(environment) as last:  # the next round, as the calendar of the server begins it
        last.communicate()
    assert last.returncode == 0

    with rows(tmp_path) as run:
        assert run(LEFT).fetchone()[0] == 0
    assert len(server.recipients) == len(server.taken) == PEOPLE
    assert sum(server.taken.values()) - PEOPLE <= killed  # SMTP cannot promise better
