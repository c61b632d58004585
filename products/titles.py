"""What people call the columns of their tables: one dictionary for pasting, plans and books.

A title is known by its words: one of these phrases stands in it, and the rest of it says nothing
else. Where a word is left over the title is only guessed, and its reader is asked.
"""

import re
from functools import lru_cache

from products.models import KnownTitle
from programs.intake import head
from programs.intake.cells import is_blank
from programs.intake.head import BY_WORDS, title_key
from programs.intake.tables import find_table
from programs.intake.texts import visible_text
from programs.text import fold

TITLES = {
    "position": ("STT", "TT", "Số TT", "Số thứ tự", "No"),
    "codes": ("Mã sản phẩm", "Mã số sản phẩm", "Mã SP", "Mã số", "Mã OCOP", "Mã số OCOP"),
    "product_name": (
        *("Tên sản phẩm", "Sản phẩm", "Tên SP", "SP", "Tên hàng hóa", "Tên hàng", "Mặt hàng"),
        *("Tên sản phẩm, dịch vụ", "Tên sản phẩm/bộ sản phẩm", "Tên bộ sản phẩm", "Tên dịch vụ"),
        *("Sản phẩm, dịch vụ", "Tên gọi sản phẩm", "Tên thương mại", "Tên gọi", "Sản phẩm chủ lực"),
        "Danh mục sản phẩm",
    ),
    "producer_name": (
        *("Chủ thể", "Tên chủ thể", "Tên cơ sở", "Cơ sở", "Tên đơn vị", "Đơn vị sản xuất"),
        *("Chủ thể sản xuất, kinh doanh", "Chủ thể sản xuất", "Cơ sở sản xuất", "Tên CSSX"),
        *("Tên tổ chức", "Tổ chức", "Cá nhân", "Hộ", "Tên hộ", "HTX", "Tên HTX", "THT", "DN"),
        *("Doanh nghiệp", "Tên doanh nghiệp", "Tên DN", "Công ty", "Tên công ty", "Hợp tác xã"),
        *("Tên hợp tác xã", "Nhà sản xuất", "Tên nhà sản xuất", "Đơn vị", "Cơ sở kinh doanh"),
        *("Tổ hợp tác", "Hộ kinh doanh", "Hộ sản xuất", "Người sản xuất", "Đơn vị chủ thể"),
        *("Chủ sở hữu", "Chủ hộ/HTX", "Đơn vị chủ quản"),
    ),
    "producer_kind": (
        *("Loại hình", "Loại hình chủ thể", "Loại chủ thể", "Loại hình tổ chức", "Loại hình SX"),
        *("Hình thức tổ chức", "Loại hình kinh doanh", "Loại hình SXKD", "Loại hình sản xuất"),
        *("Loại hình doanh nghiệp", "Loại hình kinh tế", "Loại hình tổ chức sản xuất"),
        *("Hình thức sản xuất", "Hình thức tổ chức sản xuất", "Loại hình hoạt động"),
        *("Thành phần kinh tế", "Loại cơ sở", "Loại hình cơ sở", "Loại tổ chức", "Đối tượng"),
        *("Hình thức kinh doanh", "Loại hình đơn vị", "Kiểu chủ thể", "Hình thức SXKD"),
        *("Mô hình tổ chức", "Loại hình pháp lý"),
    ),
    "registration_number": (
        *("Số đăng ký kinh doanh", "Số ĐKKD", "Số đăng ký", "Mã số thuế", "MST", "ĐKKD"),
        *("Mã số doanh nghiệp", "Số GPKD", "Giấy phép kinh doanh", "Đăng ký kinh doanh"),
        *("Giấy chứng nhận đăng ký kinh doanh", "Mã số đăng ký kinh doanh", "Mã số HTX"),
        *("Số giấy phép kinh doanh", "Số đăng ký doanh nghiệp"),
    ),
    "representative": (
        *("Người đại diện", "Đại diện", "Họ tên người đại diện", "Tên người đại diện", "Chủ hộ"),
        *("Người đại diện pháp luật", "Người đại diện theo pháp luật", "Giám đốc", "Chủ cơ sở"),
        *("Họ và tên", "Họ tên", "Người đứng đầu", "Người liên hệ", "Chủ nhiệm", "Đầu mối"),
        *("Đại diện pháp luật", "Đại diện theo pháp luật", "Chủ tịch HĐQT", "Tên chủ hộ"),
        *("Tên chủ cơ sở", "Chủ doanh nghiệp", "Người phụ trách", "Chủ DN"),
    ),
    "phone": (
        *("Điện thoại", "Số điện thoại", "SĐT", "ĐT", "Số ĐT", "SDĐ", "Di động", "Liên hệ"),
        *("Điện thoại liên hệ", "Số di động", "Số liên hệ", "Hotline", "Zalo", "Số Zalo", "Tel"),
        *("Phone", "ĐTDĐ", "Thông tin liên hệ", "Số máy", "Liên lạc", "Số phone"),
    ),
    "email": ("Thư điện tử", "Email", "E-mail", "Hộp thư", "Địa chỉ email", "Mail"),
    "commune": (
        *("Xã, phường, thị trấn", "Xã", "Phường", "Thị trấn", "Đặc khu", "Xã, phường"),
        *("Địa chỉ (xã)", "Địa chỉ xã, phường", "Tên xã", "Địa bàn", "Địa bàn xã", "Địa phương"),
        *("Đơn vị hành chính", "Huyện, xã", "Xã, huyện", "Địa chỉ (thôn, xã)"),
        *("Địa chỉ (thôn, xã, huyện)", "Địa chỉ (xã, huyện)", "Tên phường"),
        *("Địa chỉ (xã, phường, thị trấn)", "Địa chỉ (xã, phường, đặc khu)", "Nơi sản xuất"),
        *("Cấp xã", "UBND xã", "Thuộc xã", "Địa điểm", "Đơn vị cấp xã", "ĐVHC", "Xã, phường mới"),
        *("Xã, phường, đặc khu", "Xã, phường, thị trấn, đặc khu", "Thuộc địa bàn", "Phường, xã"),
        *("Địa danh", "Đơn vị (xã)", "Địa chỉ (ghi xã)", "Xã/P/TT"),
    ),
    "district": ("Huyện", "Huyện, thị xã, thành phố", "Huyện, thành phố", "Tên huyện", "Quận"),
    "address": (
        *("Địa chỉ", "Địa chỉ cụ thể", "Địa chỉ chi tiết", "Địa chỉ cũ", "Địa chỉ sản xuất"),
        *("Thôn", "Thôn, tổ dân phố", "Trụ sở", "Địa chỉ trụ sở", "Nơi ở", "Địa chỉ liên hệ"),
        *("Tổ dân phố", "Thôn, xóm", "Xóm", "Ấp", "Khu phố", "Địa chỉ thường trú", "Số nhà"),
        *("Địa chỉ chủ thể", "Địa chỉ cơ sở", "Địa điểm sản xuất", "Nơi đặt cơ sở"),
    ),
    "product_group": (
        *("Nhóm sản phẩm", "Nhóm", "Nhóm SP", "Ngành", "Ngành hàng", "Nhóm ngành hàng"),
        *("Nhóm hàng", "Ngành sản phẩm", "Nhóm ngành", "Ngành, nhóm", "Loại sản phẩm", "Lĩnh vực"),
        *("Ngành/nhóm sản phẩm", "Phân ngành", "Chủng loại", "Thuộc nhóm", "Thuộc ngành"),
        *("Loại SP", "Nhóm hàng hóa", "Loại hàng", "Lĩnh vực sản phẩm", "Phân loại nhóm"),
        *("Loại hàng hóa", "Phân nhóm sản phẩm"),
    ),
    "product_set": ("Bộ sản phẩm", "Bộ SP", "Phân nhóm", "Bộ sản phẩm số", "Bộ tiêu chí"),
    "maturity": ("Phân loại", "Phân loại sản phẩm", "Mức độ hình thành"),
    "form": (
        *("Hình thức đăng ký", "Hình thức", "Đăng ký", "Hạng sao đăng ký", "Đăng ký hạng sao"),
        *("Nội dung đăng ký", "Dự kiến hạng sao", "Hạng sao dự kiến", "Mục tiêu"),
        *("Đăng ký đạt sao", "Đăng ký đánh giá, phân hạng", "Dự kiến đạt", "Hạng sao mục tiêu"),
        *("Mục tiêu phấn đấu", "Phân hạng dự kiến", "Mức sao đăng ký", "Đăng ký phân hạng"),
        *("Dự kiến", "Đề xuất", "Đăng ký sao", "Sao đăng ký", "Mục tiêu hạng sao", "Phấn đấu"),
        *("Phấn đấu đạt", "Đề nghị", "Hạng đăng ký", "Đăng ký hạng", "Nội dung đề nghị"),
        *("Hình thức tham gia", "Kế hoạch đạt", "Hình thức đánh giá", "Hạng sao phấn đấu"),
        *("Hạng sao đề nghị", "Sao dự kiến", "Đăng ký mới", "Hình thức đề nghị", "Loại đăng ký"),
        *("Nhu cầu", "Nội dung", "Đăng ký mức sao", "Hạng sao đăng ký đánh giá"),
        *("Đăng ký đánh giá", "Số sao đăng ký", "Đề nghị đánh giá", "Kết quả dự kiến"),
        *("Hạng đăng ký dự thi", "Nội dung đăng ký đánh giá"),
    ),
    "note": ("Ghi chú", "Lưu ý", "Diễn giải", "Chú thích", "GC"),
    "star": (
        *("Hạng sao", "Sao", "Xếp hạng", "Hạng", "Phân hạng", "Số sao", "Hạng sao hiện tại"),
        *("Kết quả", "Kết quả phân hạng", "Phân hạng sao", "Xếp hạng sao", "Đạt sao", "Đạt hạng"),
        *("Hạng sao đạt được", "Hạng sản phẩm", "Kết quả xếp hạng", "Xếp loại", "Sao đạt"),
        *("Công nhận hạng sao", "Kết quả đánh giá", "Kết quả công nhận", "Mức sao", "Cấp sao"),
        *("Kết quả đánh giá, phân hạng", "Hạng OCOP", "Đạt hạng sao", "Cấp độ sao", "Mức xếp hạng"),
        *("Số sao đạt", "Kết quả đạt", "Cấp hạng", "Hạng đạt", "Xếp hạng sản phẩm"),
        *("Tiêu chuẩn sao", "Sao OCOP", "OCOP", "Đánh giá, phân hạng", "Công nhận sao", "Đạt"),
        *("Được công nhận mấy sao", "Mức đạt sao"),
    ),
    "number": (
        *("Số giấy", "Số giấy chứng nhận", "Số GCN", "Giấy chứng nhận số", "Giấy chứng nhận"),
        *("GCN", "Số chứng nhận", "Số hiệu giấy chứng nhận", "Số vào sổ", "Mã giấy chứng nhận"),
    ),
    "decision_number": (
        *("Số quyết định", "Số QĐ", "Quyết định", "Quyết định số", "Quyết định công nhận", "QĐ"),
        *("Số quyết định công nhận", "QĐ công nhận", "Số, ngày QĐ", "Số QĐ công nhận", "QĐ số"),
        *("Quyết định công nhận (số, ngày, tháng, năm)", "Số quyết định, ngày ban hành"),
        *("Quyết định phê duyệt", "Số/ngày quyết định", "QĐ phê duyệt", "Số và ngày quyết định"),
        *("Số ký hiệu", "Số hiệu quyết định", "Căn cứ", "Số văn bản", "Văn bản", "Số, ngày"),
        *("Số, ngày, tháng", "Số, ngày, tháng, năm", "Số và ngày", "Quyết định, ngày tháng"),
        *("Quyết định ban hành", "Số, ngày tháng quyết định", "Số hiệu QĐ", "QĐ UBND tỉnh"),
        *("Quyết định của UBND tỉnh", "Quyết định công nhận của UBND tỉnh"),
    ),
    "decision_date": (
        *("Ngày quyết định", "Ngày QĐ", "Ngày công nhận", "Ngày ban hành", "Ngày ký", "Ngày"),
        *("Ngày tháng công nhận", "Thời gian công nhận", "Ngày, tháng, năm công nhận"),
        *("Ngày tháng", "Ngày ban hành QĐ", "Ngày, tháng QĐ", "Ngày, tháng, năm"),
        *("Thời điểm công nhận", "Ngày phê duyệt", "Ngày ký quyết định", "Ngày ký QĐ"),
        *("Thời gian ban hành", "Thời gian phê duyệt", "Ngày đạt", "Ngày được công nhận"),
        *("Thời gian đạt", "Ngày, tháng, năm quyết định", "Ngày đánh giá", "Ngày ra quyết định"),
        *("Thời điểm đạt", "Thời gian được công nhận", "Thời gian quyết định"),
    ),
    "issued_on": (
        *("Ngày cấp", "Ngày cấp giấy", "Ngày cấp giấy chứng nhận", "Ngày cấp GCN", "Thời gian cấp"),
        *("Ngày, tháng, năm cấp", "Ngày tháng cấp", "Hiệu lực từ", "Ngày có hiệu lực"),
        *("Ngày hiệu lực", "Có giá trị từ", "Ngày bắt đầu hiệu lực", "Cấp ngày", "Từ ngày"),
        "Ngày được cấp",
    ),
    "expires_on": (
        *("Ngày hết hạn", "Hết hạn", "Có giá trị đến", "Đến hết ngày", "Thời hạn", "Hiệu lực đến"),
        *("Ngày hết hiệu lực", "Thời hạn hiệu lực", "Thời hạn giấy chứng nhận", "Hết hiệu lực"),
        *("Thời gian hết hạn", "Có hiệu lực đến", "Hạn sử dụng giấy chứng nhận", "Giá trị đến"),
        *("Thời hạn công nhận", "Thời gian hiệu lực", "Hạn giấy chứng nhận", "Hạn GCN"),
        *("Ngày hết giá trị", "Hiệu lực đến ngày", "Thời gian hết hiệu lực", "Hạn hiệu lực"),
        *("Thời hạn sử dụng giấy chứng nhận", "Năm hết hạn", "Ngày hết thời hạn", "Hạn công nhận"),
        *("Đến ngày", "Thời hạn sử dụng GCN", "Hạn chứng nhận"),
    ),
    "authority": (
        *("Cấp công nhận", "Cơ quan", "Cơ quan công nhận", "Cơ quan cấp", "Cơ quan ban hành"),
        *("Đơn vị công nhận", "Nơi cấp", "Cấp quyết định", "Cơ quan ký", "Đơn vị cấp", "Cấp ký"),
        *("Thẩm quyền", "Cơ quan ra quyết định", "Cấp đánh giá", "Đơn vị ban hành", "Cấp"),
        *("Hội đồng", "Cơ quan quyết định", "Cơ quan cấp giấy chứng nhận", "Cấp phân hạng"),
    ),
    "worth": ("Hiệu lực", "Hiệu lực hôm nay", "Tình trạng", "Trạng thái", "Còn hiệu lực"),
    "year": (
        *("Năm", "Năm công nhận", "Năm cấp", "Năm đánh giá", "Năm đạt", "Năm được công nhận"),
        *("Năm đạt sao", "Năm đạt OCOP", "Năm phân hạng", "Năm đạt chuẩn", "Năm xếp hạng"),
        "Năm ĐG",
    ),
}
# Words that say nothing by themselves beside a phrase: "Tên sản phẩm (OCOP) đã được công nhận".
_FILLERS = frozenset(
    title_key(
        "ocop của được đã đang và hoặc theo cho nếu có mới hiện nay tại công nhận đạt đăng ký "
        "tham gia thực hiện xét đề nghị chuẩn liên hệ chi tiết cụ thể ghi rõ ví dụ vd các trên "
        "tên ngày tháng năm họ lần sau sáp nhập trước bắt buộc dn htx tht cty ct hộ cá nhân "
        "sản xuất kinh doanh sxkd sx kd sp cơ sở hành chính dự kiến lại cũ khu vực thuộc đến từ là "
        "thông tin chính đầy đủ nhãn giấy chứng nhận gcn cấp ban hành tính thời điểm hàng hóa "
        "dịch vụ dự thi danh mục danh sách chương trình mấy sắp xếp đúng kinh tế pháp lý bảng"
    ).split()
) - {"tinh", "so"}
# "Quyết định (số) của UBND"; not "Số hộ".
_AFTER = _FILLERS | {"so", "ubnd"}
# What decides wherever it stands: "Giấy chứng nhận có giá trị đến", "GCN hết hạn"; not "Thời gian".
_DECIDES = re.compile(r"\b(het han|het hieu luc|het gia tri|(hieu luc|gia tri)\b.* den)\b")
# Words of what must not get lost, wherever they stand in a title that nobody knows.
# "sao du kien cua tinh", "ngay nop", "han su dung", "noi o"; not "doanh thu".
_WEIGHTY = re.compile(
    r"\b(sao|hang sao|xep hang|phan hang|quyet dinh|qd|ngay|thoi han|het han|han su dung|hieu luc|"
    r"xa|phuong|thi tran|huyen|dia ban|dia chi|dia phuong)\b"
)
# What such values look like: "4 sao", "12/QĐ-UBND", "5/3/2024", "xã Bình An"; not "x", "12".
_VALUES = (
    ("star", re.compile(r"([a-z]+ )*([1-5] ?- ?)?[1-5] ?(sao|[*★⭐])|[*★⭐]{1,5}")),
    ("decision_number", re.compile(r".*\d.*/ ?qd\b.*")),
    ("decision_date", re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|ngay \d{1,2} thang .*")),
    ("commune", re.compile(r"(.*, ?)?(xa|phuong|thi tran|dac khu|p\.|tt\.) ?\w.*")),
)
# In a plan a title of stars asks which star is aimed at.
_IN_PLANS = {"star": "form"}
_PLAIN_STARS = frozenset(
    map(title_key, ("Hạng sao", "Sao", "Hạng", "Xếp hạng", "Phân hạng", "Mức sao", "Số sao"))
)
_TURNS = (
    ("first", re.compile(r"\b(lan (1|i|dau|dau tien|thu nhat))\b")),
    ("second", re.compile(r"\b(lan (2|ii|thu hai)|nang hang|danh gia lai|cong nhan lai)\b")),
)
_PARTS = {
    "star": "star",
    "decision_date": "date",
    "issued_on": "date",
    "year": "year",
    "decision_number": "decision_number",
    "authority": "authority",
}
# "2024" in a title; not "12".
_YEAR = re.compile(r"20\d\d")
# "(3)" after a title; not "lần 3".
_NUMBER = re.compile(r"\(\d{1,2}\)")
_ENOUGH = 0.6  # of the values of a column that look alike
_LONGEST_SEEN = 200


def _phrases():
    """{phrase as words: (its place in the dictionary, key)}; what stands first keeps a phrase."""
    found = {}
    for key, titles in TITLES.items():
        for number, title in enumerate(titles):
            found.setdefault(tuple(title_key(title).split()), (number, key))
    return found


_PHRASES = _phrases()
_LONGEST = max(map(len, _PHRASES))


@lru_cache(maxsize=4096)
def meaning(title):
    """(key, is sure) of the first phrase in the title; it is sure where no other word is left."""
    words = title_key(title).split()
    key, at, is_sure = "", 0, True
    while at < len(words):
        sizes = range(min(_LONGEST, len(words) - at), 0, -1)
        size = next((n for n in sizes if tuple(words[at : at + n]) in _PHRASES), 0)
        if size:
            key = key or _PHRASES[tuple(words[at : at + size])][1]
        elif words[at] not in (_AFTER if key else _FILLERS) and not _YEAR.fullmatch(words[at]):
            is_sure = False
        at += max(size, 1)
    key = "expires_on" if key and _DECIDES.search(" ".join(words)) else key
    return key, is_sure and bool(key)


class Titles(head.Titles):
    """The dictionary for a table with these columns."""

    def __init__(self, columns, remembered=None):
        super().__init__(columns, remembered)
        self.keys = {column.key for column in columns}
        self.known |= {" ".join(words) for words in _PHRASES}

    def claim(self, title, above=""):
        if _looks_like([title]) not in {"", "commune"}:  # "4 sao" is a value, or heads marks
            return None
        title = _NUMBER.sub(" ", title)
        key = title_key(title)
        if key in self.remembered or f"{title_key(above)} {key}" in self.remembered:
            return super().claim(title if key in self.remembered else f"{above} {title}")
        if own := self.ranks.get(key):
            return own[0], self._of_turn(own[1], above)
        if written := _PHRASES.get(tuple(key.split())):
            number, meant, is_sure = *written, True
        else:
            number, (meant, is_sure) = 0, meaning(_without_turn(title))
        meant, is_ours = self._ours(meant, key)
        if not (is_sure and is_ours):
            return None
        worth = BY_WORDS if not written else (1, number + 1)
        return worth, self._of_turn(meant, f"{above} {title}")

    def _ours(self, meant, title):
        """(the key of this table's column, whether it is surely meant)."""
        if meant in self.keys:
            return meant, True
        other = _IN_PLANS.get(meant, "")
        return (other, title in _PLAIN_STARS) if other in self.keys else ("", False)

    def _of_turn(self, key, text):
        """The column of the first or second recognition, where the title or its head says which."""
        part, turn = _PARTS.get(key), _turn_in(text)
        return f"{turn}_{part}" if part and f"{turn}_{part}" in self.keys else key

    def doubt(self, title, cells):
        """A star, decision, date or place must not get lost, whatever its column is called."""
        meant, _ = self._ours(meaning(_without_turn(title))[0], "")
        looks = _looks_like(cells)
        guess = self._ours(looks, "")[0] or self._of_turn(meant, title)
        return bool(looks or _WEIGHTY.search(title_key(title))), guess


def _turn_in(text):
    key = title_key(text)
    return next((turn for turn, words in _TURNS if words.search(key)), "")


def _without_turn(title):
    key = title_key(title)
    for _, words in _TURNS:
        key = words.sub(" ", key)
    return " ".join(key.split()) or title


def _looks_like(cells):
    """The key of what most of these cells look like, or ""."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled:
        return ""
    texts = [fold(visible_text(cell)[:_LONGEST_SEEN]) for cell in filled]
    for key, pattern in _VALUES:
        if sum(bool(pattern.fullmatch(text)) for text in texts) >= _ENOUGH * len(texts):
            return key
    return ""


# --- What people explained ---------------------------------------------------------------------

_LONGEST_TITLE = 300


def remembered(unit_id):
    """{key of a title: column or SKIP} that this unit, or with None the province, explained."""
    return dict(KnownTitle.objects.filter(unit=unit_id).values_list("title", "column"))


def remember(unit_id, columns, chosen):
    """Keep what was said of the titles of these columns: {place as text: key, or SKIP}."""
    for column in columns:
        place, key = str(column["place"]), title_key(column["title"])[:_LONGEST_TITLE]
        is_told = column["asks"] or column["key"] != chosen.get(place, column["key"])
        if key and is_told and place in chosen:
            said = {"column": chosen[place]}
            KnownTitle.objects.update_or_create(unit_id=unit_id, title=key, defaults=said)


# --- The table of a file -----------------------------------------------------------------------

# " Xã Bình An", ", p. Trà Câu", "- tt Ba Tơ"; not "Thôn Phước Xã".
_COMMUNE = re.compile(r"(^|[,;–(-]|\s)\s*(xã|phường|thị trấn|đặc khu|[xp]\.|tt\.?)\s", re.I)
_COMMA = re.compile(r"\s*[,;]\s*")


def read_table(grid, finder, answers=None):
    """(table, notes) of a grid; an address that stands for the commune too keeps what is before it.

    Raises what programs.intake.tables.find_table raises.
    """
    table, notes = find_table(grid, finder, "position", answers)
    places = table.head.places
    if "address" in places and places["address"] == places.get("commune"):
        for row in table.rows:
            if isinstance(text := row.cells["address"], str):
                row.cells["address"] = before_commune(text)
    return table, notes


def before_commune(address):
    """The part of an address that stands before its commune: "Thôn 1" of "Thôn 1, xã Bình An"."""
    if found := _COMMUNE.search(address):
        return address[: found.start()].strip(" ,;-–(")
    return ", ".join(_COMMA.split(address)[:-1])
