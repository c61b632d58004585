"""The law under which the province's Council sits."""

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def law(django_db_setup, django_db_blocker):
    """Regulations and days off in the database, for one module alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "regulations", "holidays", verbosity=0)
        yield
        transaction.set_rollback(True)
