"""A unit's plan as a file: as it was sent, or marked as a draft; and the workbook to fill in."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from products.enums import PRIVATE_STATES
from products.models import Plan, SealedPlan
from products.plans import sealing
from programs.scoping import own_units
from reports.builders.plan import DRAFT
from reports.builders.plan import plan as build
from reports.builders.plan_template import plan_template as build_template
from reports.formats import RENDERERS, attachment
from reports.renderers import template
from reports.sealed import paper
from reports.views.downloading import download


def _plans(request):
    return Plan.objects.visible_to(request.user).select_related("campaign", "unit")


@download("pdf", "docx", "xlsx")
def plan_export(request, pk, extension):
    """The plan as it was last sent; what is still in the unit's hands is marked as a draft."""
    plan = get_object_or_404(_plans(request), pk=pk)
    seal = None if plan.state in PRIVATE_STATES else plan.seals.order_by("-number").first()
    if seal:
        return attachment(paper(seal, extension), _name(plan), extension)
    table = build(sealing.content(plan), made_at=plan.changed_at, stamp=DRAFT)
    return attachment(RENDERERS[extension].render(table), f"{_name(plan)} bản nháp", extension)


@download("pdf", "docx", "xlsx")
def sealed_plan_export(request, pk, extension):
    seals = SealedPlan.objects.visible_to(request.user)
    seal = get_object_or_404(seals.select_related("plan__campaign", "plan__unit"), pk=pk)
    name = f"{_name(seal.plan)} lần gửi {seal.number}"
    return attachment(paper(seal, extension), name, extension)


@download("xlsx")
def plan_template(request, pk, extension):
    """The workbook in which a unit's people list their products."""
    plan = get_object_or_404(_plans(request), pk=pk)
    if not own_units(request.user).filter(pk=plan.unit_id).exists():
        raise PermissionDenied("Chỉ người của đơn vị được tải mẫu nhập của đơn vị.")
    content = template.render(build_template(plan))
    return attachment(content, f"Mẫu nhập {_name(plan)}", extension)


def _name(plan):
    return f"{plan} đợt {plan.campaign.number}"
