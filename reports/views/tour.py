"""The tour of a demonstration; elsewhere this page does not exist."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.context import AWAY
from programs.enums import CampaignKind
from programs.middleware import page_before
from programs.models import Campaign
from reports.tour import TOUR

SEEN = "tour"  # in the session: the stops that this person has been to


def tour(request):
    """The stops of this person's role; `?den=3` opens the third one and ticks it."""
    if not settings.DEMO:
        raise Http404
    stops, seen = _stops(request.user), request.session.get(SEEN, [])
    number = request.GET.get("den", "")
    if number in stops:
        request.session[SEEN] = [*{*seen, number}]
        return redirect(stops[number][1])
    left = [number for number in stops if number not in seen]
    context = {"stops": stops, "seen": seen, "next": left[0] if left else ""}
    return render(request, "reports/tour.html", context)


@require_POST
def put_away(request):
    """Show the line of the demonstration no more in this session; the guide leads to the tour."""
    request.session[AWAY] = True
    return redirect(page_before(request))


def _stops(user):
    """{number: (stop, address)}, without those that need a campaign where there is none."""
    campaigns = Campaign.objects.visible_to(user).filter(kind=CampaignKind.PLAN)
    newest = campaigns.order_by("-year", "-number").first()
    found = [stop for stop in TOUR[user.role] if newest or not stop.of_campaign]
    places = [[newest.pk] if stop.of_campaign else [] for stop in found]
    addresses = [reverse(stop.url, args=args) for stop, args in zip(found, places, strict=True)]
    return {str(at): pair for at, pair in enumerate(zip(found, addresses, strict=True), 1)}
