"""The columns of the register as a book: what the portal writes out, and what it reads back."""

from products.enums import Maturity, ProducerKind
from programs.enums import Authority, ProductGroup
from programs.tables import Column, Kind

_WHO_AND_WHAT = (
    Column(
        key="position", title="STT", kind=Kind.NUMBER, aliases=("TT", "Số TT", "Số thứ tự"), width=6
    ),
    Column(
        key="codes",
        title="Mã sản phẩm",
        aliases=("Mã số sản phẩm", "Mã SP", "Mã số", "Mã OCOP"),
        width=24,
    ),
    Column(
        key="product_name",
        title="Tên sản phẩm",
        required=True,
        aliases=("Sản phẩm", "Tên SP", "Tên sản phẩm OCOP", "Tên sản phẩm, dịch vụ"),
        max_length=200,
        width=34,
    ),
    Column(
        key="producer_name",
        title="Tên chủ thể",
        required=True,
        aliases=(
            *("Chủ thể", "Chủ thể sản xuất", "Chủ thể sản xuất, kinh doanh", "Tên chủ thể OCOP"),
            *("Tên chủ thể sản xuất", "Cơ sở sản xuất", "Tên cơ sở", "Đơn vị sản xuất"),
        ),
        max_length=200,
        width=34,
    ),
    Column(
        key="producer_kind",
        title="Loại hình chủ thể",
        aliases=("Loại hình", "Loại hình tổ chức", "Loại chủ thể"),
        choices=tuple(ProducerKind.labels),
        width=18,
    ),
    Column(
        key="registration_number",
        title="Số đăng ký kinh doanh",
        aliases=("Số ĐKKD", "Số đăng ký", "Mã số thuế", "Mã số doanh nghiệp"),
        max_length=60,
        width=18,
    ),
    Column(
        key="representative",
        title="Người đại diện",
        aliases=("Đại diện", "Họ tên người đại diện", "Người đại diện pháp luật", "Giám đốc"),
        max_length=150,
        width=24,
    ),
    Column(
        key="phone",
        title="Điện thoại",
        aliases=("Số điện thoại", "SĐT", "ĐT", "Số ĐT", "Điện thoại liên hệ"),
        max_length=40,
        width=16,
    ),
    Column(key="email", title="Thư điện tử", aliases=("Email", "E-mail"), max_length=254, width=24),
    Column(
        key="commune",
        title="Xã, phường, thị trấn",
        required=True,
        aliases=(
            *("Xã", "Xã, phường", "Xã, phường, đặc khu", "Địa bàn", "Địa chỉ (xã)", "Xã mới"),
            *("Xã, phường, thị trấn, đặc khu", "Xã phường mới", "Địa bàn xã"),
        ),
        max_length=300,
        width=24,
    ),
    Column(
        key="address",
        title="Địa chỉ",
        aliases=("Địa chỉ cụ thể", "Địa chỉ chi tiết", "Địa chỉ cũ", "Địa chỉ sản xuất", "Thôn"),
        max_length=300,
        width=28,
    ),
    Column(
        key="product_group",
        title="Nhóm sản phẩm",
        aliases=("Nhóm", "Nhóm SP", "Ngành", "Ngành hàng", "Nhóm ngành hàng", "Ngành sản phẩm"),
        choices=tuple(ProductGroup.labels),
        width=22,
    ),
    Column(
        key="product_set",
        title="Bộ sản phẩm",
        aliases=("Bộ SP", "Phân nhóm", "Bộ sản phẩm số"),
        width=28,
    ),
    Column(
        key="maturity",
        title="Phân loại",
        aliases=("Phân loại sản phẩm",),
        choices=tuple(Maturity.labels),
        width=14,
    ),
)
_CERTIFICATE = (
    Column(
        key="star",
        title="Hạng sao",
        kind=Kind.NUMBER,
        aliases=("Sao", "Xếp hạng", "Hạng", "Phân hạng", "Số sao", "Hạng sao hiện tại"),
        width=9,
    ),
    Column(
        key="number",
        title="Số giấy",
        aliases=("Số giấy chứng nhận", "Số GCN", "Giấy chứng nhận số"),
        width=12,
    ),
    Column(
        key="decision_number",
        title="Số quyết định",
        aliases=("Số QĐ", "Quyết định", "Quyết định số", "Quyết định công nhận"),
        max_length=200,
        width=20,
    ),
    Column(
        key="decision_date",
        title="Ngày quyết định",
        kind=Kind.DATE,
        aliases=("Ngày QĐ", "Ngày công nhận", "Ngày ban hành"),
        width=14,
    ),
    Column(
        key="issued_on",
        title="Ngày cấp",
        kind=Kind.DATE,
        aliases=("Ngày cấp giấy", "Ngày cấp giấy chứng nhận"),
        width=14,
    ),
    Column(
        key="expires_on",
        title="Ngày hết hạn",
        kind=Kind.DATE,
        aliases=("Hết hạn", "Có giá trị đến", "Đến hết ngày", "Thời hạn", "Ngày hết hiệu lực"),
        width=14,
    ),
    Column(
        key="authority",
        title="Cấp công nhận",
        aliases=("Cơ quan", "Cơ quan công nhận", "Cơ quan cấp", "Cơ quan ban hành"),
        choices=tuple(Authority.labels),
        max_length=200,
        width=18,
    ),
    Column(
        key="worth",
        title="Hiệu lực",
        aliases=("Hiệu lực hôm nay", "Tình trạng", "Trạng thái"),
        width=16,
    ),
)
_YEAR = Column(key="year", title="Năm", aliases=("Năm công nhận", "Năm cấp", "Năm đánh giá"))
_NOTE = Column(key="note", title="Ghi chú", max_length=500, width=28)

