"""The trail: who did what and when, as far as the reader may see (matrix L1, L2)."""

from django.apps import apps
from django.shortcuts import render

from programs.forms.accounts import EventFilterForm
from programs.models import Event

PAGE = 50


def event_list(request):
    """The latest first, by key, so that a page in the depth costs what the first one does."""
    form = EventFilterForm(request.GET)
    events = form.narrow(Event.objects.visible_to(request.user))
    after = request.GET.get("sau", "")
    if after.isascii() and after.isdigit():
        events = events.filter(pk__lt=min(int(after), 2**62))
    shown = list(events.select_related("actor", "unit").order_by("-pk")[: PAGE + 1])
    context = {
        "form": form,
        "lines": [(event, _kind(event)) for event in shown[:PAGE]],
        "next": shown[PAGE - 1].pk if shown[PAGE:] else None,
    }
    return render(request, "programs/event_list.html", context)


def _kind(event):
    """What sort of thing the event is about, by the model's own name."""
    try:
        return apps.get_model(event.subject_type)._meta.verbose_name
    except LookupError:  # a model of an earlier release
        return ""
