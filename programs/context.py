"""What every page knows."""

from django.conf import settings


def portal(request):
    """`demo` draws the banner of a demonstration, `unread` the number at the bell.

    `contact` is whom citizens may ask.
    """
    user = getattr(request, "user", None)  # a wrong host is refused before anybody is known
    return {
        "demo": settings.DEMO,
        "contact": settings.CONTACT,
        "unread": getattr(user, "unread", 0),
    }
