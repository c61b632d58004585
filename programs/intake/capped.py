"""Runs a module in a child process of its own, and gives a sentence when it does not return."""

import logging
import subprocess
import sys

from django.conf import settings

from programs.intake.outcomes import RefusedFileError

SECONDS = 25

logger = logging.getLogger(__name__)


def run(module, *arguments, data, has_packages=False) -> bytes:
    """What the module wrote for these bytes; a refusal where it was killed, stuck or broken.

    The child gets none of our environment, no key and no database address, and of the packages
    the standard library alone unless it `has_packages`.
    """
    switches = [] if has_packages else ["-S"]
    try:
        child = subprocess.run(  # noqa: S603 -- our own module, no shell
            [sys.executable, *switches, "-m", module, *arguments],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            cwd=settings.BASE_DIR,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_heavy() from error
    except subprocess.CalledProcessError as error:
        last_line = error.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        logger.warning("%s ended with %s: %r", module, error.returncode, last_line[:300])
        raise _refusal(error.returncode, last_line) from error
    return child.stdout


def _refusal(code, last_line):
    if code < 0 or last_line.startswith("MemoryError"):
        return _too_heavy()
    return RefusedFileError(
        "E_FORMAT",
        "Không đọc được tệp. Hãy mở bằng Excel, lưu thành “Excel Workbook (.xlsx)” rồi nộp lại.",
    )


def _too_heavy():
    return RefusedFileError(
        "E_TOO_HEAVY",
        "Tệp quá nặng: đọc quá 20 giây hoặc cần hơn 1 GB bộ nhớ. Hãy chép riêng bảng cần nộp "
        "sang một tệp Excel mới rồi nộp lại.",
    )
