"""Numbering and issuing killed in the middle: the number is neither lost nor given twice."""

import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from django.conf import settings as portal
from django.db import connection

from programs.enums import Role
from tests.support.factories import make_user
from tests.support.killed import environment_of
from tests.support.outgoing import make_outgoing

pytestmark = pytest.mark.pg
ROUNDS = 4
ISSUE = """
import django
django.setup()
from django.utils import timezone
from programs.models import User
from reports.models import OutgoingPaper
from reports.outgoing import numbers
from reports.outgoing.workflow import OUTGOING
clerk = User.objects.get(username="vanthu")
paper = OutgoingPaper.objects.get()
print("ready", flush=True)
if paper.state == "signed_off":
    answers = {"number": numbers.offered(paper)[0][0]}
    paper = OUTGOING.take(paper, "number", by=clerk, answers=answers)
OUTGOING.take(paper, "issue", by=clerk, answers={"day": timezone.localdate()})
"""
QUERIES = (
    "SELECT state FROM reports_outgoingpaper",
    "SELECT last FROM reports_paperseries",
    "SELECT count(*) FROM reports_papernumber",
    "SELECT count(*) FROM reports_sealeddocument",
)
WHOLE = (["signed_off", None, 0, 0], ["numbered", 1, 1, 0], ["issued", 1, 1, 3])


@pytest.fixture
def environment(transactional_db, tmp_path):
    """The environment of a process that works on this very database; SQLite's as a file."""
    make_user(Role.PROVINCE_ADMIN, username="vanthu")
    make_outgoing("signed_off")
    return environment_of(tmp_path)


def found(tmp_path):
    """(state, last number, numbers, sealed documents), as another connection sees them."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(tmp_path / "copy.sqlite3") as database:
            rows = [database.execute(query).fetchone() for query in QUERIES]
    else:
        with connection.cursor() as cursor:
            rows = [cursor.execute(query) or cursor.fetchone() for query in QUERIES]
    return [row and row[0] for row in rows]


@pytest.mark.slow
def test_issuing_killed_at_any_moment_loses_and_doubles_no_number(environment, tmp_path):
    command = [sys.executable, "-W", "ignore", "-c", ISSUE]
    chance = random.Random(2026)  # noqa: S311
    for turn in range(ROUNDS):
        with subprocess.Popen(  # noqa: S603
            command,
            env=environment,
            cwd=portal.BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            process.stdout.readline()
            time.sleep(chance.uniform(0.02, 1.5))
            process.send_signal(signal.SIGKILL)
        assert found(tmp_path) in WHOLE, turn

    # Refused where a killed one has done all: its server may end the commit after its death.
    subprocess.run(  # noqa: S603
        command, env=environment, cwd=portal.BASE_DIR, check=False, stderr=subprocess.DEVNULL
    )
    assert found(tmp_path) == WHOLE[-1]
