"""Files that must be taken: (file name, bytes, outcome, rows that are good, code of a warning)."""

import unicodedata

from tests.support.workbooks import (
    CLOTH,
    HEAD,
    HONEY,
    MAIN,
    ROWS,
    TEA,
    Raw,
    book_parts,
    cell_xml,
    changed,
    delimited,
    rows_xml,
    sheet_xml,
    windows_1258,
    with_sheets,
    workbook,
    zipped,
)

FORMATS = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0&quot; sao&quot;"/>'
    '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
    "</styleSheet>"
)
STRIKE = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font/><font><strike/></font></fonts>'
    '<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs></styleSheet>'
)
APPENDIX = (
    ("Phụ lục",),
    (
        *(
            "STT",
            "Tên sản phẩm",
            "Chủ thể",
            "Loại hình",
            "Xã",
            "Nhóm",
            "Số lượng sản phẩm năm 2024",
        ),
        *(None, None, None, "Sản phẩm hết hạn, đánh giá lại", "Ghi chú"),
    ),
    (None,) * 6 + ("3 sao", "4 sao", "Nâng hạng 3 -4 sao", "Nâng hạng 4 -5 sao"),
)
MERGED = ("A1:L1", "G2:J2", *(f"{letter}2:{letter}3" for letter in "ABCDEFKL"))


def marked(number, place, mark="x"):
    """A row of the appendix with a mark in the column of one form."""
    marks = [mark if place == each else None for each in range(5)]
    return (number, f"Sản phẩm {number}", *TEA[2:6], *marks)


def decomposed(rows):
    def cell(value):
        return unicodedata.normalize("NFD", value) if isinstance(value, str) else value

    return tuple(tuple(map(cell, row)) for row in rows)


def styled(*rows):
    return zipped(book_parts({"A": sheet_xml(rows)}, styles=FORMATS))


def struck(*rows):
    """A workbook whose last row is struck through."""
    last = [Raw(cell_xml(cell).replace("<c", '<c s="1"', 1)) for cell in rows[-1]]
    return zipped(book_parts({"A": sheet_xml((*rows[:-1], last))}, styles=STRIKE))


MARKED = [marked(number, number - 1, mark) for number, mark in enumerate("xX1✓v", 1)]
TEXT = delimited(separator=";", encoding="utf-8").decode()
BLANK = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(9, 3000))
SUMS = ((None, "Tổng cộng", None, None, None, None, "3 sản phẩm"),)
FOOT = (("", "Nơi nhận:", "", "", "", "TM. ỦY BAN NHÂN DÂN"), ("", "- Như trên"))
SECTIONS = (HEAD, ("I", "Xã Bình An"), TEA, ("II", "Xã Bình Minh"), HONEY, CLOTH)
SHUFFLED = tuple(tuple(row[place] for place in (7, 3, 0, 2, 1, 6, 5, 4)) for row in (HEAD, *ROWS))
NUMBERED = (HEAD, (1, "Xã Bình An"), TEA, ("II. Xã Bình Minh",), HONEY, CLOTH)
PASTED = (HEAD, changed(TEA, note="mới"), (None,) * 7 + ("đã nộp mẫu",), HONEY)
SUBTOTALS = (HEAD, TEA, ("", "Cộng xã Bình An", 1), HONEY, ("", "Cộng", 1), CLOTH)
TURNED = (HEAD, TEA, *(SHUFFLED[n] for n in (0, 2, 3)))
UNTIDY = tuple(f"  {title.upper()} ".replace(" ", "\n ") for title in HEAD)
OWNERS = (HEAD, TEA, changed(HONEY, producer=None, kind=None), CLOTH)
FORMULA = Raw('<c t="str"><f>A1</f><v>Trà</v></c>')
MORE = ("id", "status", "unit_id", "plan", "is_superuser")

