"""Answers where something went wrong."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

RETRY_AFTER = 15 * 60


def server_error(request):
    """The page of a fault, made without the database: it names the request for the operator."""
    number = getattr(request, "request_id", "")
    return HttpResponseServerError(render_to_string("500.html", {"number": number}))


def too_many_requests(request):
    """The page of the limits at sign-in; 15 minutes is the longest that one has to wait."""
    return _wait(request, RETRY_AFTER)


def too_often(request, rate):
    """The page for somebody who asked too often for what costs much."""
    return _wait(request, int(rate.duration), {"most": rate.amount})


def _wait(request, seconds, context=None):
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
