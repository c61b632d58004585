"""Public pages, kept for a moment for whoever brings no cookie and drawn anew for everybody else.

A person has a cookie, so that nothing of theirs is ever kept or told to another.
"""

import hashlib
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from programs.views.limits import refused


def for_everybody(known):
    """Decorate `view(request, query, …)`, whose page depends on its path and this query alone.

    `known(params)` is what of the address the view knows, always in one order: whatever else is
    added to it is the same page. It needs no database while it is kept.
    """

    def decorate(view):
        @require_safe
        @login_not_required
        @transaction.non_atomic_requests
        @wraps(view)
        def answer(request, **kwargs):
            query = known(request.GET)
            if request.COOKIES:
                return refused(request, "search") or view(request, query, **kwargs)
            key = hashlib.sha256(f"{request.path}?{query.urlencode()}".encode()).hexdigest()
            if kept := caches["pages"].get(key):
                return _handed_out(request, *kept)
            response = refused(request, "search") or view(request, query, **kwargs)
            if response.status_code != HttpResponse.status_code:
                return response
            kept = response.content, response["Content-Type"]
            caches["pages"].set(key, kept, settings.PUBLIC_SECONDS)
            return _handed_out(request, *kept)

        return answer

    return decorate


def nothing(_params):
    """What a page knows of its address that is always the same."""
    return QueryDict()


def _handed_out(request, content, content_type):
    """The page, or that the copy which this browser has is still the same."""
    response = may_be_kept(HttpResponse(content, content_type=content_type))
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def may_be_kept(response):
    """Tell browsers and proxies so; ocop_portal.headers takes it back where there is a cookie."""
    patch_cache_control(response, public=True, max_age=settings.PUBLIC_SECONDS)
    return response


def costly(view):
    """A file of any length, for everybody, now and then."""

    @require_safe
    @login_not_required
    @transaction.non_atomic_requests
    @wraps(view)
    def answer(request, **kwargs):
        return refused(request, "data") or may_be_kept(view(request, **kwargs))

    return answer