FILES = {
    "the template filled in": ("a.xlsx", workbook(), "ACCEPT", 3, ""),
    "title lines": ("a.xlsx", workbook((("Phụ lục",), (), HEAD, *ROWS)), "ACCEPT", 3, ""),
    "a totals row": ("a.xlsx", workbook((HEAD, *ROWS, *SUMS)), "ACCEPT_WARN", 3, "W_TOTAL_ROW"),
    "signatures": ("a.xlsx", workbook((HEAD, *ROWS, *FOOT)), "ACCEPT_WARN", 3, "W_FOOTER_ROW"),
    "Roman sections": ("a.xlsx", workbook(SECTIONS), "ACCEPT_WARN", 3, "W_SECTION_ROW"),
    "numbered sections": ("a.xlsx", workbook(NUMBERED), "ACCEPT_WARN", 3, "W_SECTION_ROW"),
    "numbered sections as CSV": ("a.csv", delimited(NUMBERED), "ACCEPT_WARN", 3, "W_SECTION_ROW"),
    "subtotals": ("a.xlsx", workbook(SUBTOTALS), "ACCEPT_WARN", 3, "W_TOTAL_ROW"),
    "subtotals as CSV": ("a.csv", delimited(SUBTOTALS), "ACCEPT_WARN", 3, "W_TOTAL_ROW"),
    "a second head in another order": (
        *("a.xlsx", workbook(TURNED), "ACCEPT_WARN", 3, "W_REPEATED_HEAD"),
    ),
    "a second head in another order, with tabs": (
        *("a.tsv", delimited(TURNED, separator="\t"), "ACCEPT_WARN", 3, "W_REPEATED_HEAD"),
    ),
    "a product over two lines, pasted from Word": (
        *("a.xlsx", workbook(PASTED, merged=[f"{letter}2:{letter}3" for letter in "ABCDEFG"])),
        *("ACCEPT_WARN", 2, "W_MERGED_JOINED"),
    ),
    "numbers filled down beforehand": (
        *("a.xlsx", workbook((HEAD, *ROWS, *((n,) for n in range(4, 30)))), "ACCEPT", 3, ""),
    ),
    "columns in another order": ("a.xlsx", workbook(SHUFFLED), "ACCEPT", 3, ""),
    "untidy titles": ("a.xlsx", workbook((UNTIDY, *ROWS)), "ACCEPT", 3, ""),
    "decomposed letters": ("a.xlsx", workbook(decomposed((HEAD, *ROWS))), "ACCEPT", 3, ""),
    "CSV in UTF-8": ("a.csv", delimited(), "ACCEPT", 3, ""),
    "CSV with semicolons": ("a.csv", delimited(separator=";"), "ACCEPT", 3, ""),
    "Unicode text of Excel": (
        "a.txt",
        delimited(separator="\t", encoding="utf-16"),
        "ACCEPT",
        3,
        "",
    ),
    "a sep line": ("a.csv", ("\ufeffsep=;\r\n" + TEXT).encode(), "ACCEPT", 3, ""),
    "mixed line ends": ("a.csv", TEXT.replace("\r\n", "\r", 2).encode(), "ACCEPT", 3, ""),
    "a guessed encoding": (
        *("a.csv", windows_1258(TEXT), "NEEDS_CONFIRM", 3, "W_ENCODING_GUESSED"),
    ),
    "blank formatted rows": ("a.xlsx", workbook(rows_xml((HEAD, *ROWS)) + BLANK), "ACCEPT", 3, ""),
    "blank rows between": ("a.xlsx", workbook((HEAD, TEA, (), (" ",), HONEY)), "ACCEPT", 2, ""),
    "owners merged": (
        *("a.xlsx", workbook(OWNERS, merged=["C2:C3", "D2:D3"]), "ACCEPT_WARN", 3),
        "W_MERGED_FILLED",
    ),
    "the province's head in two lines": (
        *("a.xlsx", workbook((*APPENDIX, *MARKED), merged=MERGED), "ACCEPT", 5, ""),
    ),
    "the same as CSV": ("a.csv", delimited((*APPENDIX, *MARKED)), "ACCEPT", 5, ""),
    "a date in the note": (
        *("a.xlsx", styled(HEAD, changed(TEA, note=Raw('<c s="1"><v>45373</v></c>'))), "ACCEPT"),
        *(1, ""),
    ),
    "a number that shows as 3 sao": (
        *("a.xlsx", styled(HEAD, changed(TEA, form=Raw('<c s="2"><v>3</v></c>'))), "ACCEPT_WARN"),
        *(1, "W_NORMALISED"),
    ),
    "a formula with its result": (
        *("a.xlsx", workbook((HEAD, changed(TEA, name=FORMULA))), "ACCEPT", 1, ""),
    ),
    "a false dimension": (
        *("a.xlsx", workbook(before='<dimension ref="A1:XFD1048576"/>'), "ACCEPT", 3, ""),
    ),
    "SQL and quotes": (
        *("a.xlsx", workbook((HEAD, changed(TEA, name='\'); DROP TABLE x;-- "%s"'))), "ACCEPT"),
        *(1, ""),
    ),
    "hidden rows": ("a.xlsx", workbook(hidden=[3, 4]), "NEEDS_CONFIRM", 3, "W_HIDDEN_ROWS"),
    "a row struck through": (
        *("a.xlsx", struck(HEAD, TEA, HONEY), "NEEDS_CONFIRM", 2, "W_HIDDEN_ROWS"),
    ),
    "a very hidden sheet": (
        "a.xlsx",
        with_sheets({"A": (HEAD, TEA), "B": (HEAD, HONEY)}, states=["visible", "veryHidden"]),
        *("ACCEPT_WARN", 1, "W_HIDDEN_SHEET"),
    ),
    "two sheets": (
        *("a.xlsx", with_sheets({"A": (HEAD, TEA), "B": (HEAD, HONEY)}), "NEEDS_CHOICE", 0),
        "W_SEVERAL_SHEETS",
    ),
    "a doubled column": (
        *("a.xlsx", workbook(((*HEAD, HEAD[1]), (*TEA, "x"))), "NEEDS_COLUMNS", 0, "E_HEADER"),
    ),
    "columns that assign": (
        *("a.xlsx", workbook(((*HEAD, *MORE), (*TEA, 1, "accepted", 1, 1, 1))), "ACCEPT_WARN", 1),
        "W_EXTRA_COLUMN",
    ),
    "invisible characters": (
        *("a.xlsx", workbook((HEAD, changed(TEA, name="Trà\u200b\xa0Shan"))), "ACCEPT_WARN", 1),
        "W_NORMALISED",
    ),
    "a line for the log": (
        *("a.xlsx", workbook((HEAD, changed(TEA, name="Trà\r\nINFO admin"))), "ACCEPT_WARN", 1),
        "W_NORMALISED",
    ),
    "formulas in text": (
        *("a.xlsx", workbook((HEAD, changed(TEA, name="=cmd|' /C calc'!A0"))), "ACCEPT_WARN", 1),
        "W_FORMULA_TEXT",
    ),
    "markup in text": (
        "a.xlsx",
        workbook((HEAD, changed(TEA, name='<link rel=attachment href="file:///etc/passwd">'))),
        *("ACCEPT_WARN", 1, "W_HTML_TEXT"),
    ),
    "a link to another workbook": (
        *("a.xlsx", workbook(parts={"xl/externalLinks/externalLink1.xml": "<a/>"}), "ACCEPT_WARN"),
        *(3, "W_LINKS_DROPPED"),
    ),
    "running numbers that do not run": (
        *("a.xlsx", workbook((HEAD, changed(TEA, number="01"), HONEY)), "ACCEPT_WARN", 2),
        "W_STT_IGNORED",
    ),
}
