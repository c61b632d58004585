"""A dossier as one PDF: a cover with the table of contents, and behind it what can be printed."""

import json
import logging
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.template.loader import render_to_string
from pypdf import PdfReader

from reports.renderers.press import PRESS, NotPrinted, Press

BINDERY = Press(script=Path(__file__).with_name("bindery.py"))
RULES = """
@page { margin: 20mm 15mm 20mm 25mm }
.preface { text-align: justify }
.contents .place { width: 12mm }
.contents .page { width: 16mm }
.contents td:last-child { text-align: center }
.contents a { color: inherit; text-decoration: none }
"""
# A cover that grows by a page moves all others, which may make it grow no more than once.
TRIES = 3

logger = logging.getLogger(__name__)


def render(paper):
    """The PDF as an open file; `paper` is a reports.builders.dossier.DossierPaper.

    What turns out not to be readable is named on the cover. Raises NotPrinted where none comes.
    """
    try:
        return _bound(paper)
    except OSError as error:
        logger.exception("A dossier was not bound")
        raise NotPrinted(
            "Máy chủ không ghi được tệp tạm nên chưa tạo được PDF. Hãy báo quản trị hệ thống."
        ) from error


def _bound(paper):
    unreadable = set()
    while True:
        sheets = [line for line in paper.lines if line.is_printed and line not in unreadable]
        with TemporaryDirectory(prefix="ocop-bind-") as folder:
            cover, target = Path(folder, "cover.pdf"), Path(folder, "dossier.pdf")
            cover.write_bytes(_cover(paper, sheets))
            asked = [line.sheet() for line in sheets]
            faulty = json.loads(BINDERY.ask([str(cover), asked, str(target)]))
            if not faulty:
                return target.open("rb")
        unreadable |= {sheets[place] for place in faulty}


def _cover(paper, sheets):
    front = 1
    for _ in range(TRIES):
        context = {"paper": paper, "rows": _rows(paper, sheets, front)}
        content = PRESS.print(render_to_string("reports/pdf/dossier.html", context), RULES)
        found = len(PdfReader(BytesIO(content)).pages)
        if found == front:
            break
        front = found
    return content


def _rows(paper, sheets, front):
    """(line, place of its sheet, first page) in order; without a sheet there is neither."""
    pages, page = {}, front + 1
    for place, line in enumerate(sheets):
        pages[line] = (str(place), str(page))
        page += line.pages
    return [(line, *pages.get(line, ("", ""))) for line in paper.lines]
