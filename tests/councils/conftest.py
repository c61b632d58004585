"""A Council of the province on a working day of 2026, with a dossier that is being scored."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from tests.support.sessions import make_board, make_scoring

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)  # nine o'clock on a Wednesday in Quảng Ngãi


@pytest.fixture(scope="module")
def law(django_db_setup, django_db_blocker):
    """Regulations and days off in the database, for one module alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "regulations", "holidays", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def today(law):
    with time_machine.travel(NOW):
        yield NOW


@pytest.fixture
def board(today):
    return make_board()


@pytest.fixture
def sign_in(client):
    """Somebody who is there already goes on with the test's client."""

    def enter(person):
        person.authenticator_set.get_or_create(type="totp", data={})
        client.force_login(person)
        return client

    return enter


@pytest.fixture
def evaluation(board):
    return make_scoring(board)
