"""Issued plans, for everybody: products and who makes them, nothing of people or addresses."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from products.enums import PlanState
from products.models import Plan
from reports.public.about import about

PLANS_A_PAGE = 50
ROWS_A_PAGE = 100
SHOWN = (
    *("plan", "position", "product_name", "producer_name"),
    *("commune", "product_group", "form"),
)


def issued_plans():
    """What is issued is everybody's (matrix P4)."""
    return Plan.objects.filter(state=PlanState.ISSUED).select_related("campaign", "unit")


@require_safe
@login_not_required
def public_plans(request):
    plans = issued_plans().order_by("-campaign__year", "-campaign__number", "unit__code", "pk")
    page = Paginator(plans, PLANS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "about": about(
            "Kế hoạch OCOP đã ban hành",
            "Kế hoạch sản phẩm OCOP mà các địa phương trong tỉnh đã ban hành, theo năm.",
            reverse("reports:public_plans"),
        ),
    }
    return render(request, "reports/public_plans.html", context)


@require_safe
@login_not_required
def public_plan(request, pk):
    plan = get_object_or_404(issued_plans(), pk=pk)
    rows = plan.registrations.select_related("commune").order_by("position", "pk")
    rows = rows.only(*SHOWN)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "page_obj": page,
        "about": about(
            str(plan),
            f"{plan}: sản phẩm, chủ thể, xã, nhóm sản phẩm và hình thức đăng ký.",
            reverse("reports:public_plan", args=[pk]),
        ),
    }
    return render(request, "reports/public_plan.html", context)
