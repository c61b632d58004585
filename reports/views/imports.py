"""What a unit handed in to be imported: the file itself, and the file with its faults marked."""

from pathlib import PurePath

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from products.models import PlanImport
from programs.uploads.staged import bytes_of
from reports.builders.marked_file import marked_file, marked_workbook
from reports.formats import attachment, file_name
from reports.renderers import annotated
from reports.views.downloading import download

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    **dict.fromkeys(("csv", "tsv", "txt"), "text/csv"),
}


def _stored(request, pk):
    """The import, where its bytes were kept: those of a refused file are not (matrix E3)."""
    stored = get_object_or_404(PlanImport.objects.visible_to(request.user), pk=pk)
    if not stored.file:
        raise Http404("The bytes of this file were not kept.")
    return stored


@download("xlsx")
def import_annotated(request, pk, extension):
    stored = _stored(request, pk)
    name = f"{PurePath(stored.name).stem} đánh dấu lỗi"
    marked = marked_file(stored)
    content = marked_workbook(stored, marked) or annotated.render(marked)
    return attachment(content, name, extension)


@download("goc")
def import_original(request, pk, extension):
    """The file, byte for byte, under a plain name and never to be opened in the browser."""
    stored = _stored(request, pk)
    suffix = PurePath(stored.file.name).suffix.removeprefix(".")
    suffix = suffix if suffix in TYPES else "bin"
    response = HttpResponse(bytes_of(stored), TYPES.get(suffix, "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file_name(PurePath(stored.name).stem, suffix)
    )
    return response
