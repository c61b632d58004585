"""What every page knows."""

from django.conf import settings


def portal(request):
    """`demo` draws the banner of a demonstration, `unread` the number at the bell."""
    user = getattr(request, "user", None)  # a wrong host is refused before anybody is known
    return {"demo": settings.DEMO, "unread": getattr(user, "unread", 0)}
