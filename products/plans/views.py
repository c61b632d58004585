"""The pages of a plan: where it stands, what is in it, and the steps that move it."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from products.enums import PRIVATE_STATES
from products.models import Plan, SealedPlan
from products.plans import counting
from products.plans.columns import REGISTRATION_COLUMNS
from products.plans.details import comment, comment_refusal, save_plan
from products.plans.editor.views import editor_of
from products.plans.forms import CommentForm, PlanForm
from products.plans.twins import twins_elsewhere
from products.plans.workflow import (
    PLAN_PROCEDURE,
    adjust,
    adjustment_refusal,
    clock_allows,
    editing_refusal,
    start,
)
from programs.enums import PROVINCE_READERS, UNIT_ROLES
from programs.forms.steps import StepForm
from programs.models import Campaign, Event
from programs.scoping import require_role
from programs.views.files import file_answer
from programs.views.pages import act_page, posted, step_page
from programs.workflow import Ask


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
    context["objection"] = clock_allows(Plan(campaign=campaign, unit=participant.unit))
    return render(request, "products/plan_start.html", context)


def _readable(request, pk):
    plans = Plan.objects.visible_to(request.user).select_related("campaign", "unit", "adjusts")
    return get_object_or_404(plans, pk=pk)


def plan_detail(request, pk):
    if seal := _sealed_of_returned(request.user, pk):
        return _sealed_page(request, seal, with_the_unit=True)
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
            "twins": twins_elsewhere(plan),
            "participant": participant,
            "events": Event.objects.about(plan).select_related("actor")[:20],
            "comments": plan.comments.select_related("author"),
        }
    return render(request, "products/plan_detail.html", context)


def plan_update(request, pk):
    plan = _readable(request, pk)
    if refused := editing_refusal(plan, request.user):
        raise refused

    def act(form):
        save_plan(
            form.save(commit=False),
            by=request.user,
            edition=form.cleaned_data["version"],
            scan=form.cleaned_data["upload"],
            key=form.key,
        )
        return plan

    return act_page(
        request,
        PlanForm(posted(request), request.FILES or None, instance=plan),
        act,
        done="Đã lưu",
        title="Thông tin kế hoạch",
        subject=plan,
        back=plan.get_absolute_url(),
    )


def plan_step(request, pk, name):
    onward = partial(_after_step, user=request.user)
    return step_page(request, _readable(request, pk), PLAN_PROCEDURE, name, to=onward)


def _after_step(plan, user):
    """The plan itself, or the board where the step took it out of the user's sight."""
    if Plan.objects.visible_to(user).filter(pk=plan.pk).exists():
        return plan.get_absolute_url()
    return plan.campaign.get_absolute_url()


def plan_adjust(request, pk):
    plan = _readable(request, pk)
    if refused := adjustment_refusal(plan, request.user):
        raise refused

    def act(form):
        facts = {"key": form.key, "read": form.cleaned_data["read"]}
        return adjust(plan, request.user, form.answers()["note"], **facts)

    return act_page(
        request,
        StepForm(posted(request), asks=[Ask("note", "Lý do điều chỉnh")], about=plan),
        act,
        done="Đã lập phiên bản điều chỉnh",
        title="Lập phiên bản điều chỉnh",
        explanation="Bản đang có hiệu lực vẫn được tính cho đến khi tỉnh tiếp nhận bản mới.",
        subject=plan,
        submit="Lập phiên bản",
        back=plan.get_absolute_url(),
    )


def plan_comment(request, pk):
    plan = _readable(request, pk)
    if refused := comment_refusal(plan, request.user):
        raise refused
    return act_page(
        request,
        CommentForm(posted(request)),
        lambda form: comment(plan, form.cleaned_data["text"], by=request.user, key=form.key),
        done="Đã ghi ý kiến",
        to=plan,
        title="Góp ý kế hoạch",
        subject=plan,
        submit="Gửi góp ý",
        back=plan.get_absolute_url(),
    )


def plan_scan(request, pk):
    plan = _readable(request, pk)
    if not plan.scan:
        raise Http404("This plan has no scan.")
    return file_answer(plan.scan, plan.scan_name, "application/pdf")


def sealed_plan(request, pk):
    seals = SealedPlan.objects.visible_to(request.user).select_related("plan__unit", "sealed_by")
    return _sealed_page(request, get_object_or_404(seals, pk=pk))


def _sealed_of_returned(user, pk):
    """What the province last read of a plan that went back to its unit, or None."""
    if user.role not in PROVINCE_READERS:
        return None
    seals = SealedPlan.objects.filter(plan=pk, plan__state__in=PRIVATE_STATES)
    seals = seals.select_related("plan__campaign", "plan__unit", "sealed_by")
    return seals.order_by("number").last()


def _sealed_page(request, seal, *, with_the_unit=False):
    context = {"seal": seal, "content": seal.values(), "columns": REGISTRATION_COLUMNS}
    if with_the_unit:
        steps = Event.objects.about(seal.plan).filter(action__in=["return", "take_back"])
        context |= {"went_back": steps.select_related("actor").first(), "plan": seal.plan}
    return render(request, "products/sealed_plan.html", context)
