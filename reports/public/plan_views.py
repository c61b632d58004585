"""Issued plans, for everybody: products and who makes them, nothing of people or addresses."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from products.enums import PlanState
from products.models import Plan

PLANS_A_PAGE = 50
ROWS_A_PAGE = 100
SHOWN = (
    *("plan", "position", "product_name", "producer_name"),
    *("commune", "product_group", "form"),
)


def _issued():
    """What is issued is everybody's (matrix P4)."""
    return Plan.objects.filter(state=PlanState.ISSUED).select_related("campaign", "unit")


@require_safe
@login_not_required
def public_plans(request):
    plans = _issued().order_by("-campaign__year", "-campaign__number", "unit__code", "pk")
    page = Paginator(plans, PLANS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/public_plans.html", {"page_obj": page})


@require_safe
@login_not_required
def public_plan(request, pk):
    plan = get_object_or_404(_issued(), pk=pk)
    rows = plan.registrations.select_related("commune").order_by("position", "pk")
    rows = rows.only(*SHOWN)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/public_plan.html", {"plan": plan, "page_obj": page})
