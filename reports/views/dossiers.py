"""A dossier as files: its forms, to be signed, and all of it bound into one PDF."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from products.models import Dossier
from reports.builders.dossier import dossier_paper
from reports.builders.dossier_forms import FORMS, dossier_form, papers_of, with_places
from reports.formats import PAPERS, attachment, file_name
from reports.renderers import dossier as bound
from reports.views.downloading import download


@download(*PAPERS)
def dossier_form_file(request, pk, number, extension):
    """Mẫu 01, 02 or 03 as the dossier stands now, with dots for what is not known (matrix H3)."""
    if number not in FORMS:
        raise Http404(f"A dossier has no form {number}.")
    rows = with_places(Dossier.objects.visible_to(request.user))
    dossier = get_object_or_404(rows, pk=pk)
    papers = papers_of(dossier, request.user)
    content = PAPERS[extension].render(dossier_form(dossier, number, papers))
    return attachment(content, f"Mẫu {number} {dossier.product}", extension)


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
