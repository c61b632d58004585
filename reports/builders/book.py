"""The register as a book of one flat sheet: a line for each certificate, as an import reads it."""

from django.db.models import Prefetch

from products.books.columns import FLAT_COLUMNS
from products.certificates.history import law_of, warning_days
from products.certificates.validity import life_of, status_on
from products.enums import CertificateStatus, Maturity, ProducerKind
from products.models import Certificate, Product
from programs import clock
from programs.enums import Authority, ProductGroup
from programs.tables import Table

TITLE = "Sổ sản phẩm OCOP"
CHUNK = 900  # SQLite refuses a condition on more than 1,000 related rows
_KINDS, _GROUPS = dict(ProducerKind.choices), dict(ProductGroup.choices)
_MATURITIES, _AUTHORITIES = dict(Maturity.choices), dict(Authority.choices)


def with_papers(products):
    """The products with what their certificates say, those of merged records among them."""
    issued = Certificate.objects.issued().prefetch_related("events").order_by("issued_on", "pk")
    rows = Product.objects.filter(pk__in=products.values("pk"))
    return (
        rows.select_related("producer", "commune__parent", "product_set")
        .prefetch_related(
            *("codes", "merged__codes"),
            Prefetch("certificates", issued, to_attr="papers"),
            Prefetch("merged__certificates", issued, to_attr="papers"),
        )
        .order_by("name", "pk")
    )


def all_of(product, name):
    """What the product and the records that were merged into it have under this name."""
    found = []
    for record in (product, *product.merged.all()):
        rows = getattr(record, name)
        found += rows if isinstance(rows, list) else rows.all()
    return found


def lines(products):
    """The cells of the book, line by line while the products are read."""
    today = clock.today()
    warn_days, number = warning_days(law_of(today)), 0
    for product in with_papers(products).iterator(chunk_size=CHUNK):
        facts = _facts(product)
        papers = sorted(all_of(product, "papers"), key=lambda paper: (paper.issued_on, paper.pk))
        for paper in papers or [None]:
            number += 1
            said = _said(paper, today, warn_days) if paper else {}
            cells = {"position": number} | facts | said
            yield tuple(cells.get(column.key) for column in FLAT_COLUMNS)


def book(products):
    return Table(title=TITLE, columns=FLAT_COLUMNS, rows=tuple(lines(products)), landscape=True)


def _facts(product):
    producer = product.producer
    names = ("registration_number", "representative", "phone", "email", "address")
    return {name: getattr(producer, name) for name in names} | {
        "codes": "; ".join(code.code for code in all_of(product, "codes")),
        "product_name": product.name,
        "producer_name": producer.name,
        "producer_kind": _KINDS[producer.kind],
        "commune": _place(product.commune),
        "product_group": _GROUPS[product.product_group],
        "product_set": str(product.product_set or ""),
        "maturity": _MATURITIES[product.maturity],
        "note": product.note,
    }


def _place(unit):
    """The place with what it lies in: names come twice in a province."""
    return f"{unit}, {unit.parent}" if unit.parent else str(unit)


def _said(paper, today, warn_days):
    status = status_on(life_of(paper), today, warn_days)
    return {
        "star": paper.star,
        "number": paper.label,
        "decision_number": paper.decision_number,
        "decision_date": paper.decision_date,
        "issued_on": paper.issued_on,
        "expires_on": paper.expires_on,
        "authority": _AUTHORITIES[paper.authority],
        "worth": CertificateStatus(status).label,
    }
