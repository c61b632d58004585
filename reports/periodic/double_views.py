"""The pages of what two reporters counted twice: hints, records, striking out (matrix T10, T22)."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from programs.enums import REGISTER_READERS, REPORT_KINDS
from programs.models import Campaign
from programs.scoping import require_role
from programs.views.pages import act_page, posted
from reports.models import DoubleCount
from reports.periodic import doubles
from reports.periodic.double_forms import DoubleForm, StrikeForm
from reports.periodic.periods import unset


def _campaign(request, pk):
    rows = Campaign.objects.visible_to(request.user).filter(kind__in=sorted(REPORT_KINDS))
    return get_object_or_404(rows.select_related("report_period__form"), pk=pk)


@require_safe
def double_list(request, pk):
    """What was recorded, and where the portal sees that one event may have been counted twice."""
    campaign = _campaign(request, pk)
    require_role(request.user, REGISTER_READERS)
    if refused := unset(campaign):
        raise refused
    context = {
        "campaign": campaign,
        "lines": doubles.lines_of(campaign),
        "hints": doubles.hints_of(campaign),
        "may_record": request.user.role in doubles.RECORDERS,
    }
    return render(request, "reports/double_list.html", context)


def double_record(request, pk):
    campaign = _campaign(request, pk)
    if refused := doubles.recording_refusal(campaign, request.user):
        raise refused
    initial = {name: request.GET.get(name) for name in ("indicator", "kept", "cut", "many")}

    def act(form):
        row = DoubleCount(**form.facts())
        return doubles.record(row, campaign, by=request.user, key=form.key)

    return act_page(
        request,
        DoubleForm(posted(request), sent=doubles.Sent(campaign), initial=initial),
        act,
        done="Đã ghi số tính trùng",
        to=reverse("reports:double_list", args=[campaign.pk]),
        title="Ghi số tính trùng",
        explanation=(
            "Một lớp, một hội chợ, một khoản tiền mà hai nơi cùng báo cáo: số của tỉnh trừ đi một "
            "lần. Báo cáo của hai nơi giữ nguyên như đã gửi."
        ),
        subject=campaign,
        submit="Ghi",
        back=reverse("reports:double_list", args=[campaign.pk]),
    )


def double_strike(request, pk):
    rows = DoubleCount.objects.visible_to(request.user)
    related = ("indicator", "cut__report__participant__campaign", "cut__report__participant__unit")
    double = get_object_or_404(
        rows.select_related(*related, "cut__report__participant__agency"), pk=pk
    )
    if refused := doubles.striking_refusal(double, request.user):
        raise refused

    def act(form):
        note = form.cleaned_data["note"]
        return doubles.strike(double, note, by=request.user, key=form.key)

    return act_page(
        request,
        StrikeForm(posted(request)),
        act,
        done="Đã gạch",
        title="Gạch số tính trùng",
        explanation="Dòng vẫn được lưu cùng lý do; số của tỉnh không còn bị trừ.",
        subject=double,
        submit="Gạch",
        is_removal=True,
        back=double.get_absolute_url(),
    )
