"""A dossier bound into one PDF, for the council and whoever reads it on paper."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404

from products.models import Dossier
from reports.builders.dossier import dossier_paper
from reports.formats import file_name
from reports.renderers import dossier as bound
from reports.views.downloading import download


@download("pdf")
def dossier_file(request, pk, extension):
    rows = Dossier.objects.visible_to(request.user)
    dossier = get_object_or_404(rows.select_related("product__producer", "product__commune"), pk=pk)
    return FileResponse(
        bound.render(dossier_paper(dossier, request.user)),
        as_attachment=True,
        filename=file_name(f"Hồ sơ {dossier.product}", extension),
        content_type="application/pdf",
    )
