"""A missing or unsafe setting stops the start-up with a sentence that says what to set."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "OCOP_DEBUG": "False",
    "OCOP_DEMO": "False",
    "OCOP_PROXY": "True",
    "OCOP_SECRET_KEY": "k9" * 30,
    "OCOP_ALLOWED_HOSTS": "ocop.example.vn",
    "OCOP_BASE_URL": "https://ocop.example.vn",
    "DATABASE_URL": "sqlite://:memory:",
    "EMAIL_URL": "smtp://127.0.0.1:25",
}


def start(**changes):
    """The end of what a start with these variables says, and whether it started."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("OCOP_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", "import ocop_portal.settings as s; print(s.DATABASES)"],
        env=environment | GOOD | changes,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, (done.stdout + done.stderr).strip().splitlines()[-1]


def test_a_complete_and_safe_environment_starts():
    started, said = start()

    assert started, said
    assert "IMMEDIATE" in said


def test_no_server_may_empty_what_is_kept_for_ever():
    started, said = start(DATABASE_URL="postgres://ocop@127.0.0.1/ocop")

    assert started, said
    assert "statement_timeout" in said
    assert "is_a_test" not in said


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"OCOP_SECRET_KEY": ""}, "Set OCOP_SECRET_KEY"),
        ({"OCOP_SECRET_KEY": "short"}, "50 characters"),
        ({"OCOP_SECRET_KEY": "insecure-" * 6}, "Set OCOP_SECRET_KEY"),
        ({"OCOP_DEBUG": "yes"}, "OCOP_DEBUG must be True or False, not 'yes'."),
        ({"OCOP_ALLOWED_HOSTS": "*"}, "Set OCOP_ALLOWED_HOSTS"),
        ({"OCOP_ALLOWED_HOSTS": ""}, "Set OCOP_ALLOWED_HOSTS"),
        ({"OCOP_BASE_URL": "http://ocop.example.vn"}, "Set OCOP_BASE_URL"),
    ],
)
def test_an_unsafe_value_stops_the_start_with_a_sentence(changes, sentence):
    started, said = start(**changes)

    assert not started
    assert sentence in said


def test_postgresql_has_its_time_limits_and_health_checks():
    started, said = start(DATABASE_URL="postgres://ocop@db/ocop")

    assert started, said
    for limit in ("statement_timeout=30s", "lock_timeout=5s", "'CONN_HEALTH_CHECKS': True"):
        assert limit in said
