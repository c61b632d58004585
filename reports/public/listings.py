"""The public catalogue as a list: one definition for its page, its open data and their dictionary.

Nothing in it is of a person: producers stand with their names and communes alone.
"""

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from products.enums import STARS
from products.ground.listings import bearing, in_words
from products.ground.location import lying_in
from products.models import Certificate, Producer, Product
from products.register.publication import catalogue
from programs import clock
from programs.enums import Authority, ProductGroup
from programs.forms.accounts import dated, reporting_units
from programs.forms.listings import ListFilter, UnitFilter, search_filter
from programs.paging import searched
from programs.tables import Column, Kind, Listing, labelled
from reports.public.addresses import check_page_of, kept_id, page_of


class CatalogueFilter(ListFilter):
    q = search_filter("sản phẩm, chủ thể, xã, số giấy")
    unit = UnitFilter(
        queryset=reporting_units(),
        label="địa phương",
        label_of=dated,
        advice="Hãy chọn địa phương trong danh sách.",
        method="on_ground",
    )
    group = django_filters.ChoiceFilter(
        field_name="product__product_group", choices=ProductGroup.choices, label="nhóm sản phẩm"
    )
    star = django_filters.ChoiceFilter(choices=STARS, label="hạng sao")
    producer = django_filters.ModelChoiceFilter(
        queryset=Producer.objects.none(),
        label="chủ thể",
        widget=forms.HiddenInput,
        method="of_producer",
    )

    class Meta:
        model = Certificate
        fields = []

    def narrow_choices(self, _user):
        """Of a producer without a public product not even the name is told."""
        if self.data.get("producer"):
            paths = ("product__producer", "product__merged_into__producer")
            own, kept = (Q(pk__in=catalogue().values(path)) for path in paths)
            self.filters["producer"].queryset = Producer.objects.filter(own | kept)

    def filter_queryset(self, rows):
        """Of a producer without a public product the list is empty: never all there is."""
        rows = super().filter_queryset(rows)
        return rows.none() if "producer" in self.form.errors else rows

    def of_producer(self, rows, _name, producer):
        """Under the kept record too; its products are read first, as of_product() does."""
        made = Product.objects.filter(Q(producer=producer) | Q(merged_into__producer=producer))
        return rows.filter(product__in=list(made.values_list("pk", flat=True)))

    def search(self, rows, _name, text):
        return searched(rows.filter(in_words(text, "product__") & bearing(text)))

    def on_ground(self, rows, _name, unit):
        return rows.filter(lying_in(unit, clock.today(), "product", "product__"))


def _others_of(certificate):
    """The list of what its producer makes."""
    return reverse("reports:public_products", query={"producer": certificate.product.producer_id})


def public_rows():
    """Joined with what the page shows and sorts by; PostgreSQL plans no more tables well."""
    rows = catalogue().select_related("product__commune", "product__producer")
    return rows.prefetch_related("product__commune__parent", "product__product_set")


CATALOGUE = Listing(
    name="san-pham-ocop",
    title="Sản phẩm OCOP còn hiệu lực công nhận",
    page="reports:public_products",
    empty="Chưa có sản phẩm nào được công nhận còn hiệu lực.",
    columns=(
        Column(
            key="id",
            title="Mã số",
            kind=Kind.NUMBER,
            value=kept_id,
            help="Mã số của sản phẩm trên cổng, không đổi qua các lần công nhận.",
            shown=False,
        ),
        Column(
            key="name",
            title="Sản phẩm",
            value=lambda row: row.product.name,
            url=page_of,
            sort="product__name",
            help="Tên sản phẩm ghi trong sổ của tỉnh.",
        ),
        Column(
            key="producer",
            title="Chủ thể",
            value=lambda row: row.product.producer.name,
            url=_others_of,
            sort="product__producer__name",
            help="Tên tổ chức, hộ kinh doanh làm ra sản phẩm.",
        ),
        Column(
            key="commune",
            title="Xã, phường, thị trấn",
            value=lambda row: str(row.product.commune),
            help="Nơi làm ra sản phẩm, theo tên đơn vị hành chính lúc ghi vào sổ.",
        ),
        Column(
            key="unit",
            title="Trực thuộc",
            value=lambda row: str(row.product.commune.parent or ""),
            help="Đơn vị cấp trên của xã, phường, thị trấn lúc đó: huyện, thị xã, tỉnh.",
            shown=False,
        ),
        Column(
            key="group",
            title="Nhóm sản phẩm",
            fields=("product__product_group",),
            cell=labelled(ProductGroup),
            help="Một trong 6 nhóm của Chương trình OCOP.",
        ),
        Column(
            key="set",
            title="Bộ sản phẩm",
            value=lambda row: str(row.product.product_set or ""),
            help="Một trong 26 bộ sản phẩm; trống là chưa phân bộ.",
            shown=False,
        ),
        Column(
            key="star",
            title="Sao",
            kind=Kind.NUMBER,
            sort="star",
            help="Hạng được công nhận: 3, 4 hoặc 5 sao.",
        ),
        Column(
            key="certificate",
            title="Số giấy",
            value=lambda row: row.mark,
            help="Số thứ tự/năm cấp, theo từng cơ quan; giấy không có số thì ghi quyết định.",
            shown=False,
        ),
        Column(
            key="decision_number",
            title="Số quyết định",
            help="Số quyết định công nhận.",
            shown=False,
        ),
        Column(
            key="decision_date",
            title="Ngày quyết định",
            kind=Kind.DATE,
            help="Ngày ký quyết định công nhận.",
            shown=False,
        ),
        Column(
            key="authority",
            title="Cấp công nhận",
            cell=labelled(Authority),
            help="Cấp đã công nhận: cấp huyện, cấp tỉnh hoặc cấp trung ương.",
            shown=False,
        ),
        Column(
            key="issued_on",
            title="Ngày cấp",
            kind=Kind.DATE,
            sort="issued_on",
            help="Ngày cấp giấy chứng nhận.",
            shown=False,
        ),
        Column(
            key="valid_until",
            title="Đến hết ngày",
            kind=Kind.DATE,
            value=lambda row: row.ends_on,
            sort="expires_on",
            help="Ngày cuối giấy còn hiệu lực, kể cả thời gian được kéo dài.",
        ),
        Column(
            key="page",
            title="Trang sản phẩm",
            value=lambda row: settings.BASE_URL + page_of(row),
            help="Địa chỉ trang công khai của sản phẩm.",
            shown=False,
        ),
        Column(
            key="check",
            title="Trang tra cứu giấy",
            value=lambda row: settings.BASE_URL + check_page_of(row),
            help="Địa chỉ nói giấy chứng nhận còn hiệu lực hay không, kể cả sau này.",
            shown=False,
        ),
    ),
    rows=lambda _user: public_rows(),
    filterset=CatalogueFilter,
    order=("product__name", "pk"),
)
