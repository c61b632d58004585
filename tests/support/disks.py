"""A disk of one megabyte, really full after it."""

import errno
import subprocess
from contextlib import contextmanager
from unittest.mock import patch

from django.core.files.uploadhandler import TemporaryFileUploadHandler

SIZE = 2**20


@contextmanager
def small_disk(folder):
    """A file system of SIZE bytes at `folder`; where one may not mount, uploads meet its end."""
    if _run("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(folder)):
        full = OSError(errno.ENOSPC, "No space left on device")
        with patch.object(TemporaryFileUploadHandler, "receive_data_chunk", side_effect=full):
            yield folder
        return
    try:
        yield folder
    finally:
        _run("umount", "--lazy", str(folder))


def _run(*command):
    return subprocess.run(command, capture_output=True, check=False).returncode  # noqa: S603
