"""What holds for every view that hands out a file."""

from functools import wraps

from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programs.views.limits import refused
from reports.formats import PAPERS
from reports.renderers.press import NotPrinted


def download(*extensions):
    """Decorate a view that answers with a file in one of these formats, and changes nothing.

    It runs outside a transaction: a document that is long in the making holds up nobody who
    writes. Where no file comes of it, a page says why and offers the workbook, if there is one.
    """

    def decorate(view):
        @require_safe
        @transaction.non_atomic_requests
        @wraps(view)
        def answer(request, *args, extension, **kwargs):
            if extension not in extensions:
                raise Http404(f"Nothing is written here as .{extension}.")
            if wait := refused(request, "pdf" if extension in PAPERS else "export"):
                return wait
            try:
                return view(request, *args, extension=extension, **kwargs)
            except NotPrinted as refusal:
                workbook = _workbook(request, extension) if "xlsx" in extensions else ""
                context = {"refusal": refusal, "workbook": workbook}
                return render(request, "reports/not_printed.html", context, status=422)

        return answer

    return decorate


def _workbook(request, extension):
    """The address of the same paper as a workbook."""
    path = request.path.removesuffix(extension) + "xlsx"
    query = request.META["QUERY_STRING"]
    return f"{path}?{query}" if query else path
