"""Answers where something went wrong."""

import sys
from http import HTTPStatus
from urllib.parse import urlencode

from allauth.account.forms import LoginForm
from django.http import HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from programs.drafts import NOT_TYPED, OWNER, fields_of, is_of
from programs.middleware import wants_json
from programs.outages import outage_of

RETRY_AFTER = 15 * 60
# Where nothing long is typed and much of it is secret: it is not given back.
_SIGN_IN = "/tai-khoan/"
_READ_AT_ONCE = 2**16
_SHORT = 60


def server_error(request):
    """The answer to a fault, made without the database: it names the request for the operator."""
    number = getattr(request, "request_id", "")
    if outage := outage_of(sys.exc_info()[1]):
        return _out_of_order(request, outage, number)
    return HttpResponseServerError(render_to_string("500.html", {"number": number}))


def _out_of_order(request, outage, number):
    """What is out of order, for how long, and what was typed, to be sent again."""
    typed, files = _posted(request)
    if wants_json(request):
        message = f"{outage.sentence} Mã yêu cầu: {number}."
        answer = JsonResponse({"message": message}, status=outage.status)
    else:
        facts = {"outage": outage, "number": number, "typed": typed, "files": files}
        page = render_to_string("outage.html", facts | {"request": request})
        answer = HttpResponse(page, status=outage.status)
    answer["Retry-After"] = str(outage.seconds)
    return answer


def of_another_session(request, reason=""):
    """The answer to a form that was opened before its session ended, or on no page of ours at all.

    What came from a page of ours is given back, to be sent once more; where nobody is signed in,
    with a form of sign-in that carries it on (programs.sign_in). What another account typed is
    not shown, and what another site sent neither.
    """
    values = fields_of(request.POST)
    is_theirs = (
        request.user.is_authenticated and OWNER in values and not is_of(values, request.user)
    )
    typed, files = _posted(request) if _is_from_us(request) and not is_theirs else ([], [])
    typed = [each for each in typed if each[0] != NOT_TYPED]
    context = {"typed": typed, "files": files, "is_theirs": is_theirs}
    if not request.user.is_authenticated:
        context |= {"form": LoginForm(request=request), "next": request.path if typed else ""}
        context["kept"] = urlencode(values, doseq=True) if typed and OWNER in values else ""
    return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)


def _is_from_us(request):
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _posted(request):
    """[(name, value, is it a text)] of what was posted and can be read, and the names of files."""
    if request.method != "POST" or request.path.startswith(_SIGN_IN):
        return [], []
    try:
        fields, files = request.POST, request.FILES
        # Or the connection is closed over what is still to come, and the answer is lost with it.
        while request.read(_READ_AT_ONCE):
            pass
        for handler in request.upload_handlers:
            handler.upload_interrupted()  # which removes what it wrote on a disk that is full
    except Exception:  # noqa: BLE001 -- what broke the request may break this too
        return [], []
    names = [name for name in fields if "password" not in name.casefold()]
    values = [(name, value) for name in names for value in fields.getlist(name)]
    return [(*each, _is_text(*each)) for each in values], list(files)


def _is_text(name, value):
    """Whether somebody typed this at length, and may want to read and to copy it."""
    return name != NOT_TYPED and (len(value) > _SHORT or "\n" in value)


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
