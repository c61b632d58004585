"""Files of rows: written before their rows, gone with them."""

import logging
from contextlib import contextmanager

from django.core.files.storage import default_storage
from django.db import transaction

from programs.storage import NotRead

logger = logging.getLogger(__name__)


@contextmanager
def stored(rows, field="file"):
    """Write the new files of these rows; where a row cannot be saved, its file is removed too.

    A row without a file is passed over. Enter it before the transaction that saves the rows, where
    that is at hand: then what fails at its very end leaves no file either.
    """
    names = []
    try:
        for row in rows:
            if file := getattr(row, field):
                file.save(file.name, file.file, save=False)
                names.append(file.name)
        yield rows
        names = [getattr(row, field).name for row in rows if row.pk is None]
    finally:
        for name in filter(None, names):
            default_storage.delete(name)


def opened(stored):
    """A row's stored file, open for reading. Raises NotRead where it is gone or not readable."""
    try:
        return stored.open("rb")
    except (OSError, ValueError) as error:  # a ValueError where the row names none
        logger.exception("%s was not read", stored.name)
        raise NotRead from error


def throw_away(row):
    """Delete a row, and its file once the deletion is settled.

    A file that the disk does not let go is swept later: what was asked for is done.
    """
    name = row.file.name
    row.delete()
    transaction.on_commit(lambda: default_storage.delete(name), robust=True)
