"""Where anybody checks a paper that they hold: by the code printed on it, or by the PDF itself.

Nothing about people stands there but the names on the certificates of signatures in a file that
the asker holds (matrix V8).
"""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from programs import clock
from programs.views.limits import refused
from programs.views.pages import posted
from reports.enums import PaperState
from reports.models import OutgoingPaper
from reports.outgoing import copies
from reports.outgoing.forms import FileCheckForm
from reports.public.about import about

_PAGE = "reports/paper_check.html"


# A child process looks into the file: no transaction, and on SQLite nobody's writing, waits.
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@transaction.non_atomic_requests
def outgoing_search(request):
    """The code that is typed leads to its page; a file is answered at once."""
    form = FileCheckForm(posted(request), request.FILES or None)
    if request.method == "POST":
        if wait := refused(request, "verify"):
            return wait
        if form.is_valid():
            return _of_file(request, copies.look(form.cleaned_data["upload"]))
    if code := request.GET.get("ma", "").strip().casefold()[:40]:
        code = "".join(sign for sign in code if sign.isalnum())
        return redirect("reports:outgoing_check", code=code or "-")
    context = {"form": form, "about": _about()}
    return render(request, "reports/paper_search.html", context, status=422 if form.errors else 200)


@require_safe
@login_not_required
def outgoing_check(request, code):
    if wait := refused(request, "check"):
        return wait
    paper = OutgoingPaper.objects.once_issued().filter(check_code=code).first()
    if paper is None:
        return render(request, "reports/paper_unknown.html", {"code": code}, status=404)
    return render(request, _PAGE, _facts(paper) | {"is_good": paper.state == PaperState.ISSUED})


def _of_file(request, finding):
    if finding.paper is None:
        return render(request, "reports/paper_unknown.html", {"said": finding.said}, status=404)
    is_good = finding.is_genuine and finding.paper.state == PaperState.ISSUED
    context = {"finding": finding, "is_good": is_good, "trust": copies.TRUST}
    return render(request, _PAGE, _facts(finding.paper) | context)


def _facts(paper):
    successor = paper.successors.filter(state=PaperState.ISSUED).first()
    return {"paper": paper, "successor": successor, "now": clock.now()}


def _about():
    return about(
        "Kiểm tra văn bản",
        "Nhập mã ghi cuối văn bản, hoặc chọn tệp PDF, để biết văn bản có phải do cổng OCOP ban "
        "hành và còn hiệu lực hay không.",
        reverse("reports:outgoing_search"),
    )
