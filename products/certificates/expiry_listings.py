"""The lists about the end of certificates: those that end soon or lapsed, and the letters sent."""

import re

import django_filters
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from products.certificates.history import ending_by, ending_soon, with_status
from products.certificates.lapses import lapsed
from products.certificates.letters import EXPIRING_ACTIONS
from products.certificates.listings import MONTHS, OF_PRODUCT, WHOSE, WORTH, WorthFilter
from products.certificates.notices import NOTICES, notice_words, untold
from products.enums import (
    STARS,
    DossierState,
    LapseReason,
)
from products.ground.listings import OnGroundFilter, producer_column
from products.models import Certificate, Dossier, ExpiryLetter, ExpiryNotice
from programs.completing import Telling, joined
from programs.forms.listings import TickFilter, YearFilter, search_filter
from programs.regulations import re_evaluation_window
from programs.tables import Column, Kind, Label, Listing
from programs.working_days import add_months

# --- Certificates that end soon ----------------------------------------------------------------


WITHIN = [(months, f"trong {months} tháng") for months in (1, 3, 6, 12)]


class ExpiringFilter(WorthFilter):
    within = django_filters.ChoiceFilter(
        choices=WITHIN, label="hết hạn tính từ ngày xem", method="is_asked"
    )
    month = django_filters.ChoiceFilter(
        field_name="ends_on__month", choices=MONTHS, label="hết hạn trong"
    )
    year = YearFilter(field_name="ends_on__year", label="năm hết hạn")
    star = django_filters.ChoiceFilter(choices=STARS, label="hạng sao")
    in_window = TickFilter(method="to_apply", label="đang nhận hồ sơ đánh giá lại, chưa nộp")
    untold = TickFilter(method="without_letter", label="chưa có công văn báo hết hạn")

    class Meta:
        model = Certificate
        fields = []

    def on(self, rows, day):
        """What ends in so many months; unasked, soon by the law of the day, or was extended."""
        if months := self.form.cleaned_data.get("within"):
            rows = ending_by(rows, day, add_months(day, int(months)))
        else:
            rows = ending_soon(rows, day, self.law)
        is_told = self.asks(EXPIRING, {"month", "year", "untold", "ends_on", "status"})
        return with_status(rows, day, self.law) if is_told else rows

    def steps(self):
        told = ("regulation", "opens", "closes")
        windows = Telling(told, ("regulation_id", "expires_on"), self.windows)
        return [*super().steps(), NOTICES, windows]

    def windows(self, rows):
        """The regulation of each, and its window to apply in, where the law of the day has one."""
        laws = {law.pk: law for law in self.laws}
        days = {day for _, day in rows}
        known = {day: self.law and re_evaluation_window(self.law, day) for day in days}
        for law, day in rows:
            yield laws[law], *(known[day] or (None, None))

    def to_apply(self, rows, _name, ticked):
        return in_window(rows, self.asked, self.law) if ticked else rows

    def without_letter(self, rows, _name, ticked):
        return untold(rows) if ticked else rows


def in_window(rows, day, law):
    """The certificates that end soon, whose dossier is due on the day and was not handed in yet."""
    if not (window := law and re_evaluation_window(law, day)):
        return rows.none()
    first, last = (day + (day - each) for each in reversed(window))
    handed_in = Dossier.objects.exclude(state__in=[DossierState.DRAFT, DossierState.WITHDRAWN])
    return rows.filter(expires_on__range=(first, last)).exclude(dossiers__in=handed_in)


def _expiring(user):
    return joined(Certificate.objects.visible_to(user).issued(), *OF_PRODUCT)


def _letter_url(row):
    return row.notice.letter.get_absolute_url() if row.notice else ""


def _told(*facts):
    return Label(notice_words(*facts))


EXPIRING = Listing(
    name="sap-het-han",
    title="Giấy chứng nhận sắp hết hạn",
    noun="giấy",
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
        WORTH,
        Column(
            key="notice",
            title="Công văn báo hết hạn",
            fields=("regulation", "ends_on", "notice"),
            cell=_told,
            url=_letter_url,
            width=34,
        ),
    ),
    rows=_expiring,
    filterset=ExpiringFilter,
    order=("expires_on", "pk"),
    is_plain=True,
    actions=EXPIRING_ACTIONS,
    bulk="products:expiring_bulk",
)


# --- Certificates that lapsed ------------------------------------------------------------------

NOT_TOLD = "chưa ghi"


