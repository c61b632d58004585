"""Campaigns: see them, open them, ask units, give more time, close and open again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import CreateView, UpdateView

from programs import audit
from programs.campaigns import CAMPAIGN_PROCEDURE, ask_units, change_refusal, extend
from programs.changes import typed_anew
from programs.deadlines import clocks_of
from programs.enums import PROVINCE_READERS, Role
from programs.forms.base import ReasonForm
from programs.forms.campaigns import CampaignForm, ExtensionForm, ParticipantsForm
from programs.listings import CAMPAIGNS
from programs.models import Campaign, Participant
from programs.scoping import ScopedMixin, require_role
from programs.views.listings import listing_view
from programs.workflow import StepRefused

ADMIN = frozenset({Role.PROVINCE_ADMIN})


def campaign_list(request):
    may_open = request.user.role in ADMIN
    return listing_view(request, CAMPAIGNS, "programs/campaign_list.html", may_open=may_open)


def campaign_detail(request, pk):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    rows = Participant.objects.visible_to(request.user).filter(campaign=campaign)
    rows = rows.with_clocks().select_related("unit", "agency").order_by("position", "pk")
    context = {
        "campaign": campaign,
        "participants": [(row, clocks_of(row, campaign)) for row in rows],
        "steps": CAMPAIGN_PROCEDURE.steps_for(campaign, request.user),
        "may_change": request.user.role in ADMIN,
        "reads_province": request.user.role in PROVINCE_READERS,
        "now": timezone.now(),
    }
    return render(request, "programs/campaign_detail.html", context)


class RecordedMixin:
    """Write down who saved the form, in the same transaction."""

    def form_valid(self, form):
        response = super().form_valid(form)
        facts = {"by": self.request.user, "data": typed_anew(form)}
        audit.record(self.action, self.object, label=self.label, **facts)
        messages.success(self.request, f"Đã lưu: {self.object}.")
        return response


class CampaignCreateView(RecordedMixin, ScopedMixin, CreateView):
    model = Campaign
    form_class = CampaignForm
    roles = ADMIN
    action, label = "create_campaign", "mở đợt"
    extra_context = {"title": "mở đợt mới", "back": reverse_lazy("programs:campaign_list")}


class CampaignUpdateView(RecordedMixin, ScopedMixin, UpdateView):
    model = Campaign
    form_class = CampaignForm
    roles = ADMIN
    action, label = "change_campaign", "sửa đợt"
    extra_context = {"title": "sửa đợt"}

    def get_object(self, queryset=None):
        campaign = super().get_object(queryset)
        if refused := change_refusal(campaign):
            raise refused
        return campaign


def campaign_participants(request, pk):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    require_role(request.user, ADMIN)
    if refused := change_refusal(campaign):
        raise refused
    asked = campaign.participants.values_list("unit", flat=True)
    form = ParticipantsForm(
        request.POST if request.method == "POST" else None,
        campaign=campaign,
        initial={"units": list(asked)},
    )
    if form.is_valid():
        ask_units(campaign, list(form.cleaned_data["units"]), by=request.user)
        messages.success(request, "Đã lưu danh sách đơn vị.")
        return redirect(campaign)
    return render(request, "form.html", _page(campaign, form, "Đơn vị tham gia", "Lưu"))


def campaign_step(request, pk, name):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    if name not in CAMPAIGN_PROCEDURE.steps:
        raise Http404(f"No step is called {name!r}.")
    step = CAMPAIGN_PROCEDURE.steps[name]
    if refused := CAMPAIGN_PROCEDURE.refusal(campaign, step, request.user):
        raise refused
    form = ReasonForm(request.POST if request.method == "POST" else None, asks=step.asks)
    if form.is_valid():
        CAMPAIGN_PROCEDURE.take(
            campaign, name, by=request.user, answers=form.answers(), key=form.key
        )
        messages.success(request, f"{step.done}: {campaign}.")
        return redirect(campaign)
    return render(request, "form.html", _page(campaign, form, step.label, step.label, step))


def extension_create(request, pk):
    participants = Participant.objects.visible_to(request.user).select_related(
        "campaign", "unit", "agency"
    )
    participant = get_object_or_404(participants, pk=pk)
    require_role(request.user, ADMIN)
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _extended(participant, form, request.user):
        messages.success(request, f"Đã gia hạn cho {participant.unit or participant.agency}.")
        return redirect(participant.campaign)
    title = f"Gia hạn cho {participant.unit or participant.agency}"
    return render(request, "form.html", _page(participant.campaign, form, title, "Gia hạn"))


def _extended(participant, form, user):
    until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
    try:
        extend(participant, until, reason, by=user, key=form.key)
    except StepRefused as refusal:
        form.add_error("until", refusal)
    return form.is_valid()


def _page(campaign, form, title, submit, step=None):
    """What the one form page of the portal needs."""
    return {
        "form": form,
        "title": title,
        "submit": submit,
        "explanation": step.explanation if step else "",
        "back": campaign.get_absolute_url(),
        "subject": campaign,
    }
