"""P9, P10, P11: a page of the list of products, any page of it, and what a search costs."""

from functools import partial

from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.urls import reverse
from django.utils.html import escape

from products.enums import IN_FORCE_STATES, SENT_STATES, PlanState
from products.models import Registration
from products.plans.listings import REGISTRATIONS
from programs.models import Unit
from programs.paging import COUNT_LIMIT, SIZE, page
from programs.text import fold
from tests.bench import national, usual_list
from tests.bench.filling import RARE
from tests.bench.race import Figure, check, queries, race

MOST_QUERIES = 6
# Of so many rows at the beginning at least a page may be read.
ENOUGH = 2000


def first_page(bench):
    """P9: the first page of the list, against django-tables2 and crispy."""
    path = reverse("products:registration_list")
    ours, usual = (partial(bench.visitor.get, each) for each in (path, f"/{usual_list.PATH}"))
    apps = [*settings.INSTALLED_APPS, "django_tables2"]
    with override_settings(INSTALLED_APPS=apps, ROOT_URLCONF=usual_list.__name__):
        for rows in bench.each_size():
            ours()  # the first request of a session writes the session
            answer, asked = queries(ours)
            for name, response in (("P9", answer), ("P9, django-tables2", usual())):
                check(name, _missing(response), [])
            what = "danh sách: số truy vấn"
            yield Figure("P9", what, rows, asked, MOST_QUERIES, unit="", gate=True)
            fast, slow = race(ours, usual, bench.pairs)
            what = "danh sách / django-tables2"
            yield Figure("P9", what, rows, fast, 0.15, slow, 0.1, grows=True)


def _missing(response):
    """The products of the first page that the page does not name."""
    content = response.content.decode()
    beginning = Registration.objects.order_by("plan_id")[:ENOUGH]
    first = _expected(_readable(beginning), {})[:SIZE]
    names = Registration.objects.filter(pk__in=first).values_list("product_name", flat=True)
    return [name for name in names if escape(name) not in content]


def any_page(bench):
    """P10: filters and deep pages among the most rows, against the same among fewer."""
    small, large = bench.sizes[-2:] if len(bench.sizes) > 1 else bench.sizes * 2
    with bench.databases.using(small):
        readable = _readable(Registration.objects.all())
        for label, query in _queries().items():
            check(f"P10 {label}", _shown(query), _expected(readable, query)[:SIZE])
    path = reverse("products:registration_list")
    for label, query in _queries().items():
        many, few = race(
            partial(_visit, bench, large, path, query),
            partial(_visit, bench, small, path, query),
            bench.pairs,
        )
        what = f"danh sách, {label} / {small} dòng"
        yield Figure("P10", what, large, many, 1.3, few, 1.0, grows=True, fewer=small)


def _visit(bench, rows, path, query):
    with bench.databases.using(rows):
        return bench.visitor.get(path, query)


def _queries():
    campaign = national.campaign_of_the_year().pk
    unit = Unit.objects.get(code="350").pk
    deep = {"sau": "3800.1.1"}
    return {
        "không lọc": {},
        "trang sâu": deep,
        "một đợt": {"campaign": campaign},
        "một đơn vị": {"unit": unit},
        "đơn vị, đợt, đang tính": {"campaign": campaign, "unit": unit, "counting": "true"},
        "đang tính": {"counting": "true"},
        "hình thức hiếm": {"form": "4_to_5"},
        "hình thức hiếm, trang sâu": {"form": "4_to_5"} | deep,
        "nhóm": {"group": "tourism"},
        "loại hình": {"kind": "farm"},
        "phân loại": {"maturity": "established"},
        "từ hay gặp": {"q": "trà"},
        "hai từ": {"q": "mật ong"},
        "từ hiếm": {"q": RARE},
        "từ không có": {"q": "yến sào"},
    }


def searching(bench):
    """P11: words without accents among the most rows, against SQL written by hand."""
    with bench.databases.using(bench.most):
        for text in ("trà", "mật ong", RARE, "yến sào"):
            words = [f"%{word}%" for word in fold(text).split()]
            check(f"P11 {text}", _shown({"q": text}), _by_hand(words)[:SIZE])
            ours, raw = race(partial(_shown, {"q": text}), partial(_by_hand, words), bench.pairs)
            yield Figure("P11", f"tìm “{text}” / SQL", bench.most, ours, 1.5, raw)


def _by_hand(words):
    """The keys of a page, and a count that stops where the page's does."""
    states = sorted(SENT_STATES - {PlanState.SUPERSEDED})
    found = " AND ".join(["(r.product_fold LIKE %s OR r.producer_fold LIKE %s)"] * len(words))
    marks = ", ".join(["%s"] * len(states))
    rows = (
        "FROM products_registration r JOIN products_plan p ON p.id = r.plan_id "
        f"WHERE p.state IN ({marks}) AND {found}"
    )
    order = f"ORDER BY r.plan_id, r.position, r.id LIMIT {SIZE + 1}"
    count = f"SELECT COUNT(*) FROM (SELECT r.id {rows} LIMIT {COUNT_LIMIT + 1}) counted"  # noqa: S608 -- ours
    facts = [*states, *(word for word in words for _ in range(2))]
    with connection.cursor() as cursor:
        cursor.execute(count, facts)
        cursor.execute(f"SELECT r.id {rows} {order}", facts)
        return [key for (key,) in cursor.fetchall()]


def _shown(query):
    """The keys of the rows on the page that this query asks for."""
    _, rows = REGISTRATIONS.filter(national.admin(), query)
    return [row.pk for row in page(rows, REGISTRATIONS.order, query.get("sau", "")).rows]


# --- The same, row by row, with no help from the database ----------------------------------------


def _readable(rows):
    """What the administrator may read of these rows, in order."""
    rows = rows.select_related("plan").iterator()
    states = SENT_STATES - {PlanState.SUPERSEDED}
    return sorted(
        (row for row in rows if row.plan.state in states),
        key=lambda row: (row.plan_id, row.position, row.pk),
    )


def _expected(rows, query):
    return [row.pk for row in rows if _matches(row, query)]


def _matches(row, query):
    plan = row.plan
    cells = {
        "campaign": plan.campaign_id,
        "unit": plan.unit_id,
        "form": row.form,
        "group": row.product_group,
        "kind": row.producer_kind,
        "maturity": row.maturity,
        "counting": "true" if plan.state in IN_FORCE_STATES or not plan.adjusts_id else "false",
    }
    key = tuple(map(int, query.get("sau", "0.0.0").split(".")))
    words, names = fold(query.get("q", "")).split(), fold(row.product_name + row.producer_name)
    return (
        (row.plan_id, row.position, row.pk) > key
        and all(cells[name] == value for name, value in query.items() if name in cells)
        and all(word in names for word in words)
    )
