"""The lists of the subject: which rows, which columns, which filters."""

from dataclasses import replace
from operator import attrgetter

import django_filters
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from products.enums import (
    PLAN_TONES,
    Maturity,
    PlanState,
    ProducerKind,
    RegistrationForm,
)
from products.models import Plan, Registration
from products.plans.bulk import PLAN_ACTIONS
from products.plans.columns import REGISTRATION_COLUMNS
from programs import timeliness
from programs.completing import joined
from programs.enums import ProductGroup, Tone
from programs.forms.listings import (
    ListFilter,
    TickFilter,
    UnitFilter,
    search_filter,
    with_words,
)
from programs.models import Campaign, Participant, Unit
from programs.named_places import ground_in
from programs.names import numbers_in
from programs.tables import Column, Kind, Listing, by_label, labelled, moment, page_of, said
from programs.text import fold

SHORT_NAME = said(Unit, "kind", "name", how=attrgetter("short_name"))
NAME_OF_CAMPAIGN = said(Campaign, "kind", "year", "number")


def campaign_filter(path):
    return django_filters.ModelChoiceFilter(
        field_name=path, queryset=Campaign.objects.none(), label="đợt"
    )


def unit_filter(path):
    return UnitFilter(field_name=path, queryset=Unit.objects.none(), label="đơn vị")


class OfPlansFilter(ListFilter):
    """What lists of plans and of their rows share: choices that tell of no hidden plan."""

    def narrow_choices(self, user):
        plans = Plan.objects.visible_to(user)
        campaigns = Campaign.objects.filter(pk__in=plans.values("campaign"))
        units = Unit.objects.filter(pk__in=plans.values("unit"))
        self.filters["campaign"].queryset = campaigns.order_by("-year", "-number")
        self.filters["unit"].queryset = units.order_by("code")


# --- Products ----------------------------------------------------------------------------------


class RegistrationFilter(OfPlansFilter):
    """The filters of the list of products."""

    q = search_filter("sản phẩm, chủ thể, xã, số quyết định của kế hoạch")
    campaign = campaign_filter("plan__campaign")
    unit = unit_filter("plan__unit")
    form = django_filters.ChoiceFilter(choices=RegistrationForm.choices, label="hình thức")
    group = django_filters.ChoiceFilter(
        field_name="product_group", choices=ProductGroup.choices, label="nhóm sản phẩm"
    )
    kind = django_filters.ChoiceFilter(
        field_name="producer_kind", choices=ProducerKind.choices, label="loại hình chủ thể"
    )
    maturity = django_filters.ChoiceFilter(choices=Maturity.choices, label="phân loại")
    counting = TickFilter(label="chỉ bản đang tính vào phụ lục", method="only_counting")

    class Meta:
        model = Registration
        fields = []

    def search(self, rows, _name, text):
        """By the names of product and producer, by the place, by the plan's decision.

        Places and plans are read first, so that all are conditions on the one table.
        """
        ground, rest = ground_in(text)
        names = ("product_fold", "producer_fold")
        found = with_words(fold(text).split(), *names)
        if ground:
            found |= with_words(rest.split(), *names) & Q(commune__in=ground)
        if numbers_in(text):
            decided = self.found(Plan.objects.exclude(decision_number=""), text, "decision_number")
            found |= Q(plan__in=list(decided.values_list("pk", flat=True)))
        return rows.filter(found)

    def only_counting(self, rows, _name, value):
        plans = Plan.objects.counting()
        return rows.filter(plan__in=plans) if value else rows


def _rows(user):
    rows = Registration.objects.visible_to(user).exclude(plan__state=PlanState.SUPERSEDED)
    return joined(
        rows,
        *("plan__state", "plan__unit__kind", "plan__unit__name"),
        *("plan__campaign__kind", "plan__campaign__year", "plan__campaign__number"),
        *("commune__kind", "commune__name", "product_set__number", "product_set__name"),
    )


def _registration_columns():
    """The columns of a plan's table; the name leads to the plan and stands first."""
    known = {column.key: column for column in REGISTRATION_COLUMNS}
    name = replace(known.pop("product_name"), url=page_of("products:plan_detail", "plan_id"))
    under = {"producer_name": "product_name", "maturity": "form", "product_set": "product_group"}
    extra = {"position", "note", "address", "product_set"}
    return (
        name,
        *(
            replace(each, under=under.get(key, ""), shown=key not in extra)
            for key, each in known.items()
        ),
    )


