"""From markup to PDF, by WeasyPrint. Run as a script, it serves the press in its own process.

It imports nothing of the portal, so that the child starts quickly and holds no secret.
"""

import gc
import json
import re
import resource
import sys
import unicodedata
from functools import cache
from html import escape
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import unquote, urlsplit

from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

STATIC = Path(__file__).resolve().parents[2] / "static"
STYLE_SHEET = STATIC / "css" / "report.css"
VARIANT = "pdf/a-2a"
MEMORY_BYTES = 2 * 1024**3


class PackagedFontsOnly(URLFetcher):
    """Serves the fonts that the portal brings, and refuses every other address."""

    def __init__(self):
        super().__init__(allowed_protocols={"file"}, allow_redirects=False)

    def fetch(self, url, headers=None):
        path = Path(unquote(urlsplit(url).path)).resolve()
        if path.parent != STATIC / "fonts" or path.suffix != ".ttf":
            raise ValueError(f"A document fetches nothing; its markup asked for {url}.")
        return super().fetch(path.as_uri(), headers)


@cache
def house_style():
    """The fonts and the style sheet of every document, parsed once in a process."""
    fonts, fetcher = FontConfiguration(), PackagedFontsOnly()
    sheet = CSS(filename=STYLE_SHEET, font_config=fonts, url_fetcher=fetcher)
    return fonts, fetcher, sheet


def _code_points(file):
    with TTFont(file, lazy=True) as font:
        return set(font.getBestCmap())


@cache
def missing():
    """A pattern of what one of the fonts has not, and would be printed as a box."""
    files = sorted((STATIC / "fonts").glob("*.ttf"))
    known = set.intersection(*map(_code_points, files))
    return re.compile(f"[^\\n\\r\\t{''.join(re.escape(chr(code)) for code in sorted(known))}]")


def printable(markup):
    """The markup without what the fonts have not; what has a plain form ("㎏") is written so."""

    def plain(found):
        # A wide "<" must not become a tag.
        return escape(missing().sub("", unicodedata.normalize("NFKC", found[0])))

    return missing().sub(plain, markup)


def typeset(markup, rules=""):
    """The PDF of this markup; `rules` is CSS made for it alone, such as the widths of columns.

    What the fonts have not is left out: it is refused where it is typed, and old rows may have it.
    Several markups (a list) are papers of their own, whose pages are joined in one file.
    """
    fonts, fetcher, sheet = house_style()
    markups = [markup] if isinstance(markup, str) else markup
    own = CSS(string=rules, url_fetcher=fetcher)
    # A document is one big web of boxes that lives until it is written: to look for garbage in
    # it costs a third of the time and finds none.
    gc.disable()
    try:
        papers = [
            HTML(string=printable(each), url_fetcher=fetcher).render(
                stylesheets=[sheet, own], font_config=fonts, pdf_variant=VARIANT
            )
            for each in markups
        ]
        pages = [page for paper in papers for page in paper.pages]
        return papers[0].copy(pages).write_pdf(pdf_variant=VARIANT)
    finally:
        gc.enable()


def serve(line):
    """Answer each (markup, rules) that comes along the line, until its other end is closed."""
    house_style()
    missing()
    while True:
        try:
            markup, rules = json.loads(line.recv_bytes())
        except EOFError:
            return
        line.send_bytes(typeset(markup, rules))
        gc.collect()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    serve(Connection(int(sys.argv[1])))
