"""Files to import, good and bad, made in memory: workbooks from bare XML, text, and archives."""

import csv
import io
import struct
import unicodedata
import zipfile
import zlib
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

HEAD = (
    "STT",
    "Tên sản phẩm",
    "Chủ thể sản xuất",
    "Loại hình chủ thể",
    "Địa chỉ (xã)",
    "Nhóm sản phẩm",
    "Hình thức đăng ký",
    "Ghi chú",
)
TEA = (1, "Trà Shan", "HTX Trà", "Hợp tác xã", "Xã Bình An", "Thực phẩm", "3 sao", "")
HONEY = (2, "Mật ong", "Hộ ông Tám", "Hộ kinh doanh", "Xã Bình Minh", "Thực phẩm", "4 sao", "")
CLOTH = (3, "Thổ cẩm", "THT Dệt", "Tổ hợp tác", "Xã Tịnh Phong", "Thủ công mỹ nghệ", "3 sao", "")
ROWS = (TEA, HONEY, CLOTH)


def changed(row, **cells):
    """The row with other cells: changed(TEA, form="6 sao")."""
    places = ("number", "name", "producer", "kind", "commune", "group", "form", "note")
    return tuple(cells.get(place, cell) for place, cell in zip(places, row, strict=True))


def column_name(number):
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


class Raw(str):
    """XML that stands in a row as it is, in place of a cell."""

    __slots__ = ()


def cell_xml(value, reference=""):
    place = f" r={quoteattr(reference)}" if reference else ""
    if isinstance(value, Raw):
        return value.replace("<c", f"<c{place}", 1)
    if isinstance(value, str):
        text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
        return f'<c{place} t="inlineStr">{text}</c>'
    return "" if value is None else f"<c{place}><v>{value}</v></c>"


def rows_xml(rows, *, first=1, hidden=()):
    lines = []
    for number, row in enumerate(rows, first):
        cells = (
            cell_xml(cell, f"{column_name(place)}{number}") for place, cell in enumerate(row, 1)
        )
        mark = ' hidden="1"' if number in hidden else ""
        lines.append(f'<row r="{number}"{mark}>{"".join(cells)}</row>')
    return "".join(lines)


def sheet_xml(rows, *, merged=(), hidden=(), before="", after=""):
    """A worksheet. `before` and `after` stand around its data."""
    ranges = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    merges = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
    body = rows if isinstance(rows, str) else rows_xml(rows, hidden=hidden)
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{DOCUMENT}">{before}'
        f"<sheetData>{body}</sheetData>{merges}{after}</worksheet>"
    )


def book_parts(sheets, *, states=(), styles="", strings="", settings=""):
    """The parts of a workbook by name; `sheets` are the sheets' XML by their names."""
    listed, related, types = (
        "",
        "",
        f'<Override PartName="/xl/workbook.xml" ContentType="{BOOK_TYPE}"/>',
    )
    parts = {}
    for number, (name, xml) in enumerate(sheets.items(), 1):
        state = states[number - 1] if number <= len(states) else "visible"
        listed += (
            f'<sheet name={quoteattr(name)} sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        )
        target = f"worksheets/sheet{number}.xml"
        related += f'<Relationship Id="rId{number}" Type="{DOCUMENT}/worksheet" Target="{target}"/>'
        types += f'<Override PartName="/xl/{target}" ContentType="{SHEET_TYPE}"/>'
        parts[f"xl/{target}"] = xml
    for name, xml in (("styles", styles), ("sharedStrings", strings)):
        if xml:
            related += f'<Relationship Id="{name}" Type="{DOCUMENT}/{name}" Target="{name}.xml"/>'
            parts[f"xl/{name}.xml"] = xml
    office = f'<Relationship Id="rId1" Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/>'
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>'
        ),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{office}</Relationships>',
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}">{settings}<sheets>{listed}</sheets>'
            "</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
        ),
    } | parts


def zipped(parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def workbook(rows=(HEAD, *ROWS), parts=(), **options):
    """A workbook with one sheet of these rows; `parts` are added to it or replace its own."""
    sheet = sheet_xml(rows, **options)
    return zipped(book_parts({"Danh sách": sheet}) | dict(parts))


def with_sheets(sheets, **options):
    """A workbook of several sheets: rows by name."""
    return zipped(book_parts({name: sheet_xml(rows) for name, rows in sheets.items()}, **options))


def delimited(rows=(HEAD, *ROWS), separator=",", encoding="utf-8-sig"):
    content = io.StringIO(newline="")
    csv.writer(content, delimiter=separator).writerows(rows)
    return content.getvalue().encode(encoding)


def windows_1258(text):
    """The text as Vietnamese Windows writes it: the letter with its hat or horn, then its tone."""
    written = b""
    for char in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
        letter = unicodedata.normalize("NFC", marks.replace(tone, "")) if tone else char
        written += (letter + tone).encode("cp1258")
    return written


# --- Archives that lie ---------------------------------------------------------------------------


def entry(name, content, *, size=None, crc=None, flags=0x800, local_name=None):
    """(local record, directory record) of one deflated entry, with what it claims of itself."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    size = len(content) if size is None else size
    crc = zlib.crc32(content) if crc is None else crc
    facts = struct.pack("<HHHHHIII", 20, flags, 8, 0, 33, crc, len(packed), size)
    coded, local = name.encode(), (local_name or name).encode()
    here = b"PK\x03\x04" + facts + struct.pack("<HH", len(local), 0) + local + packed
    there = (
        b"PK\x01\x02"
        + struct.pack("<H", 20)
        + facts
        + struct.pack("<HHHHHI", len(coded), 0, 0, 0, 0, 0)
    )
    return here, there, coded


def archive(*entries):
    """An archive of hand-made entries."""
    body, directory = b"", b""
    for here, there, name in entries:
        directory += there + struct.pack("<I", len(body)) + name
        body += here
    count = len(entries)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def archive_of(parts, **lies):
    """The workbook's parts as an archive whose sheet tells these lies about itself."""
    records = []
    for name, part in parts.items():
        content = part.encode() if isinstance(part, str) else part
        records.append(entry(name, content, **(lies if "sheet1" in name else {})))
    return archive(*records)
