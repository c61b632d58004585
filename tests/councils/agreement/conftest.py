"""The decision that sittings are judged by, as it is shipped."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def decision(django_db_setup, django_db_blocker):
    """Decision 26/2026/QĐ-TTg in the database, for one module alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "regulations", "product_sets", verbosity=0)
        call_command("load_criteria", stdout=StringIO())
        yield
        transaction.set_rollback(True)
