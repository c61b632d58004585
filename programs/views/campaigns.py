"""Campaigns: see them, open them, ask units, give more time, close and open again."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from programs import audit
from programs.campaigns import CAMPAIGN_PROCEDURE, ask_units, change_refusal, extend, write
from programs.deadlines import clocks_of
from programs.enums import PROVINCE_READERS, Role
from programs.forms.campaigns import CampaignForm, ExtensionForm, ParticipantsForm
from programs.listings import CAMPAIGNS
from programs.models import Campaign, Participant
from programs.scoping import require_role
from programs.views.listings import listing_view
from programs.views.pages import act_page, posted, step_page

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


def campaign_create(request):
    require_role(request.user, ADMIN)
    return _campaign_page(request, Campaign(), "mở đợt mới", reverse("programs:campaign_list"))


def campaign_update(request, pk):
    campaign = _changeable(request, pk)
    return _campaign_page(request, campaign, "sửa đợt", campaign.get_absolute_url())


def _campaign_page(request, campaign, title, back):
    """One page for a new campaign and an old one; of two who change it the second sees both."""

    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        write(row, by=request.user, version=version, key=form.key)
        campaigns = Campaign.objects.visible_to(request.user)
        return row if row.pk else audit.row_of(form.key, campaigns)

    return act_page(
        request,
        CampaignForm(posted(request), instance=campaign),
        act,
        done="Đã lưu",
        template="programs/campaign_form.html",
        title=title,
        campaign=campaign if campaign.pk else None,
        back=back,
    )


def _changeable(request, pk):
    """The open campaign of this address, for an administrator: 404 before 403."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    require_role(request.user, ADMIN)
    if refused := change_refusal(campaign):
        raise refused
    return campaign


def campaign_participants(request, pk):
    campaign = _changeable(request, pk)
    asked = list(campaign.participants.values_list("unit", flat=True))
    return act_page(
        request,
        ParticipantsForm(posted(request), campaign=campaign, initial={"units": asked}),
        lambda form: ask_units(campaign, list(form.cleaned_data["units"]), by=request.user),
        done="Đã lưu danh sách đơn vị",
        to=campaign,
        title="Đơn vị tham gia",
        subject=campaign,
        back=campaign.get_absolute_url(),
    )


def campaign_step(request, pk, name):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    return step_page(request, campaign, CAMPAIGN_PROCEDURE, name)


def extension_create(request, pk):
    participants = Participant.objects.visible_to(request.user)
    related = ("campaign", "unit", "agency")
    participant = get_object_or_404(participants.select_related(*related), pk=pk)
    require_role(request.user, ADMIN)
    name, campaign = participant.unit or participant.agency, participant.campaign

    def act(form):
        until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
        extend(participant, until, reason, by=request.user, key=form.key)

    return act_page(
        request,
        ExtensionForm(posted(request), participant=participant),
        act,
        done=f"Đã gia hạn cho {name}",
        to=campaign,
        title=f"Gia hạn cho {name}",
        subject=campaign,
        submit="Gia hạn",
        back=campaign.get_absolute_url(),
    )
