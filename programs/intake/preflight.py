"""What is looked at before a file is read, with the standard library alone.

The answer for a workbook is its parts, unpacked and counted; every other file is named as what it
is and refused, or is text and goes to `delimited`.
"""

import re
import stat
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Literal

from programs.intake.outcomes import RefusedFileError
from programs.intake.parts import refuse_dtd, walk

MAX_BYTES = 5 * 2**20
MAX_UNPACKED = 64 * 2**20
MAX_ENTRIES = 300
_CHUNK = 2**16

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_TYPES = "[Content_Types].xml"
WORKBOOK, WORD = "xl/", "word/"
# The beginnings of files that people take for workbooks.
_KINDS = (
    (b"%PDF", "PDF"),
    (b"MZ", "chương trình (.exe)"),
    (b"\x7fELF", "chương trình"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"GIF8", "ảnh GIF"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"\x1f\x8b", "tệp nén gzip"),
)
# What the standard library raises for files that are no archives, or of a later kind than it knows.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, EOFError, NotImplementedError)
# "<!DOCTYPE html>", " <?xml"; not "<5".
_MARKUP = re.compile(rb"\s*<[!?a-z]", re.IGNORECASE)
# "/xl/vbaProject.bin"; not "/xl/workbook.xml".
_MACRO = re.compile(r"vbaproject|vbadata|macrosheet|macroenabled|activex", re.IGNORECASE)
# "/xl/embeddings/book1.xlsx"; not "/xl/media/image1.png".
_EMBEDDED = re.compile(r"/embeddings/|oleobject|\.ole\b|package\.ole", re.IGNORECASE)
_OTHER_OFFICE = (
    (WORD, "tài liệu Word"),
    ("ppt/", "bài trình chiếu"),
    ("content.xml", "bảng tính OpenDocument (.ods)"),
)


def _refuse_type(kind):
    raise RefusedFileError(
        "E_TYPE",
        f"Tệp này là {kind}, không phải bảng tính Excel. Hãy mở bằng Excel, lưu thành "
        "“Excel Workbook (.xlsx)” rồi nộp lại.",
    )


def kind_of(name, data) -> Literal["workbook", "text"]:
    """Whether the bytes are a "workbook" or "text"; anything else is refused by its own name."""
    if not data:
        raise RefusedFileError("E_EMPTY_FILE", "Tệp rỗng (0 byte). Hãy chọn lại tệp.")
    if len(data) > MAX_BYTES:
        raise RefusedFileError("E_TOO_BIG", "Tệp lớn hơn 5 MB. Hãy bỏ hình ảnh hoặc chia nhỏ tệp.")
    if data.startswith(_ZIP):
        return "workbook"
    if data.startswith((_OLE, b"\x09\x08", b"\x09\x04", b"\x09\x02")):
        _refuse_old_office(data)
    _refuse_known(data)
    if not name.casefold().endswith((".csv", ".txt", ".tsv")):
        _refuse_type("tệp lạ (tệp CSV phải có đuôi .csv)")
    return "text"


def _refuse_known(data):
    for beginning, kind in _KINDS:
        if data.startswith(beginning):
            _refuse_type(kind)
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        _refuse_type("trang HTML hoặc XML")


def _refuse_old_office(data):
    """An OLE container: a workbook with a password, an old .xls, or another old document."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise RefusedFileError(
            "E_ENCRYPTED", "Tệp có mật khẩu. Hãy bỏ mật khẩu trong Excel rồi nộp lại."
        )
    if data.startswith(_OLE) and not any(
        name.encode("utf-16-le") in data for name in ("Workbook", "Book")
    ):
        _refuse_type("tài liệu Office cũ")
    raise RefusedFileError(
        "E_OLD_XLS",
        "Tệp ở định dạng Excel 97-2003 (.xls). Hãy mở bằng Excel, chọn Lưu thành "
        "“Excel Workbook (.xlsx)” rồi nộp lại.",
    )


def unpack(data, family=WORKBOOK) -> dict[str, bytes]:
    """The XML parts of a workbook by name, or the reason why it is refused.

    `family` is the folder that holds the main part: another one takes files of that family.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries, data, family)
            parts = _inflate_all(data, entries)
    except _BROKEN as error:
        raise _broken("không mở được") from error
    _check_contents(parts)
    return {name: part for name, part in parts.items() if _is_xml(name)}


def _broken(detail):
    return RefusedFileError(
        "E_ZIP",
        f"Tệp .xlsx bị hỏng ({detail}). Hãy mở bằng Excel, lưu lại rồi nộp lại.",
    )


