"""What is printed on a certificate, as plain values: from the issued row, which never changes."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

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
    unit = _granting_unit(certificate)
    values = {
        "body": _body(certificate, unit),
        "product": certificate.product_name,
        "producer": certificate.producer_name,
        "stars": str(certificate.star),
        "number": certificate.label,
        "decision": certificate.decision_number,
        "decided_on": f"{certificate.decision_date:%d/%m/%Y}",
        "valid_from": f"{certificate.issued_on:%d/%m/%Y}",
        "valid_to": f"{certificate.expires_on:%d/%m/%Y}",
    }
    place = _place(certificate, unit)
    return paper_by(
        layout,
        values | _particulars(certificate),
        issued_on=certificate.issued_on,
        place_and_date=f"{place}, {day_in_full(certificate.issued_on)}",
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


def _granting_unit(certificate):
    """The district or province whose running number it bears, as it was on the decision's day.

    Of days before all that is known of it, as it is known first.
    """
    _, _, code = certificate.series.partition("-")
    units = list(Unit.objects.filter(code=code).order_by("valid_from")) if code else []
    found = (unit for unit in units if unit.exists_on(certificate.decision_date))
    return next(found, units[0] if units else None)


def _body(certificate, unit):
    """Who grants it, in the words of the law, with the name of the unit in place of its level."""
    band = certificate.regulation.starbands.filter(star=certificate.star).first()
    level = certificate.get_authority_display()
    words = (band and band.grantor) or f"{COMMITTEE} {level}"
    if unit:
        words = words.replace(level, f"{unit.get_kind_display()} {unit.name}")
    return words.replace("UBND", COMMITTEE).upper()


def _place(certificate, unit):
    """The place that a document of this body bears before its date."""
    if certificate.authority == Authority.MINISTRY:
        return CAPITAL
    unit = (
        unit or Unit.objects.filter(kind=UnitKind.PROVINCE).order_by("valid_from", "code").first()
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
