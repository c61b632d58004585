"""What search engines ask for: the pages there are, and which of them they may read."""

from itertools import chain
from math import ceil

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

from reports.public.addresses import page_of
from reports.public.caching import costly, for_everybody, nothing
from reports.public.listings import public_rows
from reports.public.plan_views import issued_plans

SITEMAP_LIMIT = 50_000  # of the sitemap protocol
_SITEMAP = '<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
PAGES = (
    "home",
    "reports:public_products",
    "reports:public_dictionary",
    "reports:certificate_search",
    "reports:public_plans",
)


@costly
def sitemap(request, part=None):
    """The pages for search engines: an index of parts, or one part with pages of products."""
    rows = public_rows().order_by("pk")
    parts = range(1, ceil(rows.count() / SITEMAP_LIMIT) + 1)
    if part is None:
        paths = [reverse("reports:sitemap", args=[number]) for number in parts]
        others = reverse("reports:sitemap_pages")
        return _xml("sitemapindex", "sitemap", ((path, "") for path in [others, *paths]))
    if part not in parts:
        raise Http404(f"The sitemap has no part {part}.")
    asked = rows[(part - 1) * SITEMAP_LIMIT : part * SITEMAP_LIMIT]
    return _xml(
        "urlset",
        "url",
        ((page_of(row), _changed_on(row)) for row in asked.iterator(chunk_size=900)),
    )


@costly
def sitemap_pages(_request):
    """The pages that are no product: the fixed ones, and each plan that was issued."""
    plans = issued_plans().order_by("pk").values_list("pk", "decision_date")
    fixed = ((reverse(name), "") for name in PAGES)
    issued = ((reverse("reports:public_plan", args=[pk]), day) for pk, day in plans)
    return _xml("urlset", "url", chain(fixed, issued))


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


@for_everybody(nothing)
def robots(_request, _query):
    """Search engines read what is public, its sitemaps too, and not every way of filtering it.

    The most telling line counts; some readers take the first one that fits.
    """
    products, sitemaps = reverse("reports:public_products"), reverse("reports:sitemap")
    public = [
        f"{reverse('home')}$",
        f"{reverse('reports:certificate_search')}$",
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
