"""The child process that opens a file: little memory, little time, no network, no other file.

It gets its limits before it gets the bytes, and answers on its standard output in JSON. Whatever
happens to it, its parent goes on.
"""

import codecs
import json
import resource
import sys

from programs.intake import delimited, preflight, workbook
from programs.intake.outcomes import RefusedFileError
from programs.intake.sheet import MAX_COLUMNS

MEMORY = 2**30
SECONDS = 20


def limit(files=0) -> None:
    """Bound memory and processor time; and no further descriptor but for so many `files`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The codecs are files too, and are opened when they are first asked for.
    for encoding in ("cp1258", "cp1252", "latin-1", "utf-16", "utf-8-sig", "utf-16-le", "cp437"):
        codecs.lookup(encoding)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))


def grid_of(kind, data, columns=MAX_COLUMNS) -> dict:
    """What a file of this kind holds, or why it is refused, ready for JSON."""
    try:
        if kind == "text":
            return delimited.read(data, columns)
        return workbook.read(preflight.unpack(data))
    except RefusedFileError as refusal:
        return {"refused": refusal.problems}


if __name__ == "__main__":
    limit()
    json.dump(grid_of(sys.argv[1], sys.stdin.buffer.read(), int(sys.argv[2])), sys.stdout)
