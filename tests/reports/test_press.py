"""The child process that prints, and the fetcher that fetches nothing."""

import os
import socket
import time
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.renderers import press, typesetter
from reports.renderers.press import NotPrinted, Press

LONG = "<table>" + "<tr><td>a</td></tr>" * 20_000 + "</table>"


@pytest.fixture
def quick_press():
    quick = Press(seconds=5)
    yield quick
    quick.stop()


def test_document_that_takes_too_long_is_killed_and_the_next_one_is_printed(quick_press):
    quick_press.print("<p>ấm máy</p>")
    quick_press.seconds = 0.5
    begun = time.monotonic()

    with pytest.raises(NotPrinted, match=r"quá 0\.5 giây"):
        quick_press.print(LONG)

    assert time.monotonic() - begun < 3
    quick_press.seconds = 20
    assert quick_press.print("<p>tiếp</p>").startswith(b"%PDF-")


def test_press_whose_child_died_starts_another(quick_press):
    quick_press.print("<p>một</p>")
    quick_press.child.kill()
    quick_press.child.wait()

    assert quick_press.print("<p>hai</p>").startswith(b"%PDF-")


def test_child_that_cannot_start_gives_a_sentence(quick_press):
    quick_press.script = "/khong/co.py"

    with pytest.raises(NotPrinted, match="Không tạo được PDF"):
        quick_press.print("<p>một</p>")


def test_child_knows_nothing_of_the_portals_environment():
    assert set(press.ENVIRONMENT) <= {"PATH", "HOME", "LANG", "SOURCE_DATE_EPOCH"}
    assert "OCOP_SECRET_KEY" in os.environ


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x",
        "https://127.0.0.1/x",
        "file:///etc/hostname",
        "file://{static}/fonts/../css/report.css",
        "file://{static}/fonts/%2e%2e/css/report.css",
        "file://{static}/fonts/OFL.txt",
        "data:text/css,p{{}}",
        "ftp://127.0.0.1/x.ttf",
    ],
)
def test_fetcher_refuses_all_but_the_fonts_of_the_portal(url):
    with pytest.raises(ValueError, match="fetches nothing"):
        typesetter.PackagedFontsOnly().fetch(url.format(static=typesetter.STATIC))


def test_fetcher_serves_the_fonts_of_the_portal():
    font = typesetter.STATIC / "fonts" / "Tinos-Regular.ttf"

    assert typesetter.PackagedFontsOnly().fetch(font.as_uri()).read() == font.read_bytes()


def test_markup_that_asks_for_addresses_is_printed_without_them(quick_press):
    with socket.create_server(("127.0.0.1", 0)) as trap:
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/x"
        content = quick_press.print(
            f'<html lang="vi"><link rel="stylesheet" href="{address}"><title>Bẫy</title>'
            f'<link rel="attachment" href="file:///etc/hostname"><img src="{address}">',
            f"body {{ background: url({address}) }} @import url({address});",
        )
        trap.settimeout(0.2)
        with pytest.raises(TimeoutError):
            trap.accept()

    assert content.startswith(b"%PDF-")
    assert not PdfReader(BytesIO(content)).attachments


def test_what_the_fonts_have_not_is_left_out_or_written_plainly_and_makes_no_tag():
    assert typesetter.printable("<p>Trà ★🍵茶 ㎏ ＜b＞</p>") == "<p>Trà  kg &lt;b&gt;</p>"
