"""Empty databases to measure in, as addresses: a file of SQLite, or one on a PostgreSQL server."""

import os
from contextlib import closing, contextmanager

import psycopg2

LOCAL = "postgres://127.0.0.1:5432/postgres"
SECONDS = 3


def server():
    """The address of a PostgreSQL server that answers, or ""."""
    address = os.environ.get("DATABASE_URL", "")
    address = address if address.startswith(("postgres", "psql", "pgsql")) else LOCAL
    try:
        _connected(address).close()
    except psycopg2.OperationalError:
        return ""
    return address


def _connected(address):
    connection = psycopg2.connect(_as_libpq(address), connect_timeout=SECONDS)
    connection.autocommit = True
    return connection


def _as_libpq(address):
    """Settings take several names of PostgreSQL in an address; its own library takes one."""
    return "postgresql://" + address.partition("://")[2]


@contextmanager
def sqlite_database(folder):
    yield f"sqlite:///{folder}/bench.sqlite3"


@contextmanager
def postgres_database(address):
    """A new database on this server; it goes at the end, and its copies with it."""
    name = f"ocop_bench_{os.getpid()}"
    head, mark, options = address.partition("?")
    with closing(_connected(address)) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{head.rpartition('/')[0]}/{name}{mark}{options}"
        finally:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{name}%"])
            for (found,) in cursor.fetchall():
                cursor.execute(f'DROP DATABASE "{found}" WITH (FORCE)')
