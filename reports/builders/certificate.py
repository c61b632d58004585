"""What is printed on a certificate, as plain values: from the issued row, which never changes."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from products.certificates.decisions import granting_body
from products.certificates.numbering import issuer_of
from products.certificates.particulars import address_of
from programs.citations import day_in_full
from programs.enums import Authority, UnitKind
from programs.models import Unit
from reports.layouts import Line, filled, layout_on

TEMPLATE = "certificate-2"
# Where the ministries have their seat.
CAPITAL = "Hà Nội"
COMMITTEE = "Ủy ban nhân dân"


@dataclass(frozen=True)
class CertificatePaper:
    """One certificate as it is printed. `address` is where anybody may check it.

    `authority` are the lines above the title of the signer; empty is what is signed by hand.
    """

    number: str
    issued_on: date
    orientation: str
    frame: str
    colour: str
    title: str
    subtitle: str
    lines: tuple[Line, ...]
    star: int
    foot: tuple[Line, ...]
    place_and_date: str
    authority: tuple[str, ...]
    signer_title: str
    signer: str
    address: str


def certificate_paper(certificate):
    """The paper of an issued certificate, by the layout in force on its day of issue."""
    layout = layout_on(certificate.issued_on)
    values = {
        "body": _body(certificate),
        "product": certificate.product_name,
        "producer": certificate.producer_name,
        "stars": str(certificate.star),
        "number": certificate.label,
        "decision": certificate.decision_number,
        "decided_on": f"{certificate.decision_date:%d/%m/%Y}",
        "valid_from": f"{certificate.issued_on:%d/%m/%Y}",
        "valid_to": f"{certificate.expires_on:%d/%m/%Y}",
    }
    return paper_by(
        layout,
        values | _particulars(certificate),
        issued_on=certificate.issued_on,
        place_and_date=f"{_place(certificate)}, {day_in_full(certificate.issued_on)}",
        authority=tuple(certificate.signer_authority.splitlines()),
        signer_title=certificate.signer_title,
        signer=certificate.signer_name,
        address=settings.BASE_URL
        + reverse("reports:certificate_check", args=[certificate.check_code]),
    )


def paper_by(layout, values, **facts):
    """The paper that this layout makes of the values of its placeholders."""
    return CertificatePaper(
        number=values["number"],
        orientation=layout.orientation,
        frame=layout.frame,
        colour=layout.colour,
        title=layout.title,
        subtitle=layout.subtitle,
        lines=filled(layout.lines, values),
        star=int(values["stars"]),
        foot=filled(layout.foot, values),
        **facts,
    )


def _body(certificate):
    """Who grants it, in capitals; where it is not known by name, its level."""
    named = granting_body(certificate, certificate.decision_date)
    return (named or f"{COMMITTEE} {certificate.get_authority_display()}").upper()


def _place(certificate):
    """The place that a document of this body bears before its date."""
    if certificate.authority == Authority.MINISTRY:
        return CAPITAL
    unit = (
        issuer_of(certificate.series, certificate.decision_date)
        or Unit.objects.filter(kind=UnitKind.PROVINCE).order_by("valid_from", "code").first()
    )
    return unit.name if unit else "…"


def _particulars(certificate):
    """Address, set and code: those of the day of issue, or of today where they were not kept."""
    if certificate.producer_address:
        address, product_set = certificate.producer_address, certificate.set_name
        code = certificate.product_code
    else:
        product = certificate.product
        address = address_of(product.producer, certificate.issued_on)
        product_set = product.product_set.name if product.product_set else ""
        code = given.code if (given := product.codes.last()) else ""
    return {"address": address, "set": product_set, "code": code}
