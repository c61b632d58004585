"""The lists of certificates: all of them, and those that end soon."""

import django_filters
from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone

from products.certificates import in_force, law_of, warning_days, with_status
from products.enums import STARS, CertificateState, CertificateStatus
from products.models import Certificate
from products.register_listings import CHIPS, STATUSES, OnGroundFilter, in_names
from products.validity import DAY
from programs.enums import Authority
from programs.regulations import re_evaluation_window
from programs.tables import Column, Kind, Listing, labelled

# --- Certificates ------------------------------------------------------------------------------


class CertificateFilter(OnGroundFilter):
    q = django_filters.CharFilter(label="tìm sản phẩm, chủ thể, số quyết định", method="search")
    star = django_filters.ChoiceFilter(choices=STARS, label="hạng sao")
    status = django_filters.ChoiceFilter(
        choices=[*CertificateStatus.choices, (CertificateState.PREPARED, "dự thảo")],
        label="hiệu lực hôm nay",
    )
    year = django_filters.NumberFilter(field_name="year", label="năm cấp")
    authority = django_filters.ChoiceFilter(choices=Authority.choices, label="cấp công nhận")
    ground = "product__commune"

    class Meta:
        model = Certificate
        fields = []

    def search(self, rows, _name, text):
        in_words = in_names(text, "product__name_key", "product__producer__name_key")
        return rows.filter(in_words | Q(decision_number__icontains=text.strip()))


def _certificates(user):
    rows = Certificate.objects.visible_to(user).exclude(state=CertificateState.DROPPED)
    return with_status(rows, timezone.localdate()).select_related(
        "product__commune", "product__producer"
    )


_WHOSE = (
    Column(
        key="product",
        title="Sản phẩm",
        value=lambda row: row.product_name or row.product.name,
        url=Certificate.get_absolute_url,
        sort="product__name_key",
        width=34,
    ),
    Column(
        key="producer",
        title="Chủ thể",
        value=lambda row: row.producer_name or row.product.producer.name,
        sort="product__producer__name_key",
        width=34,
    ),
    Column(
        key="commune",
        title="Xã, phường, thị trấn",
        value=lambda row: str(row.product.commune),
        sort="product__commune__name",
        width=22,
    ),
    Column(key="star", title="Sao", kind=Kind.NUMBER, sort="star", width=8),
    Column(key="label", title="Số giấy", sort="number", width=12),
)
_WORTH = Column(
    key="status",
    title="Hiệu lực hôm nay",
    value=lambda row: STATUSES[row.status],
    chips={STATUSES[status]: chip for status, chip in CHIPS.items()},
    sort="status",
    width=16,
)
_CERTIFICATE_COLUMNS = (
    *_WHOSE,
    Column(key="issued_on", title="Ngày cấp", kind=Kind.DATE, sort="issued_on"),
    Column(key="ends_on", title="Đến hết ngày", kind=Kind.DATE, sort="expires_on"),
    _WORTH,
    Column(key="decision_number", title="Số quyết định", sort="decision_number", width=20),
    Column(
        key="decision_date",
        title="Ngày quyết định",
        kind=Kind.DATE,
        sort="decision_date",
        shown=False,
    ),
    Column(
        key="authority",
        title="Cấp công nhận",
        value=labelled("authority", Authority),
        sort="authority",
        shown=False,
        width=16,
    ),
)

CERTIFICATES = Listing(
    name="giay-chung-nhan",
    title="Giấy chứng nhận",
    page="products:certificate_list",
    empty="Chưa có giấy chứng nhận nào trong phạm vi bạn được xem.",
    columns=_CERTIFICATE_COLUMNS,
    rows=_certificates,
    filterset=CertificateFilter,
    order=("-issued_on", "-pk"),
)


# --- Certificates that end soon ----------------------------------------------------------------

MONTHS = [(month, f"tháng {month}") for month in range(1, 13)]


class ExpiringFilter(OnGroundFilter):
    q = django_filters.CharFilter(label="tìm sản phẩm, chủ thể", method="search")
    month = django_filters.ChoiceFilter(
        field_name="ends_on__month", choices=MONTHS, label="hết hạn trong"
    )
    star = django_filters.ChoiceFilter(choices=STARS, label="hạng sao")
    ground = "product__commune"

    class Meta:
        model = Certificate
        fields = []

    def search(self, rows, _name, text):
        return rows.filter(in_names(text, "product__name_key", "product__producer__name_key"))


def _expiring(user):
    """What ends soon by the law of today, or was extended; with the window to apply again in."""
    today = timezone.localdate()
    law = law_of(today)
    # What ends later than this is in neither state: said so that an index serves.
    near = today + warning_days(law) * DAY
    rows = in_force(Certificate.objects.visible_to(user), today).filter(expires_on__lte=near)
    rows = with_status(rows, today, law)
    rows = rows.filter(status__in=[CertificateStatus.EXPIRING, CertificateStatus.EXTENDED])
    window = law and re_evaluation_window(law, F("expires_on"))
    opens, closes = (Cast(day, DateField()) for day in window or (Value(None), Value(None)))
    rows = rows.annotate(opens=opens, closes=closes)
    return rows.select_related("product__commune", "product__producer")


EXPIRING = Listing(
    name="sap-het-han",
    title="Giấy chứng nhận sắp hết hạn",
    page="products:expiring_list",
    empty="Không có giấy chứng nhận nào sắp hết hạn.",
    columns=(
        *_WHOSE,
        Column(key="ends_on", title="Đến hết ngày", kind=Kind.DATE, sort="ends_on"),
        Column(
            key="opens",
            title="Nộp hồ sơ đánh giá lại từ ngày",
            kind=Kind.DATE,
        ),
        Column(
            key="closes",
            title="Nộp chậm nhất ngày",
            kind=Kind.DATE,
        ),
        _WORTH,
    ),
    rows=_expiring,
    filterset=ExpiringFilter,
    order=("ends_on", "pk"),
)
