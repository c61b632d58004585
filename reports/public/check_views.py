"""Where anybody checks whether a certificate is valid: by its printed code, or by its number.

Nothing about people stands there (matrix N4).
"""

import re

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from products.certificates.history import chain_of, with_worth
from products.certificates.validity import life_of
from products.enums import CLOSING, IN_FORCE, CertificateStatus
from products.models import Certificate
from products.register.publication import catalogue
from programs import clock
from programs.views.limits import refused
from reports.public.about import about
from reports.public.addresses import page_of

# "27/2026", "Số 027 / 2026"; not "27/26".
_NUMBER = re.compile(r"\s*(?:số\s*:?)?\s*(\d{1,9})\s*/\s*(\d{4})\s*", re.IGNORECASE)
_NUMBERS_SHOWN = 50  # of as many authorities, each of which counts for itself

HEADINGS = {
    CertificateStatus.NOT_YET: "Giấy chưa có hiệu lực",
    CertificateStatus.VALID: "Giấy còn hiệu lực",
    CertificateStatus.EXPIRING: "Giấy còn hiệu lực",
    CertificateStatus.EXTENDED: "Giấy còn hiệu lực",
    CertificateStatus.EXPIRED: "Giấy đã hết hiệu lực",
    CertificateStatus.REVOKED: "Giấy đã bị thu hồi",
    CertificateStatus.UPGRADED: "Giấy đã được thay khi nâng hạng",
    CertificateStatus.REPLACED: "Giấy đã được thay bằng giấy mới",
}


def _public(view):
    return require_safe(login_not_required(view))


@_public
def certificate_check(request, code):
    """What is printed on the certificate of this code, and its status today."""
    if wait := refused(request, "check"):
        return wait
    found = _issued().filter(check_code=code).first()
    if found is None:
        return render(request, "reports/certificate_unknown.html", {"code": code}, status=404)
    return _answer(request, found)


@_public
def certificate_search(request):
    """The certificate of a number; several authorities may have given it, each to another paper."""
    asked = request.GET.get("so", "").strip()[:60]
    context = {"asked": asked, "about": _about()}
    if not asked:
        return render(request, "reports/certificate_search.html", context)
    if wait := refused(request, "check"):
        return wait
    number = _NUMBER.fullmatch(asked)
    if number is None:
        return render(request, "reports/certificate_search.html", context | {"is_no_number": True})
    rows = _issued().filter(number=int(number[1]), year=int(number[2]))
    found = rows.prefetch_related("events").order_by("series", "pk")[:_NUMBERS_SHOWN]
    if len(found) == 1:
        return _answer(request, found[0])
    template = "search" if found else "unknown"
    return render(
        request, f"reports/certificate_{template}.html", context | {"found": with_worth(found)}
    )


def _issued():
    return Certificate.objects.issued().select_related("product__merged_into")


def _answer(request, certificate):
    worth = with_worth(chain_of(certificate.product.merged_into or certificate.product))
    certificate, status = next(pair for pair in worth if pair[0] == certificate)
    today, ends_on = clock.today(), life_of(certificate).ends_on
    events = certificate.events.all()
    is_public = catalogue().filter(pk=certificate.pk).exists()
    context = {
        "certificate": certificate,
        "today": today,
        "now": clock.now(),
        "status": status,
        "is_valid": status in IN_FORCE,
        "heading": HEADINGS[status],
        "ends_on": ends_on,
        "days": abs((ends_on - today).days),
        "closed": next((each for each in reversed(events) if each.kind in CLOSING), None),
        "later": next(
            (row for row, each in worth if each in IN_FORCE and row != certificate), None
        ),
        "events": events,
        "page_url": page_of(certificate) if is_public else "",
    }
    return render(request, "reports/certificate_check.html", context)


def _about():
    return about(
        "Kiểm tra giấy chứng nhận OCOP",
        "Nhập số ghi trên giấy chứng nhận OCOP để biết giấy còn hiệu lực, đã hết hạn hay bị thu "
        "hồi.",
        reverse("reports:certificate_search"),
    )
