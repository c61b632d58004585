"""The list of periodic reports."""

from operator import attrgetter

import django_filters

from programs import timeliness
from programs.completing import joined
from programs.enums import REGISTER_READERS, REPORT_KINDS, CampaignKind, Role, Tone
from programs.forms.listings import ListFilter, TickFilter, YearFilter, search_filter
from programs.models import Campaign, Unit
from programs.tables import (
    Column,
    Door,
    Kind,
    Listing,
    by_label,
    labelled,
    moment,
    page_of,
    said,
)
from reports.enums import REPORT_TONES, ReportState
from reports.models import PeriodicReport

NAME_OF_CAMPAIGN = said(Campaign, "kind", "year", "number")
_NAME_OF_UNIT = said(Unit, "kind", "name", how=attrgetter("short_name"))


def _reporter(kind, name, agency):
    return agency or _NAME_OF_UNIT(kind, name)


class PeriodicReportFilter(ListFilter):
    q = search_filter("tên đơn vị, cơ quan")
    kind = django_filters.ChoiceFilter(
        field_name="participant__campaign__kind",
        choices=[(kind, kind.label) for kind in CampaignKind if kind in REPORT_KINDS],
        label="kỳ",
    )
    year = YearFilter(field_name="participant__campaign__year", label="năm")
    campaign = django_filters.ModelChoiceFilter(
        field_name="participant__campaign", queryset=Campaign.objects.none(), label="đợt"
    )
    state = django_filters.ChoiceFilter(choices=ReportState.choices, label="trạng thái")
    late = TickFilter(field_name="is_late", label="gửi muộn")
    nil = TickFilter(field_name="is_nil", label="không phát sinh")

    class Meta:
        model = PeriodicReport
        fields = []

    def narrow_choices(self, user):
        reports = PeriodicReport.objects.visible_to(user)
        rows = Campaign.objects.filter(pk__in=reports.values("participant__campaign"))
        self.filters["campaign"].queryset = rows.order_by("-year", "-number")

    def search(self, rows, _name, text):
        return self.found(rows, text, "participant__unit__name", "participant__agency__name")


def _rows(user):
    return joined(
        PeriodicReport.objects.visible_to(user),
        *("participant__unit__kind", "participant__unit__name"),
        *("participant__agency__short_name",),
        *("participant__campaign__kind", "participant__campaign__year"),
        *("participant__campaign__number",),
    )


PERIODIC_REPORTS = Listing(
    name="bao-cao-dinh-ky",
    title="Báo cáo định kỳ",
    noun="báo cáo",
    page="reports:report_list",
    empty="Chưa có báo cáo nào mà bạn được xem; báo cáo lập từ trang của kỳ báo cáo.",
    columns=(
        Column(
            key="reporter",
            title="Nơi báo cáo",
            fields=(
                "participant__unit__kind",
                "participant__unit__name",
                "participant__agency__short_name",
            ),
            cell=_reporter,
            url=page_of("reports:report_detail"),
            sort="participant__position",
            width=26,
        ),
        Column(
            key="campaign",
            title="Kỳ",
            fields=(
                "participant__campaign__kind",
                "participant__campaign__year",
                "participant__campaign__number",
            ),
            cell=NAME_OF_CAMPAIGN,
            sort="participant__campaign__year",
            width=30,
        ),
        Column(key="version", title="Phiên bản", kind=Kind.NUMBER, sort="version"),
        Column(
            key="state",
            title="Trạng thái",
            cell=labelled(ReportState),
            tones=by_label(REPORT_TONES),
            sort="state",
            width=18,
        ),
        Column(
            key="nil",
            title="Phát sinh",
            fields=("is_nil",),
            cell=lambda is_nil: "không phát sinh" if is_nil else "có",
            width=16,
        ),
        Column(key="receipt", title="Số tiếp nhận", kind=Kind.NUMBER, sort="receipt"),
        Column(key="sent_at", title="Gửi lúc", kind=Kind.MOMENT, cell=moment, sort="sent_at"),
        Column(
            key="on_time",
            title="So với hạn",
            under="sent_at",
            fields=("first_sent_at", "is_late"),
            cell=timeliness.in_words,
            tones={timeliness.LATE: Tone.HEED, timeliness.ON_TIME: Tone.GOOD},
            sort="is_late",
            width=14,
        ),
    ),
    rows=_rows,
    filterset=PeriodicReportFilter,
    order=(
        "-participant__campaign__year",
        "-participant__campaign__opens_on",
        "participant__position",
        "-version",
        "pk",
    ),
    doors=(
        Door("Mẫu báo cáo", "reports:form_list", frozenset(Role)),
        Door("Qua các năm", "reports:report_years", REGISTER_READERS),
    ),
    is_plain=True,
    begins_at=Door("Đến các đợt", "programs:campaign_list", frozenset(Role)),
)
