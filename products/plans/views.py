"""The pages of a plan: where it stands, what is in it, and the steps that move it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from products.enums import PRIVATE_STATES
from products.models import Plan, SealedPlan
from products.plans import counting
from products.plans.columns import REGISTRATION_COLUMNS
from products.plans.details import comment, comment_refusal, save_plan
from products.plans.editor.views import editor_of
from products.plans.forms import CommentForm, PlanForm
from products.plans.workflow import (
    PLAN_PROCEDURE,
    adjust,
    adjustment_refusal,
    editing_refusal,
    start,
)
from programs.enums import PROVINCE_READERS, UNIT_ROLES
from programs.forms.base import ReasonForm
from programs.models import Campaign, Event
from programs.scoping import require_role
from programs.views.files import file_answer
from programs.workflow import Ask, StepRefused


def plan_of_unit(request, pk):
    """The working version of the user's unit in this campaign; POST makes the first one."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    require_role(request.user, UNIT_ROLES)
    if request.method == "POST":
        return redirect(start(campaign, request.user))
    plans = Plan.objects.visible_to(request.user).filter(campaign=campaign)
    plan = plans.filter(unit=request.user.unit_id).order_by("-version").first()
    if plan:
        return redirect(plan)
    participant = get_object_or_404(campaign.participants, unit=request.user.unit_id)
    context = {"campaign": campaign, "participant": participant}
    return render(request, "products/plan_start.html", context)


def _readable(request, pk):
    plans = Plan.objects.visible_to(request.user).select_related("campaign", "unit", "adjusts")
    return get_object_or_404(plans, pk=pk)


def plan_detail(request, pk):
    plan = _readable(request, pk)
    participant = plan.campaign.participants.get(unit=plan.unit_id)
    rows = plan.registrations.select_related("commune", "product_set").order_by("position", "pk")
    editing, comparison = editing_refusal(plan, request.user), counting.compare(participant, plan)
    context = {
        "plan": plan,
        "columns": REGISTRATION_COLUMNS,
        "rows": [(row, [column.read(row) for column in REGISTRATION_COLUMNS]) for row in rows],
        "comparison": comparison,
        "steps": PLAN_PROCEDURE.steps_for(plan, request.user),
        "editing": editing,
        "editor": None if editing else editor_of(request, plan, comparison),
        "adjusting": adjustment_refusal(plan, request.user),
        "seals": plan.seals.select_related("sealed_by"),
        "may_comment": comment_refusal(plan, request.user) is None,
        "is_private": plan.state in PRIVATE_STATES,
    }
    if request.user.role in PROVINCE_READERS or plan.unit_id == request.user.unit_id:
        # What is issued is everybody's to read; who did and said what is not.
        context |= {
            "is_insider": True,
            "participant": participant,
            "events": Event.objects.about(plan).select_related("actor")[:20],
            "comments": plan.comments.select_related("author"),
        }
    return render(request, "products/plan_detail.html", context)


def plan_update(request, pk):
    plan = _readable(request, pk)
    if refused := editing_refusal(plan, request.user):
        raise refused
    form = PlanForm(
        request.POST if request.method == "POST" else None, request.FILES or None, instance=plan
    )
    refusal = None
    if form.is_valid():
        try:
            save_plan(
                form.save(commit=False),
                by=request.user,
                edition=form.cleaned_data["edition"],
                scan=form.cleaned_data["upload"],
                key=form.key,
            )
        except StepRefused as refused:
            refusal = refused
        else:
            messages.success(request, f"Đã lưu: {plan}.")
            return redirect(plan)
    context = {
        "form": form,
        "title": "Thông tin kế hoạch",
        "subject": plan,
        "back": plan.get_absolute_url(),
        "refusal": refusal,
    }
    return render(request, "form.html", context, status=refusal.status if refusal else 200)


def plan_step(request, pk, name):
    plan = _readable(request, pk)
    if name not in PLAN_PROCEDURE.steps:
        raise Http404(f"No step is called {name!r}.")
    step = PLAN_PROCEDURE.steps[name]
    if refused := PLAN_PROCEDURE.refusal(plan, step, request.user):
        raise refused
    asks = step.asks_for(plan, request.user)
    form = ReasonForm(request.POST if request.method == "POST" else None, asks=asks)
    if form.is_valid():
        PLAN_PROCEDURE.take(plan, name, by=request.user, answers=form.answers(), key=form.key)
        messages.success(request, f"{step.done}: {plan}.")
        return redirect(_after_step(plan, request.user))
    context = {
        "form": form,
        "title": step.label,
        "explanation": step.explanation,
        "subject": plan,
        "submit": step.label,
        "back": plan.get_absolute_url(),
    }
    return render(request, "form.html", context)


def _after_step(plan, user):
    """The plan itself, or the board where the step took it out of the user's sight."""
    if Plan.objects.visible_to(user).filter(pk=plan.pk).exists():
        return plan.get_absolute_url()
    return plan.campaign.get_absolute_url()


def plan_adjust(request, pk):
    plan = _readable(request, pk)
    if refused := adjustment_refusal(plan, request.user):
        raise refused
    ask = Ask("note", "Lý do điều chỉnh")
    form = ReasonForm(request.POST if request.method == "POST" else None, asks=[ask])
    if form.is_valid():
        new = adjust(plan, request.user, form.answers()["note"], key=form.key)
        messages.success(request, f"Đã lập phiên bản điều chỉnh: {new}.")
        return redirect(new)
    context = {
        "form": form,
        "title": "Lập phiên bản điều chỉnh",
        "explanation": "Bản đang có hiệu lực vẫn được tính cho đến khi tỉnh tiếp nhận bản mới.",
        "subject": plan,
        "submit": "Lập phiên bản",
        "back": plan.get_absolute_url(),
    }
    return render(request, "form.html", context)


def plan_comment(request, pk):
    plan = _readable(request, pk)
    if refused := comment_refusal(plan, request.user):
        raise refused
    form = CommentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        comment(plan, form.cleaned_data["text"], by=request.user, key=form.key)
        messages.success(request, "Đã ghi ý kiến.")
        return redirect(plan)
    context = {"form": form, "title": "Góp ý kế hoạch", "submit": "Gửi góp ý", "subject": plan}
    return render(request, "form.html", context | {"back": plan.get_absolute_url()})


def plan_scan(request, pk):
    plan = _readable(request, pk)
    if not plan.scan:
        raise Http404("This plan has no scan.")
    return file_answer(plan.scan, plan.scan_name, "application/pdf")


def sealed_plan(request, pk):
    seals = SealedPlan.objects.visible_to(request.user).select_related("plan__unit", "sealed_by")
    seal = get_object_or_404(seals, pk=pk)
    context = {"seal": seal, "content": seal.values(), "columns": REGISTRATION_COLUMNS}
    return render(request, "products/sealed_plan.html", context)
