"""Throw-away databases: the empty one that this process was given, and a copy for each size."""

import shutil
import sqlite3
from contextlib import contextmanager

from django.db import connection, connections, transaction


class Databases:
    """Copies of the process's own database, by number of rows; `using` makes one the default."""

    def __init__(self, url):
        self.url, self.base, self.copies = url, connections["default"], {}

    def address(self, rows):
        """The DATABASE_URL of a copy, for another process."""
        address, mark, options = self.url.partition("?")
        return f"{address}_{rows}{mark}{options}"

    def copy(self, rows):
        """A copy of the database as it stands now."""
        name = self.base.settings_dict["NAME"]
        copied = f"{name}_{rows}"
        if self.base.vendor == "sqlite":
            self.base.close()
            shutil.copyfile(name, copied)
        else:
            with self.base.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{copied}" TEMPLATE "{name}"')
        wrapper = connections.create_connection("default")
        wrapper.settings_dict = {**wrapper.settings_dict, "NAME": copied}
        self.copies[rows] = wrapper

    @contextmanager
    def using(self, rows):
        """Every query of this process goes to the copy with so many rows."""
        connections["default"] = self.copies[rows]
        try:
            yield
        finally:
            connections["default"] = self.base

    def close(self):
        for wrapper in (self.base, *self.copies.values()):
            wrapper.close()


# A server's settings are for its people; a load of a million rows needs others, for this session.
_LOADING = {
    "postgresql": ("SET statement_timeout = 0", "SET synchronous_commit = off"),
    "sqlite": ("PRAGMA synchronous = OFF", "PRAGMA cache_size = -500000"),
}


@contextmanager
def loading():
    """For writing very many rows: no limits and no waiting for the disk, until it is done."""
    with connection.cursor() as cursor:
        for statement in _LOADING[connection.vendor]:
            cursor.execute(statement)
    with transaction.atomic():
        yield
    with connection.cursor() as cursor:
        # What a server does by itself in time: statistics, and the map of pages all may see.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    connection.close()


def load(table, columns, rows):
    """Write many rows in the quickest way that keeps constraints and triggers."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            file = _Lines(rows)
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", file)
        else:
            marks = ", ".join(["?"] * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 -- our names
            cursor.cursor.executemany(statement, rows)


class _Lines:
    """Rows as the text that COPY reads; None of their values holds a tab or a line end."""

    def __init__(self, rows):
        self.lines = ("\t".join(map(_cell, row)) + "\n" for row in rows)
        self.left = ""

    def read(self, size):
        pieces, length = [self.left], len(self.left)
        for line in self.lines:
            pieces.append(line)
            length += len(line)
            if length >= size:
                break
        text = "".join(pieces)
        text, self.left = text[:size], text[size:]
        return text


def _cell(value):
    return r"\N" if value is None else str(value)


def version():
    """The database in a word and a number."""
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"
