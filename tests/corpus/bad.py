"""Files of which rows, or all, must be refused: (file name, bytes, good rows, bad rows, code)."""

from tests.support.workbooks import (
    CLOTH,
    HEAD,
    HONEY,
    ROWS,
    TEA,
    Raw,
    book_parts,
    changed,
    delimited,
    sheet_xml,
    with_sheets,
    workbook,
    zipped,
)

PARTS = book_parts({"A": sheet_xml((HEAD, *ROWS))})
BROKEN = "".join(
    bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252")
    for byte in "Nước mắm".encode()
)
TCVN3 = ("STT", "Tªn s¶n phÈm", "Chñ thÓ s¶n xuÊt", "Lo¹i h×nh chñ thÓ", "§Þa chØ (x·)")
NO_FORM = tuple(tuple(row[:6]) + row[7:] for row in (HEAD, *ROWS))
MANY = [changed(TEA, number=n, name=f"Trà {n}") for n in range(1, 5002)]
FAR = '<row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>'
OPEN_QUOTE = ("\ufeff" + ",".join(HEAD) + '\n1,"Trà,HTX\n2,Mật,HTX').encode()
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


def one(**cells):
    """A workbook in which the first of three rows is changed."""
    return workbook((HEAD, changed(TEA, **cells), HONEY, CLOTH))


