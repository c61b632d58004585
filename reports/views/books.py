"""The register as files: the book that an import reads back, and the national layout."""

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from products.books.columns import FLAT_COLUMNS
from products.register.listings import PRODUCTS
from programs.enums import REGISTER_VISITORS
from programs.scoping import require_role
from reports.builders import book, national
from reports.formats import RENDERERS, STREAMS, attachment, file_name
from reports.views.downloading import download


def _products(request):
    """The products of the list as it is filtered, which this user may read (matrix H3)."""
    require_role(request.user, REGISTER_VISITORS)
    return PRODUCTS.filter(request.user, request.GET)[1]


@download("xlsx", "csv")
def book_export(request, extension):
    lines = book.lines(_products(request))
    return _streamed(STREAMS[extension](FLAT_COLUMNS, lines), book.TITLE, extension)


@download("xlsx", "csv", "json")
def national_export(request, extension):
    products = _products(request)
    if extension in STREAMS:
        lines = national.national_lines(products)
        return _streamed(STREAMS[extension](national.COLUMNS, lines), "PTNT_OCOP", extension)
    table = national.national(products)
    return attachment(RENDERERS[extension].render(table), table.title, extension)


def _streamed(pieces, title, extension):
    response = StreamingHttpResponse(pieces, content_type=RENDERERS[extension].CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file_name(title, extension)
    )
    return response
