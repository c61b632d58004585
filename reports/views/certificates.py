"""A certificate on paper, and the page where anybody checks what it is worth today."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from products.certificates import chain_of, status_of
from products.enums import IN_FORCE
from products.models import Certificate
from reports.formats import attachment
from reports.sealed import certificate_pdf
from reports.views.downloading import download

# Enough for a market full of phones behind one address, too little to try codes.
LIMIT = {"certificate_check": "60/m/ip"}


@download("pdf")
def certificate_paper(request, pk, extension):
    rows = Certificate.objects.visible_to(request.user).issued()
    certificate = get_object_or_404(rows.select_related("regulation"), pk=pk)
    return attachment(certificate_pdf(certificate), str(certificate), extension)


@require_safe
@login_not_required
def certificate_check(request, code):
    """What is printed on the paper and what it is worth today; nothing of people (matrix N4)."""
    facts = {"app": "reports", "action": "certificate_check", "config": LIMIT}
    if not ratelimit.consume(request, limit_get=True, **facts):
        return render(request, "reports/certificate_check.html", {"is_limited": True}, status=429)
    rows = Certificate.objects.issued().select_related("product__merged_into", "regulation")
    certificate = rows.prefetch_related("events").filter(check_code=code).first()
    if certificate is None:
        raise Http404("No certificate bears this code.")
    context = {
        "certificate": certificate,
        "today": timezone.localdate(),
        "status": status_of(certificate),
        "later": _in_force(certificate),
        "events": sorted(certificate.events.all(), key=lambda event: (event.on, event.pk)),
    }
    return render(request, "reports/certificate_check.html", context)


def _in_force(certificate):
    """The certificate of the same product that is valid today, where it is another one."""
    product = certificate.product.merged_into or certificate.product
    valid = [row for row in chain_of(product) if status_of(row) in IN_FORCE]
    return next((row for row in valid if row.pk != certificate.pk), None)