ROWS_REFUSED = {
    "VNI": ("a.xlsx", one(name="Nöôùc maém", producer="Hôïp taùc xaõ"), 2, 1, "E_LEGACY_ENCODING"),
    "TCVN3": ("a.xlsx", one(name="Tái ®en ®¶o BÐ"), 2, 1, "E_LEGACY_ENCODING"),
    "UTF-8 read wrongly": ("a.xlsx", one(name=BROKEN), 2, 1, "E_LEGACY_ENCODING"),
    "lost letters": ("a.xlsx", one(name="T?i ?en"), 2, 1, "E_LEGACY_ENCODING"),
    "a Cyrillic letter": ("a.xlsx", one(name="Mắm cоm"), 2, 1, "E_MIXED_SCRIPT"),
    "right to left": ("a.xlsx", one(name="Trà \u202enahS"), 2, 1, "E_CONTROL_CHAR"),
    "a bell": ("a.xlsx", one(name="Trà_x0007_"), 2, 1, "E_CONTROL_CHAR"),
    "NUL": ("a.xlsx", one(name="Trà_x0000_"), 2, 1, "E_CONTROL_CHAR"),
    "40,000 characters": ("a.xlsx", one(name="a" * 40_000), 2, 1, "E_TOO_LONG"),
    "1,200 marks": ("a.xlsx", one(name="T" + "\u0323\u0301" * 600), 2, 1, "E_TOO_LONG"),
    "a form that became a date": (
        *("a.csv", delimited((HEAD, changed(TEA, form="03-Apr"))), 0, 1, "E_DATE_FOR_TEXT"),
    ),
    "a form of no kind": ("a.xlsx", one(form="3 sao, 4 sao"), 2, 1, "E_FORM"),
    "a formula without result": (
        *("a.xlsx", one(name=Raw("<c><f>A1</f></c>")), 2, 1, "E_FORMULA"),
    ),
    "an error value": ("a.xlsx", one(name=Raw('<c t="e"><v>#REF!</v></c>')), 2, 1, "E_CELL_ERROR"),
    "a number for a name": ("a.xlsx", one(producer=7), 2, 1, "E_TYPE"),
    "a doubled row": ("a.xlsx", workbook((HEAD, TEA, HONEY, TEA)), 2, 1, "E_DUPLICATE"),
    "the tone in another place": (
        "a.xlsx",
        workbook((HEAD, changed(TEA, name="Bánh hòa"), changed(TEA, name="Bánh hoà"))),
        *(1, 1, "E_DUPLICATE"),
    ),
    "another unit's commune": ("a.xlsx", one(commune="Xã Ngoài Huyện"), 2, 1, "E_COMMUNE"),
    "a commune without marks": ("a.xlsx", one(commune="Binh An"), 2, 1, "E_COMMUNE"),
    "a kind of no list": ("a.xlsx", one(kind="Cty cổ phần"), 2, 1, "E_CATALOGUE"),
    "two groups": ("a.xlsx", one(group="Thực phẩm; Đồ uống"), 2, 1, "E_CATALOGUE"),
    "nothing where something must be": ("a.xlsx", one(kind=None), 2, 1, "E_REQUIRED"),
    "ditto marks": ("a.xlsx", one(producer="-nt-"), 2, 1, "E_DITTO"),
    "a row without its cells below a subtotal": (
        "a.xlsx",
        workbook((HEAD, TEA, (None, "Cộng", 1), HONEY[:3], ("Người lập biểu",), CLOTH)),
        *(2, 1, "E_REQUIRED"),
    ),
    "two names under one number": (
        "a.xlsx",
        workbook((HEAD, TEA, (None, "Trà Mây"), HONEY), merged=["A2:A3", "C2:C3"]),
        *(1, 2, "E_MERGED"),
    ),
    "a comma too many in every row": (
        "a.csv",
        (
            "\ufeff"
            + "\n".join([",".join(HEAD), *(f"{','.join(map(str, row))}, x" for row in ROWS)])
        ).encode(),
        *(0, 3, "E_FORMAT"),
    ),
    "a comma too many": (
        "a.csv",
        ("\ufeff" + ",".join(HEAD) + "\n1,Trà, thơm,HTX,Hợp tác xã,Xã,a,3 sao,x").encode(),
        *(0, 1, "E_FORMAT"),
    ),
}
FILES_REFUSED = {
    "a missing column": ("a.xlsx", workbook(NO_FORM), "E_HEADER"),
    "another table": ("a.xlsx", workbook((("STT", "Họ và tên"), (1, "A"))), "E_HEADER"),
    "a head alone": ("a.xlsx", workbook((HEAD,)), "E_EMPTY"),
    "an empty sheet": ("a.xlsx", workbook(()), "E_EMPTY"),
    "rows in a hidden sheet alone": (
        *("a.xlsx", with_sheets({"A": (HEAD, TEA), "B": ()}, states=["hidden", "visible"])),
        "E_EMPTY",
    ),
    "5,001 rows": ("a.xlsx", workbook((HEAD, *MANY)), "E_TOO_MANY_ROWS"),
    "a row at the end of the sheet": ("a.xlsx", workbook(FAR), "E_TOO_MANY_ROWS"),
    "16,384 columns": ("a.xlsx", workbook([("x",) * 16_384]), "E_TOO_MANY_COLUMNS"),
    "TCVN3 in the head": ("a.xlsx", workbook((TCVN3, *ROWS)), "E_LEGACY_ENCODING"),
    "TCVN3 in bytes": ("a.csv", ";".join(TCVN3).encode("latin-1"), "E_ENCODING"),
    "NUL in a text": ("a.csv", b"STT\0,T", "E_CONTROL_CHAR"),
    "an open quote": ("a.csv", OPEN_QUOTE, "E_FORMAT"),
    "a field without end": ("a.csv", b"a," + b"x" * 200_000, "E_TOO_LONG"),
    "an external entity": ("a.xlsx", zipped(PARTS | {"xl/workbook.xml": ENTITY}), "E_XML_DTD"),
    "a macro": ("a.xlsx", zipped(PARTS | {"xl/vbaProject.bin": "x"}), "E_MACRO"),
    "cells merged to the end": ("a.xlsx", workbook(merged=["A1:XFD1048576"]), "E_FORMAT"),
    "half a file": ("a.xlsx", workbook()[:500], "E_ZIP"),
    "PDF": ("a.xlsx", b"%PDF-1.7", "E_TYPE"),
    "nothing": ("a.xlsx", b"", "E_EMPTY_FILE"),
    "Excel 97": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0k\0b\0o\0o\0k\0", "E_OLD_XLS"),
    "HTML": ("a.xls", b"<html><table>", "E_TYPE"),
}
