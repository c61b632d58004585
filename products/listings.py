"""The lists of the subject: which rows, which columns, which filters."""

import django_filters
from crispy_forms.helper import FormHelper
from django.db.models import Q
from django.urls import reverse

from products.columns import REGISTRATION_COLUMNS
from products.enums import Maturity, PlanState, ProducerKind, RegistrationForm
from products.models import Plan, Registration
from programs.enums import ProductGroup
from programs.models import Campaign, Unit
from programs.tables import Column, Listing
from programs.text import fold

STATES = dict(PlanState.choices)


class RegistrationFilter(django_filters.FilterSet):
    """The filters of the list of products, all of them in the URL."""

    q = django_filters.CharFilter(label="tìm sản phẩm, chủ thể", method="search")
    campaign = django_filters.ModelChoiceFilter(
        field_name="plan__campaign", queryset=Campaign.objects.none(), label="đợt"
    )
    unit = django_filters.ModelChoiceFilter(
        field_name="plan__unit", queryset=Unit.objects.none(), label="đơn vị"
    )
    form = django_filters.ChoiceFilter(choices=RegistrationForm.choices, label="hình thức")
    group = django_filters.ChoiceFilter(
        field_name="product_group", choices=ProductGroup.choices, label="nhóm sản phẩm"
    )
    kind = django_filters.ChoiceFilter(
        field_name="producer_kind", choices=ProducerKind.choices, label="loại hình chủ thể"
    )
    maturity = django_filters.ChoiceFilter(choices=Maturity.choices, label="phân loại")
    counting = django_filters.BooleanFilter(
        label="chỉ bản đang tính vào phụ lục", method="only_counting"
    )

    class Meta:
        model = Registration
        fields = []

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        # Choices tell nothing of plans that the user may not read.
        plans = Plan.objects.visible_to(user)
        campaigns = Campaign.objects.filter(pk__in=plans.values("campaign"))
        units = Unit.objects.filter(pk__in=plans.values("unit"))
        self.filters["campaign"].queryset = campaigns.order_by("-year", "-number")
        self.filters["unit"].queryset = units.order_by("code")
        self.form.helper = FormHelper()
        self.form.helper.form_tag = False
        self.form.helper.disable_csrf = True

    def search(self, rows, _name, text):
        """Every word, without accents, in the product's or the producer's name."""
        for word in fold(text).split():
            rows = rows.filter(Q(product_fold__contains=word) | Q(producer_fold__contains=word))
        return rows

    def only_counting(self, rows, _name, value):
        plans = Plan.objects.counting()
        return rows.filter(plan__in=plans) if value else rows


def _rows(user):
    rows = Registration.objects.visible_to(user).exclude(plan__state=PlanState.SUPERSEDED)
    return rows.select_related("plan__unit", "plan__campaign", "commune", "product_set")


REGISTRATIONS = Listing(
    name="san-pham-dang-ky",
    title="Sản phẩm đăng ký",
    columns=(
        Column(
            key="unit", title="Địa phương", value=lambda row: row.plan.unit.short_name, width=22
        ),
        *REGISTRATION_COLUMNS,
        Column(
            key="plan",
            title="Kế hoạch",
            value=lambda row: f"{row.plan.campaign} – {STATES[row.plan.state]}",
            url=lambda row: reverse("products:plan_detail", args=[row.plan_id]),
            width=34,
        ),
    ),
    rows=_rows,
    filterset=RegistrationFilter,
    order=("plan_id", "position", "pk"),
)
