"""The public catalogue of recognised products: list, page, open data (matrix W1)."""

from functools import wraps
from math import ceil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from products.models import Product, ProductPhoto
from products.register.photo_views import photo_answer
from products.register.publication import catalogue
from programs import clock
from programs.tables import AFTER, Kind
from programs.views.limits import refused
from programs.views.listings import list_context
from reports.formats import RENDERERS, file_name
from reports.public.caching import for_everybody, may_be_kept
from reports.public.listings import CATALOGUE, page_of, public_rows, slug_of
from reports.renderers import csv, json

DATA = {"csv": csv.stream, "json": json.stream}
KINDS = {Kind.TEXT: "chữ", Kind.NUMBER: "số", Kind.DATE: "ngày"}
SITEMAP_LIMIT = 50_000  # of the sitemap protocol
_SITEMAP = '<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def _of_list(params):
    """What of an address the list knows: filters, order, columns, and the row that it follows."""
    query = CATALOGUE.query(params)
    if after := params.get(AFTER):
        query[AFTER] = after
    return query


def _of_page(_params):
    return QueryDict()


@for_everybody(_of_list)
def public_products(request, query):
    context = list_context(request.user, CATALOGUE, query)
    return render(request, "reports/public_products.html", context)


@for_everybody(_of_page)
def public_product(request, _query, pk, slug=""):
    """What everybody may know of a product that is recognised today, under one address."""
    related = ("producer", "commune__parent", "product_set")
    product = get_object_or_404(Product.objects.select_related(*related), pk=pk)
    if product.merged_into_id:
        return redirect("reports:public_product", product.merged_into_id)
    certificate = catalogue().of_product(product).first()
    if certificate is None:
        raise Http404("This product is not in the catalogue.")
    if slug != slug_of(product):
        return redirect("reports:public_product", pk, slug_of(product))
    places = product.places_on(clock.today())
    context = {
        "certificate": certificate,
        "product": product,
        "today": [unit for unit in places if unit != product.commune],
        "photos": product.photos.all(),
    }
    return render(request, "reports/public_product.html", context)


@require_safe
@login_not_required
def public_photo(_request, pk):
    """A photo of a product that is in the catalogue."""
    photo = get_object_or_404(ProductPhoto.objects.select_related("product"), pk=pk)
    if not catalogue().of_product(photo.product).exists():
        raise Http404("The product of this photo is not in the catalogue.")
    return may_be_kept(photo_answer(photo))


@for_everybody(_of_page)
def public_dictionary(request, _query):
    """What each column of the open data holds, and how the data may be used."""
    columns = [(column, KINDS[column.kind]) for column in CATALOGUE.columns]
    return render(request, "reports/public_dictionary.html", {"columns": columns})


# --- Files for programs --------------------------------------------------------------------------


def _costly(view):
    """A file of any length, for everybody, now and then."""

    @require_safe
    @login_not_required
    @transaction.non_atomic_requests
    @wraps(view)
    def answer(request, **kwargs):
        return refused(request, "data") or may_be_kept(view(request, **kwargs))

    return answer


@_costly
def public_data(request, extension):
    """All columns of the rows that the list shows."""
    if extension not in DATA:
        raise Http404(f"No open data is written as .{extension}.")
    _, rows = CATALOGUE.filter(request.user, CATALOGUE.query(request.GET))
    cells = CATALOGUE.stream(rows)
    content = DATA[extension](CATALOGUE.columns, cells)
    response = StreamingHttpResponse(content, content_type=RENDERERS[extension].CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file_name(CATALOGUE.name, extension)
    )
    return response


@_costly
def sitemap(request, part=None):
    """The pages of all products for search engines: an index of parts, or one part."""
    rows = public_rows().order_by("pk")
    parts = range(1, ceil(rows.count() / SITEMAP_LIMIT) + 1)
    if part is None:
        entries = ((reverse("reports:sitemap", args=[number]), "") for number in parts)
        return _xml("sitemapindex", "sitemap", entries)
    if part not in parts:
        raise Http404(f"The sitemap has no part {part}.")
    asked = rows[(part - 1) * SITEMAP_LIMIT : part * SITEMAP_LIMIT]
    return _xml(
        "urlset",
        "url",
        ((page_of(row), _changed_on(row)) for row in asked.iterator(chunk_size=900)),
    )


def _changed_on(certificate):
    return max(timezone.localdate(certificate.product.changed_at), certificate.issued_on)


def _xml(root, tag, entries):
    """Addresses are of plain letters, digits and hyphens: none needs to be quoted."""

    def lines():
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n{_SITEMAP.format(root)}'
        for path, day in entries:
            changed = f"<lastmod>{day}</lastmod>" if day else ""
            yield f"<{tag}><loc>{settings.BASE_URL}{path}</loc>{changed}</{tag}>\n"
        yield f"</{root}>\n"

    return StreamingHttpResponse(lines(), content_type="application/xml")


@for_everybody(_of_page)
def robots(_request, _query):
    """Search engines read what is public, its sitemaps too, and not every way of filtering it.

    The most telling line counts; some readers take the first one that fits.
    """
    products, sitemaps = reverse("reports:public_products"), reverse("reports:sitemap")
    public = [
        products,
        reverse("reports:public_plans"),
        sitemaps.removesuffix(".xml"),
        settings.STATIC_URL,
    ]
    lines = [
        "User-agent: *",
        f"Disallow: {products}*?",
        *(f"Allow: {path}" for path in public),
        "Disallow: /",
        f"Sitemap: {settings.BASE_URL}{sitemaps}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
