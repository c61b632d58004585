"""P20: what it costs to find rows among the most: in each list, and in all of them at once."""

from functools import partial

from django.db import connection

from products.certificates.listings import CERTIFICATES
from products.ground.words import check_words
from products.models import Certificate
from products.plans.listings import REGISTRATIONS
from products.register.listings import PRODUCERS, PRODUCTS
from programs.paging import page
from reports.public.listings import CATALOGUE
from reports.search import search
from tests.bench import national, register_rows
from tests.bench.filling import RARE
from tests.bench.race import Figure, check, clock

# Milliseconds for a list, and for all groups of the search in the bar.
CODE, MOST, MOST_IN_ALL = "P20", 100, 400
# What the planner of PostgreSQL guesses wrong: two words that are frequent each.
FREQUENT = "mật ong"


def searching(bench):
    """Words, a number, a place: the second time, as for whoever asks next."""
    with bench.databases.using(bench.sizes[0]):
        register_rows.fill(bench.sizes[0])
        check(CODE, [str(each) for each in check_words() if not each.passed], [])
    with bench.databases.using(bench.most):
        register_rows.fill(bench.most)
        paper = Certificate.objects.issued().latest("pk")
        check(CODE, paper.pk in _keys(CERTIFICATES, paper.label), True)
        words = ("trà", FREQUENT, RARE, "yến sào", paper.label, paper.product.name)
        for text in words:
            for listing in (PRODUCTS, PRODUCERS, CERTIFICATES, CATALOGUE, REGISTRATIONS):
                yield _figure(bench, f"{listing.title}, “{text}”", partial(_keys, listing, text))
            yield _figure(
                bench, f"mọi nơi, “{text}”", partial(search, national.admin(), text), MOST_IN_ALL
            )


def _figure(bench, what, job, most=MOST):
    must = None if connection.vendor == "sqlite" or FREQUENT in what else most
    took = min(clock(job) for _ in range(max(2, bench.pairs)))
    return Figure(CODE, what, bench.most, took, must)


def _keys(listing, text):
    _, rows = listing.filter(national.admin(), {"q": text})
    return [row.pk for row in page(rows, listing.order).rows]
