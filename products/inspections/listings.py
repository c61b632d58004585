"""The lists of post-checks: each certificate that is checked, and the plans."""

import django_filters
from django.db.models import BigIntegerField, Count, Q

from products.enums import (
    INSPECTION_PLAN_TONES,
    INSPECTION_TONES,
    OPEN_INSPECTIONS,
    InspectionPlanState,
    InspectionState,
)
from products.ground.listings import (
    OnGroundFilter,
    place_columns,
    producer_column,
    product_column,
)
from products.models import Inspection, InspectionPlan
from programs import clock
from programs.enums import DEPARTMENT, REGISTER_READERS, UNIT_ROLES, Tone
from programs.forms.listings import ListFilter, YearFilter, search_filter
from programs.tables import Column, Door, Kind, Listing, by_label, labelled, page_of
from programs.templatetags.icons import stars


class InspectionFilter(OnGroundFilter):
    q = search_filter("sản phẩm, chủ thể, số giấy, số quyết định, xã, kế hoạch")
    state = django_filters.ChoiceFilter(choices=InspectionState.choices, label="trạng thái")
    year = YearFilter(field_name="plan__year", label="năm")
    plan = django_filters.NumberFilter(
        field_name="plan", label="mã kế hoạch", max_value=BigIntegerField.MAX_BIGINT
    )
    ground, paper = "certificate__product__commune", "certificate__"

    class Meta:
        model = Inspection
        fields = []

    def search(self, rows, _name, text):
        plans = self.found(InspectionPlan.objects.all(), text, "title", "year")
        return rows.filter(self.found_by(text) | Q(plan__in=plans.values("pk")))


def _inspections(user):
    related = ("plan", "certificate__product__commune", "certificate__product__producer")
    return Inspection.objects.visible_to(user).select_related(*related)


OVERDUE = "quá hạn khắc phục"
_label_of = labelled(InspectionState)


def _state(state, mend_by):
    is_over = state == InspectionState.MENDING and mend_by < clock.today()
    return OVERDUE if is_over else _label_of(state)


INSPECTIONS = Listing(
    name="hau-kiem",
    title="Hậu kiểm",
    noun="lần kiểm tra",
    page="products:inspection_list",
    empty="Chưa có lần hậu kiểm nào trong phạm vi bạn được xem.",
    columns=(
        product_column(
            "certificate__product",
            page_of("products:inspection_detail"),
            "certificate__product_name",
        ),
        producer_column("certificate__product", "certificate__producer_name"),
        *place_columns("certificate__product"),
        Column(
            key="star",
            title="Hạng",
            kind=Kind.NUMBER,
            value=lambda row: row.certificate.star,
            draw=stars,
            width=8,
        ),
        Column(
            key="state",
            title="Trạng thái",
            fields=("state", "mend_by"),
            cell=_state,
            tones=by_label(INSPECTION_TONES) | {OVERDUE: Tone.BAD},
            sort="state",
            width=20,
        ),
        Column(key="inspected_on", title="Ngày kiểm tra", kind=Kind.DATE),
        Column(key="reply_until", title="Ý kiến đến hết ngày", kind=Kind.DATE),
        Column(key="mend_by", title="Khắc phục đến hết ngày", kind=Kind.DATE),
        Column(key="plan", title="Kế hoạch", value=lambda row: str(row.plan), width=34),
    ),
    rows=_inspections,
    filterset=InspectionFilter,
    order=("-plan__year", "-plan__pk", "pk"),
    doors=(
        Door("Kế hoạch hậu kiểm", "products:inspection_plan_list", REGISTER_READERS),
        Door("Đề nghị thu hồi", "products:petition_list", REGISTER_READERS | UNIT_ROLES),
    ),
)


class InspectionPlanFilter(ListFilter):
    q = search_filter("kế hoạch, địa bàn")
    year = YearFilter(label="năm")
    state = django_filters.ChoiceFilter(choices=InspectionPlanState.choices, label="trạng thái")

    class Meta:
        model = InspectionPlan
        fields = []

    def search(self, rows, _name, text):
        return self.found(rows, text, "title", "year", "ground__kind", "ground__name")


def _plans(user):
    still_open = Count("inspections", filter=Q(inspections__state__in=OPEN_INSPECTIONS))
    rows = InspectionPlan.objects.visible_to(user).select_related("ground")
    return rows.annotate(count=Count("inspections"), still_open=still_open).defer("frame")


INSPECTION_PLANS = Listing(
    name="ke-hoach-hau-kiem",
    title="Kế hoạch hậu kiểm",
    noun="kế hoạch",
    page="products:inspection_plan_list",
    empty="Chưa có kế hoạch hậu kiểm nào.",
    columns=(
        Column(
            key="title", title="Kế hoạch", url=page_of("products:inspection_plan_detail"), width=40
        ),
        Column(key="year", title="Năm", kind=Kind.NUMBER, sort="year", width=8),
        Column(
            key="ground",
            title="Địa bàn",
            value=lambda row: str(row.ground or "Toàn tỉnh"),
            width=22,
        ),
        Column(key="starts_on", title="Từ ngày", kind=Kind.DATE, sort="starts_on"),
        Column(
            key="ends_on",
            title="Đến hết ngày",
            kind=Kind.DATE,
            sort="ends_on",
            under="starts_on",
        ),
        Column(
            key="state",
            title="Trạng thái",
            cell=labelled(InspectionPlanState),
            tones=by_label(INSPECTION_PLAN_TONES),
            sort="state",
            width=16,
        ),
        Column(key="count", title="Số giấy kiểm tra", kind=Kind.NUMBER, width=12),
        Column(key="still_open", title="Chưa kết luận", kind=Kind.NUMBER, width=12),
    ),
    rows=_plans,
    filterset=InspectionPlanFilter,
    order=("-year", "-pk"),
    doors=(
        Door("Các lần hậu kiểm", "products:inspection_list", REGISTER_READERS),
        Door("Lập kế hoạch hậu kiểm", "products:inspection_plan_create", DEPARTMENT, adds=True),
    ),
)
