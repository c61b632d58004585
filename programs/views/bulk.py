"""One act on the ticked rows of a list: what it will do, to which, then what became of them."""

from dataclasses import asdict

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render

from programs import bulk
from programs.acts import marks_of
from programs.forms.steps import StepForm
from programs.next_acts import READ
from programs.scoping import require_role
from programs.text import whole_number
from programs.views.listings import with_query
from programs.views.pages import posted

CHOSEN, ALL = "chon", "tat-ca"
OUTCOME = "bulk_outcome"


@transaction.non_atomic_requests
def bulk_view(request, listing, name):
    """GET asks for consent, POST does it row by row and shows the outcome under this address."""
    action = next((each for each in listing.actions if each.name == name), None)
    if action is None:
        raise Http404(f"No bulk action is called {name!r}.")
    require_role(request.user, action.roles)
    asked = request.POST if request.method == "POST" else request.GET
    rows = list(_chosen(listing, request.user, asked)[: bulk.LIMIT + 1])
    back = with_query(listing, listing.query(request.GET))
    if len(rows) > bulk.LIMIT:
        messages.error(request, f"Mỗi lần tối đa {bulk.LIMIT} {listing.noun}: hãy lọc bớt.")
        return redirect(back)
    form = StepForm(posted(request), asks=action.asks)
    if form.is_valid():
        return _done(request, listing, action, (rows, form), back)
    if not rows:
        return _told(request, listing, action, back)
    return render(request, "bulk.html", _consent(request, listing, action, rows, form, back))


def _chosen(listing, user, asked):
    """The ticked rows among those the user may see, or all that match the filters."""
    if ALL in asked:
        return listing.filter(user, asked)[1]
    keys = set(map(whole_number, asked.getlist(CHOSEN)))
    return listing.filter(user, {})[1].filter(pk__in=keys - {None})


def _done(request, listing, action, given, back):
    rows, form = given
    seen = request.session.get(OUTCOME, {})
    if not (form.key and seen.get("key") == str(form.key)):  # else the same form sent again
        read = dict(each.split(":", 1) for each in request.POST.getlist(READ) if ":" in each)
        outcome = bulk.run(action, rows, request.user, form.answers(), form.key, read)
        absent = len(set(request.POST.getlist(CHOSEN))) - len(rows)
        facts = {"listing": listing.name, "action": action.name, "key": str(form.key or "")}
        request.session[OUTCOME] = asdict(outcome) | facts | {"absent": absent, "back": back}
    return redirect(request.path)


def _told(request, listing, action, back):
    """The outcome of the last time, or back to the list: nothing was ticked."""
    outcome = request.session.get(OUTCOME, {})
    if (outcome.get("listing"), outcome.get("action")) != (listing.name, action.name):
        messages.info(request, f"Chưa chọn {listing.noun} nào: hãy đánh dấu ở cột đầu.")
        return redirect(back)
    context = {"listing": listing, "action": action, "outcome": outcome}
    return render(request, "bulk_outcome.html", context)


def _consent(request, listing, action, rows, form, back):
    taken, left = bulk.weigh(action, rows, request.user)
    context = {"listing": listing, "action": action, "form": form, "back": back}
    names = [action.said(row) for row in taken], [(action.said(row), why) for row, why in left]
    context["marks"] = [f"{key}:{mark}" for key, mark in marks_of(rows).items()]
    return context | {"rows": rows, "taken": taken, "left": left, "names": names}
