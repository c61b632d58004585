"""Triggers that hold, on both databases, what may never be changed."""

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_{name}() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END;
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


def append_only(table):
    """Operations for RunPython: rows of `table` are added, never changed or deleted."""
    return refuse(f"{table}_append_only", table, ("UPDATE", "DELETE"), f"{table} is append-only")


def refuse(name, table, events, message, condition="", function=""):
    """(forwards, backwards) for RunPython: refuse these events on `table`.

    `condition` is an SQL condition on the row ({row} stands for OLD or NEW) for SQLite, which
    allows a subquery there; PostgreSQL does not, so it gets the body of a `function` instead.
    """

    def forwards(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            template = function or _POSTGRES_FUNCTION
            schema_editor.execute(template.format(name=name, message=message), params=None)
        for event in events:
            schema_editor.execute(_trigger(schema_editor, event), params=None)

    def backwards(apps, schema_editor):
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in events:
            schema_editor.execute(f"DROP TRIGGER {name}_{event}{on_table}")

    def _trigger(schema_editor, event):
        rows = {"INSERT": ["NEW"], "DELETE": ["OLD"]}.get(event, ["OLD", "NEW"])
        facts = {"name": name, "table": table, "event": event, "message": message}
        if schema_editor.connection.vendor == "postgresql":
            return _POSTGRES_TRIGGER.format(when="", **facts)
        conditions = [condition.format(row=row) for row in rows if condition]
        when = f"WHEN {' OR '.join(conditions)}" if conditions else ""
        return _SQLITE_TRIGGER.format(when=when, **facts)

    return forwards, backwards
