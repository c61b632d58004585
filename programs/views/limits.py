"""Views that cost much: how often one person may ask for them (settings.COSTLY_RATES)."""

from functools import wraps

from allauth.core.internal import ratelimit
from django.conf import settings

from programs.views.errors import too_often


def refused(request, name, *, reading=True):
    """The page that says to wait, where this person asked too often for what `name` costs.

    `reading` says whether a GET costs as well. allauth counts, as it does at sign-in.
    """
    rates = settings.COSTLY_RATES
    passes = ratelimit.consume(
        request, app="programs", action=name, config=rates, limit_get=reading
    )
    return None if passes else too_often(request, ratelimit.parse_rate(rates[name]))


def limited(name):
    """Decorate a view whose POST costs much."""

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            return refused(request, name, reading=False) or view(request, *args, **kwargs)

        return answer

    return decorate
