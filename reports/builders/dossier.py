"""What a bound dossier holds, as plain values: of the papers that its reader may see."""

from dataclasses import dataclass
from datetime import date

from django.core.files.storage import default_storage

from products.dossiers.evidence import ordered
from products.models import Document
from programs import clock


@dataclass(frozen=True)
class Line:
    """A paper in the table of contents. `remark` says why it is not bound."""

    number: int
    section: str
    title: str
    facts: str
    path: str
    kind: str
    pages: int
    remark: str = ""

    @property
    def is_printed(self):
        return not self.remark

    def sheet(self):
        """What the bindery is told."""
        names = ("path", "kind", "section", "title", "pages")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class DossierPaper:
    product: str
    producer: str
    place: str
    kind: str
    star: int
    state: str
    printed_on: date
    lines: tuple[Line, ...]


def dossier_paper(dossier, user):
    today, product = clock.today(), dossier.product
    papers = Document.objects.visible_to(user).filter(dossier=dossier).standing()
    return DossierPaper(
        product=product.name,
        producer=product.producer.name,
        place=str(product.commune),
        kind=dossier.get_kind_display(),
        star=dossier.aimed_star,
        state=dossier.get_state_display(),
        printed_on=today,
        lines=tuple(_line(number, row, today) for number, row in enumerate(ordered(papers), 1)),
    )


def _line(number, row, today):
    return Line(
        number=number,
        section=row.get_kind_display(),
        title=row.title,
        facts="; ".join(_facts(row, today)),
        path=row.file.path,
        kind=row.content_type,
        pages=row.pages or 1,
        remark=_remark(row),
    )


def _facts(row, today):
    if row.number:
        yield f"số {row.number}"
    if row.issuer:
        yield row.issuer
    if row.issued_on:
        yield f"cấp ngày {row.issued_on:%d/%m/%Y}"
    if row.valid_until:
        gone = ", đã hết giá trị" if row.has_expired(today) else ""
        yield f"có giá trị đến hết ngày {row.valid_until:%d/%m/%Y}{gone}"


def _remark(row):
    if not default_storage.exists(row.file.name):
        return "máy chủ không còn tệp"
    return "" if row.is_shown else f"kèm theo, không in: {row.name}"
