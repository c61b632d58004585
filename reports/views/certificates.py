"""A certificate on paper, and the page where anybody checks what it is worth today."""

import time

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from products.certificates import chain_of, status_of, with_worth
from products.enums import IN_FORCE
from products.models import Certificate
from reports.formats import attachment
from reports.sealed import certificate_pdf
from reports.views.downloading import download

# A minute's checks from one address: a market full of phones, too little to try codes.
LIMIT = 60


@download("pdf")
def certificate_paper(request, pk, extension):
    rows = Certificate.objects.visible_to(request.user).issued()
    certificate = get_object_or_404(rows.select_related("regulation"), pk=pk)
    return attachment(certificate_pdf(certificate), str(certificate), extension)


@require_safe
@login_not_required
def certificate_check(request, code):
    """What is printed on the paper and what it is worth today; nothing of people (matrix N4)."""
    if checks_this_minute(request) > LIMIT:
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


def checks_this_minute(request):
    """How many checks came from the caller's address in this minute, this one included."""
    key = f"certificate-check:{request.META['REMOTE_ADDR']}:{int(time.time() // 60)}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key)


def _in_force(certificate):
    """The certificate of the same product that is valid today, where it is another one."""
    product = certificate.product.merged_into or certificate.product
    valid = [row for row, status in with_worth(chain_of(product)) if status in IN_FORCE]
    return next((row for row in valid if row.pk != certificate.pk), None)
