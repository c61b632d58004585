"""P3: a long list as an Excel file, through HTTP, against XlsxWriter with its rows at hand."""

import time
from collections import deque
from io import BytesIO

from django.urls import reverse
from python_calamine import load_workbook
from xlsxwriter import Workbook

from products.plans.listings import REGISTRATIONS
from programs.models import Campaign
from tests.bench import national
from tests.bench.processes import answers, environment, forget_peak, peak
from tests.bench.race import Figure, check, race
from tests.bench.visitors import Visitor

MOST_MIB = 30
# A list of more products is exported for one year.
WHOLE = 20_000
FIRST_BYTE_MS = 100


def export(bench):
    """P3: the whole list of 20,000 products, and one year's of a million (some 165,000)."""
    path = reverse("reports:listing_export", args=[REGISTRATIONS.name, "xlsx"])
    for size in bench.each_size():
        query = {"campaign": Campaign.objects.get(year=national.YEARS[0]).pk}
        query = query if size > WHOLE else {}
        ready = _ready(query)
        rows = len(ready)
        check("P3", _read(_chunks(bench.visitor, path, query)), ready)
        # A long one is timed once: what it shows is memory, and growth.
        pairs = bench.pairs if size <= WHOLE else 1
        ours, theirs = race(
            lambda q=query: deque(_chunks(bench.visitor, path, q), maxlen=0),
            lambda r=ready: _write(r),
            pairs,
        )
        must, aim = (1.0, 0.25) if size >= WHOLE else (None, None)
        yield Figure("P3", "xuất Excel / XlsxWriter", rows, ours, must, theirs, aim, grows=True)
        yield from _first_and_most(bench, path, query, size, rows)


def _first_and_most(bench, path, query, size, rows):
    start = time.perf_counter()
    next(_chunks(bench.visitor, path, query))
    first = 1000 * (time.perf_counter() - start)
    yield Figure("P3", "xuất Excel: byte đầu tiên", rows, first, FIRST_BYTE_MS)
    with environment(DATABASE_URL=bench.databases.address(size)):
        (most,) = answers(f"{__name__}.weigh", path, query)
    yield Figure("P3", "xuất Excel: bộ nhớ thêm", rows, most, MOST_MIB, unit="MiB", gate=True)


def weigh(path, query):
    """How much memory an export asks for, in a process that has just served a short one."""
    visitor = Visitor(national.admin())
    deque(_chunks(visitor, path, {"q": "không có dòng nào như vậy"}), maxlen=0)
    forget_peak()
    idle = peak()
    deque(_chunks(visitor, path, query), maxlen=0)
    yield peak() - idle


def _chunks(visitor, path, query):
    return iter(visitor.get(path, query).streaming_content)


def _ready(query):
    _, rows = REGISTRATIONS.filter(national.admin(), query)
    return list(REGISTRATIONS.cells(rows.iterator()))


def _read(chunks):
    sheet = load_workbook(BytesIO(b"".join(chunks))).get_sheet_by_index(0)
    return [tuple(row) for row in sheet.to_python()[1:]]


def _write(rows):
    with Workbook(BytesIO(), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
