"""One way of drawing a list: any Listing, what a reader chose in the URL, its export beside it."""

from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.forms import Select
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from programs import saved_views
from programs.cells import Shape
from programs.fields import TypedInput
from programs.forms.listings import SEARCH, SavedViewForm, UnitChoice
from programs.paging import COUNT_LIMIT, page
from programs.tables import AFTER, COLUMNS, NUMBER, SORT
from programs.text import whole_number
from programs.views.pages import posted

# A list of so many rows is printed whole from its page; a longer one as a file.
PRINTED_AT_ONCE = 1_000
PRINT, OFFERS, START = "in", "goi-y", "tu"
_MOST_OFFERS = 30
_FILTERS_IN_SIGHT = 4


class Title(NamedTuple):
    """What a head says of one column: where a click on it leads ("" where it does not sort)."""

    words: str
    query: str
    sorted: str


@dataclass(frozen=True)
class Head:
    """The head of the columns that share a cell, the first one above."""

    titles: list[Title]
    is_number: bool

    @property
    def sorted(self):
        return next((title.sorted for title in self.titles if title.sorted), "")


def listing_view(request, listing, template="listing.html", **extra):
    """The page of a listing; `sau` is the key of the row that the page follows. POST keeps it.

    `goi-y` asks for units whose name begins like this, `in` for the whole list on paper.
    """
    if OFFERS in request.GET:
        return _offers(request, listing)
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


def _offers(request, listing):
    """The units that a filter offers for what is typed, as JSON; those of this person's list."""
    bound, _ = listing.filter(request.user, {})
    field = bound.form.fields.get(request.GET[OFFERS])
    if not isinstance(field, UnitChoice):
        raise Http404("No filter of this name offers units.")
    offers = field.offers(request.GET.get("ten", ""))[:_MOST_OFFERS]
    return JsonResponse({"offers": [asdict(offer) for offer in offers]})


def list_context(user, listing, params):
    """What the page of a list shows: nothing of the request but its parameters and its person."""
    query = listing.query(params)
    bound, rows = listing.filter(user, params)
    printing = PRINT in params
    shown = _page(rows, listing.order_of(params), params, printing)
    context = {
        "listing": listing,
        "filter": bound,
        "page": shown,
        "printing": printing,
        "is_long": shown.count > min(settings.EXPORT_AT_ONCE, COUNT_LIMIT),
        "is_too_long_to_print": shown.count > PRINTED_AT_ONCE,
        "chips": [(words, _without(query, name)) for name, words in bound.chosen()],
    }
    return (
        context
        | _table(user, listing, params, shown, printing)
        | _choices(listing, query)
        | _filters(bound)
    )


def _page(rows, order, params, printing):
    """The page that is asked for, with the place of its first row as its link told it."""
    if printing:
        return page(rows, order, size=PRINTED_AT_ONCE)
    token, start = params.get(AFTER, ""), whole_number(params.get(START, "")) or 0
    shown = page(rows, order, token, number=whole_number(params.get(NUMBER, "")) or 1)
    told = not shown.start and start % shown.size == 1 and start <= shown.count
    return replace(shown, start=start) if told else shown


def _filters(bound):
    """The fields of the filter form: the box to search in, those in sight, and the others."""
    fields = [field for field in bound.form.visible_fields() if field.name != SEARCH]
    chosen = [field for field in fields if isinstance(field.field.widget, Select | TypedInput)]
    in_sight = chosen[:_FILTERS_IN_SIGHT]
    return {
        "search": bound.form[SEARCH] if SEARCH in bound.form.fields else None,
        "in_sight": in_sight,
        "further": [field for field in fields if field not in in_sight],
    }


def with_query(listing, query):
    """The address of the list's page with this query."""
    text = query.urlencode()
    return f"{reverse(listing.page)}?{text}" if text else reverse(listing.page)


def _table(user, listing, params, shown, printing):
    """The heads and the lines of cells, with marks where rows can be ticked."""
    actions = [] if printing else listing.actions_for(user)
    shared = _shared_cells(listing.shown(params))
    shapes = [Shape(each, names_row=each is shared[0]) for each in shared]
    marks = [(row.pk, str(row)) if actions else None for row in shown.rows]
    lines = [[shape.cell(row) for shape in shapes] for row in shown.rows]
    return {
        "heads": [_head(columns, listing, params) for columns in shared],
        "lines": lines,
        "marked": list(zip(marks, lines, strict=True)),
        "actions": actions,
        "doors": [] if printing else listing.doors_for(user),
    }


def _shared_cells(columns):
    """The columns as they share cells."""
    keys = {column.key for column in columns}
    leads = [column for column in columns if column.under not in keys]
    return [(lead, *(each for each in columns if each.under == lead.key)) for lead in leads]


def _head(columns, listing, params):
    """A click sorts by a column first; another one turns the order round."""
    first, *others = columns
    words = [first.title, *(each.title[:1].lower() + each.title[1:] for each in others)]
    pairs = zip(columns, words, strict=True)
    titles = [_title(column, each, listing, params) for column, each in pairs]
    return Head(titles, first.is_number and not first.draw)


def _title(column, words, listing, params):
    if not column.sort:
        return Title(words, "", "")
    sorting = [(each.key, descends) for each, descends in listing.sorting(params)]
    is_first = bool(sorting) and sorting[0][0] == column.key
    descends = is_first and not sorting[0][1]
    rest = [(key, way) for key, way in sorting if key != column.key]
    query = listing.query(params)
    query[SORT] = ",".join(f"{'-' * way}{key}" for key, way in [(column.key, descends), *rest])
    way = ("ascending", "descending")[sorting[0][1]] if is_first else ""
    return Title(words, query.urlencode(), way)


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
