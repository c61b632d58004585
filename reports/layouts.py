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
        "{cơ quan}\n"
        "chứng nhận sản phẩm\n"
        "{sản phẩm}\n"
        "của {chủ thể}\n"
        "Địa chỉ: {địa chỉ}\n"
        "Bộ sản phẩm: {bộ sản phẩm}\n"
        "đạt hạng {số sao} sao"
    ),
    "foot": (
        "Số: {số giấy}\n"
        "Mã sản phẩm: {mã sản phẩm}\n"
        "Quyết định số {quyết định} ngày {ngày quyết định}\n"
        "Có giá trị từ ngày {từ ngày} đến hết ngày {đến ngày}"
    ),
    "frame": "woven",
    "colour": "red",
    "orientation": "landscape",
}
# What stands in braces, in the words of those who write a layout.
PLACEHOLDERS = {
    "body": "cơ quan",
    "product": "sản phẩm",
    "producer": "chủ thể",
    "address": "địa chỉ",
    "set": "bộ sản phẩm",
    "stars": "số sao",
    "number": "số giấy",
    "code": "mã sản phẩm",
    "decision": "quyết định",
    "decided_on": "ngày quyết định",
    "valid_from": "từ ngày",
    "valid_to": "đến ngày",
}
_NAMES = {word: name for name, word in PLACEHOLDERS.items()}
# What no certificate may go without, and where it stands.
NEEDED = {
    "lines": ("body", "product", "producer", "stars"),
    "foot": ("number", "decision", "valid_to"),
}
MOST_LINES = 8
LONGEST_LINE = 100
# "{chủ thể}" in "của {chủ thể}"; not "{}", not "{{".
_PLACEHOLDER = re.compile(r"\{([^{}\n]+)\}")


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
    words = _PLACEHOLDER.findall(text)
    names = [_NAMES.get(word) for word in words]
    unknown = [word for word in words if word not in _NAMES]
    found = [f"Không có ô {{{word}}}: hãy dùng các ô ghi bên dưới." for word in unknown]
    if re.search("[{}]", _PLACEHOLDER.sub("", text)):
        found.append("Dấu ngoặc nhọn chỉ dùng cho các ô, như {sản phẩm}.")
    found += [f"Thiếu ô {{{PLACEHOLDERS[name]}}}." for name in NEEDED[field] if name not in names]
    found += [
        f"Ô {{{PLACEHOLDERS[name]}}} chỉ ghi một lần."
        for name in NEEDED[field]
        if names.count(name) > 1
    ]
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
        names = [_NAMES.get(word) for word in _PLACEHOLDER.findall(line)]
        if all(values.get(name) for name in names):
            look = next((name for name in NEEDED["lines"] if name in names), "")
            lines.append(Line(look or ("fact" if names else ""), tuple(_pieces(line, values))))
    return tuple(lines)


def _pieces(line, values):
    for place, part in enumerate(_PLACEHOLDER.split(line)):
        if part:
            yield Piece(values[_NAMES[part]], is_value=True) if place % 2 else Piece(part)


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]
