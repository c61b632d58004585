"""Processes that work on the test's own database, to be killed in the middle."""

import os
import sqlite3

from django.db import connection


def environment_of(folder, **more):
    """The environment of such a process; of SQLite it gets the copy "copy.sqlite3" in `folder`."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(folder / "copy.sqlite3") as copy:
            connection.connection.backup(copy)
        url = f"sqlite:///{folder}/copy.sqlite3"
    else:
        facts = connection.settings_dict
        place = f"{facts['HOST'] or 'localhost'}:{facts['PORT'] or 5432}"
        url = f"postgres://{facts['USER']}:{facts['PASSWORD']}@{place}/{facts['NAME']}"
    return os.environ | {
        "DATABASE_URL": url,
        "OCOP_DEBUG": "True",
        "OCOP_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "ocop_portal.settings",
        **more,
    }
