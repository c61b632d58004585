"""Every subject by its number in the table of what is to be reached, and how they are run."""

import logging
import time
from collections.abc import Iterator

from django.core.management import call_command
from django.test import override_settings

from tests.bench import (
    appendix,
    catalogue,
    consolidating,
    crowd,
    editor,
    exports,
    imports,
    lists,
    national,
    pages,
    papers,
    searches,
    sittings,
    statistics,
    workbooks,
)
from tests.bench.bench import Bench
from tests.bench.databases import Databases, version
from tests.bench.filling import fill
from tests.bench.growth import growth
from tests.bench.race import Figure, WrongAnswer
from tests.bench.visitors import Visitor

logger = logging.getLogger(__name__)

SUBJECTS = {
    "P1": appendix.table,
    "P2": appendix.page,
    "P3": exports.export,
    "P4": workbooks.reading,
    "P5": imports.importing,
    "P7": crowd.at_once,
    "P8": papers.pdfs,
    "P9": lists.first_page,
    "P10": lists.any_page,
    "P11": lists.searching,
    "P12": sittings.sitting,
    "P13": consolidating.consolidating,
    "P17": editor.editing,
    "P18": catalogue.public,
    "P19": pages.pages,
    "P20": searches.searching,
    "P21": papers.words,
    "P22": statistics.statistics,
}
GROWTH = "P16"


def run(url, codes, sizes, pairs) -> Iterator[Figure | WrongAnswer | str]:
    """Figures, wrong answers, and sentences about the run itself, as they come."""
    begun = time.perf_counter()
    bench = _prepared(url, sizes, pairs)
    yield f"{version()}; dựng dữ liệu {time.perf_counter() - begun:.0f} giây"
    figures = []
    try:
        with override_settings(COSTLY_RATES={}):  # a benchmark asks quicker than people
            for code in codes:
                for found in _answers(SUBJECTS[code], bench):
                    figures.append(found)
                    yield found
    finally:
        bench.databases.close()
    yield from growth(GROWTH, figures)
    yield f"xong sau {time.perf_counter() - begun:.0f} giây"


def _prepared(url, sizes, pairs):
    databases = Databases(url)
    call_command("migrate", verbosity=0)
    national.settle()
    # Signed in before the database is copied: one session for all of the copies.
    visitor = Visitor(national.admin())
    for rows in sizes:
        databases.copy(rows)
        with databases.using(rows):
            fill(rows)
    return Bench(databases, sizes, visitor, pairs)


def _answers(subject, bench):
    """The figures of a subject; a wrong answer, or none at all, ends it, and the others go on."""
    try:
        yield from subject(bench)
    except WrongAnswer as wrong:
        yield wrong
    except Exception as error:
        logger.exception("%s broke", subject.__name__)
        yield WrongAnswer(f"{subject.__name__}: {error!r}"[:500])
