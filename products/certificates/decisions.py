"""The decisions that certificates rest on, as papers and mails cite them."""

from products.certificates.numbering import issuer_of
from programs.citations import Cited, committee_of
from programs.enums import Authority


def decision_of(certificate) -> Cited:
    """The decision that recognised the product. What it is called is not known, and left out."""
    day = certificate.decision_date
    return Cited(certificate.decision_number, day, granting_body(certificate, day))


def granting_body(certificate, day) -> str:
    """Who grants this certificate, by its name on the day, or "" where it is not known.

    The regulation says which level, and whether the body itself or its head: "Chủ tịch UBND cấp
    tỉnh" is "Chủ tịch Ủy ban nhân dân tỉnh Quảng Ngãi".
    """
    bands = certificate.regulation.starbands.filter(star=certificate.star)
    grantor = bands.values_list("grantor", flat=True).first() or ""
    if certificate.authority == Authority.MINISTRY:
        return grantor if grantor.startswith("Bộ ") else ""
    unit = issuer_of(certificate.series, day)
    if unit is None:
        return ""
    level = f"UBND {certificate.get_authority_display()}"
    named = committee_of(unit)
    return grantor.replace(level, named) if level in grantor else named