class LapsedFilter(OnGroundFilter):
    year = YearFilter(field_name="ends_on__year", label="năm hết hạn")
    reason = django_filters.ChoiceFilter(
        choices=[*LapseReason.choices, ("none", NOT_TOLD)], label="lý do", method="by_reason"
    )
    star = django_filters.ChoiceFilter(choices=STARS, label="hạng sao")
    ground, paper = "product__commune", ""

    class Meta:
        model = Certificate
        fields = []

    def by_reason(self, rows, _name, reason):
        return rows.filter(lapse=None) if reason == "none" else rows.filter(lapse__reason=reason)


def _lapsed(user):
    rows = lapsed(Certificate.objects.visible_to(user))
    return rows.select_related("product__commune", "product__producer", "lapse")


def _lapse_of(row):
    return getattr(row, "lapse", None)


def _reason(row):
    lapse = _lapse_of(row)
    return Label(lapse.get_reason_display() if lapse else NOT_TOLD)


LAPSED = Listing(
    name="da-het-han",
    title="Giấy chứng nhận hết hạn, không đánh giá lại",
    noun="giấy",
    page="products:lapsed_list",
    empty="Không có giấy chứng nhận nào hết hạn mà sản phẩm chưa có giấy khác.",
    columns=(
        *WHOSE,
        Column(key="ends_on", title="Hết hạn ngày", kind=Kind.DATE, sort="ends_on"),
        Column(
            key="reason",
            title="Lý do",
            value=_reason,
            width=24,
        ),
        Column(
            key="note",
            title="Ghi rõ",
            value=lambda row: _lapse_of(row).note if _lapse_of(row) else "",
            width=34,
        ),
    ),
    rows=_lapsed,
    filterset=LapsedFilter,
    order=("-ends_on", "-pk"),
)


# --- The letters -------------------------------------------------------------------------------

# "2026-07", "2026-7"; not "2026-13".
MONTH = re.compile(r"(20\d\d)-(0?[1-9]|1[0-2])")


class LetterFilter(OnGroundFilter):
    q = search_filter("chủ thể, xã, điện thoại, số công văn, sản phẩm")
    year = YearFilter(field_name="year", label="năm gửi")
    month = django_filters.ChoiceFilter(
        field_name="sent_on__month", choices=MONTHS, label="gửi trong"
    )
    ends = django_filters.CharFilter(label="giấy hết hạn trong (năm-tháng)", method="by_end")
    ground = "producer__commune"

    class Meta:
        model = ExpiryLetter
        fields = []

    def search(self, rows, _name, text):
        """By the producer, or by what the letter itself says."""
        number = Concat(Cast("number", CharField()), Value("/"), "symbol")
        told = ("notices__certificate__product_name", "unit__kind", "unit__name")
        letters = self.found(rows, text, number, *told)
        return rows.filter(self.found_by(text) | Q(pk__in=letters.values("pk")))

    def by_end(self, rows, _name, text):
        """The letters about what ends in the month "2026-12"; any other text is ignored."""
        if not (month := MONTH.fullmatch(text.strip())):
            return rows
        year, number = map(int, month.groups())
        ending = ExpiryNotice.objects.filter(ends_on__year=year, ends_on__month=number)
        return rows.filter(pk__in=ending.values("letter"))


def _letters(user):
    rows = ExpiryLetter.objects.visible_to(user).select_related("producer", "unit", "mail")
    return rows.prefetch_related("notices__certificate", "notices__letter")


def _mailed(letter):
    if letter.mail is None:
        return Label("chủ thể chưa có thư điện tử")
    return Label("đã gửi" if letter.mail.sent_at else "đang chờ gửi")


def _lateness(letter):
    late = sum(notice.is_late for notice in letter.notices.all())
    return Label(f"{late} giấy báo chậm" if late else "đúng hạn")


LETTERS = Listing(
    name="cong-van-het-han",
    title="Công văn báo hết hạn",
    noun="công văn",
    page="products:letter_list",
    empty="Chưa gửi công văn báo hết hạn nào.",
    columns=(
        producer_column(url=ExpiryLetter.get_absolute_url),
        Column(key="label", title="Số, ký hiệu", sort="number", width=16),
        Column(key="sent_on", title="Ngày", kind=Kind.DATE, sort="sent_on"),
        Column(key="unit", title="Đơn vị cùng nhận", value=lambda row: str(row.unit), width=22),
        Column(
            key="certificates",
            title="Giấy chứng nhận",
            value=lambda row: ", ".join(
                f"{each.certificate.product_name} ({each.ends_on:%d/%m/%Y})"
                for each in row.notices.all()
            ),
            width=40,
        ),
        Column(key="lateness", title="Thời hạn báo", value=_lateness, width=16),
        Column(key="mailed", title="Thư điện tử", value=_mailed, width=20),
    ),
    rows=_letters,
    filterset=LetterFilter,
    order=("-year", "-number"),
)
