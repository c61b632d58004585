"""The files of outgoing papers: sealed ones as they were issued, drafts as they stand."""

from io import BytesIO

from django.db import transaction
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from programs.views.files import PREVIEW_POLICY, file_answer
from reports.formats import file_name
from reports.models import OutgoingPaper, PaperCopy
from reports.outgoing.issuing import draft_pdf, draft_word
from reports.outgoing.readers import note_opened
from reports.renderers import paper_pdf, paper_word
from reports.views.downloading import download

_TYPES = {"pdf": paper_pdf.CONTENT_TYPE, "docx": paper_word.CONTENT_TYPE}
_DRAWN = {"pdf": draft_pdf, "docx": draft_word}


def _paper(request, pk):
    rows = OutgoingPaper.objects.visible_to(request.user)
    paper = get_object_or_404(rows.select_related("issuer__parent"), pk=pk)
    if request.method == "GET":
        note_opened(paper, request.user)
    return paper


def _answer(paper, extension, *, as_attachment):
    content = (
        bytes(paper.sealed(extension).content) if paper.is_issued else _DRAWN[extension](paper)
    )
    name = file_name(f"{paper.label or paper.get_kind_display()} {paper.subject}", extension)
    return FileResponse(
        BytesIO(content),
        as_attachment=as_attachment,
        filename=name,
        content_type=_TYPES[extension],
    )


@download("pdf", "docx")
def outgoing_file(request, pk, extension):
    return _answer(_paper(request, pk), extension, as_attachment=True)


@require_safe
@xframe_options_sameorigin
@transaction.non_atomic_requests
def outgoing_preview(request, pk):
    """The PDF, to be looked at inside the page of the paper; to hand sealed bytes out is cheap."""
    show = _shown if _paper(request, pk).is_issued else download("pdf")(_shown)
    return show(request, pk, extension="pdf")


def _shown(request, pk, extension):
    response = _answer(_paper(request, pk), extension, as_attachment=False)
    response["Content-Security-Policy"] = PREVIEW_POLICY
    return response


@download("copy")
def outgoing_copy_file(request, pk, extension):
    papers = OutgoingPaper.objects.visible_to(request.user)
    copy = get_object_or_404(PaperCopy.objects.filter(paper__in=papers.values("pk")), pk=pk)
    return file_answer(copy.file, copy.name, copy.content_type)
