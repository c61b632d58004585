"""The lists of certificates: all of them, and those that end soon."""

import django_filters
from django.db.models import DateField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast

from products.certificates import ending_soon, law_of, with_status
from products.enums import CLOSING, STARS, CertificateState, CertificateStatus, DossierState
from products.expiry import notice_of, notice_words, with_notices
from products.expiry_letters import EXPIRING_ACTIONS
from products.models import Certificate, Dossier, ExpiryNotice
from products.register_listings import CHIPS, STATUSES, OnGroundFilter, in_names, place_columns
from programs.enums import Authority
from programs.forms.listings import TickFilter, YearFilter
from programs.regulations import re_evaluation_window
from programs.tables import Column, Kind, Listing, labelled

MONTHS = [(month, f"tháng {month}") for month in range(1, 13)]

# --- Certificates ------------------------------------------------------------------------------


class CertificateFilter(OnGroundFilter):
    q = django_filters.CharFilter(label="tìm sản phẩm, chủ thể, số quyết định", method="search")
    star = django_filters.ChoiceFilter(choices=STARS, label="hạng sao")
    status = django_filters.ChoiceFilter(
        choices=[*CertificateStatus.choices, (CertificateState.PREPARED, "dự thảo")],
        label="hiệu lực vào ngày xem",
    )
    year = YearFilter(field_name="year", label="năm cấp")
    authority = django_filters.ChoiceFilter(choices=Authority.choices, label="cấp công nhận")
    ends_year = YearFilter(field_name="ends_on__year", label="năm hết hạn")
    ends_month = django_filters.ChoiceFilter(
        field_name="ends_on__month", choices=MONTHS, label="hết hạn trong"
    )
    runs_out = TickFilter(method="to_its_end", label="không bị thay thế, thu hồi trước hạn")
    ground = "product__commune"

    class Meta:
        model = Certificate
        fields = []

    def on(self, rows, day):
        return with_status(rows, day)

    def search(self, rows, _name, text):
        in_words = in_names(text, "product__name_key", "product__producer__name_key")
        return rows.filter(in_words | Q(decision_number__icontains=text.strip()))

    def to_its_end(self, rows, _name, ticked):
        return rows.exclude(status__in=CLOSING.values()) if ticked else rows


def _certificates(user):
    rows = Certificate.objects.visible_to(user).exclude(state=CertificateState.DROPPED)
    return rows.select_related("product__commune", "product__producer")


WHOSE = (
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
    *place_columns("product"),
    Column(key="star", title="Sao", kind=Kind.NUMBER, sort="star", width=8),
    Column(key="label", title="Số giấy", sort="number", width=12),
)
_WORTH = Column(
    key="status",
    title="Hiệu lực vào ngày xem",
    value=lambda row: STATUSES[row.status],
    chips={STATUSES[status]: chip for status, chip in CHIPS.items()},
    sort="status",
    width=16,
)
_CERTIFICATE_COLUMNS = (
    *WHOSE,
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


class ExpiringFilter(OnGroundFilter):
    q = django_filters.CharFilter(label="tìm sản phẩm, chủ thể", method="search")
    month = django_filters.ChoiceFilter(
        field_name="ends_on__month", choices=MONTHS, label="hết hạn trong"
    )
    year = YearFilter(field_name="ends_on__year", label="năm hết hạn")
    star = django_filters.ChoiceFilter(choices=STARS, label="hạng sao")
    in_window = TickFilter(method="to_apply", label="đang nhận hồ sơ đánh giá lại, chưa nộp")
    untold = TickFilter(method="without_letter", label="chưa có công văn báo hết hạn")
    ground = "product__commune"

    class Meta:
        model = Certificate
        fields = []

    def on(self, rows, day):
        """What ends soon by the law of the day, or was extended; each with its window."""
        law = law_of(day)
        rows = with_status(ending_soon(rows, day, law), day, law)
        window = law and re_evaluation_window(law, F("expires_on"))
        opens, closes = (Cast(each, DateField()) for each in window or (Value(None), Value(None)))
        return with_notices(rows.annotate(opens=opens, closes=closes))

    def search(self, rows, _name, text):
        return rows.filter(in_names(text, "product__name_key", "product__producer__name_key"))

    def to_apply(self, rows, _name, ticked):
        return in_window(rows, self.asked) if ticked else rows

    def without_letter(self, rows, _name, ticked):
        told = ExpiryNotice.objects.filter(certificate=OuterRef("pk"), ends_on=OuterRef("ends_on"))
        return rows.filter(~Exists(told)) if ticked else rows


def in_window(rows, day):
    """The certificates that end soon, whose dossier is due on the day and was not handed in yet."""
    handed_in = Dossier.objects.exclude(state__in=[DossierState.DRAFT, DossierState.WITHDRAWN])
    return rows.filter(opens__lte=day, closes__gte=day).exclude(dossiers__in=handed_in)


def _expiring(user):
    rows = Certificate.objects.visible_to(user).issued()
    return rows.select_related("product__commune", "product__producer", "regulation")


def _letter_url(row):
    notice = notice_of(row)
    return notice.letter.get_absolute_url() if notice else ""


EXPIRING = Listing(
    name="sap-het-han",
    title="Giấy chứng nhận sắp hết hạn",
    page="products:expiring_list",
    empty="Không có giấy chứng nhận nào sắp hết hạn.",
    columns=(
        *WHOSE,
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
        Column(
            key="notice",
            title="Công văn báo hết hạn",
            value=notice_words,
            url=_letter_url,
            width=34,
        ),
    ),
    rows=_expiring,
    filterset=ExpiringFilter,
    order=("expires_on", "pk"),
    actions=EXPIRING_ACTIONS,
    bulk="products:expiring_bulk",
)
