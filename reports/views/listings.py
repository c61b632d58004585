"""Lists as files: the rows that the page shows to this user with these filters, all of them."""

from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header

from reports.formats import RENDERERS, file_name
from reports.listings import LISTINGS
from reports.renderers import csv, xlsx_stream
from reports.views.downloading import download

# Sent while they are read, so that their length costs time and no memory.
STREAMS = {"xlsx": xlsx_stream.stream, "csv": csv.stream}


@download(*STREAMS)
def listing_export(request, name, extension):
    if name not in LISTINGS:
        raise Http404(f"No list is called {name!r}.")
    listing = LISTINGS[name]
    _, rows = listing.filter(request.user, request.GET)
    response = StreamingHttpResponse(
        STREAMS[extension](listing.columns, listing.stream(rows)),
        content_type=RENDERERS[extension].CONTENT_TYPE,
    )
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file_name(listing.title, extension)
    )
    return response
