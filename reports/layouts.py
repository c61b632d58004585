"""How the text of a certificate's layout is read: lines with placeholders, filled in from values.

A layout is data: what stands in braces is one of PLACEHOLDERS, and everything else is text.
"""

import re
from dataclasses import dataclass
from datetime import date

from reports.models import CertificateLayout

# The first version: a migration publishes it, and it holds where no other one does.
SHIPPED = {
    "name": "Mẫu ban đầu",
    "valid_from": date(2018, 1, 1),
    "title": "GIẤY CHỨNG NHẬN",
    "subtitle": "SẢN PHẨM OCOP",
    "lines": (
        "{body}\n"
        "chứng nhận sản phẩm\n"
        "{product}\n"
        "của {producer}\n"
        "Địa chỉ: {address}\n"
        "Bộ sản phẩm: {set}\n"
        "đạt hạng {stars} sao"
    ),
    "foot": (
        "Số: {number}\n"
        "Mã sản phẩm: {code}\n"
        "Quyết định số {decision} ngày {decided_on}\n"
        "Có giá trị từ ngày {valid_from} đến hết ngày {valid_to}"
    ),
    "frame": "woven",
    "colour": "red",
    "orientation": "landscape",
}
PLACEHOLDERS = {
    "body": "cơ quan, người có thẩm quyền công nhận",
    "product": "tên sản phẩm",
    "producer": "tên chủ thể",
    "address": "địa chỉ chủ thể",
    "set": "bộ sản phẩm",
    "stars": "số sao (các ngôi sao được vẽ phía trên dòng này)",
    "number": "số giấy",
    "code": "mã sản phẩm",
    "decision": "số quyết định",
    "decided_on": "ngày quyết định",
    "valid_from": "có giá trị từ ngày",
    "valid_to": "có giá trị đến hết ngày",
}
# What no certificate may go without, and where it stands.
NEEDED = {
    "lines": ("body", "product", "producer", "stars"),
    "foot": ("number", "decision", "valid_to"),
}
MOST_LINES = 8
LONGEST_LINE = 100
# "{product}" in "của {product}"; not "{Product}", not "{}".
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Piece:
    """Words of the layout, or a value that was filled in."""

    text: str
    is_value: bool = False


@dataclass(frozen=True)
class Line:
    """A line of paper: which placeholder gives it its look ("" for none), and its pieces."""

    look: str
    pieces: tuple[Piece, ...]

    @property
    def text(self):
        return "".join(piece.text for piece in self.pieces)


def layout_on(day) -> CertificateLayout:
    """The layout by which what is issued on this day is printed."""
    return CertificateLayout.objects.in_force_on(day) or CertificateLayout(**SHIPPED)


def faults(field, text) -> list[str]:
    """What is wrong with the text of this field ("lines", "foot") of a layout, in sentences."""
    lines = _lines(text)
    names = _PLACEHOLDER.findall(text)
    unknown = [name for name in names if name not in PLACEHOLDERS]
    found = [f"Không có ô {{{name}}}: hãy dùng các ô ghi bên dưới." for name in unknown]
    if re.search("[{}]", _PLACEHOLDER.sub("", text)):
        found.append("Dấu ngoặc nhọn chỉ dùng cho các ô, viết liền như {product}.")
    found += [
        f"Thiếu ô {{{name}}}: {PLACEHOLDERS[name]}." for name in NEEDED[field] if name not in names
    ]
    found += [f"Ô {{{name}}} chỉ ghi một lần." for name in NEEDED[field] if names.count(name) > 1]
    if len(lines) > MOST_LINES:
        found.append(f"Có {len(lines)} dòng, tối đa {MOST_LINES}.")
    found += [
        f"Dòng “{line[:20]}…” dài {len(line)} ký tự, tối đa {LONGEST_LINE}."
        for line in lines
        if len(line) > LONGEST_LINE
    ]
    return found


def filled(text, values) -> tuple[Line, ...]:
    """The lines with these values in them; one that would hold an empty value is left out."""
    lines = []
    for line in _lines(text):
        names = _PLACEHOLDER.findall(line)
        if all(values.get(name) for name in names):
            look = next((name for name in NEEDED["lines"] if name in names), "")
            lines.append(Line(look or ("fact" if names else ""), tuple(_pieces(line, values))))
    return tuple(lines)


def _pieces(line, values):
    for place, part in enumerate(_PLACEHOLDER.split(line)):
        if part:
            yield Piece(values[part], is_value=True) if place % 2 else Piece(part)


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]
