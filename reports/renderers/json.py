"""A table as JSON, for other programs."""

import json
from datetime import date

CONTENT_TYPE = "application/json"


def render(table):
    """`rows` and `totals` have a value for each of `columns`; null is what was not stated."""
    document = {
        "title": table.title,
        "subtitle": table.subtitle,
        "stamp": table.stamp,
        "columns": [
            {
                "key": column.key,
                "title": column.title,
                "groups": column.path[:-1],
                "kind": column.kind.value,
            }
            for column in table.columns
        ],
        "rows": table.rows,
        "totals": table.totals,
        "preface": table.preface,
        "notes": table.notes,
        "facts": table.facts,
    }
    lines = [f"{_dumped(key)}: {_dumped(value)}" for key, value in document.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def stream(columns, rows):
    """A list as an array of objects by the columns' keys, a line for each row as it is read."""
    keys, opening = [column.key for column in columns], "[\n"
    for row in rows:
        yield f"{opening}{_dumped(dict(zip(keys, row, strict=True)))}".encode()
        opening = ",\n"
    yield b"[]\n" if opening == "[\n" else b"\n]\n"


def _dumped(value):
    return json.dumps(value, ensure_ascii=False, default=date.isoformat)
