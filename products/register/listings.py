"""The lists of the register: producers and products, by the ground that they lie on."""

from dataclasses import replace

import django_filters
from django.db.models import (
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property

from products.certificates.history import (
    best_of_each,
    in_force,
    law_of,
    valid_on,
    with_status,
)
from products.certificates.marks import STATUSES
from products.enums import (
    IN_FORCE,
    STARS,
    WORTH_TONES,
    CycleStep,
    Gender,
    Maturity,
    ProducerKind,
    ProductStatus,
)
from products.ground.listings import (
    OnGroundFilter,
    group_filter,
    maker_filter,
    place_columns,
    producer_column,
    set_filter,
)
from products.models import Certificate, Dossier, Producer, Product
from products.register.known import known_by
from programs.completing import Telling, joined
from programs.enums import DEPARTMENT, REGISTER_WRITERS, UNIT_ROLES, ProductGroup
from programs.forms.listings import TickFilter, search_filter
from programs.models import ProductSet
from programs.tables import Column, Door, Kind, Listing, by_label, labelled, page_of, said
from programs.templatetags.icons import stars

# --- Producers ---------------------------------------------------------------------------------


UNSAID = "unsaid"


class ProducerFilter(OnGroundFilter):
    q = search_filter("tên, người đại diện, điện thoại, số đăng ký, xã")
    kind = django_filters.ChoiceFilter(choices=ProducerKind.choices, label="loại hình")
    gender = django_filters.ChoiceFilter(
        choices=[*Gender.choices, (UNSAID, "chưa ghi nam, nữ")],
        label="người đại diện là",
        method="by_gender",
    )
    minority = TickFilter(
        field_name="is_ethnic_minority", label="người đại diện là dân tộc thiểu số"
    )
    holding = TickFilter(method="with_products", label="có sản phẩm còn hiệu lực")

    class Meta:
        model = Producer
        fields = []

    def on(self, rows, day):
        """Those that the register knew by this day, each with the products that it knew of it."""
        products = known_by(Product.objects.current(), day)
        if not self.form.cleaned_data.get("holding"):  # a certificate in force is dated by then
            rows = known_by(rows, day)
        return rows.annotate(product_count=_number_of(products, "producer"))

    def by_gender(self, rows, _name, gender):
        return rows.filter(gender="" if gender == UNSAID else gender)

    def with_products(self, rows, _name, ticked):
        """Who had on the day a certificate in force, of an own product or one merged into it."""
        valid = in_force(Certificate.objects, self.asked).values("product__producer")
        return rows.filter(pk__in=valid) if ticked else rows


def _producers(user):
    return Producer.objects.visible_to(user).current().select_related("commune")


def holding_on(day):
    """How many products of a producer had a certificate in force on this day: `holding` counted.

    A product and what was merged into it have one at most.
    """
    return _number_of(valid_on(Certificate.objects, day), "product__producer")


def _number_of(rows, path):
    """How many of these rows this path leads from to the producer."""
    own = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Coalesce(Subquery(own.annotate(total=Count("pk")).values("total")), 0)


PRODUCERS = Listing(
    name="chu-the",
    title="Chủ thể",
    noun="chủ thể",
    page="products:producer_list",
    empty="Chưa có chủ thể nào trong phạm vi bạn được xem.",
    columns=(
        Column(
            key="name",
            title="Tên chủ thể",
            url=page_of("products:producer_detail"),
            sort="name",
            width=40,
        ),
        Column(
            key="kind",
            title="Loại hình",
            cell=labelled(ProducerKind),
            sort="kind",
            width=18,
            under="name",
        ),
        *place_columns(),
        Column(
            key="product_count", title="Sản phẩm", kind=Kind.NUMBER, sort="product_count", width=10
        ),
        Column(key="representative", title="Người đại diện", sort="representative", width=24),
        Column(key="phone", title="Điện thoại", width=16, under="representative"),
        Column(key="registration_number", title="Số đăng ký", shown=False, width=18),
        Column(key="address", title="Địa chỉ", shown=False, width=30),
        Column(key="email", title="Thư điện tử", shown=False, width=24),
    ),
    rows=_producers,
    filterset=ProducerFilter,
    order=("name", "pk"),
    is_plain=True,
    doors=(Door("Thêm chủ thể", "products:producer_create", REGISTER_WRITERS, adds=True),),
)


# --- Products ----------------------------------------------------------------------------------


class ProductFilter(OnGroundFilter):
    q = search_filter("sản phẩm, chủ thể, mã, số giấy, số quyết định, xã")
    group = group_filter()
    set = set_filter()
    star = django_filters.ChoiceFilter(
        choices=[*STARS, (0, "chưa có sao")], label="hạng sao", method="with_star"
    )
    status = django_filters.ChoiceFilter(choices=ProductStatus.choices, label="tình trạng")
    maker = maker_filter()

    class Meta:
        model = Product
        fields = []

    def on(self, rows, day):
        """Those that the register knew by this day.

        With the star that each had then where the reader sorts by it, or its worth.
        """
        rows = known_by(rows, day)
        if not self.asks(PRODUCTS, {"star_today", "worth"}):
            return rows
        valid = with_status(Certificate.objects.issued(), day).filter(status__in=IN_FORCE)
        worth = Coalesce(*_of(valid, "status", CharField()), Value(""))
        return rows.annotate(star_today=star_on(day), worth=worth)

    def steps(self):
        """The star that each had on this day too, until when, and what its paper is worth."""
        told = ("star_today", "valid_until", "worth")
        return [*super().steps(), Telling(told, ("pk",), self.best)]

    @cached_property
    def law(self):
        return law_of(self.asked)

    def best(self, products):
        found = best_of_each(products, self.asked, self.law)
        return [found.get(product, (0, None, "")) for product in products]

    def with_star(self, rows, _name, star):
        """By a condition on each product; the star that is shown would take long to compute."""
        valid = in_force(Certificate.objects, self.asked)
        if star != "0":
            valid = valid.filter(star=star)
        own, merged = (
            Exists(valid.filter(**{path: OuterRef("pk")}))
            for path in ("product", "product__merged_into")
        )
        return rows.exclude(own | merged) if star == "0" else rows.filter(own | merged)


def _products(user):
    rows = Product.objects.visible_to(user).current()
    return joined(
        rows,
        *("commune__kind", "commune__name", "commune__valid_to"),
        *("producer__name", "product_set__number", "product_set__name"),
    )


def star_on(day):
    """The star that a product had on this day, 0 for none: what the filter `star` finds it by."""
    return Coalesce(*_of(in_force(Certificate.objects, day), "star", IntegerField()), 0)


def _of(valid, name, output_field):
    """What the certificate that is valid says: the product's own, or a merged record's.

    Two subqueries, for each finds its rows by an index; one with "or" would read them all.
    """
    for path in ("product", "product__merged_into"):
        yield Subquery(valid.filter(**{path: OuterRef("pk")}).values(name)[:1], output_field)


PRODUCTS = Listing(
    name="san-pham",
    title="Sản phẩm",
    noun="sản phẩm",
    page="products:product_list",
    empty="Chưa có sản phẩm nào trong phạm vi bạn được xem.",
    columns=(
        Column(
            key="name",
            title="Tên sản phẩm",
            url=page_of("products:product_detail"),
            sort="name",
            width=34,
        ),
        producer_column(under="name"),
        *place_columns(),
        Column(
            key="product_group",
            title="Nhóm sản phẩm",
            cell=labelled(ProductGroup),
            sort="product_group",
            width=22,
        ),
        Column(
            key="star_today",
            title="Hạng",
            kind=Kind.NUMBER,
            cell=lambda star: star or None,
            sort="star_today",
            draw=stars,
            width=8,
        ),
        Column(key="valid_until", title="Có giá trị đến hết ngày", kind=Kind.DATE, width=14),
        Column(
            key="worth",
            title="Giấy chứng nhận",
            cell=STATUSES.__getitem__,
            tones=by_label(WORTH_TONES),
            sort="worth",
            width=16,
        ),
        Column(
            key="product_set",
            title="Bộ sản phẩm",
            fields=("product_set__number", "product_set__name"),
            cell=said(ProductSet, "number", "name"),
            sort="product_set__number",
            shown=False,
            width=28,
        ),
        Column(
            key="maturity",
            title="Phân loại",
            cell=labelled(Maturity),
            sort="maturity",
            shown=False,
            width=14,
        ),
        Column(
            key="step",
            title="Bước trong chu trình",
            cell=labelled(CycleStep),
            sort="step",
            shown=False,
            width=26,
        ),
        Column(
            key="status",
            title="Tình trạng",
            cell=labelled(ProductStatus),
            sort="status",
            shown=False,
            width=16,
        ),
    ),
    rows=_products,
    filterset=ProductFilter,
    order=("name", "pk"),
    is_plain=True,
    doors=(
        Door("Nhập sổ từ Excel", "products:book_upload", DEPARTMENT),
        Door("Thêm sản phẩm", "products:product_begin", REGISTER_WRITERS, adds=True),
    ),
)


# --- To choose from what one begins ------------------------------------------------------------


def _chosen_from(listing, title, page, leads_to, **others):
    """The same list to choose a row from: the name leads to what is begun with it."""
    name, *further = listing.columns
    columns = (replace(name, url=leads_to), *further)
    return replace(listing, title=title, page=page, columns=columns, **others)


PRODUCT_OF = _chosen_from(
    PRODUCERS,
    "Thêm sản phẩm: chọn chủ thể",
    "products:product_begin",
    lambda row: reverse("products:product_create", args=[row.pk]),
)


def _without_dossier(user):
    under_way = Dossier.objects.under_way().values("product")
    return PRODUCTS.rows(user).exclude(pk__in=under_way)


DOSSIER_OF = _chosen_from(
    PRODUCTS,
    "Lập hồ sơ: chọn sản phẩm",
    "products:dossier_begin",
    lambda row: reverse("products:dossier_create", args=[row.pk]),
    rows=_without_dossier,
    doors=(Door("Thêm sản phẩm", "products:product_begin", UNIT_ROLES),),
)
