"""Lists as files: for this user, with the filters, order and columns of the page, all rows."""

from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header

from reports.formats import RENDERERS, STREAMS, file_name
from reports.listings import LISTINGS
from reports.views.downloading import download


@download(*STREAMS)
def listing_export(request, name, extension):
    if name not in LISTINGS:
        raise Http404(f"No list is called {name!r}.")
    listing = LISTINGS[name]
    _, rows = listing.filter(request.user, request.GET)
    columns = listing.shown(request.GET)
    response = StreamingHttpResponse(
        STREAMS[extension](columns, listing.stream(rows, columns)),
        content_type=RENDERERS[extension].CONTENT_TYPE,
    )
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file_name(listing.title, extension)
    )
    return response
