"""What no line of code is to blame for: a database or a disk that is not there for a while."""

import errno
import sqlite3
from dataclasses import dataclass
from http import HTTPStatus

from django.db import InterfaceError, OperationalError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSING = {errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE}
_POSTGRES_DISK_FULL = "53100"


@dataclass(frozen=True)
class Outage:
    """What the user is told, and after how many seconds another try makes sense."""

    sentence: str
    status: HTTPStatus
    seconds: int


BUSY = Outage(
    "Cơ sở dữ liệu đang bận hoặc tạm ngừng nên chưa làm được; chưa có gì được ghi. "
    "Hãy thử lại sau một phút.",
    HTTPStatus.SERVICE_UNAVAILABLE,
    60,
)
REFUSING = Outage(
    "Máy chủ tạm thời không đọc, ghi được trên đĩa nên chưa làm được; chưa có gì được ghi. "
    "Hãy báo quản trị hệ thống rồi thử lại sau.",
    HTTPStatus.SERVICE_UNAVAILABLE,
    300,
)
NO_ROOM = Outage(
    "Máy chủ đã hết dung lượng nên chưa làm được; chưa có gì được ghi. "
    "Hãy báo quản trị hệ thống rồi thử lại sau.",
    HTTPStatus.INSUFFICIENT_STORAGE,
    300,
)


def outage_of(error) -> Outage | None:
    """The outage that this exception tells of, or None where it is a fault of the program."""
    if isinstance(error, OperationalError):
        return _of_database(error.__cause__)
    if isinstance(error, InterfaceError) and "closed" in str(error):  # under PostgreSQL's restart
        return BUSY
    if not isinstance(error, OSError):
        return None
    # tempfile, where it can write in none of the folders that it knows.
    if error.errno in FULL or "usable temporary directory" in str(error):
        return NO_ROOM
    return REFUSING if error.errno in _REFUSING else None


def _of_database(cause):
    """SQLite calls what is wrong in a statement operational too; PostgreSQL does not."""
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the rest says more than is asked here
    if code == sqlite3.SQLITE_ERROR:
        return None
    is_full = code == sqlite3.SQLITE_FULL or getattr(cause, "pgcode", "") == _POSTGRES_DISK_FULL
    return NO_ROOM if is_full else BUSY