REGISTRATIONS = Listing(
    name="san-pham-dang-ky",
    title="Sản phẩm đăng ký",
    noun="sản phẩm",
    page="products:registration_list",
    empty="Chưa có sản phẩm nào trong các kế hoạch mà bạn được xem.",
    columns=(
        *_registration_columns(),
        Column(
            key="unit",
            title="Địa phương",
            fields=("plan__unit__kind", "plan__unit__name"),
            cell=SHORT_NAME,
            width=22,
            sort="plan__unit__name",
            under="commune",
        ),
        Column(
            key="plan",
            title="Kế hoạch",
            fields=("plan__campaign__kind", "plan__campaign__year", "plan__campaign__number"),
            cell=NAME_OF_CAMPAIGN,
            width=30,
            sort="plan_id",
        ),
        Column(
            key="state",
            title="Trạng thái",
            fields=("plan__state",),
            cell=labelled(PlanState),
            tones=by_label(PLAN_TONES),
            width=18,
        ),
    ),
    rows=_rows,
    filterset=RegistrationFilter,
    order=("plan_id", "position", "pk"),
    is_plain=True,
)


# --- Plans -------------------------------------------------------------------------------------


class PlanFilter(OfPlansFilter):
    """The filters of the list of plans."""

    q = search_filter("đơn vị, đợt, số quyết định")
    campaign = campaign_filter("campaign")
    unit = unit_filter("unit")
    state = django_filters.ChoiceFilter(choices=PlanState.choices, label="trạng thái")
    late = TickFilter(field_name="is_late", label="chỉ kế hoạch gửi muộn")
    nil = TickFilter(field_name="is_nil", label="chỉ kế hoạch không có sản phẩm")
    counting = TickFilter(label="chỉ bản đang tính vào phụ lục", method="only_counting")

    class Meta:
        model = Plan
        fields = []

    def search(self, rows, _name, text):
        told = ("unit__kind", "unit__name", "decision_number", "campaign__year")
        return self.found(rows, text, *told)

    def only_counting(self, rows, _name, value):
        return rows.counting() if value else rows


def _plans(user):
    """Plans with how many products they list, and how many their unit declared (matrix P1)."""
    plans = Plan.objects.visible_to(user).select_related("campaign", "unit")
    rows = Registration.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    counted = Participant.objects.visible_to(user).order_by()
    counted = counted.filter(campaign=OuterRef("campaign"), unit=OuterRef("unit"))
    totals = counted.values("pk").annotate(total=Sum("counts__count")).values("total")
    return plans.annotate(
        listed=Coalesce(Subquery(rows.annotate(total=Count("pk")).values("total")), 0),
        declared=Subquery(totals, output_field=IntegerField()),
    )


def _difference(listed, declared):
    return None if declared is None else listed - declared


PLANS = Listing(
    name="ke-hoach",
    title="Kế hoạch",
    noun="kế hoạch",
    page="products:plan_list",
    empty="Cán bộ đơn vị lập kế hoạch từ trang của đợt; kế hoạch hiện ở đây khi bạn được xem.",
    columns=(
        Column(
            key="unit",
            title="Địa phương",
            fields=("unit__kind", "unit__name"),
            cell=SHORT_NAME,
            url=page_of("products:plan_detail"),
            sort="unit__name",
            width=22,
        ),
        Column(
            key="campaign",
            title="Đợt",
            fields=("campaign__kind", "campaign__year", "campaign__number"),
            cell=NAME_OF_CAMPAIGN,
            sort="campaign__year",
            width=34,
        ),
        Column(key="version", title="Phiên bản", kind=Kind.NUMBER, sort="version"),
        Column(
            key="state",
            title="Trạng thái",
            cell=labelled(PlanState),
            tones=by_label(PLAN_TONES),
            sort="state",
        ),
        Column(
            key="sent_at",
            title="Gửi lúc",
            kind=Kind.MOMENT,
            cell=moment,
            sort="sent_at",
        ),
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
        Column(key="declared", title="Đã khai", kind=Kind.NUMBER),
        Column(key="listed", title="Đã liệt kê", kind=Kind.NUMBER, sort="listed"),
        Column(
            key="difference",
            title="Chênh",
            kind=Kind.NUMBER,
            fields=("listed", "declared"),
            cell=_difference,
        ),
        Column(key="decision_number", title="Số quyết định", shown=False, width=22),
        Column(
            key="decision_date",
            title="Ngày ký",
            kind=Kind.DATE,
            sort="decision_date",
            shown=False,
        ),
        Column(
            key="changed_at",
            title="Sửa lần cuối",
            kind=Kind.MOMENT,
            cell=moment,
            sort="changed_at",
            shown=False,
        ),
    ),
    rows=_plans,
    filterset=PlanFilter,
    order=("-campaign__year", "-campaign__number", "unit__code", "-version", "pk"),
    actions=PLAN_ACTIONS,
    bulk="products:plan_bulk",
    is_plain=True,
)
