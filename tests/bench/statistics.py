"""P22: a cross table of statistics against the grouped SQL that somebody would write by hand."""

from collections import Counter
from functools import partial

from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from reports.statistics.counting import Asked, cross
from reports.statistics.subjects import CERTIFICATE_FIGURES
from tests.bench import national, register_rows
from tests.bench.race import Figure, check, queries, race

CODE = "P22"
QUERIES = {"group": 1, "unit": 8}
# The filter of what is in force is the list's own; the hand asks what is of today's dates.
ISSUED = """
SELECT {}, c.star, COUNT(*) FROM products_certificate c
JOIN products_product p ON p.id = c.product_id
WHERE c.state = 'issued' AND c.issued_on <= %s GROUP BY 1, 2
"""
COLUMNS = {"group": "p.product_group", "unit": "p.commune_id"}
WORDS = {"group": "nhóm", "unit": "đơn vị"}


def statistics(bench):
    """Of all certificates: by group and star, and by unit (its ground of today) and star."""
    for rows in bench.each_size():
        register_rows.fill(rows)
        for name, most in QUERIES.items():
            job = partial(cross, _asked(name), national.admin())
            found, asked = queries(job)
            by_hand = partial(_by_hand, name)
            check(f"{CODE} {name}", _by_star(found), _by_star_of(by_hand()))
            what = f"thống kê {WORDS[name]} × hạng sao"
            yield Figure(CODE, f"{what}: số truy vấn", rows, asked, most, unit="", gate=True)
            ours, raw = race(job, by_hand, bench.pairs)
            yield Figure(CODE, f"{what} / SQL tay", rows, ours, 2, raw, 1.2, grows=True)
    path = reverse("reports:statistics")
    query = {"ve": "giay", "dong": "group", "ngang": "star", "status": "issued"}
    with bench.databases.using(bench.most):
        ours, raw = race(
            partial(bench.visitor.get, path, query), partial(_by_hand, "group"), bench.pairs
        )
    yield Figure(CODE, "trang thống kê / SQL tay", bench.most, ours, 2, raw, 1.2)


def _asked(name):
    subject = CERTIFICATE_FIGURES
    dimensions = {each.name: each for each in subject.dimensions}
    query = QueryDict(mutable=True)
    query["status"] = "issued"
    query["issued_to"] = f"{timezone.localdate():%d/%m/%Y}"
    return Asked(subject, dimensions[name], dimensions["star"], subject.measures[0], query)


def _by_hand(name):
    with connection.cursor() as cursor:
        cursor.execute(ISSUED.format(COLUMNS[name]), [timezone.localdate()])
        return cursor.fetchall()


def _by_star(found):
    """Of each star in all: units that overlap would tell a row twice, the total never."""
    return {column.key: found.number(column=column) for column in found.columns}


def _by_star_of(lines):
    counts = Counter()
    for _, star, number in lines:
        counts[star] += number
    return {star: counts[star] for star in (3, 4, 5)}
