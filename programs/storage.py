"""Files on the disk: whole under their names, or not there at all."""

import errno
import os
import uuid
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from programs.workflow import StepRefused

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_INSUFFICIENT_STORAGE = 507


class NoRoom(StepRefused):
    """The disk is full; nothing was kept of the file."""

    def __init__(self):
        super().__init__(
            "Máy chủ đã hết dung lượng nên chưa lưu được tệp; chưa có gì được ghi. "
            "Hãy báo quản trị hệ thống rồi nộp lại sau.",
            status=_INSUFFICIENT_STORAGE,
            code="no_room",
        )


class WholeFileStorage(FileSystemStorage):
    """A file appears under its name once all of it is on the disk (SECURITY E4).

    Raises NoRoom where the disk is full. A process that is killed leaves a .part at most, which
    `manage.py integrity --sweep` removes.
    """

    def _save(self, name, content):
        partial = f"{name}.{uuid.uuid4().hex}.part"
        path = Path(self.path(partial))
        try:
            super()._save(partial, content)
            _flush(path)
            path.rename(self.path(name))
            _flush(path.parent)
        except OSError as error:
            path.unlink(missing_ok=True)
            if error.errno in _FULL:
                raise NoRoom from error
            raise
        return name


def _flush(path):
    """Wait until what was written there is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
