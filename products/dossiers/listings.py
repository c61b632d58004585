"""The list of dossiers: where each is, and by when it is due."""

import django_filters
from django.db.models.functions import ExtractYear

from products.dossiers.clocks import tell_results
from products.enums import (
    DOSSIER_TONES,
    OPEN_DOSSIERS,
    PROVINCE_DOSSIERS,
    STARS,
    DossierKind,
    DossierState,
)
from products.ground.listings import (
    OnGroundFilter,
    group_filter,
    maker_filter,
    place_columns,
    producer_column,
    product_column,
)
from products.models import Dossier
from programs.enums import UNIT_ROLES
from programs.forms.listings import TickFilter, YearFilter
from programs.tables import Column, Door, Kind, Listing, by_label, labelled, page_of
from programs.templatetags.icons import stars

# Choices that stand for the states in which a dossier waits for somebody.
AT_UNIT, AT_PROVINCE = "at_unit", "at_province"
WITH = {AT_UNIT: OPEN_DOSSIERS, AT_PROVINCE: PROVINCE_DOSSIERS}
# One that stands for what was accepted and no app above has taken up yet.
NOT_TAKEN = "not_taken"
# What the apps above have taken up before the state tells: functions that answer with keys.
taking = []


def not_taken(rows):
    """Of these dossiers, those that were accepted and wait for a session."""
    rows = rows.filter(state=DossierState.ACCEPTED)
    for taken in taking:
        rows = rows.exclude(pk__in=taken())
    return rows


class DossierFilter(OnGroundFilter):
    state = django_filters.ChoiceFilter(
        choices=[
            (AT_UNIT, "chờ đơn vị xử lý"),
            (AT_PROVINCE, "chờ cấp tỉnh xử lý"),
            (NOT_TAKEN, "đã tiếp nhận, chưa vào phiên họp"),
            *DossierState.choices,
        ],
        label="trạng thái",
        method="by_state",
    )
    kind = django_filters.ChoiceFilter(choices=DossierKind.choices, label="loại hồ sơ")
    star = django_filters.ChoiceFilter(
        field_name="aimed_star", choices=STARS, label="hạng sao đề nghị"
    )
    year = YearFilter(field_name="received_year", label="năm nhận")
    unreceived = TickFilter(
        field_name="received_on", lookup_expr="isnull", label="chưa nhận đủ hồ sơ"
    )
    group = group_filter("product__")
    maker = maker_filter("product__")
    ground = "product__commune"

    class Meta:
        model = Dossier
        fields = []

    def steps(self):
        return [*super().steps(), tell_results]

    def by_state(self, rows, _name, state):
        if state == NOT_TAKEN:
            return not_taken(rows)
        return rows.filter(state__in=WITH.get(state, [state]))


def _dossiers(user):
    rows = Dossier.objects.listed_for(user).annotate(received_year=ExtractYear("received_on"))
    return rows.select_related("product__commune", "product__producer")


DOSSIERS = Listing(
    name="ho-so",
    title="Hồ sơ đánh giá",
    noun="hồ sơ",
    page="products:dossier_list",
    empty="Chưa có hồ sơ nào trong phạm vi bạn được xem. Hồ sơ được lập ở trang của sản phẩm.",
    columns=(
        product_column("product", page_of("products:dossier_detail")),
        producer_column("product"),
        *place_columns("product"),
        Column(
            key="kind",
            title="Loại hồ sơ",
            cell=labelled(DossierKind),
            sort="kind",
            width=16,
        ),
        Column(
            key="aimed_star",
            title="Đề nghị",
            kind=Kind.NUMBER,
            sort="aimed_star",
            draw=stars,
            width=8,
        ),
        Column(
            key="state",
            title="Trạng thái",
            cell=labelled(DossierState),
            tones=by_label(DOSSIER_TONES),
            sort="state",
            width=20,
        ),
        Column(key="received_on", title="Nhận đủ ngày", kind=Kind.DATE, sort="received_on"),
        Column(key="check_by", title="Hạn kiểm tra", kind=Kind.DATE, sort="check_by"),
        Column(key="conclude_by", title="Hạn có kết quả", kind=Kind.DATE, sort="conclude_by"),
        Column(
            key="result",
            title="Kết quả",
            sort="result_star",
            shown=False,
            width=24,
        ),
        Column(
            key="concluded_on",
            title="Ngày có kết quả",
            kind=Kind.DATE,
            sort="concluded_on",
            shown=False,
        ),
    ),
    rows=_dossiers,
    filterset=DossierFilter,
    order=("-pk",),
    doors=(Door("Lập hồ sơ", "products:dossier_begin", UNIT_ROLES, adds=True),),
)
