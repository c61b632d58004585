"""A certificate on paper."""

from django.shortcuts import get_object_or_404

from products.models import Certificate
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
