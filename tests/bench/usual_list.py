"""The list of products as most would write it: django-tables2, FilterView and crispy.

It stands at an address of its own beside the portal's, in the same frame and for the same people.
"""

import django_filters as filters
import django_tables2 as tables
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from django_filters.views import FilterView

from products.enums import PlanState
from products.models import Registration
from programs.enums import DISTRICT_KINDS
from programs.models import Campaign, Unit

PATH = "thu-nghiem/danh-sach/"
DISTRICTS = Unit.objects.filter(kind__in=DISTRICT_KINDS).order_by("code")
TEMPLATE = """{% extends "base.html" %}
{% load crispy_forms_filters %}{% load render_table from django_tables2 %}
{% block content %}
    <h1>Sản phẩm đăng ký</h1>
    <form method="get">{{ filter.form|crispy }}<button type="submit">Lọc</button></form>
    {% render_table table %}
{% endblock content %}"""


class ProductFilter(filters.FilterSet):
    """The filters of the portal's own list, as django-filter makes them."""

    q = filters.CharFilter(field_name="product_name", lookup_expr="icontains")
    campaign = filters.ModelChoiceFilter("plan__campaign", queryset=Campaign.objects.all())
    unit = filters.ModelChoiceFilter("plan__unit", queryset=DISTRICTS)
    counting = filters.BooleanFilter("plan__adjusts", lookup_expr="isnull")

    class Meta:
        model = Registration
        fields = ("form", "product_group", "producer_kind", "maturity")


class ProductTable(tables.Table):
    """The columns of the portal's own list, named by their accessors."""

    unit = tables.Column(accessor="plan__unit__short_name", verbose_name="Địa phương")
    plan = tables.Column(linkify=True, verbose_name="Kế hoạch")

    class Meta:
        model = Registration
        template_name = "django_tables2/bootstrap5.html"
        fields = (
            *("unit", "position", "product_name", "producer_name", "producer_kind", "commune"),
            *("product_group", "form", "note", "address", "product_set", "maturity", "plan"),
        )


class ProductList(tables.SingleTableMixin, FilterView):
    table_class = ProductTable
    filterset_class = ProductFilter
    paginate_by = 50

    def get_queryset(self):
        rows = Registration.objects.visible_to(self.request.user)
        rows = rows.exclude(plan__state=PlanState.SUPERSEDED).order_by("plan_id", "position", "pk")
        return rows.select_related("plan__unit", "plan__campaign", "commune", "product_set")

    def render_to_response(self, context, **_):
        template = engines["django"].from_string(TEMPLATE)
        return HttpResponse(template.render(context, self.request))


urlpatterns = [path(PATH, ProductList.as_view()), path("", include("ocop_portal.urls"))]
