"""Stored files as answers: to be saved, or shown inside a page."""

from django.http import FileResponse

from programs.uploads.storing import opened

# A picture or PDF that stands in a page of ours: it may do nothing, and nobody else frames it.
PREVIEW_POLICY = "default-src 'none'; frame-ancestors 'self'"


def file_answer(stored, name, content_type, *, as_attachment=True):
    """A row's stored file under this name; for one that is gone NotRead says so on a page."""
    file = opened(stored)
    return FileResponse(file, as_attachment=as_attachment, filename=name, content_type=content_type)


def shown_answer(stored, name, content_type):
    response = file_answer(stored, name, content_type, as_attachment=False)
    response["Content-Security-Policy"] = PREVIEW_POLICY
    return response
