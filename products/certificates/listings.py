"""The lists of certificates: all of them, and those that end soon."""

from datetime import date

import django_filters
from django.utils.functional import cached_property

from products.certificates.happened import Occasion, granted_on, lapsed_in, revoked_in
from products.certificates.history import law_of, valid_on, with_status, worth_of
from products.certificates.marks import STATUSES
from products.enums import CLOSING, STARS, WORTH_TONES, CertificateState, CertificateStatus
from products.ground.listings import (
    OnGroundFilter,
    group_filter,
    maker_filter,
    place_columns,
    producer_column,
    product_column,
    set_filter,
)
from products.ground.location import lay_in
from products.models import Certificate
from products.models.certificates import mark_of
from programs import clock
from programs.completing import Telling, joined
from programs.enums import ADMIN, REGISTER_READERS, Authority
from programs.forms.accounts import dated
from programs.forms.base import FIRST_YEAR
from programs.forms.listings import DayFilter, TickFilter, UnitFilter, YearFilter
from programs.models import Regulation, Unit
from programs.succession import with_heirs
from programs.tables import Column, Door, Kind, Listing, by_label, labelled, page_of
from programs.templatetags.icons import stars

MONTHS = [(month, f"tháng {month}") for month in range(1, 13)]


# Of the product of a certificate: what its list and the letter about its end read.
OF_PRODUCT = (
    *("product__name", "product__producer__name"),
    *("product__commune__kind", "product__commune__name"),
    *("product__commune__valid_to", "product__commune__parent"),
)


# Choices that stand for several stars, and for all that is in force.
FOUR_UP, HOLDING = "4_up", "in_force"
# Those that need not be computed of each certificate.
SAID_PLAINLY = {HOLDING, CertificateState.ISSUED}


class WorthFilter(OnGroundFilter):
    """What lists of certificates share that say what each is worth on the day."""

    ground, paper = "product__commune", ""

    @cached_property
    def laws(self):
        return list(Regulation.objects.prefetch_related("periods"))

    @cached_property
    def law(self):
        return law_of(self.asked, self.laws)

    def steps(self):
        asked = ("pk", "state", "issued_on", "expires_on")
        return [*super().steps(), Telling(("ends_on", "status"), asked, self.worth)]

    def worth(self, rows):
        return worth_of(rows, self.asked, self.law)


# What may have happened to a certificate in a time.
HAPPENED = {
    "revoked": ("bị thu hồi", revoked_in),
    "lapsed": ("hết hạn mà chưa được công nhận lại", lapsed_in),
}
FIRST_DAY = date(FIRST_YEAR, 1, 1)


