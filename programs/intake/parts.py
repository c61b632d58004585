"""The XML parts of a workbook, walked by expat: no tree, no DTD, no entity, bounded memory."""

from xml.parsers import expat

from programs.intake.outcomes import RefusedFileError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CHUNK = 2**16


class _PrologOver(Exception):
    pass


def _stop(*_):
    raise _PrologOver


def _refuse_dtd(*_):
    raise RefusedFileError(
        "E_XML_DTD",
        "Tệp có khai báo DTD, là cách dùng để tấn công máy chủ; Excel không bao giờ ghi như vậy. "
        "Hãy chép bảng sang một tệp Excel mới rồi nộp lại.",
    )


def malformed(detail) -> RefusedFileError:
    return RefusedFileError(
        "E_FORMAT",
        f"Không đọc được bảng tính ({detail}). Hãy mở bằng Excel, lưu thành "
        "“Excel Workbook (.xlsx)” rồi nộp lại.",
    )


def refuse_dtd(part) -> None:
    """Refuse a document type; it can only stand before the first element."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = _stop
    try:
        for place in range(0, len(part), _CHUNK):
            parser.Parse(part[place : place + _CHUNK])
    except (_PrologOver, expat.ExpatError, ValueError, LookupError, OSError):
        # What is not well-formed is refused where it is needed, by the reader.
        return


def parse(part, start, end=None, characters=None) -> None:
    """Call the handlers for each element ("namespace name", attributes), in order."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
        parser.CharacterDataHandler = characters
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError, OSError) as error:
        raise malformed("XML sai cú pháp") from error


def walk(part, visit) -> None:
    """Call `visit(name, attributes)` for each element, names without their namespaces."""
    local = {}

    def start(name, attributes):
        if name not in local:
            local[name] = name.rpartition(" ")[2]
        if attributes:
            attributes = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        visit(local[name], attributes)

    parse(part, start)
