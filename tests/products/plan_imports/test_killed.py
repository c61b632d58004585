"""An import that is killed in the middle leaves no row or all of them, and can be tried again."""

import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from django.conf import settings as portal
from django.db import connection

from products.models import Plan
from products.plan_imports.staging import stage
from tests.support.importers import make_importing_plan, make_officer
from tests.support.killed import environment_of
from tests.support.workbooks import HEAD, TEA, changed, workbook

pytestmark = pytest.mark.pg
ROWS = 3000
ROUNDS = 4
CONFIRM = """
import django
django.setup()
from products.plan_imports.staging import confirm
from products.models import PlanImport
stored = PlanImport.objects.select_related("plan__campaign", "user").get()
print("ready", flush=True)
confirm(stored, stored.user)
print("written", flush=True)
"""


@pytest.fixture
def staged(transactional_db, settings, tmp_path):
    """A list that waits for its confirmation."""
    settings.MEDIA_ROOT = tmp_path / "media"
    plan = make_importing_plan()
    rows = [changed(TEA, number=n, name=f"Trà {n}") for n in range(1, ROWS + 1)]
    fresh = Plan.objects.select_related("campaign", "unit").get(pk=plan.pk)
    stored = stage(fresh, make_officer(plan), "a.xlsx", workbook((HEAD, *rows)))
    assert stored.outcome == "ACCEPT"
    return stored


@pytest.fixture
def environment(staged, tmp_path):
    """The environment of a process that works on this very database; SQLite's as a file."""
    return environment_of(tmp_path)


def count(environment, tmp_path):
    """(rows, rows of history, confirmed readings), as another connection sees them."""
    tables = "products_registration", "products_historicalregistration"
    queries = [f"SELECT count(*) FROM {table}" for table in tables]  # noqa: S608
    queries.append("SELECT count(*) FROM products_planimport WHERE confirmed_at IS NOT NULL")
    if connection.vendor == "sqlite":
        with sqlite3.connect(tmp_path / "copy.sqlite3") as database:
            return [database.execute(query).fetchone()[0] for query in queries]
    with connection.cursor() as cursor:
        return [cursor.execute(query) or cursor.fetchone()[0] for query in queries]


@pytest.mark.slow
def test_import_killed_at_any_moment_leaves_no_row_or_all(environment, tmp_path):
    command = [sys.executable, "-W", "ignore", "-c", CONFIRM]
    chance = random.Random(2024)  # noqa: S311
    for turn in range(ROUNDS):
        with subprocess.Popen(  # noqa: S603
            command, env=environment, cwd=portal.BASE_DIR, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0.02, 0.8))
            process.send_signal(signal.SIGKILL)
        assert count(environment, tmp_path) in ([0, 0, 0], [ROWS, ROWS, 1]), turn

    # Refused where a killed one has written all: its server may end the commit after its death.
    subprocess.run(command, env=environment, cwd=portal.BASE_DIR, check=False)  # noqa: S603
    assert count(environment, tmp_path) == [ROWS, ROWS, 1]
