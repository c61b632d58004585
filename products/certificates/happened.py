"""What happened to certificates in a time: granted and on what occasion, revoked, lapsed."""

from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Value, When

from products.certificates.history import with_status
from products.certificates.lapses import of_one_product
from products.certificates.validity import DAY
from products.enums import CertificateStatus, EventKind
from products.models import Certificate, CertificateEvent


class Occasion(models.TextChoices):
    """Why a product got a certificate."""

    NEW = "new", "công nhận lần đầu"
    UPGRADE = "upgrade", "nâng hạng"
    AGAIN = "again", "đánh giá lại, cấp lại"


def granted_on(rows, occasion):
    """The issued ones of this occasion: the product's first, a higher star, or another one."""
    upgraded, earlier = _upgraded(), _follows()
    rows = rows.issued()
    if occasion == Occasion.UPGRADE:
        return rows.filter(upgraded)
    return rows.exclude(earlier) if occasion == Occasion.NEW else rows.filter(earlier, ~upgraded)


def occasion_of():
    """The occasion of each issued certificate, in the database: by which granted_on() finds it."""
    return Case(
        When(_upgraded(), then=Value(Occasion.UPGRADE)),
        When(_follows(), then=Value(Occasion.AGAIN)),
        default=Value(Occasion.NEW),
        output_field=CharField(),
    )


def _upgraded():
    """A certificate of this product was upgraded by it."""
    return Exists(
        CertificateEvent.objects.filter(kind=EventKind.UPGRADED, by_certificate=OuterRef("pk"))
    )


def _follows():
    """Its product had one before."""
    return of_one_product(Certificate.objects.issued().filter(issued_on__lt=OuterRef("issued_on")))


def revoked_in(rows, start, end):
    """Those that were revoked from a day of this time on; one reinstated later counts too."""
    revoked = CertificateEvent.objects.filter(certificate=OuterRef("pk"), kind=EventKind.REVOKED)
    return rows.filter(Exists(revoked.filter(on__range=(start, end))))


def lapsed_in(rows, start, end):
    """Those whose last day lies in this time, with none after them by its end.

    Neither closed before their day nor extended beyond the time.
    """
    later = of_one_product(
        Certificate.objects.issued().filter(
            issued_on__gt=OuterRef("issued_on"), issued_on__lte=end + DAY
        )
    )
    rows = with_status(rows.issued(), end + DAY).filter(status=CertificateStatus.EXPIRED)
    return rows.filter(~later, ends_on__range=(start, end))
