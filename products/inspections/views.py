"""The pages of post-checks: plans and their lists, findings, the steps of each check."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from products.enums import (
    INSPECTION_TONES,
    PRIVATE_INSPECTIONS,
    InspectionPlanState,
    InspectionState,
)
from products.inspections import findings, plans
from products.inspections.forms import FindingsForm, InspectionPlanForm
from products.inspections.listings import INSPECTION_PLANS, INSPECTIONS
from products.inspections.workflow import INSPECTION
from products.models import Inspection, InspectionPlan
from programs import clock
from programs.deadlines import end_of, time_left
from programs.enums import DEPARTMENT, REGISTER_READERS, UNIT_ROLES
from programs.models import Event
from programs.next_acts import offer, rail, step_offers
from programs.scoping import require_role
from programs.succession import agency_on
from programs.views.listings import listing_view, with_query
from programs.views.pages import act_page, posted, step_page

# --- Plans -------------------------------------------------------------------------------------


def inspection_plan_list(request):
    require_role(request.user, REGISTER_READERS)
    return listing_view(request, INSPECTION_PLANS)


def _may_plan(user):
    return user.role in DEPARTMENT


def _plan(request, pk):
    rows = InspectionPlan.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("ground", "created_by"), pk=pk)


def inspection_plan_detail(request, pk):
    plan = _plan(request, pk)
    context = {
        "plan": plan,
        "rail": rail(_plan_offers(plan, request.user)),
        "dates": [("Bắt đầu", plan.starts_on, ""), ("Kết thúc hết ngày", plan.ends_on, "")],
        "tally": list(_tally(plan)),
        "is_drawn": plan.state in {InspectionPlanState.OPEN, InspectionPlanState.CLOSED},
        "is_drawn_right": plans.is_drawn_right(plan),
        "trail": Event.objects.about(plan).select_related("actor")[:20],
    }
    return render(request, "products/inspection_plan_detail.html", context)


def _plan_offers(plan, user):
    may_write = plans.writing_refusal(plan, user) is None
    return [
        *step_offers(plans.PLANNING, plan, user, "products:inspection_plan_step"),
        *offer(may_write, "sửa kế hoạch", "products:inspection_plan_update", plan.pk),
    ]


def _tally(plan):
    """[(state, its tone, number, address of those checks)] of the states that occur."""
    states = list(plan.inspections.values_list("state", flat=True))
    recorded = [state for state in InspectionState if state not in PRIVATE_INSPECTIONS]
    for state in dict.fromkeys([*recorded, *states]):
        if count := states.count(state):
            url = with_query(INSPECTIONS, INSPECTIONS.query({"plan": plan.pk, "state": state}))
            yield InspectionState(state).label, INSPECTION_TONES[state], count, url


def inspection_plan_create(request):
    require_role(request.user, DEPARTMENT)
    today = clock.today()
    agency = request.user.agency and agency_on(request.user.agency, today)
    plan = InspectionPlan(year=today.year, body=agency.name if agency else "")
    return _plan_page(request, plan, "Lập kế hoạch hậu kiểm", reverse(INSPECTION_PLANS.page))


def inspection_plan_update(request, pk):
    plan = _plan(request, pk)
    if refused := plans.writing_refusal(plan, request.user):
        raise refused
    return _plan_page(request, plan, "Sửa kế hoạch hậu kiểm", plan.get_absolute_url())


def _plan_page(request, plan, title, back):
    form = InspectionPlanForm(posted(request), instance=plan)

    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        plans.write(row, by=request.user, version=version, key=form.key)
        return row

    return act_page(request, form, act, done="Đã lưu", title=title, back=back)


def inspection_plan_step(request, pk, name):
    return step_page(request, _plan(request, pk), plans.PLANNING, name)


# --- Checks ------------------------------------------------------------------------------------


def inspection_list(request):
    require_role(request.user, REGISTER_READERS | UNIT_ROLES)
    return listing_view(request, INSPECTIONS)


def _inspection(request, pk):
    rows = Inspection.objects.visible_to(request.user)
    related = ("plan", "certificate__product__commune__parent", "revocation")
    related += ("certificate__product__producer",)
    return get_object_or_404(rows.select_related(*related), pk=pk)


def inspection_detail(request, pk):
    inspection = _inspection(request, pk)
    context = {
        "inspection": inspection,
        "sees_plan": request.user.role in REGISTER_READERS,
        "findings": inspection.findings.order_by("position"),
        "rail": rail(
            _offers(inspection, request.user), waits=INSPECTION.awaited(inspection, request.user)
        ),
        "dates": list(_dates(inspection)),
        "contact": inspection.certificate.product.producer,
        "contact_of": "Chủ thể",
        "trail": Event.objects.about(inspection).select_related("actor")[:20],
    }
    return render(request, "products/inspection_detail.html", context)


def _offers(inspection, user):
    may_write = findings.writing_refusal(inspection, user) is None
    is_recorded, pk = inspection.state not in PRIVATE_INSPECTIONS, inspection.pk
    write = ("ghi kết quả kiểm tra", "products:inspection_findings")
    return [
        *step_offers(INSPECTION, inspection, user, "products:inspection_step"),
        *offer(may_write, *write, pk, onward=True),
        *offer(is_recorded, "biên bản (PDF)", "reports:inspection_minutes", pk, "pdf"),
        *offer(is_recorded, "biên bản (Word)", "reports:inspection_minutes", pk, "docx"),
    ]


def _dates(inspection):
    """[(what for, the day, how long until then)] of what still runs."""
    today = clock.today()
    is_heard = inspection.state == InspectionState.RECORDED
    days = (
        ("Chủ thể có ý kiến đến hết ngày", is_heard and inspection.reply_until, "đã qua"),
        ("Khắc phục đến hết ngày", inspection.mended_on is None and inspection.mend_by, ""),
    )
    for words, day, over in days:
        if day:
            yield words, day, (day < today and over) or time_left(end_of(day))


def inspection_findings(request, pk):
    """Write down what was found, as often as one likes until the minutes are made."""
    inspection = _inspection(request, pk)
    if refused := findings.writing_refusal(inspection, request.user):
        raise refused
    points = findings.points_of(inspection)
    form = FindingsForm(posted(request), instance=inspection, points=points)

    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        findings.write(row, form.found(), by=request.user, version=version, key=form.key)
        return row

    template = "products/inspection_findings.html"
    said = "Đã lưu kết quả"
    return act_page(request, form, act, done=said, template=template, inspection=inspection)


def inspection_step(request, pk, name):
    inspection = _inspection(request, pk)
    return step_page(request, inspection, INSPECTION, name)
