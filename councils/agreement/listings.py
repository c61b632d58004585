"""The list of what Councils found: each dossier of a closed session with its conclusion."""

import django_filters
from django import forms
from django.db.models import Q

from councils.agreement.figures import two_decimals
from councils.agreement.refusals import REFUSED, missed_by, refusals_of
from councils.enums import Refusal, SessionState, Verdict
from councils.models import Evaluation, OwnGate, Session
from products.enums import DossierKind
from products.ground.listings import (
    OnGroundFilter,
    place_columns,
    producer_column,
    product_column,
)
from programs.completing import Keys
from programs.enums import CampaignKind, ProductGroup, Role
from programs.forms.listings import YearFilter
from programs.models import Campaign, Criterion, Gate
from programs.tables import Column, Door, Kind, Listing, labelled, moment, page_of
from programs.templatetags.icons import stars

NO_STAR = "khong"
STARS = [*((str(star), f"{star} sao") for star in range(5, 0, -1)), (NO_STAR, "không có hạng")]


class ResultFilter(OnGroundFilter):
    year = YearFilter(field_name="session__closed_at__year", label="năm")
    session = django_filters.ModelChoiceFilter(queryset=Session.objects.none(), label="phiên họp")
    product_group = django_filters.ChoiceFilter(
        field_name="dossier__product__product_group",
        choices=ProductGroup.choices,
        label="nhóm sản phẩm",
    )
    verdict = django_filters.ChoiceFilter(
        choices=[row for row in Verdict.choices if row[0] != Verdict.OPEN], label="kết luận"
    )
    star = django_filters.ChoiceFilter(choices=STARS, label="hạng sao", method="of_star")
    kind = django_filters.ChoiceFilter(
        field_name="dossier__kind", choices=DossierKind.choices, label="loại hồ sơ"
    )
    campaign = django_filters.ModelChoiceFilter(
        field_name="session__campaign",
        queryset=Campaign.objects.filter(kind=CampaignKind.EVALUATION),
        label="đợt đánh giá",
    )
    gate = django_filters.ModelChoiceFilter(queryset=Gate.objects.none(), label="điều kiện loại")
    own_gate = django_filters.ModelChoiceFilter(
        queryset=OwnGate.objects.none(), label="điều kiện loại của Quy chế"
    )
    refusal = django_filters.ChoiceFilter(
        choices=Refusal.choices, label="lý do không công nhận", method="refused_for"
    )
    missed = django_filters.ModelChoiceFilter(
        queryset=Criterion.objects.all(),
        label="tiêu chí chưa đạt",
        method="missing",
        widget=forms.HiddenInput,
    )
    ground = "dossier__product__commune"

    class Meta:
        model = Evaluation
        fields = []

    def narrow_choices(self, user):
        super().narrow_choices(user)
        sessions = Session.objects.visible_to(user).filter(state=SessionState.CLOSED)
        self.filters["session"].queryset = sessions.select_related("council")
        self.filters["campaign"].queryset = Campaign.objects.filter(
            pk__in=sessions.values("campaign")
        )
        found = Evaluation.objects.filter(session__in=sessions.values("pk"))
        for name, model in (("gate", Gate), ("own_gate", OwnGate)):
            self.filters[name].queryset = model.objects.filter(pk__in=found.values(name))

    def of_star(self, rows, _name, star):
        return rows.filter(star=None if star == NO_STAR else star)

    def refused_for(self, rows, _name, refusal):
        refused = judged(rows.filter(verdict__in=REFUSED))
        found = refusals_of(refused).items()
        return rows.filter(pk__in=Keys([pk for pk, why in found if why == refusal]))

    def missing(self, rows, _name, criterion):
        of_its_set = rows.filter(dossier__criteria_set=criterion.criteria_set_id)
        found = missed_by(judged(of_its_set)).items()
        return rows.filter(pk__in=Keys([pk for pk, missed in found if criterion in missed]))


def judged(rows) -> list[Evaluation]:
    """The rows with what is asked of their sheets and their law."""
    return list(rows.order_by("pk").select_related("session__council__rules", "dossier"))


def results(user):
    """What was concluded in the closed sessions that this person sees (matrix C10, C34)."""
    rows = Evaluation.objects.visible_to(user).filter(session__state=SessionState.CLOSED)
    rows = rows.filter(~Q(verdict__in=["", Verdict.OPEN]))
    return rows.select_related("session", "dossier__product__commune", "dossier__product__producer")


RESULTS = Listing(
    name="ket-qua-danh-gia",
    title="Kết quả đánh giá, phân hạng",
    noun="hồ sơ",
    page="councils:result_list",
    empty="Chưa có phiên họp nào kết thúc trong phạm vi bạn được xem.",
    columns=(
        product_column("dossier__product", page_of("councils:evaluation_detail")),
        producer_column("dossier__product"),
        *place_columns("dossier__product"),
        Column(
            key="product_group",
            title="Nhóm sản phẩm",
            fields=("dossier__product__product_group",),
            cell=labelled(ProductGroup),
            sort="dossier__product__product_group",
            width=22,
            shown=False,
        ),
        Column(
            key="session",
            title="Phiên họp",
            fields=("session__code",),
            sort="session__code",
            width=20,
        ),
        Column(
            key="closed_at",
            title="Kết thúc lúc",
            kind=Kind.MOMENT,
            fields=("session__closed_at",),
            cell=moment,
            sort="session__closed_at",
            under="session",
        ),
        Column(
            key="kind",
            title="Loại hồ sơ",
            fields=("dossier__kind",),
            cell=labelled(DossierKind),
            sort="dossier__kind",
            width=16,
        ),
        Column(
            key="mean",
            title="Điểm trung bình",
            cell=lambda mean: "" if mean is None else two_decimals(mean),
            sort="mean",
            width=12,
        ),
        Column(key="star", title="Hạng", kind=Kind.NUMBER, sort="star", draw=stars, width=8),
        Column(key="verdict", title="Kết luận", cell=labelled(Verdict), sort="verdict", width=24),
        Column(key="reason", title="Lý do, ghi chú", width=40, shown=False),
    ),
    rows=results,
    filterset=ResultFilter,
    order=("-session__closed_at", "session", "position", "pk"),
    doors=(Door("Phiên họp", "councils:session_list", frozenset(Role)),),
)
