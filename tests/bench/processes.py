"""Functions run in processes of their own: with another database, or an untouched memory."""

import os
import re
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import django
from django.utils.module_loading import import_string

_SPAWN = get_context("spawn")
barrier = _SPAWN.Barrier


@contextmanager
def environment(**values):
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


class ProcessFailed(Exception):
    """The process ended without an answer."""


def start(function, *arguments, bare=False):
    """Start "path.of.a.function" in a new process: (process, the line that it answers along)."""
    line, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_enter, args=(theirs, bare, function, arguments))
    process.start()
    theirs.close()
    return process, line


def _enter(line, bare, function, arguments):
    if not bare:
        django.setup()
    for answer in import_string(function)(*arguments):
        line.send(answer)
    line.send(None)


def answers(function, *arguments, bare=False):
    """What the function yields in a new process, one by one; a `bare` one is without Django."""
    process, line = start(function, *arguments, bare=bare)
    try:
        yield from received(function, line)
    finally:
        process.terminate()
        process.join()


def received(function, line):
    try:
        while (answer := line.recv()) is not None:
            yield answer
    except EOFError as error:
        raise ProcessFailed(f"{function} không có kết quả (xem lỗi ở trên)") from error


def forget_peak():
    """Let the peak of this process's memory begin from what it holds now."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak():
    """The most memory that this process has held, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024
