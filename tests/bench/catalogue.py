"""P18: the public catalogue and the lists of the register, against SQL written by hand."""

from functools import partial

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from products.certificates.expiry_listings import EXPIRING
from products.certificates.listings import CERTIFICATES
from products.register.listings import PRODUCTS
from programs.models import Unit
from programs.names import sought
from programs.paging import COUNT_LIMIT, SIZE, page
from programs.succession import ground_of
from reports.public.listings import CATALOGUE, page_of, public_rows
from tests.bench import national, register_rows
from tests.bench.filling import RARE
from tests.bench.race import Figure, check, queries, race

CODE = "P18"
# Of a list with photos; of a product with what else comes from its unit.
MOST_QUERIES = {"danh mục": 6, "một sản phẩm": 13}
_IN_FORCE = """
FROM products_certificate c JOIN products_product p ON p.id = c.product_id
JOIN products_producer m ON m.id = p.producer_id
WHERE c.state = 'issued' AND c.issued_on <= %s AND (c.expires_on >= %s OR EXISTS (
SELECT 1 FROM products_certificateevent e
WHERE e.certificate_id = c.id AND e.kind = 'extended' AND e.until >= %s))
AND NOT EXISTS (SELECT 1 FROM products_certificateevent e WHERE e.certificate_id = c.id
AND e.kind IN ('upgraded', 'replaced', 'revoked') AND e."on" <= %s)
"""


def public(bench):
    """The pages of everybody at each size; then what is asked of them among the most rows."""
    for rows in bench.each_size():
        register_rows.fill(rows)
        yield from _pages(bench, rows)
    small, large = bench.sizes[-2:] if len(bench.sizes) > 1 else bench.sizes * 2
    for label, query in _queries().items():
        with bench.databases.using(large):
            by_hand = partial(_by_hand, query)
            check(f"{CODE} {label}", _shown(CATALOGUE, query), by_hand()[:SIZE])
            ours, raw = race(partial(_shown, CATALOGUE, query), by_hand, bench.pairs)
        yield Figure(CODE, f"danh mục, {label} / SQL", large, ours, 1.5, raw)
    for listing in (CATALOGUE, PRODUCTS, CERTIFICATES, EXPIRING):
        many, few = race(
            partial(_among, bench, large, listing),
            partial(_among, bench, small, listing),
            bench.pairs,
        )
        what = f"{listing.title} / {small} dòng"
        yield Figure(CODE, what, large, many, 1.3, few, 1.0, grows=True, fewer=small)


def _pages(bench, rows):
    """Drawn anew for somebody signed in, and kept for everybody else."""
    stranger = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    paths = {
        "danh mục": reverse("reports:public_products"),
        "một sản phẩm": page_of(public_rows().first()),
    }
    for what, path in paths.items():
        anew = partial(bench.visitor.get, path)
        anew()
        asked = queries(anew)[1]
        most = MOST_QUERIES[what]
        yield Figure(CODE, f"{what}: số truy vấn", rows, asked, most, unit="", gate=True)
        kept = partial(stranger.get, path, secure=True)
        kept()
        asked = queries(kept)[1]
        yield Figure(CODE, f"{what}, bản giữ: truy vấn", rows, asked, 0, unit="", gate=True)
        quick, slow = race(kept, anew, bench.pairs)
        yield Figure(CODE, f"{what}, bản giữ / vẽ mới", rows, quick, 0.5, slow)


def _queries():
    return {
        "không lọc": {},
        "một đơn vị": {"unit": Unit.objects.get(code="350").pk},
        "nhóm": {"group": "tourism"},
        "5 sao": {"star": "5"},
        "từ hay gặp": {"q": "trà"},
        "hai từ": {"q": "mật ong"},
        "từ hiếm": {"q": RARE},
        "từ không có": {"q": "yến sào"},
    }


def _shown(listing, query):
    _, rows = listing.filter(national.admin(), query)
    return [row.pk for row in page(rows, listing.order_of(query)).rows]


def _among(bench, rows, listing):
    with bench.databases.using(rows):
        return bench.visitor.get(reverse(listing.page))


def _by_hand(query):
    """The keys of a page, and a count that stops where the page's does."""
    conditions, facts = [_IN_FORCE], [timezone.localdate()] * 4
    if unit := query.get("unit"):
        places = list(ground_of(unit).values_list("pk", flat=True))
        conditions.append(f"p.commune_id IN ({', '.join(['%s'] * len(places))})")
        facts += places
    for column, name in (("p.product_group", "group"), ("c.star", "star")):
        if name in query:
            conditions.append(f"{column} = %s")
            facts.append(query[name])
    for word in sought(query.get("q", "")):
        conditions.append("p.words LIKE %s")
        facts.append(f"%{word}%")
    rows = " AND ".join(conditions)
    with connection.cursor() as cursor:
        counted = f"SELECT COUNT(*) FROM (SELECT c.id {rows} LIMIT {COUNT_LIMIT + 1}) counted"  # noqa: S608 -- ours
        cursor.execute(counted, facts)
        cursor.execute(f"SELECT c.id {rows} ORDER BY p.name, c.id LIMIT {SIZE + 1}", facts)
        return [key for (key,) in cursor.fetchall()]
