"""Triggers that hold, on both databases, what may never be changed."""

from collections.abc import Callable

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_{name}() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END;
$$ LANGUAGE plpgsql;
"""
_POSTGRES_GUARD = """
CREATE OR REPLACE FUNCTION refuse_{name}() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF {old} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        IF {new} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END IF;
        RETURN NEW;
    END IF;
    RETURN OLD;
END;
$$ LANGUAGE plpgsql;
"""
_POSTGRES_TRIGGER = """
CREATE TRIGGER {name}_{event} BEFORE {event} ON {table}
FOR EACH ROW {when} EXECUTE FUNCTION refuse_{name}();
"""
_SQLITE_TRIGGER = """
CREATE TRIGGER {name}_{event} BEFORE {event} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{message}'); END;
"""
# The tests empty their tables between them: their settings alone say so.
_POSTGRES_TRUNCATE = """
CREATE OR REPLACE FUNCTION refuse_truncate() RETURNS trigger AS $$
BEGIN
    IF current_setting('ocop.is_a_test', true) IS DISTINCT FROM 'yes' THEN
        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;
"""
_POSTGRES_TRUNCATE_TRIGGER = """
CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
"""


def append_only(table) -> tuple[Callable, Callable]:
    """Operations for RunPython: rows of `table` are added, never changed or deleted."""
    return refuse(f"{table}_append_only", table, ("UPDATE", "DELETE"), f"{table} is append-only")


def never_emptied(*tables) -> tuple[Callable, Callable]:
    """Operations for RunPython: what may not be deleted row by row is not emptied at once either.

    SQLite has no TRUNCATE. tests/test_invariants.py holds that each table with rows that are
    refused to a DELETE has this.
    """

    def forwards(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRES_TRUNCATE, params=None)
            for table in tables:
                schema_editor.execute(_POSTGRES_TRUNCATE_TRIGGER.format(table=table), params=None)

    def backwards(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for table in tables:
                schema_editor.execute(f"DROP TRIGGER {table}_never_emptied ON {table}")

    return forwards, backwards


def refuse(name, table, events, message, condition="") -> tuple[Callable, Callable]:
    """(forwards, backwards) for RunPython: refuse these events on `table`.

    `condition` is an SQL condition on the row as it was or as it would be: {row} stands for OLD
    and for NEW. It may hold a subquery: PostgreSQL, which allows none in WHEN, gets a function.
    """

    def forwards(apps, schema_editor):
        vendor = schema_editor.connection.vendor
        if vendor == "postgresql":
            schema_editor.execute(_postgres_function(name, message, condition), params=None)
        for event in events:
            facts = {"name": name, "table": table, "event": event, "message": message}
            schema_editor.execute(_trigger(vendor, facts, condition), params=None)

    def backwards(apps, schema_editor):
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in events:
            schema_editor.execute(f"DROP TRIGGER {name}_{event}{on_table}")

    return forwards, backwards


def _postgres_function(name, message, condition):
    if not condition:
        return _POSTGRES_FUNCTION.format(name=name, message=message)
    old, new = (condition.format(row=row) for row in ("OLD", "NEW"))
    return _POSTGRES_GUARD.format(name=name, message=message, old=old, new=new)


def _trigger(vendor, facts, condition):
    if vendor == "postgresql":
        return _POSTGRES_TRIGGER.format(when="", **facts)
    rows = {"INSERT": ["NEW"], "DELETE": ["OLD"]}.get(facts["event"], ["OLD", "NEW"])
    conditions = [condition.format(row=row) for row in rows if condition]
    when = f"WHEN {' OR '.join(conditions)}" if conditions else ""
    return _SQLITE_TRIGGER.format(when=when, **facts)
