"""What is printed on a certificate, as plain values: from the issued row, which never changes."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

TEMPLATE = "certificate-1"


@dataclass(frozen=True)
class CertificatePaper:
    """One certificate as it is printed. `address` is where anybody may check it."""

    number: str
    product: str
    producer: str
    star: int
    grantor: str
    decision_number: str
    decision_date: date
    issued_on: date
    expires_on: date
    code: str
    address: str


def certificate_paper(certificate):
    band = certificate.regulation.starbands.get(star=certificate.star)
    return CertificatePaper(
        number=certificate.label,
        product=certificate.product_name,
        producer=certificate.producer_name,
        star=certificate.star,
        grantor=band.grantor or certificate.get_authority_display(),
        decision_number=certificate.decision_number,
        decision_date=certificate.decision_date,
        issued_on=certificate.issued_on,
        expires_on=certificate.expires_on,
        code=certificate.check_code,
        address=settings.BASE_URL
        + reverse("reports:certificate_check", args=[certificate.check_code]),
    )
