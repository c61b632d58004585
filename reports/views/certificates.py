"""A certificate on paper, and the page where anybody checks whether it is valid today."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from products.certificates.history import chain_of, with_worth
from products.enums import IN_FORCE
from products.models import Certificate
from programs import clock
from programs.views.limits import refused
from programs.workflow import StepRefused
from reports.formats import attachment
from reports.sealed import NOT_OURS, certificate_pdf
from reports.views.downloading import download


@download("pdf")
def certificate_paper(request, pk, extension):
    rows = Certificate.objects.visible_to(request.user).issued()
    certificate = get_object_or_404(rows.select_related("regulation"), pk=pk)
    if certificate.is_recorded:
        raise StepRefused(NOT_OURS, code="recorded")
    return attachment(certificate_pdf(certificate), str(certificate), extension)


@require_safe
@login_not_required
def certificate_check(request, code):
    """What is printed on the certificate and its status today; nothing about people (matrix N4)."""
    if wait := refused(request, "check"):
        return wait
    rows = Certificate.objects.issued().select_related("product__merged_into")
    found = rows.filter(check_code=code).first()
    if found is None:
        raise Http404("No certificate bears this code.")
    worth = with_worth(chain_of(found.product.merged_into or found.product))
    certificate, status = next(pair for pair in worth if pair[0] == found)
    context = {
        "certificate": certificate,
        "today": clock.today(),
        "status": status,
        "later": next((row for row, each in worth if each in IN_FORCE and row != found), None),
        "events": certificate.events.all(),
    }
    return render(request, "reports/certificate_check.html", context)
