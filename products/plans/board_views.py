"""The board of all units, and reminding those that have not filed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from products.plans import reminders
from products.plans.board import FILED, OVERDUE, UNFILED, board
from programs.enums import DEPARTMENT, PROVINCE_READERS, REMINDER_READERS, CampaignState
from programs.forms.base import KeyedForm
from programs.models import Campaign
from programs.scoping import require_role
from programs.views.pages import posted


def plan_board(request, pk):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    require_role(request.user, PROVINCE_READERS)
    shown, name = board(campaign), request.GET.get("tinh-trang", "")
    done = shown.completeness
    groups = [
        (FILED, "đã gửi", done.filed),
        (UNFILED, "chưa gửi", done.unfiled),
        (OVERDUE, "quá hạn", done.overdue),
    ]
    context = {
        "campaign": campaign,
        "time_left": shown.time_left,
        "lines": shown.narrowed(name),
        "done": done,
        "filters": [*(group for group in groups if group[2]), *shown.tally()],
        "name": name,
        "sees_reminders": request.user.role in REMINDER_READERS,
        "may_remind": _may_remind(campaign, request.user),
    }
    return render(request, "products/plan_board.html", context)


def _may_remind(campaign, user):
    return user.role in DEPARTMENT and campaign.state == CampaignState.OPEN


def plan_remind(request, pk):
    """Who would be reminded, and who not and why; POST reminds them."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    if refused := reminders.refusal(campaign, request.user):
        raise refused
    form = KeyedForm(posted(request))
    if form.is_valid():
        choices = reminders.remind(campaign, by=request.user, key=form.key)
        messages.success(request, _summary(choices))
        return redirect("products:plan_remind", campaign.pk)
    choices = reminders.choose(board(campaign))
    context = {
        "campaign": campaign,
        "form": form,
        "reminded": [choice for choice in choices if choice.people],
        "skipped": [choice for choice in choices if not choice.people],
    }
    return render(request, "products/plan_remind.html", context)


def _summary(choices):
    reminded = [choice for choice in choices if choice.people]
    people = sum(len(choice.people) for choice in reminded)
    skipped = len(choices) - len(reminded)
    return f"Đã nhắc {len(reminded)} đơn vị ({people} người); bỏ qua {skipped} đơn vị."
