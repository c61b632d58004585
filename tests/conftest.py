"""What tests of every app share."""

import math
import os
import shutil
import time
from functools import partial
from threading import get_ident
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.core.management.commands.loaddata import Command as LoadData
from django.core.signals import request_finished, request_started
from django.db import connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from products.demo import year
from products.demo.year import at, fill
from programs.enums import Role
from programs.middleware import SessionLimitMiddleware
from reports.periodic.demo import fill_reports
from reports.provincial.demo import fill_province_reports
from tests.matrix import world
from tests.matrix.visitor import Visitors
from tests.support import databases, loading
from tests.support.browser import listen
from tests.support.factories import make_user, numbers

pytest_plugins = ["tests.support.running"]
REPORTS_TOLD = (fill_reports, fill_province_reports)

# Playwright's own loop runs in this thread; the tests use the database beside it, not inside.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request,
    django_db_modify_db_settings,
    django_db_use_migrations,
    django_db_keepdb,
    django_db_blocker,
):
    """A new test database is a copy of the migrated one; in CI that is new in each run."""
    if django_db_use_migrations and not django_db_keepdb:
        run = request.getfixturevalue("testrun_uid") if os.environ.get("CI") == "true" else ""
        with django_db_blocker.unblock():
            folder = request.config.cache.mkdir("databases")
            databases.copy_from(folder, databases.digest() + run[:8])


@pytest.fixture(autouse=True)
def _clean_cache():
    """Rate limits count in a cache, public pages are kept in one; each test starts with none."""
    from django.core.cache import caches  # noqa: PLC0415 -- needs the settings

    for name in caches:
        caches[name].clear()


@pytest.fixture(scope="module", autouse=True)
def _numbers_begin_anew():
    """What a module makes bears the same numbers whatever was run before it."""
    numbers.begin()


@pytest.fixture
def as_role(client):
    """Sign somebody of a role in: `as_role(Role.UNIT_OFFICER, unit=…)` gives the user."""

    def sign_in(role, **fields):
        user = make_user(role, **fields)
        user.authenticator_set.create(type="totp", data={})  # enforced second factor is set up
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def admin(as_role):
    return as_role(Role.PROVINCE_ADMIN)


@pytest.fixture(scope="module")
def visitors(django_db_setup, django_db_blocker):
    """The world of the permission matrix and its people; each request of theirs is undone."""
    settings = override_settings(DEMO=True)
    # What is undone would be stamped anew by every request after the first minute.
    stamps = patch.object(SessionLimitMiddleware, "STAMP_EVERY", math.inf)
    with django_db_blocker.unblock(), transaction.atomic(), settings, stamps:
        yield Visitors(world.build())
        transaction.set_rollback(True)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_triggers():
    """SQLite flushes by DELETE, which append-only tables refuse: take the triggers off for it."""
    plain = DatabaseOperations.sql_flush

    def sql_flush(self, *args, **options):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drops = [f"DROP TRIGGER {name}" for name, _ in triggers]
        return [*drops, *plain(self, *args, **options), *[sql for _, sql in triggers]]

    DatabaseOperations.sql_flush = sql_flush
    yield
    DatabaseOperations.sql_flush = plain


@pytest.fixture(scope="session", autouse=True)
def _loads_are_copied():
    """Most tests begin with the same units and regulations, which load object by object."""
    plain = LoadData.loaddata
    LoadData.loaddata = lambda command, labels: loading.load_or_copy(plain, command, labels)
    yield
    LoadData.loaddata = plain


CHROMIUM = shutil.which("chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium; a machine without one cannot prove the pages, so nothing is skipped."""
    assert CHROMIUM, "Chromium is missing: run make setup-dev."
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}


@pytest.fixture
def faults():
    """What a browser reports, and requests to other hosts: none of it may stay here."""
    found = []
    yield found
    assert found == []


@pytest.fixture
def under_way():
    """The threads that are answering a request."""
    threads = set()

    def start(**_):
        threads.add(get_ident())

    def finish(**_):
        threads.discard(get_ident())

    request_started.connect(start)
    request_finished.connect(finish)
    yield threads
    request_started.disconnect(start)
    request_finished.disconnect(finish)


@pytest.fixture
def open_page(browser, browser_context_args, faults, under_way):
    """Open a page in a browser of its own: `open_page(address of the portal, width)`."""
    opened = []

    def open_one(url, width=1440):
        size = {"width": width, "height": 900}
        context = browser.new_context(base_url=url, viewport=size, **browser_context_args)
        opened.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        listen(page, url, faults)
        return page

    yield open_one
    for context in opened:
        context.close()
    # What a page asked last is still being answered; emptying the tables under it is a deadlock.
    last = time.monotonic() + 10
    time.sleep(0.05)
    while under_way and time.monotonic() < last:
        time.sleep(0.02)


@pytest.fixture(scope="module")
def width():
    """Of the browser's window; a module that has several lives through the demo year in each."""
    return 1440


@pytest.fixture
def _django_db_helper(request):
    """What a module filled stays for its next test; all other tests are undone one by one."""
    if "demo" not in request.fixturenames:
        request.getfixturevalue("_django_db_helper")  # pytest-django's own


@pytest.fixture(scope="module")
def demo_clock():
    """One day of the demo year: all plans have their states, and the campaign is still open."""
    return partial(at, (4, 15))


@pytest.fixture(scope="module")
def demo_reports():
    """Whether the periodic reports are told too: they take as long as all the rest."""
    return False


@pytest.fixture(scope="module")
def demo(width, demo_clock, demo_reports, django_db_setup, django_db_blocker):
    """The address of the demonstration, filled once for a module: its tests take separate units."""
    settings = override_settings(DEMO=True, SECOND_FACTOR_ROLES=[])
    told = [tell for tell in year.of_apps if demo_reports or tell not in REPORTS_TOLD]
    told = patch.object(year, "of_apps", told)
    with django_db_blocker.unblock(), settings, demo_clock(), told:
        fill()
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
        connections.close_all()  # those of Playwright's loop, which nobody else sees


@pytest.fixture(scope="session", autouse=True)
def _last_to_leave(django_db_setup, django_db_blocker):
    """A thread of the test server may still hold PostgreSQL's test database, which then stays."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
