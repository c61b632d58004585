"""The columns of a plan's products: one definition for page, template, import, export, PDF."""

from products.enums import Maturity, ProducerKind, RegistrationForm
from programs.enums import ProductGroup
from programs.tables import Column, Kind


def labelled(name, choices):
    """Read a choice's label from one dictionary: Django's own way is slow over many rows."""
    labels = {"": ""} | dict(choices.choices)
    return lambda row: labels[getattr(row, name)]


REGISTRATION_COLUMNS = (
    Column(
        key="position",
        title="STT",
        kind=Kind.NUMBER,
        aliases=("TT", "Số TT", "Số thứ tự"),
        help="Không bắt buộc; cổng tự đánh số.",
        width=6,
    ),
    Column(
        key="product_name",
        title="Tên sản phẩm",
        required=True,
        aliases=("Sản phẩm", "Tên SP", "Tên sản phẩm, dịch vụ", "Tên sản phẩm đăng ký"),
        max_length=200,
        help="Bắt buộc. Tên trên nhãn; mỗi dòng một sản phẩm.",
        width=32,
    ),
    Column(
        key="producer_name",
        title="Chủ thể sản xuất",
        required=True,
        aliases=("Chủ thể", "Tên chủ thể", "Chủ thể sản xuất, kinh doanh", "Tên chủ thể sản xuất"),
        max_length=200,
        help="Bắt buộc. Ghi đủ ở từng dòng, không dùng “nt”.",
        width=32,
    ),
    Column(
        key="producer_kind",
        title="Loại hình chủ thể",
        required=True,
        aliases=("Loại hình", "Loại hình tổ chức", "Loại chủ thể"),
        choices=tuple(ProducerKind.labels),
        value=labelled("producer_kind", ProducerKind),
        width=20,
    ),
    Column(
        key="commune",
        title="Địa chỉ (xã)",
        required=True,
        aliases=("Xã", "Địa chỉ xã, phường", "Xã, phường", "Xã, phường, thị trấn", "Địa bàn xã"),
        value=lambda row: str(row.commune),
        help="Bắt buộc. Một xã, phường, thị trấn của đơn vị, ví dụ “Xã Bình An”.",
        width=22,
    ),
    Column(
        key="product_group",
        title="Nhóm sản phẩm",
        required=True,
        aliases=("Nhóm", "Nhóm SP", "Ngành hàng", "Nhóm ngành hàng"),
        choices=tuple(ProductGroup.labels),
        value=labelled("product_group", ProductGroup),
        width=22,
    ),
    Column(
        key="form",
        title="Hình thức đăng ký",
        required=True,
        aliases=("Hình thức", "Đăng ký", "Hạng sao đăng ký", "Đăng ký hạng sao"),
        choices=tuple(RegistrationForm.labels),
        value=labelled("form", RegistrationForm),
        width=20,
    ),
    Column(
        key="note",
        title="Ghi chú",
        max_length=1000,
        help="Không bắt buộc.",
        width=28,
    ),
    Column(
        key="address",
        title="Địa chỉ",
        aliases=("Địa chỉ cụ thể", "Địa chỉ chi tiết", "Thôn", "Địa chỉ sản xuất"),
        max_length=300,
        help="Không bắt buộc. Thôn, tổ dân phố, số nhà.",
        width=28,
    ),
    Column(
        key="product_set",
        title="Bộ sản phẩm",
        aliases=("Bộ sản phẩm số", "Phân nhóm", "Bộ SP"),
        value=lambda row: str(row.product_set or ""),
        help="Không bắt buộc. Số hoặc tên của một trong 26 bộ sản phẩm.",
        width=28,
    ),
    Column(
        key="maturity",
        title="Phân loại",
        aliases=("Phân loại sản phẩm",),
        choices=tuple(Maturity.labels),
        value=labelled("maturity", Maturity),
        width=14,
    ),
)
