"""What is refused before anything is read, each by its own name."""

import zipfile
from io import BytesIO

import pytest

from programs.intake import child, preflight
from programs.intake.outcomes import RefusedFileError
from tests.support.workbooks import (
    HEAD,
    ROWS,
    archive,
    archive_of,
    book_parts,
    entry,
    sheet_xml,
    workbook,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARTS = book_parts({"A": sheet_xml((HEAD, *ROWS))})
TYPES = "[Content_Types].xml"
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><l>&c;</l>'
)


def declared(kind):
    """The content types with one more part of this kind."""
    override = f'<Override PartName="/xl/x.bin" ContentType="{kind}"/>'
    return PARTS[TYPES].replace("</Types>", f"{override}</Types>")


def linked():
    """A workbook with a symbolic link in it."""
    content = BytesIO(workbook())
    with zipfile.ZipFile(content, "a") as book:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = 0o120777 << 16
        book.writestr(link, "/etc/passwd")
    return content.getvalue()


FILES = {
    "an empty file": ("E_EMPTY_FILE", b""),
    "more than 5 MB": ("E_TOO_BIG", b"PK\x03\x04" + bytes(5 * 2**20)),
    "PDF": ("E_TYPE", b"%PDF-1.7"),
    "a program": ("E_TYPE", b"MZ\0\0"),
    "HTML": ("E_TYPE", b"  <html><table>"),
    "HTML with a byte order mark": ("E_TYPE", b"\xef\xbb\xbf<TABLE>"),
    "HTML in front of a workbook": ("E_TYPE", b"<html>" + workbook()),
    "RTF": ("E_TYPE", b"{\\rtf1}"),
    "a picture": ("E_TYPE", b"\x89PNG\r\n"),
    "something unknown": ("E_TYPE", b"hello"),
    "a workbook with a password": ("E_ENCRYPTED", OLE + "EncryptedPackage".encode("utf-16-le")),
    "Excel 97": ("E_OLD_XLS", OLE + "Workbook".encode("utf-16-le")),
    "Excel 5": ("E_OLD_XLS", b"\x09\x08\x10\0"),
    "an old Word document": ("E_TYPE", OLE + "WordDocument".encode("utf-16-le")),
}
WORKBOOKS = {
    "cut in half": ("E_ZIP", workbook()[:-400]),
    "a version of the future": (
        "E_ZIP",
        workbook().replace(b"PK\x01\x02\x14\x03\x14\x00", b"PK\x01\x02\x14\x03\xff\x00"),
    ),
    "four bytes": ("E_ZIP", b"PK\x03\x04"),
    "something behind its end": ("E_ZIP", workbook() + b"<script>"),
    "two archives": ("E_ZIP", workbook() + workbook()),
    "a wrong checksum": ("E_ZIP", archive_of(PARTS, crc=7)),
    "a size that is not true": ("E_ZIP", archive_of(PARTS, size=1000)),
    "another name inside than outside": ("E_ZIP", archive_of(PARTS, local_name="xl/x.xml")),
    "two parts of one name": ("E_ZIP", archive(*[entry(TYPES, b"<a/>") for _ in range(2)])),
    "names that differ in case": ("E_ZIP", zipped(PARTS | {"XL/Workbook.xml": "<a/>"})),
    "a way up in a name": ("E_ZIP", zipped(PARTS | {"xl/../../evil.xml": "<a/>"})),
    "an absolute name": ("E_ZIP", zipped(PARTS | {"/etc/cron.d/evil": "x"})),
    "a backslash in a name": ("E_ZIP", zipped(PARTS | {"xl\\evil.xml": "<a/>"})),
    "a line break in a name": ("E_ZIP", zipped(PARTS | {"xl/e\rvil": "x"})),
    "a symbolic link": ("E_ZIP", linked()),
    "a password on its parts": ("E_ENCRYPTED", archive_of(PARTS, flags=0x801)),
    "301 parts": ("E_ZIP_ENTRIES", zipped(PARTS | {f"xl/{n}.xml": "<a/>" for n in range(301)})),
    "a plain archive": ("E_TYPE", zipped({"a.txt": "a"})),
    "OpenDocument": ("E_TYPE", zipped({"mimetype": "x", "content.xml": "<a/>"})),
    "Word": ("E_TYPE", zipped({TYPES: "<Types/>", "word/document.xml": "<a/>"})),
    "a binary workbook": ("E_TYPE", zipped(PARTS | {"xl/workbook.bin": "x"})),
    "macros by name": ("E_MACRO", zipped(PARTS | {"xl/vbaProject.bin": "x"})),
    "macros by type": ("E_MACRO", zipped(PARTS | {TYPES: declared("x/macroEnabled")})),
    "macros in disguise": ("E_MACRO", zipped(PARTS | {TYPES: declared("x/&#118;baProject")})),
    "a macro sheet": ("E_MACRO", zipped(PARTS | {"xl/macrosheets/sheet1.xml": "<a/>"})),
    "ActiveX": ("E_MACRO", zipped(PARTS | {"xl/activeX/activeX1.xml": "<a/>"})),
    "an embedded object": ("E_EMBEDDED", zipped(PARTS | {"xl/embeddings/oleObject1.bin": "x"})),
    "no workbook part": ("E_FORMAT", zipped({TYPES: PARTS[TYPES]})),
    "content types that are no XML": ("E_FORMAT", zipped(PARTS | {TYPES: "Types"})),
}
DTDS = {
    "in a sheet": {"xl/worksheets/sheet1.xml": LAUGHS},
    "in UTF-16": {"xl/sharedStrings.xml": LAUGHS.encode("utf-16")},
    "in UTF-16 that only its declaration names": {
        "xl/styles.xml": ('<?xml version="1.0" encoding="UTF-16BE"?>' + LAUGHS).encode("utf-16-be")
    },
    "with an external entity": {
        "xl/workbook.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    },
    "in a part that nobody reads": {"docProps/app.xml": '<!DOCTYPE a SYSTEM "http://x/"><a/>'},
    "in a relationship": {"xl/_rels/workbook.xml.rels": LAUGHS},
    "in the content types": {TYPES: LAUGHS},
    "behind another extension": {"xl/x.bin": "  <!DOCTYPE a><a/>"},
}


@pytest.mark.parametrize(("code", "data"), FILES.values(), ids=FILES)
def test_file_that_is_no_workbook_is_named_as_what_it_is(code, data):
    with pytest.raises(RefusedFileError) as refused:
        preflight.kind_of("a.xlsx", data)

    assert refused.value.problems[0].code == code


@pytest.mark.parametrize(("code", "data"), WORKBOOKS.values(), ids=WORKBOOKS)
def test_workbook_with_something_wrong_about_its_parts_is_refused(code, data):
    ((_, _, _, found, message, _),) = child.grid_of("workbook", data)["refused"]

    assert found == code
    assert message.endswith(".")


@pytest.mark.parametrize("parts", DTDS.values(), ids=DTDS)
def test_document_type_is_refused_wherever_it_stands(parts):
    (problem,) = child.grid_of("workbook", zipped(PARTS | parts))["refused"]

    assert problem.code == "E_XML_DTD"
    assert "root:" not in str(problem)


def test_promised_size_is_refused_before_anything_is_unpacked():
    bomb = zipped(PARTS | {"xl/media/a.bin": bytes(65 * 2**20)})

    assert len(bomb) < 2**17
    assert child.grid_of("workbook", bomb)["refused"][0].code == "E_UNPACKED_TOO_BIG"


def test_size_is_counted_while_unpacking_whatever_is_promised():
    sheet = PARTS["xl/worksheets/sheet1.xml"].encode() + b" " * (70 * 2**20)
    bomb = archive_of(PARTS | {"xl/worksheets/sheet1.xml": sheet}, size=1000)

    assert child.grid_of("workbook", bomb)["refused"][0].code == "E_UNPACKED_TOO_BIG"


@pytest.mark.parametrize("name", ["a.csv", "A.TXT", "a.tsv"])
def test_text_is_text_by_its_extension_and_a_workbook_by_its_content(name):
    assert preflight.kind_of(name, b"STT;T\xc3\xaan") == "text"
    assert preflight.kind_of(name, workbook()) == "workbook"


def test_good_workbook_passes_with_its_xml_parts():
    parts = preflight.unpack(workbook(parts={"xl/media/image1.png": b"\x89PNG"}))

    assert "xl/worksheets/sheet1.xml" in parts
    assert "xl/media/image1.png" not in parts
