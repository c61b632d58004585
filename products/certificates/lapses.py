"""Certificates that expired with nothing after them, and why, as people on the spot say."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from products.certificates.history import with_status
from products.enums import CertificateStatus
from products.models import Certificate, Lapse, Product
from programs import clock
from programs.acts import StepRefused, act
from programs.enums import REGISTER_WRITERS

# A later certificate of the product: its own, or one of a record merged into it or with it.
_OF_ONE_PRODUCT = (
    {"product": OuterRef("product")},
    {"product__merged_into": OuterRef("product")},
    {"product": OuterRef("product__merged_into")},
    {"product__merged_into": OuterRef("product__merged_into")},
)


def lapsed(certificates):
    """The last of these certificates of each product, where it has expired by today."""
    rows = with_status(certificates.issued(), clock.today())
    rows = rows.filter(status=CertificateStatus.EXPIRED)
    later = Certificate.objects.issued().filter(issued_on__gt=OuterRef("issued_on"))
    return rows.filter(~of_one_product(later))


def of_one_product(certificates):
    """The condition that one of these certificates is of the product of the row that asks.

    A query for each way, for one with "or" would read them all.
    """
    ways = (Exists(certificates.filter(**relation)) for relation in _OF_ONE_PRODUCT)
    return reduce(or_, map(Q, ways))


def refusal(certificate, user):
    """The StepRefused that keeps this user from saying why it lapsed, or None."""
    if user.role not in REGISTER_WRITERS:
        return StepRefused(
            "Chỉ cán bộ đơn vị và cơ quan cấp tỉnh được ghi lý do không đánh giá lại.",
            status=403,
            code="role",
        )
    if not lapsed(Certificate.objects.filter(pk=certificate.pk)).exists():
        return StepRefused(
            "Giấy chứng nhận này còn hiệu lực, hoặc sản phẩm đã có giấy khác.", code="status"
        )
    return None


def record(lapse, *, by, key=None):
    """Write the reason down, or another one in its place; the trail keeps both."""
    certificate = lapse.certificate

    def refused(_product, user):
        return refusal(certificate, user)

    with act(certificate.product, by, key, rows=Product.objects.all(), refusal=refused) as the:
        old = Lapse.objects.filter(certificate=certificate).first()
        lapse.pk, lapse.recorded_by = old and old.pk, by
        lapse.save()
        the.record(
            "record_lapse",
            certificate,
            label="ghi lý do không đánh giá lại",
            note=": ".join(filter(None, [lapse.get_reason_display(), lapse.note])),
            data={"before": [old.reason, old.note]} if old else {},
        )
