"""One way of drawing a list: any Listing, its filters in the URL, its export beside it."""

from django.shortcuts import render

from programs.paging import page


def listing_view(request, listing):
    """The page of a listing; `sau` is the key of the row that the page follows."""
    bound, rows = listing.filter(request.user, request.GET)
    shown = page(rows, listing.order, request.GET.get("sau", ""))
    query = request.GET.copy()
    query.pop("sau", None)
    context = {
        "listing": listing,
        "filter": bound,
        "page": shown,
        "lines": [
            [
                (column, column.read(row), column.url(row) if column.url else "")
                for column in listing.columns
            ]
            for row in shown.rows
        ],
        "query": query.urlencode(),
    }
    return render(request, "listing.html", context)
