"""A book that is confirmed twice at once is written once; one that is killed leaves all or none."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.management import call_command
from django.db import connection, connections

from products.books.staging import confirm, stage
from products.models import Certificate, Producer, Product
from programs.enums import Role
from programs.workflow import StepRefused
from tests.support.books import WINE, book, make_places
from tests.support.factories import make_user
from tests.support.killed import environment_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.pg]

ROWS, ROUNDS = 1500, 4
CONFIRM = """
import django
django.setup()
from products.books.staging import confirm
from products.models import RegisterImport
from programs.models import User
stored = RegisterImport.objects.get()
second = User.objects.exclude(pk=stored.user_id).get()
print("ready", flush=True)
confirm(stored, second, stored.version)
"""


def make_stored(settings, tmp_path, rows):
    """A book of this many new products that waits for its second person."""
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("loaddata", "regulations", verbosity=0)
    make_places()
    second = make_user(Role.PROVINCE_ADMIN)
    lines = (WINE | {"product": f"Rượu {n}"} for n in range(rows))
    return stage(make_user(Role.PROVINCE_STAFF), "sổ.xlsx", book(*lines)), second


# --- At once ------------------------------------------------------------------------------------


def at_once(*acts):
    """What comes of these acts, all begun together: an answer or a refusal each."""

    def run(act):
        try:
            return act()
        except StepRefused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_confirmations_at_once_one_writes(settings, tmp_path):
    stored, second = make_stored(settings, tmp_path, 20)
    answers = at_once(*[lambda: confirm(stored, second, stored.version)] * 2)

    assert sum(isinstance(answer, StepRefused) for answer in answers) == 1
    assert (Product.objects.count(), Certificate.objects.count()) == (20, 20)


def test_of_two_equal_books_at_once_one_is_written(settings, tmp_path):
    first, second = make_stored(settings, tmp_path, 20)
    other = stage(first.user, "khác.xlsx", Path(first.file.path).read_bytes())
    acts = [lambda book=book: confirm(book, second, book.version) for book in (first, other)]

    assert sum(isinstance(answer, StepRefused) for answer in at_once(*acts)) == 1
    assert (Producer.objects.count(), Product.objects.count()) == (1, 20)
    assert Certificate.objects.count() == 20


def test_of_two_books_with_a_next_certificate_of_one_product_one_is_written(settings, tmp_path):
    first, second = make_stored(settings, tmp_path, 1)
    confirm(first, second, first.version)
    upgrade = {"star": 4, "1_star": 4, "1_on": date(2025, 3, 5), "1_year": 2025, "1_by": None}
    rows = [
        WINE | upgrade | {"product": "Rượu 0", "1_decision": f"{number}/QĐ-UBND"}
        for number in (1, 2)
    ]
    books = [stage(first.user, "sổ.xlsx", book(row)) for row in rows]
    acts = [lambda each=each: confirm(each, second, each.version) for each in books]

    assert sum(isinstance(answer, StepRefused) for answer in at_once(*acts)) == 1
    assert Certificate.objects.count() == 2


# --- Killed -------------------------------------------------------------------------------------


@pytest.fixture
def environment(settings, tmp_path):
    """The environment of a process that works on this very database; SQLite's as a file."""
    make_stored(settings, tmp_path, ROWS)
    return environment_of(tmp_path)


def counts(tmp_path):
    """(products, their history, certificates, confirmed books), as another connection sees them."""
    tables = ("products_product", "products_historicalproduct", "products_certificate")
    queries = [f"SELECT count(*) FROM {table}" for table in tables]  # noqa: S608
    queries.append("SELECT count(*) FROM products_registerimport WHERE confirmed_at IS NOT NULL")
    if connection.vendor == "sqlite":
        with sqlite3.connect(tmp_path / "copy.sqlite3") as database:
            return [database.execute(query).fetchone()[0] for query in queries]
    with connection.cursor() as cursor:
        return [cursor.execute(query) or cursor.fetchone()[0] for query in queries]


def test_book_killed_at_any_moment_leaves_nothing_or_all(environment, tmp_path):
    command = [sys.executable, "-W", "ignore", "-c", CONFIRM]
    chance, whole = random.Random(2026), [ROWS, ROWS, ROWS, 1]  # noqa: S311
    for turn in range(ROUNDS):
        with subprocess.Popen(  # noqa: S603
            command, env=environment, cwd=portal.BASE_DIR, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0.05, 2.5))
            process.send_signal(signal.SIGKILL)
        assert counts(tmp_path) in ([0, 0, 0, 0], whole), turn

    # Refused where a killed one has written all: its server may end the commit after its death.
    subprocess.run(command, env=environment, cwd=portal.BASE_DIR, check=False)  # noqa: S603
    assert counts(tmp_path) == whole
