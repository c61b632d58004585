"""The pages of a plan: where it stands, what is in it, and the steps that move it."""

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from products.enums import EDITABLE_STATES, PRIVATE_STATES, WORKING_STATES, PlanState
from products.models import Plan, PlanImport, Registration, SealedPlan
from products.plans import counting
from products.plans.checklist import checklist_of
from products.plans.columns import REGISTRATION_COLUMNS
from products.plans.details import comment, comment_refusal, save_plan
from products.plans.editor.views import editor_of
from products.plans.forms import CommentForm, PlanForm
from products.plans.reviewing import queue_of
from products.plans.twins import twins_elsewhere
from products.plans.workflow import (
    PLAN_PROCEDURE,
    adjust,
    adjustment_refusal,
    clock_allows,
    editing_refusal,
    start,
)
from programs import clock
from programs.deadlines import clocks_of, in_words, last_day, time_left
from programs.enums import DEPARTMENT, PROVINCE_READERS, UNIT_ROLES
from programs.forms.steps import StepForm
from programs.models import Campaign, Event
from programs.next_acts import Checklist, offer, rail, returned, step_offers
from programs.scoping import require_role
from programs.views.files import file_answer
from programs.views.pages import act_page, posted, step_page
from programs.workflow import Ask

_IMPORTS_SHOWN = 20


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
    plans = Plan.objects.visible_to(request.user).select_related(
        "campaign", "unit", "adjusts", "sent_by", "handed_in_by"
    )
    return get_object_or_404(plans, pk=pk)


def plan_detail(request, pk):
    if seal := _sealed_of_returned(request.user, pk):
        return _sealed_page(request, seal, with_the_unit=True)
    plan = _readable(request, pk)
    participant = plan.campaign.participants.with_clocks().get(unit=plan.unit_id)
    rows = Registration.objects.select_related("commune", "product_set").order_by("position", "pk")
    prefetch_related_objects([plan], Prefetch("registrations", rows), "drafts")
    editing, comparison = editing_refusal(plan, request.user), counting.compare(participant, plan)
    context = {
        "plan": plan,
        "columns": REGISTRATION_COLUMNS,
        "rows": [
            (row, [column.read(row) for column in REGISTRATION_COLUMNS])
            for row in plan.registrations.all()
        ],
        "comparison": comparison,
        "editing": editing,
        "editor": None if editing else editor_of(request, plan, comparison),
        "seals": plan.seals.select_related("sealed_by"),
        "dates": _dates(plan, participant),
    }
    if request.user.role in PROVINCE_READERS or plan.unit_id == request.user.unit_id:
        context |= _inside(plan, participant, request.user) | {"checklist": Checklist()}
        if plan.state in WORKING_STATES:  # what is in force lacks nothing
            facts = {"may_edit": not editing}
            context["checklist"] = checklist_of(plan, comparison, participant, **facts)
    offers = _offers(plan, request.user, may_edit=not editing)
    context["rail"] = rail(offers, context.get("checklist", Checklist()), context.get("waits", ""))
    return render(request, "products/plan_detail.html", context)


def _inside(plan, participant, user):
    """What is issued is everybody's to read; who did and said what is not."""
    events = list(Event.objects.about(plan).select_related("actor")[:20])
    return {
        "is_insider": True,
        "twins": twins_elsewhere(plan),
        "participant": participant,
        "events": events,
        "returned": returned(plan) if plan.state in EDITABLE_STATES else None,
        "until": _until(plan, participant),
        "comments": plan.comments.select_related("author"),
        "imports": _imports(plan, user),
        "may_import": user.role in UNIT_ROLES,
        "waits": PLAN_PROCEDURE.awaited(plan, user),
    } | _contact(plan, user, events)


def _imports(plan, user):
    """The files that were handed in for this plan and kept, the newest first (matrix E3)."""
    kept = PlanImport.objects.visible_to(user).filter(plan=plan).exclude(file="")
    return kept.defer("rows", "lines", "problems").select_related("user")[:_IMPORTS_SHOWN]


def _offers(plan, user, *, may_edit):
    pk = plan.pk
    return [
        *step_offers(PLAN_PROCEDURE, plan, user, "products:plan_step"),
        *_next(plan, user),
        *offer(may_edit, "thêm sản phẩm", "products:registration_create", pk),
        *offer(may_edit, "nhập từ Excel", "products:import_upload", pk),
        *offer(may_edit, "thông tin kế hoạch", "products:plan_update", pk),
        *offer(
            adjustment_refusal(plan, user) is None,
            "lập phiên bản điều chỉnh",
            "products:plan_adjust",
            pk,
        ),
        *offer(comment_refusal(plan, user) is None, "góp ý", "products:plan_comment", pk),
    ]


def _next(plan, user):
    queue = queue_of(plan, user)
    return queue.offers(is_decided=plan.state != PlanState.SENT) if queue else []


def _dates(plan, participant):
    """[(what for, the day, how long until then where it is still to come)]."""
    running = plan.state in PRIVATE_STATES
    asked = clocks_of(participant, plan.campaign)
    due = ("Hạn gửi (đã gia hạn)" if asked.extended else "Hạn gửi", asked.due)
    return [
        (words, last_day(instant), time_left(instant) if running else "")
        for words, instant in (due, ("Đợt khóa sau ngày", asked.lock))
    ]


def _until(plan, participant):
    """By when a plan that came back is to be sent again."""
    lock = clocks_of(participant, plan.campaign).lock
    return f"sửa xong thì gửi lại, chậm nhất {in_words(lock)}" if lock > clock.now() else ""


def _contact(plan, user, events):
    """Whom to call: of the unit who sent it, or of the province who answered last."""
    if user.role in DEPARTMENT:
        return {"contact": plan.sent_by or plan.handed_in_by, "contact_of": "Người gửi"}
    answered = (each.actor for each in events if each.actor and each.actor.role in DEPARTMENT)
    return {"contact": next(answered, None), "contact_of": "Người xử lý ở tỉnh"}


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
    """Whoever answers a plan that was sent is led on to the next one."""
    queue = queue_of if name in {"accept", "return"} else None
    return step_page(request, _readable(request, pk), PLAN_PROCEDURE, name, queue=queue)


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
    plans = Plan.objects.filter(pk=pk, state__in=PRIVATE_STATES)
    seals = SealedPlan.objects.filter(plan__in=plans)
    seals = seals.select_related("plan__campaign", "plan__unit", "sealed_by")
    return seals.order_by("number").last()


def _sealed_page(request, seal, *, with_the_unit=False):
    context = {"seal": seal, "content": seal.values(), "columns": REGISTRATION_COLUMNS}
    if with_the_unit:
        waits = PLAN_PROCEDURE.awaited(seal.plan, request.user)
        context |= {
            "went_back": returned(seal.plan),
            "plan": seal.plan,
            "rail": rail(_next(seal.plan, request.user), waits=waits),
        }
    return render(request, "products/sealed_plan.html", context)
