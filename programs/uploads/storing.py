"""Files of rows: written before their rows, gone with them."""

from contextlib import contextmanager

from django.core.files.storage import default_storage
from django.db import transaction


@contextmanager
def stored(rows):
    """Write the files of these rows; where a row cannot be saved, its file is removed too."""
    names = []
    try:
        for row in rows:
            row.file.save(row.file.name, row.file.file, save=False)
            names.append(row.file.name)
        yield rows
        names = [row.file.name for row in rows if row.pk is None]
    finally:
        for name in names:
            default_storage.delete(name)


def throw_away(row):
    """Delete a row, and its file once the deletion is settled.

    A file that the disk does not let go is swept later: what was asked for is done.
    """
    name = row.file.name
    transaction.on_commit(lambda: default_storage.delete(name), robust=True)
    row.delete()
