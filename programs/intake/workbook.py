"""A workbook's sheets as plain cells, from its unpacked parts."""

import posixpath

from programs.intake.cells import BUILT_IN_DATES, is_date_format, pack
from programs.intake.parts import malformed, parse, walk
from programs.intake.sheet import SheetReader, StringsReader

_STRICT = "http://purl.oclc.org/ooxml/"
_ENOUGH_OF_HIDDEN = 50
# The parts of the styles that are told apart: fonts and formats stand in several.
_STYLE_PARTS = frozenset(
    {"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"}
)


def read(parts) -> dict:
    """The grid: {"sheets": [...], "has_links": bool}, ready for JSON."""
    path = _related(parts, "").get("officeDocument", [""])[0]
    book = _Book(parts, path)
    sheets = [_sheet(parts, book, *sheet) for sheet in book.sheets]
    links = book.has_links or any(sheet["has_links"] for sheet in sheets)
    return {"sheets": sheets, "has_links": links}


def _related(parts, path):
    """The parts that this one names, by kind; what lies outside is under "External"."""
    folder, name = posixpath.split(path)
    rels = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"), b"<none/>")
    related = {}

    def visit(name, attributes):
        if name != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(
            posixpath.join("/", folder, attributes.get("Target", ""))
        ).lstrip("/")
        outside = attributes.get("TargetMode") == "External"
        related.setdefault("External" if outside else kind, []).append(target)
        related[attributes.get("Id", "")] = [target]

    walk(rels, visit)
    return related


class _Book:
    """What workbook.xml, the styles and the shared strings say for all sheets."""

    def __init__(self, parts, path):
        if path not in parts:
            raise malformed("thiếu phần chính của bảng tính")
        parse(parts[path], self._refuse_strict)
        self.sheets, self.since_1904 = [], False
        self.related = _related(parts, path)
        self.has_links = "externalLink" in self.related or any(
            name.startswith(("xl/externalLinks/", "xl/connections", "xl/queryTables/"))
            for name in parts
        )
        walk(parts[path], self._visit)
        self.strings = self._read_strings(parts)
        self.date_styles, self.struck_styles = self._read_styles(parts)

    @staticmethod
    def _refuse_strict(name, _):
        if name.startswith(_STRICT):
            raise malformed("lưu ở dạng “Strict Open XML”")

    def _visit(self, name, attributes):
        if name == "sheet":
            target = self.related.get(attributes.get("id", ""), [""])[0]
            state = attributes.get("state", "visible")
            self.sheets.append((attributes.get("name", ""), state, target))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904") in {"1", "true"}

    def _read_strings(self, parts):
        path = self.related.get("sharedStrings", [""])[0]
        return StringsReader().parse(parts[path]).strings if path in parts else []

    def _read_styles(self, parts):
        """The style numbers, as cells name them, that show a date, and that strike through."""
        path = self.related.get("styles", [""])[0]
        formats, styles = {str(number) for number in BUILT_IN_DATES}, []
        container, fonts = [""], []

        def visit(name, attributes):
            if name in _STYLE_PARTS:
                container[0] = name
            elif (name, container[0]) == ("numFmt", "numFmts"):
                if is_date_format(attributes.get("formatCode", "")):
                    formats.add(attributes.get("numFmtId"))
            elif (name, container[0]) == ("font", "fonts"):
                fonts.append(False)
            elif (name, container[0]) == ("strike", "fonts") and fonts:
                fonts[-1] = attributes.get("val", "1") in {"1", "true"}
            elif (name, container[0]) == ("xf", "cellXfs"):
                styles.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))

        walk(parts.get(path, b"<none/>"), visit)
        struck = {str(number) for number, is_struck in enumerate(fonts) if is_struck}
        numbered = [(str(index), *style) for index, style in enumerate(styles)]
        return (
            {index for index, number, _ in numbered if number in formats},
            {index for index, _, font in numbered if font in struck},
        )


def _sheet(parts, book, name, state, path):
    """One sheet, ready for JSON. A chart sheet has no cells."""
    related = _related(parts, path)
    sheet = {"name": name, "state": state, "rows": [], "has_links": bool(related.get("External"))}
    if "/worksheets/" not in f"/{path}":
        return sheet
    if path not in parts:
        raise malformed(f"thiếu trang tính “{name}”")
    enough = 0 if state == "visible" else _ENOUGH_OF_HIDDEN
    reader = SheetReader(book, enough=enough).parse(parts[path])
    if not reader.has_data:
        raise malformed(f"trang tính “{name}” không có bảng")
    return sheet | {
        "rows": [(row, hidden, [*map(pack, cells)]) for row, hidden, cells in reader.rows],
        "merged": reader.merged,
        "struck": reader.struck,
        "hidden_columns": reader.hidden_columns,
        "is_filtered": reader.is_filtered,
        "has_links": sheet["has_links"] or reader.has_links,
    }
