"""`python -m tests.bench`: measure with the settings of a server."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings")
    django.setup()
    from tests.bench.command import Command

    Command().run_from_argv(["python -m tests.bench", "", *sys.argv[1:]])
