"""What every page knows."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from programs.notices import unread_count


def portal(request):
    """`demo` draws the banner of a demonstration; `unread` is counted where the bell is drawn."""
    return {
        "demo": settings.DEMO,
        "unread": SimpleLazyObject(lambda: unread_count(request.user)),
    }
