"""Files on the disk: whole under their names, or not there at all."""

import logging
import os
import uuid
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from programs import outages
from programs.acts import StepRefused

_INSUFFICIENT_STORAGE, _UNAVAILABLE, _NOT_FOUND = 507, 503, 404

logger = logging.getLogger(__name__)


class StorageFault(StepRefused):
    """Nobody tried what they may not: the operator has to look, by the number of the request."""


class NotStored(StorageFault):
    """The disk refuses; nothing was kept of the file."""

    def __init__(self, reason="không ghi được vào đĩa", status=_UNAVAILABLE):
        super().__init__(
            f"Máy chủ {reason} nên chưa lưu được tệp; chưa có gì được ghi. "
            "Hãy báo quản trị hệ thống rồi nộp lại sau.",
            status=status,
            code="not_stored",
        )


class NoRoom(NotStored):
    """The disk is full."""

    def __init__(self):
        super().__init__("đã hết dung lượng", _INSUFFICIENT_STORAGE)


class NotRead(StorageFault):
    """The file of a row is gone from the disk, or cannot be read."""

    def __init__(self):
        super().__init__(
            "Máy chủ không còn tệp này hoặc không đọc được tệp; thông tin về tệp vẫn còn trên "
            "cổng. Hãy báo quản trị hệ thống kèm mã yêu cầu, hoặc nộp, yêu cầu lại tệp.",
            status=_NOT_FOUND,
            code="not_read",
        )


class WholeFileStorage(FileSystemStorage):
    """A file appears under its name once all of it is on the disk (SECURITY E4).

    Raises NoRoom where the disk is full, NotStored where it refuses otherwise. A process that is
    killed leaves a .part at most, which `manage.py integrity --sweep` removes.
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
            logger.exception("%s was not stored", name)
            for each in (path, Path(self.path(name))):
                with suppress(OSError):
                    each.unlink(missing_ok=True)
            raise (NoRoom if error.errno in outages.FULL else NotStored) from error
        return name


def _flush(path):
    """Wait until what was written there is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
