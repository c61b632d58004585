"""The value of a cell: from a workbook's XML, and over the pipe from child to parent."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

# Where a cell is cut: far above what Excel can hold.
MAX_CELL_LENGTH = 100_000

# "_x000D_"; not "_x0D_".
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
# What a number format shows as it stands, or tells of its looks: "[Red]", "\-", "_)".
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
# The formats that every workbook has by number and that show a date.
BUILT_IN_DATES = frozenset({*range(14, 18), 22, *range(27, 32), 34, 35, 36, *range(50, 59)})


@dataclass(frozen=True)
class CellError:
    """A cell that shows an error (#REF!), or a formula that was saved without its result."""

    text: str = ""

    def __str__(self):
        return self.text or "công thức"


def is_date_format(code) -> bool:
    """Whether cells in this number format show a day, a month or a year."""
    letters = set(_QUOTED.sub("", code.casefold()))
    return bool(letters & {"d", "y"}) or ("m" in letters and not letters & {"h", "s"})


def to_date(serial, *, since_1904) -> date | float:
    """The day that a serial number stands for, with its time where it has one."""
    if not 0 <= serial < 2958466:  # noqa: PLR2004 -- the day after 31/12/9999
        return serial
    epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    moment = epoch + timedelta(days=serial)
    return moment.date() if serial == int(serial) else moment.replace(microsecond=0)


def unescape(text) -> str:
    """The text with OOXML's _x000D_ as the character it stands for."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def pack(value):
    """A cell as JSON can carry it."""
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, CellError):
        return {"error": value.text}
    return value[:MAX_CELL_LENGTH] if isinstance(value, str) else value


def unpack(value):
    """The cell that was packed."""
    if not isinstance(value, dict):
        return value
    if "error" in value:
        return CellError(value["error"])
    moment = datetime.fromisoformat(value["date"])
    return moment if "T" in value["date"] else moment.date()


def is_blank(value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
