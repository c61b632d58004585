"""Campaigns: see them, open them, ask units, give more time, close and open again."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from programs import clock
from programs.campaigns import (
    CAMPAIGN_PROCEDURE,
    REASON,
    ask_bodies,
    change_refusal,
    write,
)
from programs.deadlines import clocks_of, in_words, last_day, time_left
from programs.enums import (
    ADMIN,
    REGISTER_READERS,
    REPORT_KINDS,
    CampaignKind,
)
from programs.extensions import (
    ask,
    asking_refusal,
    decline,
    declining_refusal,
    extend,
    take_back,
    taking_back_refusal,
)
from programs.filing import filing_of
from programs.forms.campaigns import (
    CampaignForm,
    ExtensionForm,
    ExtensionRequestForm,
    ParticipantsForm,
)
from programs.forms.steps import StepForm
from programs.listings import CAMPAIGNS
from programs.models import Campaign, ExtensionRequest, Participant
from programs.next_acts import offer, rail, step_offers
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
        "rail": rail(_offers(campaign, request.user)),
        "dates": [
            ("Ngày mở", campaign.opens_on, ""),
            ("Hạn gửi đến hết ngày", last_day(campaign.due_at), _left(campaign.due_at)),
            ("Khóa sau ngày", last_day(campaign.locks_at), _left(campaign.locks_at)),
        ],
        "may_change": request.user.role in ADMIN,
        "change_refusal": change_refusal(campaign),
        "own": {row.pk for row in rows if row.is_of(request.user)},
        "requests": {row.participant_id: row for row in _waiting(campaign, request.user)},
        "has_begun": campaign.opens_on <= clock.today(),
    }
    return render(request, "programs/campaign_detail.html", context)


def _offers(campaign, user):
    pk, is_plan, filing = campaign.pk, campaign.kind == CampaignKind.PLAN, filing_of(campaign)
    may_change = user.role in ADMIN and change_refusal(campaign) is None
    sees_appendix = is_plan and user.role in REGISTER_READERS
    is_report = campaign.kind in REPORT_KINDS
    obstacle = filing and filing.obstacle(campaign)
    sums = is_report and not obstacle and user.role in REGISTER_READERS
    return [
        *offer(
            is_report and may_change,
            "mẫu và kỳ số liệu",
            "reports:period_set",
            pk,
            onward=bool(obstacle),
        ),
        *(_filed(filing, campaign, user, obstacle) if filing else []),
        *offer(sums, "tổng hợp số liệu", "reports:province_figures", pk),
        *offer(sees_appendix, "phụ lục số lượng", "reports:appendix", pk),
        *offer(may_change, "sửa đợt", "programs:campaign_update", pk),
        *offer(may_change, "chọn đơn vị", "programs:campaign_participants", pk),
        *step_offers(CAMPAIGN_PROCEDURE, campaign, user, "programs:campaign_step"),
    ]


def _filed(filing, campaign, user, obstacle):
    """The board, for who reads it, and what one's own unit or agency files once it may."""
    is_asked, why = _is_asked(campaign, user), obstacle.message if obstacle else ""
    place = "cơ quan" if user.agency_id else "đơn vị"
    own, board = f"{filing.noun} của {place}", f"tình hình các {filing.whom}"
    return [
        *offer(user.role in filing.readers, board, filing.board, campaign.pk, onward=True),
        *offer(is_asked, own, filing.page, campaign.pk, onward=True, why=why),
    ]


def _is_asked(campaign, user):
    """Whether one's own unit files something in it, or in a campaign of reports one's agency."""
    rows = Participant.objects.filter(campaign=campaign).select_related("unit", "agency")
    if campaign.kind not in REPORT_KINDS:
        rows = rows.filter(unit__isnull=False)
    return any(row.is_of(user) for row in rows)


def _left(instant):
    return time_left(instant) if instant > clock.now() else ""


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
    rows = campaign.participants.values_list
    asked = {"units": rows("unit", flat=True), "agencies": rows("agency", flat=True)}

    def act(form):
        units, read = list(form.cleaned_data["units"]), form.cleaned_data["read"]
        agencies = list(form.cleaned_data.get("agencies", ()))
        ask_bodies(campaign, units, agencies, by=request.user, key=form.key, read=read)

    return act_page(
        request,
        ParticipantsForm(posted(request), campaign=campaign, initial=asked),
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
