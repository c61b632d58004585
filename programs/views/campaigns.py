"""Campaigns: see them, open them, ask units, give more time, close and open again."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from programs import clock
from programs.campaigns import (
    CAMPAIGN_PROCEDURE,
    REASON,
    ask_units,
    change_refusal,
    write,
)
from programs.deadlines import clocks_of, in_words
from programs.enums import ADMIN, PROVINCE_READERS
from programs.extensions import (
    ask,
    asking_refusal,
    decline,
    declining_refusal,
    extend,
    take_back,
    taking_back_refusal,
)
from programs.forms.campaigns import (
    CampaignForm,
    ExtensionForm,
    ExtensionRequestForm,
    ParticipantsForm,
)
from programs.forms.steps import StepForm
from programs.listings import CAMPAIGNS
from programs.models import Campaign, ExtensionRequest, Participant
from programs.scoping import require_role
from programs.views.listings import listing_view
from programs.views.pages import act_page, posted, step_page


def campaign_list(request):
    return listing_view(request, CAMPAIGNS)


def campaign_detail(request, pk):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    rows = Participant.objects.visible_to(request.user).filter(campaign=campaign)
    rows = rows.with_clocks().select_related("unit", "agency").order_by("position", "pk")
    context = {
        "campaign": campaign,
        "participants": [(row, clocks_of(row, campaign)) for row in rows],
        "steps": CAMPAIGN_PROCEDURE.steps_for(campaign, request.user),
        "may_change": request.user.role in ADMIN,
        "change_refusal": change_refusal(campaign),
        "requests": {row.participant_id: row for row in _waiting(campaign, request.user)},
        "reads_province": request.user.role in PROVINCE_READERS,
        "now": clock.now(),
        "has_begun": campaign.opens_on <= clock.today(),
    }
    return render(request, "programs/campaign_detail.html", context)


def _waiting(campaign, user):
    rows = ExtensionRequest.objects.visible_to(user).waiting()
    return rows.filter(participant__campaign=campaign).select_related("asked_by")


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
        return write(row, by=request.user, version=version, key=form.key)

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

    def act(form):
        units, read = list(form.cleaned_data["units"]), form.cleaned_data["read"]
        ask_units(campaign, units, by=request.user, key=form.key, read=read)

    return act_page(
        request,
        ParticipantsForm(posted(request), campaign=campaign, initial={"units": asked}),
        act,
        done="Đã lưu danh sách đơn vị",
        to=campaign,
        title="Đơn vị tham gia",
        subject=campaign,
        back=campaign.get_absolute_url(),
    )


def campaign_step(request, pk, name):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    return step_page(request, campaign, CAMPAIGN_PROCEDURE, name)


# --- More time -----------------------------------------------------------------------------------


def _participant(request, pk):
    participants = Participant.objects.visible_to(request.user)
    return get_object_or_404(participants.select_related("campaign", "unit", "agency"), pk=pk)


def _time_page(request, participant, form, act, **texts):
    back = participant.get_absolute_url()
    return act_page(request, form, act, to=participant, subject=participant, back=back, **texts)


def extension_create(request, pk):
    """Give more time; what the unit has asked for stands in the form."""
    participant = _participant(request, pk)
    require_role(request.user, ADMIN)
    name = participant.unit or participant.agency
    asked = participant.extension_requests.waiting().first()

    def act(form):
        until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
        facts = {"key": form.key, "read": form.cleaned_data["read"]}
        extend(participant, until, reason, by=request.user, **facts)

    return _time_page(
        request,
        participant,
        ExtensionForm(
            posted(request),
            participant=participant,
            initial={"until": asked.until, "reason": asked.reason} if asked else {},
        ),
        act,
        done=f"Đã gia hạn cho {name}",
        title=f"Gia hạn cho {name}",
        submit="Gia hạn",
    )


def extension_take_back(request, pk):
    participant = _participant(request, pk)
    if refused := taking_back_refusal(participant, request.user):
        raise refused

    def act(form):
        facts = {"by": request.user, "key": form.key, "read": form.cleaned_data["read"]}
        take_back(participant, form.answers()["note"], **facts)

    return _time_page(
        request,
        participant,
        StepForm(posted(request), asks=[REASON], about=participant),
        act,
        done="Đã rút gia hạn",
        title="Rút gia hạn",
        explanation="Hạn gửi và thời điểm khóa của đơn vị trở lại theo lịch chung của đợt.",
        submit="Rút gia hạn",
    )


def extension_ask(request, pk):
    participant = _participant(request, pk)
    if refused := asking_refusal(participant, request.user):
        raise refused

    def act(form):
        until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
        ask(participant, until, reason, by=request.user, key=form.key)

    return _time_page(
        request,
        participant,
        ExtensionRequestForm(posted(request), participant=participant),
        act,
        done="Đã gửi đề nghị gia hạn",
        title="Đề nghị gia hạn",
        explanation="Cấp tỉnh nhận đề nghị và trả lời; trong lúc chờ, lịch của đợt vẫn giữ nguyên.",
        submit="Gửi đề nghị",
    )


def extension_decline(request, pk):
    rows = ExtensionRequest.objects.visible_to(request.user)
    asked = get_object_or_404(rows.select_related("participant__campaign"), pk=pk)
    if refused := declining_refusal(asked, request.user):
        raise refused

    def act(form):
        facts = {"by": request.user, "key": form.key, "read": form.cleaned_data["read"]}
        decline(asked, form.answers()["note"], **facts)

    return _time_page(
        request,
        asked.participant,
        StepForm(posted(request), asks=[REASON], about=asked),
        act,
        done="Đã trả lời",
        title="Không gia hạn",
        explanation=f"Đơn vị xin đến {in_words(asked.until)}: {asked.reason}",
        submit="Trả lời không gia hạn",
    )