# --- First and second recognition beside each other, under a head of several lines -------------

TURNS = ("first", "second")
_HEADS = {
    "first": (
        "Lần 1",
        *("Lần đầu", "Lần thứ nhất", "Công nhận lần 1", "Công nhận lần đầu", "Phân hạng lần 1"),
        *("Đánh giá lần 1", "Đánh giá, phân hạng lần 1", "Đánh giá, phân hạng lần đầu"),
    ),
    "second": (
        "Lần 2",
        *("Lần 2/nâng hạng", "Lần 2 (nâng hạng)", "Nâng hạng", "Lần thứ hai", "Công nhận lần 2"),
        *("Công nhận lần 2/nâng hạng", "Phân hạng lần 2", "Đánh giá lần 2", "Nâng hạng lần 2"),
        *("Đánh giá, phân hạng lần 2", "Nâng hạng, đánh giá lại", "Lần 2/đánh giá lại"),
    ),
}
_PARTS = {
    "star": ("sao", "hạng sao", "xếp hạng", "số sao", "hạng"),
    "date": (
        *("ngày", "ngày công nhận", "ngày cấp", "ngày QĐ", "ngày quyết định", "ngày ban hành"),
        *("ngày, tháng, năm", "ngày tháng"),
    ),
    "year": ("năm", "năm công nhận", "năm cấp"),
    "decision_number": ("số QĐ", "số quyết định", "quyết định", "quyết định số"),
    "authority": ("cơ quan", "cơ quan công nhận", "cơ quan cấp", "cơ quan ban hành", "cấp"),
}


def _turn_column(turn, part):
    """A column of a recognition: its title joins what the lines of the head say."""
    titles = [f"{head} {words}" for head in _HEADS[turn] for words in _PARTS[part]]
    longest = {"decision_number": 200, "authority": 200}.get(part, 0)
    title, *aliases = titles
    return Column(key=f"{turn}_{part}", title=title, aliases=tuple(aliases), max_length=longest)


FLAT_COLUMNS = (*_WHO_AND_WHAT, *_CERTIFICATE, _NOTE)
BOOK_COLUMNS = (
    *FLAT_COLUMNS,
    _YEAR,
    *(_turn_column(turn, part) for turn in TURNS for part in _PARTS),
)
TITLES = {column.key: column.title for column in BOOK_COLUMNS}
# The most lines that the head of a book has.
HEAD_LINES = 4
