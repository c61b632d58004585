"""What Councils are held against: the law, and the bodies of the province with what they do."""

import pytest
from django.core.management import call_command


@pytest.fixture(autouse=True)
def _law(db):
    call_command("loaddata", "agencies", "regulations", verbosity=0)
