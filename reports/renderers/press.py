"""The press: a child process that prints PDFs one by one, and is killed when one takes too long.

It stays alive between two documents, because to load WeasyPrint costs more than a page does. A
server with two worker processes prints two documents at a time.
"""

import atexit
import json
import os
import subprocess
import sys
from multiprocessing import Pipe
from pathlib import Path
from threading import Lock

SECONDS = 60
TYPESETTER = Path(__file__).with_name("typesetter.py")
# No more than fontconfig needs: what the portal keeps in its environment is not the child's.
ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
    "LANG": "C.UTF-8",
    # Where libharfbuzz-subset is missing, fonts would carry the time of printing.
    "SOURCE_DATE_EPOCH": "0",
}


class NotPrinted(Exception):
    """No PDF came of it; the message is for the user to read."""


class Press:
    def __init__(self, seconds=SECONDS, script=TYPESETTER):
        self.seconds, self.script = seconds, script
        self.forget()

    def forget(self):
        """Begin anew without a child, as in a process that was forked from one that had it."""
        self._lock, self.child, self._line = Lock(), None, None

    def stop(self):
        if self.child:
            self.child.kill()
            self.child.wait()
            self._line.close()
        self.child = self._line = None

    def print(self, markup, rules=""):
        """The PDF of this markup, or NotPrinted."""
        return self.ask([markup, rules])

    def ask(self, question):
        """What the child answers to this, in bytes, or NotPrinted."""
        with self._lock:
            if self.child is None or self.child.poll() is not None:
                self._start()
            try:
                return self._ask(json.dumps(question).encode())
            except (EOFError, OSError) as error:
                self.stop()
                raise NotPrinted("Không tạo được PDF.") from error

    def _ask(self, message):
        self._line.send_bytes(message)
        if not self._line.poll(self.seconds):
            self.stop()
            raise NotPrinted(f"Tạo PDF quá {self.seconds} giây nên đã dừng.")
        return self._line.recv_bytes()

    def _start(self):
        self.stop()
        self._line, theirs = Pipe()
        with theirs:
            self.child = subprocess.Popen(  # noqa: S603 -- our own script, by its full path
                [sys.executable, "-I", self.script, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
            )


PRESS = Press()
os.register_at_fork(after_in_child=PRESS.forget)
atexit.register(PRESS.stop)
