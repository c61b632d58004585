"""The pages of the products in a plan, and of the numbers a unit declares."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from products.models import Plan, Registration
from products.plans import counting
from products.plans.details import declare
from products.plans.forms import CountsForm, ProductForm
from products.plans.rows import add, change, remove
from products.plans.workflow import counts_refusal, editing_refusal
from programs.models import Participant
from programs.views.pages import act_page, posted, removal_page


def counts(request, pk):
    """What a unit declares; its officer changes it, the province reads it beside the rows."""
    participants = Participant.objects.visible_to(request.user).select_related("campaign", "unit")
    participant = get_object_or_404(participants, pk=pk, unit__isnull=False)
    refused = counts_refusal(participant, request.user)
    if request.method == "POST" and refused:
        raise refused

    def act(form):
        read = form.cleaned_data["read"]
        declare(participant, form.counts(), by=request.user, key=form.key, read=read)

    return act_page(
        request,
        CountsForm(posted(request), counts=counting.declared(participant)),
        act,
        done=f"Đã lưu số lượng đăng ký của {participant.unit.short_name}",
        to=reverse("products:counts", args=[participant.pk]),
        template="products/counts.html",
        participant=participant,
        refused=refused,
        comparison=counting.compare(participant, _plan_beside(participant, request.user)),
    )


def _plan_beside(participant, user):
    """The plan to hold the counts against: one's own latest, or the one that counts."""
    plans = Plan.objects.filter(campaign=participant.campaign, unit=participant.unit)
    own = user.unit_id == participant.unit_id
    return (plans if own else plans.counting()).order_by("-version").first()


def registration_create(request, pk):
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("campaign", "unit"), pk=pk
    )
    return _edit(request, Registration(plan=plan), "Thêm sản phẩm")


def registration_update(request, pk):
    return _edit(request, _row(request, pk), "Sửa sản phẩm")


def _row(request, pk):
    rows = Registration.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("plan__campaign", "plan__unit"), pk=pk)


def _edit(request, row, title):
    """One page for a new row and an old one; a refusal keeps what was typed."""
    plan = row.plan
    if refused := editing_refusal(plan, request.user):
        raise refused
    form = ProductForm(posted(request), instance=row)

    def act(form):
        _save(form, request.user)
        return row

    return act_page(
        request,
        form,
        act,
        done="Đã lưu",
        to=plan,
        title=title,
        subject=plan,
        back=plan.get_absolute_url(),
    )


def _save(form, user):
    row = form.save(commit=False)
    if row.pk:
        change(row, by=user, version=form.cleaned_data["version"], key=form.key)
    else:
        add(row, by=user, key=form.key)


def registration_delete(request, pk):
    row = _row(request, pk)
    if refused := editing_refusal(row.plan, request.user):
        raise refused

    def act(form):
        remove(row, by=request.user, key=form.key)
        return row

    return removal_page(
        request,
        act,
        done="Đã xóa",
        to=row.plan,
        title="Xóa sản phẩm",
        explanation=f"“{row.product_name}” của “{row.producer_name}” sẽ ra khỏi kế hoạch.",
        subject=row.plan,
        back=row.plan.get_absolute_url(),
    )
