"""P7: fifty officers hand in two hundred products each at the same moment; nothing is lost."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections

from products.models import Registration
from tests.bench import files, national
from tests.bench.imports import communes_of, empty, import_file, plan_of
from tests.bench.processes import barrier, environment, received, start
from tests.bench.race import Figure

ROWS = 200
PROCESSES = 2
# So long may the processes take to be ready.
SECONDS = 120

logger = logging.getLogger(__name__)


def at_once(bench):
    """P7: by two processes of many threads, against the same one after another."""
    size = bench.most
    places = list(range(bench.officers))
    with bench.databases.using(size):
        alone = _timed(lambda: [_hand_in(place) for place in places])
        for place in places:
            empty(plan_of(place)[0])
        connection.close()
    with environment(DATABASE_URL=bench.databases.address(size)):
        together, failed = _crowd(places)
    with bench.databases.using(size):
        rows = Registration.objects.filter(plan__campaign=national.campaign_of_imports())
        lost = len(places) * ROWS - rows.count()
        for place in places:
            empty(plan_of(place)[0])
    for what, count in (("cùng lúc: lượt hỏng", failed), ("cùng lúc: dòng mất", lost)):
        yield Figure("P7", what, len(places) * ROWS, count, 0, unit="", gate=True)
    yield Figure("P7", "cùng lúc / lần lượt", len(places) * ROWS, together, 1.0, alone, 0.8)


def _timed(job):
    begun = time.perf_counter()
    job()
    return 1000 * (time.perf_counter() - begun)


def _crowd(places):
    """(milliseconds from the first to the last, how many failed)."""
    shares = [places[number::PROCESSES] for number in range(min(PROCESSES, len(places)))]
    gate = barrier(len(shares) + 1, timeout=SECONDS)
    started = [start(f"{__name__}.share", share, gate) for share in shares]
    gate.wait()
    begun = time.perf_counter()
    failed = sum(sum(received("share", line)) for _, line in started)
    milliseconds = 1000 * (time.perf_counter() - begun)
    for process, _ in started:
        process.join()
    return milliseconds, failed


def share(places, gate):
    """A process's share of the officers, each in a thread: how many of them failed."""
    with ThreadPoolExecutor(len(places)) as people:
        gate.wait()
        yield sum(people.map(_try, places))


def _try(place):
    """1 where the officer's file is refused or breaks, else 0."""
    try:
        _hand_in(place)
    except Exception:  # whatever it is, it is counted, and its trace is in the log
        logger.exception("officer %s", place)
        return 1
    finally:
        connections.close_all()
    return 0


def _hand_in(place):
    plan, officer = plan_of(place)
    rows = files.good_rows(communes_of(plan), ROWS)
    import_file(plan, officer, files.workbook(rows))
