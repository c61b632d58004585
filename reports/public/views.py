"""The public catalogue of recognised products: list, page, open data (matrix W1)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from products.ground.location import lying_in
from products.models import Product, ProductPhoto
from products.register.photo_views import photo_answer
from products.register.photos import WIDTHS, small
from products.register.publication import catalogue
from programs import clock
from programs.enums import ProductGroup
from programs.forms.accounts import reporting_units
from programs.tables import AFTER, NUMBER, SORT, Kind
from programs.views.files import PREVIEW_POLICY
from programs.views.listings import START, asked_page
from reports.formats import RENDERERS, file_name
from reports.public.about import about
from reports.public.addresses import slug_of
from reports.public.caching import costly, for_everybody, may_be_kept, nothing
from reports.public.cards import cards_of, place_of
from reports.public.listings import CATALOGUE, public_rows
from reports.renderers import csv, json

DATA = {"csv": csv.stream, "json": json.stream}
KINDS = {Kind.TEXT: "Chữ", Kind.NUMBER: "Số", Kind.DATE: "Ngày"}
SCHEMA = "https://schema.org"
CARDS_A_PAGE, OTHERS = 24, 4
ORDERS = (("", "tên"), ("-issued_on", "mới công nhận"), ("-star", "nhiều sao"))


def _of_list(params):
    """What of an address the list knows: filters, order, columns, and which page of it."""
    query = CATALOGUE.query(params)
    for name in (AFTER, NUMBER, START):
        if value := params.get(name):
            query[name] = value
    return query


@for_everybody(_of_list)
def public_products(request, asked):
    bound, rows = CATALOGUE.filter(request.user, asked)
    page = asked_page(rows, CATALOGUE.order_of(asked), asked, CARDS_A_PAGE)
    query, sorting = CATALOGUE.query(asked), asked.get(SORT, "")
    context = {
        "filter": bound,
        "unit": bound.form.cleaned_data.get("unit"),
        "units": reporting_units().on(clock.today()),
        "page": page,
        "cards": cards_of(page.rows),
        "chips": [(words, _changed(query, name)) for name, words in bound.chosen()],
        "orders": [
            (title, _changed(query, SORT, order), sorting == order) for order, title in ORDERS
        ],
        "query": query.urlencode(),
        "sorting": sorting,
        "empty": CATALOGUE.empty,
        "about": about(
            CATALOGUE.title,
            "Danh mục sản phẩm OCOP còn hiệu lực công nhận: tìm theo tên, chủ thể, địa phương, "
            "nhóm, hạng sao; tải dữ liệu mở.",
            reverse("reports:public_products"),
        ),
    }
    return render(request, "reports/public_products.html", context)


def _changed(query, name, value=""):
    """The query string with this value for a name, or without the name."""
    rest = query.copy()
    rest.pop(name, None)
    if value:
        rest[name] = value
    return rest.urlencode()


@for_everybody(nothing)
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
    today = clock.today()
    places, photos = product.places_on(today), list(product.photos.all())
    context = {
        "certificate": certificate,
        "product": product,
        "group": ProductGroup(product.product_group),
        "place": place_of(product.commune),
        "today": [unit for unit in places if unit != product.commune],
        "photos": photos,
        "outlets": product.outlets.all(),
        "others": _others(product, places[0], today),
        "about": _about(product, certificate, photos),
        "schema": SCHEMA,
    }
    return render(request, "reports/public_product.html", context)


def _about(product, certificate, photos):
    text = (
        f"{product}, sản phẩm OCOP {certificate.star} sao của {product.producer}, "
        f"{place_of(product.commune)}, có giá trị đến hết ngày {certificate.ends_on:%d/%m/%Y}."
    )
    picture = reverse("reports:public_photo", args=[photos[0].pk]) if photos else ""
    path = reverse("reports:public_product", args=[product.pk, slug_of(product)])
    return about(str(product), text, path, picture, kind="product")


def _others(product, place, today):
    """(the unit that reports for this place, cards of other products that lie in it)."""
    unit = place.parent if place.reporting_id != place.pk else place
    rows = public_rows().filter(lying_in(unit, today, "product", "product__"))
    rows = rows.exclude(product=product).exclude(product__merged_into=product)
    return unit, cards_of(rows.order_by("-issued_on", "-pk")[:OTHERS])


def _public_photo(pk):
    """A photo of a product that is in the catalogue."""
    photo = get_object_or_404(ProductPhoto.objects.select_related("product"), pk=pk)
    if not catalogue().of_product(photo.product).exists():
        raise Http404("The product of this photo is not in the catalogue.")
    return photo


@require_safe
@login_not_required
def public_photo(_request, pk):
    return may_be_kept(photo_answer(_public_photo(pk)))


@require_safe
@login_not_required
def public_picture(request, pk, width):
    """The photo in a size for screens."""
    if width not in WIDTHS:
        raise Http404(f"No picture is {width} wide.")
    photo = _public_photo(pk)
    etag = f'"{photo.sha256[:32]}-{width}"'
    if same := get_conditional_response(request, etag=etag):
        return may_be_kept(same)
    response = HttpResponse(small(photo, width), content_type="image/webp")
    response["ETag"], response["Content-Security-Policy"] = etag, PREVIEW_POLICY
    return may_be_kept(response)


@for_everybody(nothing)
def public_dictionary(request, _query):
    """What each column of the open data holds, and how the data may be used."""
    columns = [(column, KINDS[column.kind]) for column in CATALOGUE.columns]
    context = {
        "columns": columns,
        "about": about(
            "Dữ liệu mở: sản phẩm OCOP",
            "Danh mục sản phẩm OCOP còn hiệu lực thành tệp CSV, JSON; ý nghĩa các cột, điều kiện "
            "dùng lại.",
            reverse("reports:public_dictionary"),
        ),
    }
    return render(request, "reports/public_dictionary.html", context)


# --- Files for programs --------------------------------------------------------------------------


@costly
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
