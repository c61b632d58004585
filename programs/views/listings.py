"""One way of drawing a list: any Listing, what a reader chose in the URL, its export beside it."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from programs import saved_views
from programs.forms.listings import SavedViewForm
from programs.paging import COUNT_LIMIT, page
from programs.tables import AFTER, COLUMNS, SORT
from programs.views.pages import posted


@dataclass(frozen=True)
class Head:
    """The head of a column: where a click on it leads, and how it is sorted ("" where not)."""

    title: str
    is_number: bool
    query: str = ""
    sorted: str = ""


def listing_view(request, listing, template="listing.html", **extra):
    """The page of a listing; `sau` is the key of the row that the page follows. POST keeps it."""
    query = listing.query(request.GET)
    form = SavedViewForm(posted(request), user=request.user)
    if form.is_valid():
        view = saved_views.keep(form, listing, query.urlencode(), by=request.user)
        messages.success(request, f"Đã lưu cách xem: {view}.")
        return redirect(with_query(listing, query))
    context = list_context(request.user, listing, request.GET) | {
        "views": saved_views.of_list(request.user, listing),
        "view_form": form,
    }
    return render(request, template, context | extra)


def list_context(user, listing, params):
    """What the page of a list shows: nothing of the request but its parameters and its person."""
    query = listing.query(params)
    bound, rows = listing.filter(user, params)
    shown = page(rows, listing.order_of(params), params.get(AFTER, ""))
    context = {
        "listing": listing,
        "filter": bound,
        "page": shown,
        "is_long": shown.count > min(settings.EXPORT_AT_ONCE, COUNT_LIMIT),
        "chips": [(words, _without(query, name)) for name, words in bound.chosen()],
    }
    return context | _table(user, listing, params, shown) | _choices(listing, query)


def with_query(listing, query):
    """The address of the list's page with this query."""
    text = query.urlencode()
    return f"{reverse(listing.page)}?{text}" if text else reverse(listing.page)


def _table(user, listing, params, shown):
    """The heads and the lines of (column, value, url), with marks where rows can be ticked."""
    columns, actions = listing.shown(params), listing.actions_for(user)
    lines = [[_cell(column, row) for column in columns] for row in shown.rows]
    marks = [(row.pk, str(row)) if actions else None for row in shown.rows]
    return {
        "heads": [_head(column, listing, params) for column in columns],
        "lines": lines,
        "marked": list(zip(marks, lines, strict=True)),
        "actions": actions,
    }


def _cell(column, row):
    return column, column.read(row), column.url(row) if column.url else ""


def _head(column, listing, params):
    """A click sorts by this column first; another one turns the order round."""
    if not column.sort:
        return Head(column.title, column.is_number)
    sorting = [(each.key, descends) for each, descends in listing.sorting(params)]
    is_first = bool(sorting) and sorting[0][0] == column.key
    descends = is_first and not sorting[0][1]
    rest = [(key, way) for key, way in sorting if key != column.key]
    query = listing.query(params)
    query[SORT] = ",".join(f"{'-' * way}{key}" for key, way in [(column.key, descends), *rest])
    way = ("ascending", "descending")[sorting[0][1]] if is_first else ""
    return Head(column.title, column.is_number, query.urlencode(), way)


def _choices(listing, query):
    """What the forms beside the table hold, each keeping what the others chose."""
    pairs = [(name, value) for name, values in query.lists() for value in values]
    chosen = listing.shown(query)
    return {
        "query": query.urlencode(),
        "columns": [(column, column in chosen) for column in listing.columns],
        "beside_filters": [pair for pair in pairs if pair[0] in {SORT, COLUMNS}],
        "beside_columns": [pair for pair in pairs if pair[0] != COLUMNS],
        "is_narrowed": any(name not in {SORT, COLUMNS} for name in query),
        "unfiltered": _without(query, *listing.filterset.base_filters),
    }


def _without(query, *names):
    """The query string of the list without these filters."""
    rest = query.copy()
    for name in names:
        rest.pop(name, None)
    return rest.urlencode()
