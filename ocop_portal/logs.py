"""What a line of the log bears: the number of its request, and nothing that opens a door."""

import logging
import re

# The secret part of a link by which a password is set.
# "/tai-khoan/dat-mat-khau/1a-cq3x-5f0e/"; not "/tai-khoan/quen-mat-khau/".
_LINK = re.compile(r"(/dat-mat-khau/)[^/\s\"'<>]+")


class Formatter(logging.Formatter):
    """Masks the links of passwords in the whole line, its traceback too."""

    def format(self, record):
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "request_id", "-")
        return _LINK.sub(r"\1***", super().format(record))
