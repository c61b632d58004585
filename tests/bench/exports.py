"""P3: long lists as Excel files, through HTTP, against XlsxWriter with their rows at hand."""

import time
from collections import deque
from io import BytesIO

from django.urls import reverse
from python_calamine import load_workbook
from xlsxwriter import Workbook

from products.certificates.expiry_listings import EXPIRING
from products.certificates.listings import CERTIFICATES
from products.plans.listings import PLANS, REGISTRATIONS
from products.register.listings import PRODUCERS, PRODUCTS
from programs.listings import EVENTS
from programs.models import Campaign
from tests.bench import national, register_rows, trail_rows
from tests.bench.processes import answers, environment, forget_peak, peak
from tests.bench.race import Figure, check, race
from tests.bench.visitors import Visitor

MOST_MIB = 30
# A list of more products is exported for one year.
WHOLE = 20_000
FIRST_BYTE_MS = 100
# The lists that grow long, with what each may take of XlsxWriter's time. What a certificate is
# worth on the day is found in Python from its events, for products and for certificates.
OTHERS = (
    (PRODUCTS, 0.5),
    (CERTIFICATES, 0.5),
    (PRODUCERS, 0.4),
    (PLANS, 0.4),
    (EVENTS, 0.35),
    (EXPIRING, 0.75),
)


def export(bench):
    """P3: the whole list of 20,000 products, and one year's of a million (some 165,000)."""
    path = _path(REGISTRATIONS)
    for size in bench.each_size():
        query = {"campaign": Campaign.objects.get(year=national.YEARS[0]).pk}
        query = query if size > WHOLE else {}
        ready = _ready(REGISTRATIONS, query)
        rows = len(ready)
        check("P3", _read(_chunks(bench.visitor, path, query)), ready)
        # A long one is timed once: what it shows is memory, and growth.
        pairs = bench.pairs if size <= WHOLE else 1
        ours, theirs = race(
            lambda q=query: deque(_chunks(bench.visitor, path, q), maxlen=0),
            lambda r=ready: _write(r),
            pairs,
        )
        must, aim = (0.3, 0.25) if size >= WHOLE else (None, None)
        yield Figure("P3", "xuất Excel / XlsxWriter", rows, ours, must, theirs, aim, grows=True)
        yield from _first_and_most(bench, path, query, size, rows)
        if size <= WHOLE:
            register_rows.fill(size)
            trail_rows.fill(size)
            yield from _others(bench, size)


def _others(bench, size):
    for listing, most in OTHERS:
        path, ready = _path(listing), _ready(listing, {})
        written = _read(_chunks(bench.visitor, path, {}))
        check(f"P3 {listing.name}", _texts(written), _texts(ready))
        ours, theirs = race(
            lambda p=path: deque(_chunks(bench.visitor, p, {}), maxlen=0),
            lambda r=ready: _write(r),
            bench.pairs,
        )
        what, must = f"xuất Excel {listing.title} / XlsxWriter", most if size >= WHOLE else None
        yield Figure("P3", what, len(ready), ours, must, theirs, grows=True)


def _path(listing):
    return reverse("reports:listing_export", args=[listing.name, "xlsx"])


def _texts(rows):
    """The texts of each row: a sheet gives days and numbers back as others of its own."""
    return [[cell for cell in row if isinstance(cell, str) and cell] for row in rows]


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


def _ready(listing, query):
    """The rows as objects, as the page reads them."""
    _, rows = listing.filter(national.admin(), query)
    return list(listing.cells(rows, listing.shown(query)))


def _read(chunks):
    sheet = load_workbook(BytesIO(b"".join(chunks))).get_sheet_by_index(0)
    return [tuple(row) for row in sheet.to_python()[1:]]


def _write(rows):
    with Workbook(BytesIO(), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
