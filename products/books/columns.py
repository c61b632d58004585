"""The columns of the register as a book: what the portal writes out, and what it reads back."""

from products.enums import Maturity, ProducerKind
from programs.enums import Authority, ProductGroup
from programs.tables import Column, Kind

_WHO_AND_WHAT = (
    Column(key="position", title="STT", kind=Kind.NUMBER, width=6),
    Column(
        key="codes",
        title="Mã sản phẩm",
        width=24,
    ),
    Column(
        key="product_name",
        title="Tên sản phẩm",
        required=True,
        max_length=200,
        width=34,
    ),
    Column(
        key="producer_name",
        title="Tên chủ thể",
        required=True,
        max_length=200,
        width=34,
    ),
    Column(
        key="producer_kind",
        title="Loại hình chủ thể",
        choices=tuple(ProducerKind.labels),
        width=18,
    ),
    Column(
        key="registration_number",
        title="Số đăng ký kinh doanh",
        max_length=60,
        width=18,
    ),
    Column(
        key="representative",
        title="Người đại diện",
        max_length=150,
        width=24,
    ),
    Column(
        key="phone",
        title="Điện thoại",
        max_length=40,
        width=16,
    ),
    Column(key="email", title="Thư điện tử", max_length=254, width=24),
    Column(
        key="commune",
        title="Xã, phường, thị trấn",
        required=True,
        stand_in="address",
        max_length=300,
        width=24,
    ),
    Column(
        key="address",
        title="Địa chỉ",
        max_length=300,
        width=28,
    ),
    Column(
        key="product_group",
        title="Nhóm sản phẩm",
        choices=tuple(ProductGroup.labels),
        width=22,
    ),
    Column(
        key="product_set",
        title="Bộ sản phẩm",
        width=28,
    ),
    Column(
        key="maturity",
        title="Phân loại",
        choices=tuple(Maturity.labels),
        width=14,
    ),
)
_CERTIFICATE = (
    Column(
        key="star",
        title="Hạng sao",
        kind=Kind.NUMBER,
        width=9,
    ),
    Column(
        key="number",
        title="Số giấy",
        width=12,
    ),
    Column(
        key="decision_number",
        title="Số quyết định",
        max_length=200,
        width=20,
    ),
    Column(
        key="decision_date",
        title="Ngày quyết định",
        kind=Kind.DATE,
        width=14,
    ),
    Column(
        key="issued_on",
        title="Ngày cấp",
        kind=Kind.DATE,
        width=14,
    ),
    Column(
        key="expires_on",
        title="Ngày hết hạn",
        kind=Kind.DATE,
        width=14,
    ),
    Column(
        key="authority",
        title="Cấp công nhận",
        choices=tuple(Authority.labels),
        max_length=200,
        width=18,
    ),
    Column(
        key="worth",
        title="Hiệu lực",
        width=16,
    ),
)
_YEAR = Column(key="year", title="Năm")
# Books from before 2025 say the district apart; it tells communes of one name from each other.
_DISTRICT = Column(key="district", title="Huyện", max_length=300)
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
    _DISTRICT,
    *(_turn_column(turn, part) for turn in TURNS for part in _PARTS),
)
TITLES = {column.key: column.title for column in BOOK_COLUMNS}
# The most lines that the head of a book has.
HEAD_LINES = 4
