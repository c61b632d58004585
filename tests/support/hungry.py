"""Children that misbehave once they have their limits; run by `capped.run` in tests alone."""

import socket
import sys
import time

from programs.intake import child


def memory():
    return [bytearray(2**27) for _ in range(100)]


def processor():
    while True:
        pass


def impatient():
    """Compute for ever, with a second to do it."""
    child.SECONDS = 1
    child.limit()
    processor()


def network():
    socket.socket()


def disk():
    return open("/etc/passwd").read()


def sleep():
    time.sleep(60)


def crash():
    raise RuntimeError("Something nobody thought of.")


def environment():
    import os  # noqa: PLC0415 -- before the limits nothing more may be opened

    print(sorted(os.environ), end="")  # noqa: T201


if __name__ == "__main__":
    deed = globals()[sys.argv[1]]
    if deed not in {environment, impatient}:
        child.limit()
    deed()
