"""A copy of the migrated database is what the migrations make, and follows when they change."""

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.support import databases
from tests.test_architecture import APPS, imports

pytestmark = pytest.mark.pg


def migrations():
    return [path for app in APPS for path in (settings.BASE_DIR / app).glob("migrations/*.py")]


def source_of(name):
    """The file of the project that an import names, or None."""
    parts = name.split(".")
    paths = [settings.BASE_DIR.joinpath(*parts[:end]).with_suffix(".py") for end in (-1, None)]
    return next((path for path in paths if path.is_file()), None)


@pytest.mark.django_db
def test_a_copied_database_lacks_no_migration():
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_a_copied_database_has_a_table_for_each_model():
    assert set(connection.introspection.django_table_names()) <= set(
        connection.introspection.table_names()
    )


def test_migrations_and_all_that_they_import_of_the_portal_stand_in_the_digest():
    imported = {source_of(name) for path in migrations() for name in imports(path)}

    assert {*migrations(), *imported} - {None} <= set(databases.sources())


def test_other_migrations_have_another_digest(monkeypatch, tmp_path):
    file = tmp_path / "0001_initial.py"
    monkeypatch.setattr(databases, "sources", lambda: [file])
    digests = []
    for text in ("one", "other"):
        file.write_text(text)
        digests.append(databases.digest())

    assert digests[0] != digests[1]


def test_a_new_template_leaves_none_of_an_old_digest_behind(tmp_path):
    for name in ("old.sqlite3", "broken.half"):
        (tmp_path / name).touch()

    databases.FileTemplate(tmp_path, "new").drop_others()

    assert list(tmp_path.iterdir()) == []


def test_a_template_whose_making_was_interrupted_is_none(tmp_path, monkeypatch):
    def interrupted(half):
        half.touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(databases, "_migrate", interrupted)
    template = databases.FileTemplate(tmp_path, "new")
    with pytest.raises(KeyboardInterrupt):
        template.make()

    assert not template.exists()
