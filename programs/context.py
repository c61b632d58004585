"""What every page knows."""

from django.conf import settings

AWAY = "demo_away"  # in the session: the line of the demonstration was put away


def portal(request):
    """What every template may ask.

    `demo` says that this is a demonstration, `shows_demo` that its line is drawn; `unread` is the
    number at the bell; `contact_point` is whom citizens may ask.
    """
    user = getattr(request, "user", None)  # a wrong host is refused before anybody is known
    is_away = settings.DEMO and user and user.is_authenticated and request.session.get(AWAY)
    shown = {"demo": settings.DEMO, "shows_demo": settings.DEMO and not is_away}
    return shown | {"contact_point": settings.CONTACT, "unread": getattr(user, "unread", 0)}
