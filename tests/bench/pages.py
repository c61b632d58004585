"""P19: the register's lists beside the list of registrations, and what the busiest pages cost."""

import time
from functools import partial
from statistics import median

from django.db.models import Count
from django.urls import reverse

from products.certificates.expiry_listings import EXPIRING
from products.certificates.listings import CERTIFICATES
from products.models import Plan
from products.plans.listings import REGISTRATIONS
from products.register.listings import PRODUCTS
from programs.enums import Role
from programs.models import User
from programs.paging import SIZE
from tests.bench import register_rows
from tests.bench.race import Figure, check, clock, race
from tests.bench.visitors import Visitor

CODE = "P19"


def pages(bench):
    for rows in bench.each_size():
        register_rows.fill(rows)
        yield from _lists(bench, rows)
        yield from _busiest(bench, rows)


def _lists(bench, rows):
    """A page of 50 of what must be computed or looked up, against one of plain rows."""
    plain = partial(bench.visitor.get, reverse(REGISTRATIONS.page))
    for listing in (PRODUCTS, CERTIFICATES, EXPIRING):
        ours = partial(bench.visitor.get, reverse(listing.page))
        _, found = listing.filter(bench.visitor.user, {})
        check(f"{CODE} {listing.name}", _lines(ours()), min(found.count(), SIZE))
        fast, slow = race(ours, plain, bench.pairs)
        yield Figure(CODE, f"{listing.title} / {REGISTRATIONS.title}", rows, fast, 1.3, slow)


def _lines(response):
    """How many rows the page shows below its head."""
    return response.content.count(b"<tr>") - 1


def _busiest(bench, rows):
    """Told in CPU for its own sake: nobody else's way of these pages is like enough to race."""
    officer = Visitor(User.objects.filter(role=Role.UNIT_OFFICER).earliest("pk"))
    longest = Plan.objects.visible_to(bench.visitor.user).annotate(size=Count("registrations"))
    plan = longest.latest("size", "pk")
    asked = {
        "trang chính của tỉnh": partial(bench.visitor.get, reverse("home")),
        "trang chính của đơn vị": partial(officer.get, reverse("home")),
        REGISTRATIONS.title: partial(bench.visitor.get, reverse(REGISTRATIONS.page)),
        f"kế hoạch {plan.size} dòng": partial(bench.visitor.get, plan.get_absolute_url()),
    }
    for what, job in asked.items():
        job()
        spent = median(clock(job, time.process_time) for _ in range(max(bench.pairs, 5)))
        yield Figure(CODE, f"{what}: CPU", rows, spent)
