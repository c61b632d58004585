"""The board of a campaign, and reminding those that have not filed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from programs import reminders
from programs.board import board
from programs.enums import DEPARTMENT, REMINDER_READERS, CampaignState
from programs.filing import filing_of
from programs.forms.base import KeyedForm
from programs.models import Campaign
from programs.scoping import require_role
from programs.views.pages import posted

# What the address of a board says of the lines that it shows.
STATUS = "tinh-trang"
FILES = (("xlsx", "Excel"), ("pdf", "PDF"), ("csv", "CSV"))


def campaign_of(request, pk, kinds):
    """The campaign of one of these kinds, or 404."""
    rows = Campaign.objects.visible_to(request.user).filter(kind__in=kinds)
    return get_object_or_404(rows, pk=pk)


def drawn_board(request, pk, kinds):
    """(board, its lines under the filter of the address, the filter's name)."""
    campaign = campaign_of(request, pk, kinds)
    require_role(request.user, filing_of(campaign).readers)
    shown, name = board(campaign), request.GET.get(STATUS, "")
    return shown, shown.narrowed(name), name


def board_page(request, pk, kinds, template):
    shown, lines, name = drawn_board(request, pk, kinds)
    campaign = shown.campaign
    context = {
        "board": shown,
        "campaign": campaign,
        "filing": shown.filing,
        "title": shown.title,
        "time_left": shown.time_left,
        "lines": lines,
        "done": shown.completeness,
        "filters": [*shown.groups, *shown.tally()],
        "name": name,
        "files": FILES,
        "sees_reminders": request.user.role in REMINDER_READERS,
        "may_remind": _may_remind(campaign, request.user),
    }
    return render(request, template, context)


def _may_remind(campaign, user):
    return user.role in DEPARTMENT and campaign.state == CampaignState.OPEN


def remind_page(request, pk, kinds):
    """Who would be reminded, and who not and why; POST reminds them."""
    campaign = campaign_of(request, pk, kinds)
    if refused := reminders.refusal(campaign, request.user):
        raise refused
    form = KeyedForm(posted(request))
    if form.is_valid():
        choices = reminders.remind(campaign, by=request.user, key=form.key)
        messages.success(request, _summary(choices))
        return redirect(request.path)
    shown = board(campaign)
    choices = reminders.choose(shown)
    context = {
        "board": shown,
        "campaign": campaign,
        "filing": shown.filing,
        "form": form,
        "reminded": [choice for choice in choices if choice.people],
        "skipped": [choice for choice in choices if not choice.people],
    }
    return render(request, "programs/remind.html", context)


def _summary(choices):
    reminded = [choice for choice in choices if choice.people]
    people = sum(len(choice.people) for choice in reminded)
    skipped, whom = len(choices) - len(reminded), choices[0].line.filing.whom
    return f"Đã nhắc {len(reminded)} {whom} ({people} người); bỏ qua {skipped} {whom}."
