"""Keeping what is typed into long forms: for the script of the page, and what a page offers."""

from http import HTTPStatus

from allauth.account.internal.stagekit import get_pending_stage
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from programs import drafts
from programs.models import FormDraft

# In the address of a form: fill it in with its draft.
TAKEN = "ban-nhap"
_OTHERS = "Trang này được mở bằng một tài khoản khác: nội dung đang gõ chưa được giữ, chưa gửi."
_TOO_LONG = "Nội dung quá dài để giữ bản nháp."


@login_not_required
@require_safe
def session(request):
    """Whose session this is, and its token; where nobody is signed in, the page to do it on."""
    if request.user.is_authenticated:
        return JsonResponse({"user": request.user.pk, "csrf": get_token(request)})
    page = "mfa_authenticate" if get_pending_stage(request) else "account_login"
    return JsonResponse({"user": None, "sign_in": reverse(page)})


@require_POST
def keep(request):
    """Keep the `fields` (a query string) of the form at `address`."""
    address = _address(request)
    values = drafts.fields_of(QueryDict(request.POST.get("fields", "")))
    if not drafts.is_of(values, request.user):
        return JsonResponse({"message": _OTHERS}, status=HTTPStatus.CONFLICT)
    if not drafts.keep(request.user, address, values):
        return JsonResponse({"message": _TOO_LONG}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({"at": f"{timezone.localtime():%H:%M}"})


@require_POST
def drop(request):
    """The draft is not wanted: back to the form without it."""
    address = _address(request)
    drafts.drop(request.user, address)
    return redirect(address)


def _address(request):
    """An address of the portal, without what follows its path."""
    address = request.POST.get("address", "")
    try:
        resolve(address)
    except Resolver404:
        raise Http404("No page has this address.") from None
    return address


def offered(request, form) -> dict:
    """What the page of a long form says of its draft; one that was asked for is in the form."""
    draft = draft_for(request, form)
    if draft is None:
        return {}
    facts = {"draft": draft, "moved_on": form.has_moved_on(draft.typed)}
    if TAKEN in request.GET:
        form.take_up(draft.typed)
        if facts["moved_on"] and hasattr(form, "texts_of"):
            facts["theirs"] = form.texts_of(form.instance)
    return facts | {"is_taken": TAKEN in request.GET}


def draft_for(request, form) -> FormDraft | None:
    """What its user typed here and has not sent, where a long form is opened anew."""
    is_asked = getattr(form, "is_long", False) and not form.is_bound
    return drafts.draft_of(request.user, request.path) if is_asked else None
