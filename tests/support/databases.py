"""The migrated database of the tests: made once for its migrations, then copied for each worker."""

import fcntl
import hashlib
import shutil
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

# What migrations call beside the models; test_databases looks for what is missing here.
CALLED = ("programs/append_only.py", "programs/collation.py", "programs/enums.py")
CALLED += ("programs/names.py", "programs/text.py")
CALLED += ("ocop_portal/sqlite/__init__.py", "ocop_portal/sqlite/base.py")
PARTS = ("models.py", "models/**/*.py", "migrations/**/*.py")


def sources():
    """The files that a migrated database follows from, those of the libraries among them."""
    for app in apps.get_app_configs():
        for part in PARTS:
            yield from sorted(Path(app.path).glob(part))
    yield from (settings.BASE_DIR / name for name in CALLED)


def digest():
    total = hashlib.sha256(f"{django.__version__} {connection.vendor}".encode())
    for path in sources():
        total.update(f"{path.parent.name}/{path.name}\n".encode() + path.read_bytes())
    return total.hexdigest()[:16]


def copy_from(folder, key):
    """Let the next test database be a copy of the migrated one, made where `key` has none yet."""
    template = {"sqlite": FileTemplate, "postgresql": ServerTemplate}[connection.vendor](
        folder, key
    )
    with _alone(folder):
        if not template.exists():
            template.drop_others()
            template.make()
    connection.settings_dict["TEST"]["MIGRATE"] = False
    template.use()


@contextmanager
def _alone(folder):
    """One worker makes it while the others wait."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(name):
    """A test database of this name as Django makes it; the connection has its own name again."""
    facts, own = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    name_of_test, facts["NAME"] = facts["NAME"], name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.creation.destroy_test_db(own, verbosity=0, keepdb=True)
    facts["NAME"] = name_of_test


class FileTemplate:
    """SQLite: a file beside those of other digests."""

    def __init__(self, folder, key):
        self.path = folder / f"{key}.sqlite3"

    def exists(self):
        return self.path.exists()

    def make(self):
        half = self.path.with_suffix(".half")  # what is interrupted is no template
        _migrate(half)
        half.rename(self.path)

    def drop_others(self):
        for path in self.path.parent.glob("*.*"):
            path.unlink()

    def use(self):
        """Django removes what stands at the test database's place: the copy comes after that."""
        creation = connection.creation
        plain = creation._create_test_db  # noqa: SLF001 -- a step of create_test_db

        def make_copy(*args):
            name = plain(*args)
            shutil.copyfile(self.path, name)
            return name

        creation._create_test_db = make_copy  # noqa: SLF001


class ServerTemplate:
    """PostgreSQL: a database whose name is that of the portal's, its word and the digest."""

    def __init__(self, folder, key):
        self.prefix = f"{connection.settings_dict['NAME']}_template_"
        self.name = self.prefix + key

    def exists(self):
        return self.name in self._databases()

    def make(self):
        half = f"{self.prefix}half"
        _migrate(half)
        with connection._nodb_cursor() as cursor:  # noqa: SLF001 -- as Django makes databases
            cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{self.name}"')

    def drop_others(self):
        for name in self._databases():
            with connection._nodb_cursor() as cursor:  # noqa: SLF001
                cursor.execute(f'DROP DATABASE "{name}"')

    def use(self):
        connection.settings_dict["TEST"]["TEMPLATE"] = self.name

    def _databases(self):
        with connection._nodb_cursor() as cursor:  # noqa: SLF001
            cursor.execute("SELECT datname FROM pg_database")
            return [name for (name,) in cursor.fetchall() if name.startswith(self.prefix)]
