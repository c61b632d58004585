"""What the logs of a server say: which request, how it ended, and no secret of a link."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings

from tests.test_settings import GOOD

TOKEN = "cq3x-5f0e1a2b3c4d"  # noqa: S105 -- none that ever opened a door
LINK = f"/tai-khoan/dat-mat-khau/1a-{TOKEN}/"
GUNICORN = [sys.executable, "-m", "gunicorn", "ocop_portal.wsgi", "--workers", "1"]


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def ask(port, path, **headers):
    for _ in range(100):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", path, headers={"Host": "ocop.example.vn", **headers})
            answer = connection.getresponse()
            return answer.status, answer.headers["X-Request-ID"], answer.read().decode()
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("gunicorn does not answer")


@contextmanager
def server(folder):
    """The portal as a server runs it, with a database that has no tables: (its port, its log)."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OCOP_")}
    own = {"DATABASE_URL": f"sqlite:///{folder}/a.sqlite3", "OCOP_DATA_DIR": str(folder)}
    own |= {"DJANGO_SETTINGS_MODULE": "ocop_portal.settings"}
    port, log = free_port(), folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 -- our own portal
            [*GUNICORN, "--bind", f"127.0.0.1:{port}"],
            cwd=settings.BASE_DIR,
            env=kept | GOOD | own,
            stdout=output,
            stderr=output,
        )
        try:
            yield port, log
        finally:
            process.terminate()
            process.wait(20)


def test_the_secret_of_a_link_stands_in_no_log(tmp_path):
    secure = {"X-Forwarded-Proto": "https"}
    with server(tmp_path) as (port, log):
        answers = [
            ask(port, LINK, **secure),
            ask(port, f"{LINK}khong-co/", **secure),
            ask(port, f"/tai-khoan/quen-mat-khau/?tu={LINK}", Referer=LINK, **secure),
            ask(port, LINK),
        ]

    said = log.read_text(encoding="utf-8")
    assert TOKEN not in said
    assert "/tai-khoan/dat-mat-khau/***/" in said
    assert "Internal Server Error: /tai-khoan/dat-mat-khau/***/" in said
    for status, number, _ in answers:
        assert any(number in line and f" {status} " in line for line in said.splitlines())


def test_gunicorn_waits_longer_than_the_portal_prints():
    conf = {}
    exec(Path(settings.BASE_DIR, "gunicorn.conf.py").read_text(encoding="utf-8"), conf)  # noqa: S102

    assert conf["timeout"] > 60
