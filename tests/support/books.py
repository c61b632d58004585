"""Books of the register as offices keep them: 22 columns under a head of several lines."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook

from tests.support.factories import make_commune, make_unit

HEAD = (
    *("TT", "Tên SP", "Nhóm", "Loại hình chủ thể", "Tên chủ thể", "Xã/phường", "Địa chỉ"),
    *("Người đại diện", "Điện thoại", "Hạng sao", "Ngày hết hạn"),
)
TURN = ("Sao", "Ngày", "Năm", "Số QĐ", "Cơ quan")
NAMES = (
    *("number", "product", "group", "kind", "producer", "commune", "address", "person", "phone"),
    *("star", "expires"),
    *(f"{turn}_{part}" for turn in (1, 2) for part in ("star", "on", "year", "decision", "by")),
    "note",
)
GARLIC = {
    "number": 1,
    "product": "Tỏi đen",
    "group": "Thực phẩm",
    "producer": "HTX Nông nghiệp Bình An",
    "commune": "Xã Bình An, huyện Bình Sơn",
    "phone": 912345678,
    "star": 4,
    "expires": date(2027, 3, 5),
    "1_star": 3,
    "1_on": date(2022, 5, 10),
    "1_year": 2022,
    "1_decision": "12/QĐ-UBND",
    "1_by": "UBND tỉnh",
    "2_star": 4,
    "2_on": date(2024, 3, 5),
    "2_year": 2024,
    "2_decision": "99/QĐ-UBND",
    "2_by": "UBND tỉnh",
}
WINE = {
    "number": 2,
    "product": "Rượu tỏi",
    "group": "Đồ uống",
    "producer": "HTX Nông nghiệp Bình An",
    "commune": "Xã Bình An, huyện Bình Sơn",
    "star": 3,
    "1_star": 3,
    "1_on": date(2024, 3, 5),
    "1_year": 2024,
    "1_decision": "98/QĐ-UBND",
    "1_by": "UBND huyện Bình Sơn",
}


def make_places():
    """A district with these communes, of which one was renamed and one was split in 2025."""
    district = make_unit(name="Bình Sơn")
    district.children.all().delete()
    return {name: make_commune(district, name=name) for name in ("Bình An", "Bình Minh")}


def with_head(sheet, title="SỔ SẢN PHẨM OCOP", *, turns=("Lần 1", "Lần 2/nâng hạng")):
    """A title, and a head of three lines whose cells are merged downwards and sideways."""
    sheet.append([title])
    sheet.merge_cells("A1:V1")
    sheet.append([*HEAD, "Kết quả công nhận", *[None] * 9, "Ghi chú"])
    sheet.append([None] * 11 + [turns[0], *[None] * 4, turns[1]])
    sheet.append([None] * 11 + [*TURN, *TURN])
    for place in (*range(1, 12), 22):
        sheet.merge_cells(start_row=2, end_row=4, start_column=place, end_column=place)
    for place in ("L2:U2", "L3:P3", "Q3:U3"):
        sheet.merge_cells(place)


def book(*rows, merged=(), **head):
    """The bytes of a book with these rows, from row 5 on; `merged` are ranges of cells."""
    workbook = Workbook()
    sheet = workbook.active
    with_head(sheet, **head)
    for row in rows:
        sheet.append([row.get(name) for name in NAMES])
    for cell in (cell for line in sheet.iter_rows(min_row=5) for cell in line):
        if cell.value == "#REF!":
            cell.data_type = "e"
    for place in merged:
        sheet.merge_cells(place)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def flat(*rows, merged=()):
    """The bytes of a flat sheet; the first row is its head, `merged` are ranges of cells."""
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    for place in merged:
        workbook.active.merge_cells(place)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()
