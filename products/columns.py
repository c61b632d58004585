"""The columns of a plan's products: one definition for page, template, import, export, PDF."""

from operator import methodcaller

from products.enums import Maturity, ProducerKind, RegistrationForm
from programs.enums import ProductGroup
from programs.tables import Column, Kind

REGISTRATION_COLUMNS = (
    Column(key="position", title="STT", kind=Kind.NUMBER, aliases=("TT", "Số TT"), width=6),
    Column(
        key="product_name",
        title="Tên sản phẩm",
        required=True,
        max_length=200,
        width=32,
    ),
    Column(
        key="producer_name",
        title="Chủ thể sản xuất",
        required=True,
        aliases=("Chủ thể", "Tên chủ thể"),
        max_length=200,
        width=32,
    ),
    Column(
        key="producer_kind",
        title="Loại hình chủ thể",
        required=True,
        choices=tuple(ProducerKind.labels),
        value=methodcaller("get_producer_kind_display"),
        width=20,
    ),
    Column(
        key="commune",
        title="Địa chỉ (xã)",
        required=True,
        value=lambda row: str(row.commune),
        width=22,
    ),
    Column(
        key="product_group",
        title="Nhóm sản phẩm",
        required=True,
        choices=tuple(ProductGroup.labels),
        value=methodcaller("get_product_group_display"),
        width=22,
    ),
    Column(
        key="form",
        title="Hình thức đăng ký",
        required=True,
        choices=tuple(RegistrationForm.labels),
        value=methodcaller("get_form_display"),
        width=20,
    ),
    Column(key="note", title="Ghi chú", max_length=1000, width=28),
    Column(key="address", title="Địa chỉ", max_length=300, width=28),
    Column(
        key="product_set",
        title="Bộ sản phẩm",
        value=lambda row: str(row.product_set or ""),
        width=28,
    ),
    Column(
        key="maturity",
        title="Phân loại",
        choices=tuple(Maturity.labels),
        value=methodcaller("get_maturity_display"),
        width=14,
    ),
)