class CertificateFilter(WorthFilter):
    star = django_filters.ChoiceFilter(
        choices=[*STARS, (FOUR_UP, "từ 4 sao trở lên")], label="hạng sao", method="by_star"
    )
    status = django_filters.ChoiceFilter(
        choices=[
            (HOLDING, "còn hiệu lực, cả sắp hết hạn và được kéo dài"),
            (CertificateState.ISSUED, "đã cấp, dù nay còn hiệu lực hay không"),
            *CertificateStatus.choices,
            (CertificateState.PREPARED, "dự thảo"),
        ],
        label="tình trạng",
        method="by_status",
    )
    year = YearFilter(field_name="year", label="năm cấp")
    authority = django_filters.ChoiceFilter(choices=Authority.choices, label="cấp công nhận")
    ends_year = YearFilter(field_name="ends_on__year", label="năm hết hạn")
    ends_month = django_filters.ChoiceFilter(
        field_name="ends_on__month", choices=MONTHS, label="hết hạn trong"
    )
    runs_out = TickFilter(method="to_its_end", label="không bị thay thế, thu hồi trước hạn")
    occasion = django_filters.ChoiceFilter(
        choices=Occasion.choices, label="cấp do", method="by_occasion"
    )
    issued_from = DayFilter(field_name="issued_on", lookup_expr="gte", label="cấp từ ngày")
    issued_to = DayFilter(field_name="issued_on", lookup_expr="lte", label="cấp đến ngày")
    happened = django_filters.ChoiceFilter(
        choices=[(name, label) for name, (label, _) in HAPPENED.items()],
        label="trong thời gian dưới đây",
        method="by_what_happened",
    )
    since = DayFilter(label="từ ngày", method="is_asked")
    until = DayFilter(label="đến hết ngày", method="is_asked")
    group = group_filter("product__")
    set = set_filter("product__")
    maker = maker_filter("product__")
    unit_then = UnitFilter(
        queryset=Unit.objects.none(),
        label="đơn vị vào ngày cấp",
        label_of=dated,
        method="on_ground_then",
    )

    class Meta:
        model = Certificate
        fields = []

    def narrow_choices(self, user):
        """The same units then as now; for people of a unit those too that took its ground over."""
        super().narrow_choices(user)
        units = self.filters["unit"].queryset
        if user.role not in REGISTER_READERS:
            units = with_heirs(units)
        self.filters["unit_then"].queryset = units

    def on_ground_then(self, rows, _name, unit):
        return rows.filter(lay_in(unit, "issued_on", self.record, self.path))

    def on(self, rows, day):
        """With what each is worth where the reader narrows or sorts by it."""
        names = {"ends_year", "ends_month", "runs_out"}
        if self.form.cleaned_data.get("status") not in SAID_PLAINLY:
            names.add("status")
        is_sorted = any(column is WORTH for column, _ in CERTIFICATES.sorting(self.data))
        is_told = is_sorted or self.asks(CERTIFICATES, names)
        return with_status(rows, day, self.law) if is_told else rows

    def by_star(self, rows, _name, star):
        return rows.filter(star__gte=4) if star == FOUR_UP else rows.filter(star=star)

    def by_status(self, rows, _name, status):
        if status == HOLDING:
            return valid_on(rows, self.asked)
        return rows.issued() if status == CertificateState.ISSUED else rows.filter(status=status)

    def by_occasion(self, rows, _name, occasion):
        return granted_on(rows, occasion)

    def by_what_happened(self, rows, _name, name):
        """From the first day that is asked, or ever, to the last one, or today."""
        given = self.form.cleaned_data
        start, end = given.get("since") or FIRST_DAY, given.get("until") or clock.today()
        _, happened = HAPPENED[name]
        return happened(rows, start, end)

    def to_its_end(self, rows, _name, ticked):
        return rows.exclude(status__in=CLOSING.values()) if ticked else rows


def _certificates(user):
    rows = Certificate.objects.visible_to(user).exclude(state=CertificateState.DROPPED)
    return joined(rows, *OF_PRODUCT)


WHOSE = (
    product_column(
        "product",
        page_of("products:certificate_detail"),
        *("product_name", "product__name"),
    ),
    producer_column("product", "producer_name", "product__producer__name"),
    *place_columns("product"),
    Column(key="star", title="Hạng", kind=Kind.NUMBER, sort="star", draw=stars, width=8),
    Column(
        key="label",
        title="Số giấy",
        fields=("number", "year", "decision_number", "series"),
        cell=mark_of,
        sort="number",
        width=14,
    ),
)
WORTH = Column(
    key="status",
    title="Tình trạng",
    cell=STATUSES.__getitem__,
    tones=by_label(WORTH_TONES),
    sort="status",
    width=16,
)
_CERTIFICATE_COLUMNS = (
    *WHOSE,
    Column(key="issued_on", title="Ngày cấp", kind=Kind.DATE, sort="issued_on", under="label"),
    Column(key="ends_on", title="Đến hết ngày", kind=Kind.DATE, sort="expires_on"),
    WORTH,
    Column(key="decision_number", title="Số quyết định", sort="decision_number", width=20),
    Column(
        key="decision_date",
        title="Ngày quyết định",
        kind=Kind.DATE,
        sort="decision_date",
        under="decision_number",
    ),
    Column(
        key="authority",
        title="Cấp công nhận",
        cell=labelled(Authority),
        sort="authority",
        shown=False,
        width=16,
    ),
)

CERTIFICATES = Listing(
    name="giay-chung-nhan",
    title="Giấy chứng nhận",
    noun="giấy",
    page="products:certificate_list",
    empty="Chưa có giấy chứng nhận nào trong phạm vi bạn được xem.",
    columns=_CERTIFICATE_COLUMNS,
    rows=_certificates,
    filterset=CertificateFilter,
    order=("-issued_on", "-pk"),
    is_plain=True,
    doors=(Door("Mẫu giấy", "reports:layout_list", ADMIN),),
)
