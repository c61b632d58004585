"""What Lighthouse says of the public pages, on a slow phone, of a server as in production.

    make lighthouse

The demonstration is filled into a folder of its own and served by gunicorn with TLS, hashed and
compressed static files. Ends with an error where a score or the weight of a page misses its limit.
"""

import json
import os
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEAST_SCORE = 95
MOST_BYTES = 250_000
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROMIUM = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--ignore-certificate-errors",
)
START_SECONDS, TRIES = 60, 3
NO_CHECKS = ssl._create_unverified_context()  # noqa: S323, SLF001 -- our own certificate


def main():
    """Print a line for each page; whether all of them hold is the exit status."""
    with tempfile.TemporaryDirectory(prefix="ocop-lighthouse-") as folder:
        url = f"https://127.0.0.1:{_free_port()}"
        environment = _environment(Path(folder), url)
        _fill(environment)
        with _server(Path(folder), url, environment):
            held = [_judge(url, *page, folder) for page in _pages(url)]
    return 0 if all(held) else 1


def _environment(folder, url):
    return os.environ | {
        "OCOP_DEBUG": "False",
        "OCOP_DEMO": "True",
        "OCOP_PROXY": "False",
        "OCOP_SECRET_KEY": secrets.token_urlsafe(50),
        "OCOP_ALLOWED_HOSTS": "127.0.0.1",
        "OCOP_BASE_URL": url,
        "OCOP_DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/ocop.sqlite3",
    }


def _fill(environment):
    for command in (
        ("migrate", "--verbosity", "0"),
        ("createcachetable",),
        ("demo",),
        ("collectstatic", "--no-input", "--verbosity", "0"),
    ):
        _run([sys.executable, "manage.py", *command], env=environment, stdout=subprocess.DEVNULL)


def _run(arguments, **options):
    subprocess.run(arguments, cwd=ROOT, check=True, **options)  # noqa: S603 -- all of it is ours


def _free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


@contextmanager
def _server(folder, url, environment):
    keys = ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem"]
    asked = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=ocop"]
    _run([shutil.which("openssl"), *asked, *keys], stderr=subprocess.DEVNULL)
    gunicorn = [
        sys.executable,
        "-m",
        "gunicorn",
        "ocop_portal.wsgi",
        "--access-logfile",
        os.devnull,
    ]
    gunicorn += ["--bind", url.partition("//")[2], "--keyfile", keys[1], "--certfile", keys[3]]
    options = {"cwd": ROOT, "env": environment, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(gunicorn, **options) as process:  # noqa: S603 -- all of it is ours
        try:
            _wait_for(url)
            yield
        finally:
            process.terminate()


def _wait_for(url):
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with suppress(OSError):
            _read(url + "/robots.txt")
            return
        time.sleep(0.5)
    raise TimeoutError(f"{url} did not answer in {START_SECONDS} s")


def _read(url):
    with urllib.request.urlopen(url, context=NO_CHECKS) as answer:  # noqa: S310 -- our own server
        return answer.read().decode()


def _pages(url):
    """(name, path, categories): the newest product has a photo, and its paper is valid.

    What a paper is worth is no page for search engines.
    """
    newest = _read(f"{url}/san-pham-ocop/?sap=-issued_on")
    product = re.search(r'href="(/san-pham-ocop/\d+-[^"]+)"', newest)[1]
    check = re.search(r'href="(/kiem-tra/[0-9a-z]+/)"', _read(url + product))[1]
    yield "first page", "/", CATEGORIES
    yield "catalogue", "/san-pham-ocop/", CATEGORIES
    yield "product", product, CATEGORIES
    yield "check", "/kiem-tra/", CATEGORIES
    yield "answer of a check", check, CATEGORIES[:-1]


def _judge(url, name, path, categories, folder):
    """Whether the page holds; one that misses is measured anew, for a busy machine is slow."""
    for _ in range(TRIES):
        report = _measure(url + path, categories, Path(folder) / "found.json")
        scores = {key: round(report["categories"][key]["score"] * 100) for key in categories}
        weight = report["audits"]["total-byte-weight"]["numericValue"]
        if holds := min(scores.values()) >= LEAST_SCORE and weight <= MOST_BYTES:
            break
    shown = ", ".join(f"{key} {score}" for key, score in scores.items())
    _say(f"{name:<18} {shown}, {weight / 1000:.0f} kB")
    for key in categories:
        if scores[key] < LEAST_SCORE:
            _explain(report, key)
    return holds


def _measure(url, categories, found):
    lighthouse = ["node_modules/.bin/lighthouse", url, "--quiet", "--output=json"]
    lighthouse += [f"--output-path={found}", f"--chrome-flags={' '.join(CHROMIUM)}"]
    lighthouse += [f"--only-categories={','.join(categories)}"]
    _run(lighthouse, env=os.environ | {"CHROME_PATH": shutil.which("chromium")})
    return json.loads(found.read_text(encoding="utf-8"))


def _explain(report, key):
    """What costs points in a category that misses the limit."""
    for each in report["categories"][key]["auditRefs"]:
        audit = report["audits"][each["id"]]
        if each["weight"] and audit["score"] is not None and audit["score"] < 1:
            _say(f"    {key}: {audit['title']} {audit.get('displayValue', '')}")


def _say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