def _check_entries(entries, data, family):
    """The archive's directory: how much it promises, and whether it can be trusted."""
    if len(entries) > MAX_ENTRIES:
        raise RefusedFileError(
            "E_ZIP_ENTRIES",
            f"Tệp chứa {len(entries)} thành phần, tối đa {MAX_ENTRIES}. Đây không phải bảng tính "
            "thông thường; hãy chép bảng sang tệp Excel mới.",
        )
    _check_names(entries, family)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise RefusedFileError("E_ENCRYPTED", "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi nộp lại.")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _too_big()
    if min(entry.header_offset for entry in entries) or not _ends_cleanly(data):
        raise _broken("có dữ liệu lạ ở đầu hoặc cuối tệp")


def _check_names(entries, family):
    """The names of a workbook's parts, each once and leading nowhere else."""
    names = [entry.filename.casefold() for entry in entries]
    _check_office(names, family)
    if len(set(names)) < len(names):
        raise _broken("hai thành phần trùng tên")
    if not all(map(_is_safe, entries)):
        raise _broken("tên thành phần không hợp lệ")


def _check_office(names, family):
    """Whether the names are those of a workbook; else say what the archive is."""
    for beginning, kind in _OTHER_OFFICE:
        if beginning != family and any(name.startswith(beginning) for name in names):
            _refuse_type(kind)
    if _TYPES.casefold() not in names:
        _refuse_type("tệp nén")


def _is_safe(entry):
    name = entry.filename
    mode = entry.external_attr >> 16
    return (
        name.isprintable()
        and not name.startswith("/")
        and not {"\\", ":", "\0"} & {*name}
        and ".." not in name.split("/")
        and not stat.S_ISLNK(mode)
    )


def _ends_cleanly(data):
    """Whether the archive's end record, with its comment, is the end of the file."""
    place = data.rfind(b"PK\x05\x06")
    comment = int.from_bytes(data[place + 20 : place + 22], "little")
    return place + 22 + comment == len(data)


def _too_big():
    return RefusedFileError(
        "E_UNPACKED_TOO_BIG",
        "Nội dung tệp sau khi giải nén lớn hơn 64 MB. Hãy chép riêng bảng cần nộp sang một tệp "
        "Excel mới rồi nộp lại.",
    )


def _inflate_all(data, entries):
    """Every entry's bytes. The count is of what comes out, whatever the directory says."""
    parts, total = {}, 0
    for entry in entries:
        pieces = []
        for piece in _inflate(data, entry):
            total += len(piece)
            if total > MAX_UNPACKED:
                raise _too_big()
            pieces.append(piece)
        part = b"".join(pieces)
        if len(part) != entry.file_size or zlib.crc32(part) != entry.CRC:
            raise _broken(f"“{entry.filename}” sai kích thước hoặc mã kiểm tra")
        parts[entry.filename] = part
    return parts


def _inflate(data, entry):
    """The bytes of one entry, piece by piece, from where its own header says they begin."""
    header = data[entry.header_offset : entry.header_offset + 30]
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    begin = entry.header_offset + 30 + name_length + extra_length
    local_name = data[entry.header_offset + 30 :][:name_length]
    if header[:4] != _ZIP or local_name not in {
        entry.orig_filename.encode(encoding, "replace") for encoding in ("utf-8", "cp437")
    }:
        raise _broken("thư mục trong tệp không khớp")
    packed = data[begin : begin + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        inflater = zlib.decompressobj(-15)
        while packed:
            yield inflater.decompress(packed, _CHUNK)
            packed = inflater.unconsumed_tail
        yield inflater.flush()
    else:
        raise _broken("kiểu nén lạ")


def _check_contents(parts):
    """What the parts are: no DTD, no programs, nothing embedded, and a workbook at all."""
    for name, part in parts.items():
        if _is_xml(name) or part.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t")[:1] == b"<":
            refuse_dtd(part)
    types = []
    walk(parts[_TYPES], lambda _, attributes: types.extend(attributes.values()))
    if "xl/workbook.bin" in parts or any("sheet.binary" in value for value in types):
        _refuse_type("bảng tính nhị phân (.xlsb)")
    _check_programs("\n".join([*(f"/{name}" for name in parts), *types]))


def _check_programs(words):
    """Refuse by the names of the parts and by what they are declared to be."""
    if _MACRO.search(words):
        raise RefusedFileError(
            "E_MACRO",
            "Tệp có chứa macro hoặc điều khiển ActiveX. Hãy lưu lại thành “Excel Workbook (.xlsx)” "
            "không có macro rồi nộp lại.",
        )
    if _EMBEDDED.search(words):
        raise RefusedFileError(
            "E_EMBEDDED",
            "Tệp có nhúng tệp hoặc đối tượng khác (OLE). Hãy xóa các đối tượng nhúng rồi nộp lại.",
        )


def _is_xml(name):
    return name.casefold().endswith((".xml", ".rels", ".vml"))
