"""A workbook of score sheets to be filled in: levels to choose from, and nothing else to change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from programs.tables import Column
from reports.renderers.xlsx import GRID, LETTERS, NO_DATE, write_value

GUIDE, LISTS = "Hướng dẫn", "_muc"
HEAD = GRID | {"bold": True, "align": "center", "bg_color": "#F1EFE9"}
_ABOVE = GRID | {"bold": True, "bg_color": "#F1EFE9"}
PLAIN = GRID | {"valign": "top"}
# What is typed is text: "3-4" stays "3-4" and becomes no date.
OPEN = PLAIN | {"num_format": "@", "locked": 0, "bg_color": "#FFF9E5"}
# Excel takes no longer hint beside a cell.
_LONGEST_HINT = 255


@dataclass(frozen=True)
class Line:
    """A line under the head: its code, title, level and remark; `levels` are those to choose from.

    One that `is_head` stands above others and takes nothing. `most` are the points of one that
    takes points, `remark_only` tells of one that takes no level.
    """

    code: str
    title: str
    level: str | int | None = None
    remark: str = ""
    levels: tuple[str, ...] = ()
    most: int = 0
    is_head: bool = False
    remark_only: bool = False


@dataclass(frozen=True)
class SheetPage:
    """A sheet of the workbook: its name, what stands above its head, and its lines."""

    name: str
    above: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ScoreWorkbook:
    """`guide` are sentences, `contents` {what a line says of a dossier: the sheet it stands on}."""

    title: str
    guide: tuple[str, ...]
    pages: tuple[SheetPage, ...]
    contents: Mapping[str, str] = field(default_factory=dict)


def render(workbook, writer=None):
    """The bytes; `writer` is the PageWriter that knows the lines of its pages."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": workbook.title, "created": NO_DATE})
        _write_guide(book, workbook)
        pages = [(book.add_worksheet(page.name), page) for page in workbook.pages]
        lists = _Lists(book.add_worksheet(LISTS))
        for sheet, page in pages:
            (writer or PageWriter)(book, sheet, page, lists).write()
    return content.getvalue()


def _write_guide(book, workbook):
    sheet = book.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, workbook.title, book.add_format(LETTERS | {"bold": True}))
    plain = book.add_format(LETTERS | {"valign": "top"})
    for number, text in enumerate(workbook.guide, 1):
        sheet.write_string(number, 0, f"{number}. {text}", plain)
    link = book.add_format(LETTERS | {"underline": 1, "font_color": "#1F4E79"})
    for line, (text, name) in enumerate(workbook.contents.items(), len(workbook.guide) + 2):
        if name:
            sheet.write_url(line, 0, f"internal:'{name}'!A1", link, text)
        else:
            sheet.write_string(line, 0, text, plain)


class _Lists:
    """The hidden sheet of what is to be chosen from, each list once."""

    def __init__(self, sheet):
        self.sheet, self.areas = sheet, {}
        sheet.hide()

    def area(self, values):
        """The formula of the cells that hold these values."""
        if values not in self.areas:
            place = len(self.areas)
            for line, value in enumerate(values):
                self.sheet.write_string(line, place, value)
            self.areas[values] = f"='{LISTS}'!{xl_range_abs(0, place, len(values) - 1, place)}"
        return self.areas[values]


class PageWriter:
    """Writes one sheet; `line` is the next free one."""

    def __init__(self, book, sheet, page, lists):
        self.book, self.sheet, self.page, self.lists = book, sheet, page, lists
        self.shapes, self.line = {}, 0

    def write(self):
        for text in self.page.above:
            shape = LETTERS | {"text_wrap": False, "bold": not self.line}
            self.sheet.write_string(self.line, 0, text, self.shape(shape))
            self.line += 1
        for place, column in enumerate(self.page.columns):
            self.sheet.set_column(place, place, column.width)
            self.sheet.write_string(self.line, place, column.title, self.shape(HEAD))
        self.line += 1
        self.sheet.freeze_panes(self.line, 0)
        for line in self.page.lines:
            self.write_line(line)
            self.line += 1
        self._set_up()

    def shape(self, look):
        """A format of this look; Excel bears only so many, and the same is one."""
        key = tuple(sorted(look.items()))
        if key not in self.shapes:
            self.shapes[key] = self.book.add_format(look)
        return self.shapes[key]

    def write_line(self, line):
        fixed = self.shape(_ABOVE if line.is_head else PLAIN)
        level = fixed if line.is_head or line.remark_only else self.shape(OPEN)
        remark = fixed if line.is_head else self.shape(OPEN)
        shapes = (fixed, fixed, level, remark)
        cells = zip((line.code, line.title, line.level, line.remark or None), shapes, strict=True)
        for place, (value, shape) in enumerate(cells):
            write_value(self.sheet, self.line, place, value, shape)
        if line.levels or line.most:
            self.sheet.data_validation(self.line, 2, self.line, 2, self._rule(line))

    def _rule(self, line):
        if line.levels:
            return {
                "validate": "list",
                "source": self.lists.area(line.levels),
                "error_title": "Mức lạ",
                "error_message": f"Chọn một mức của tiêu chí {line.code} trong danh sách.",
            }
        sentence = f"Một số nguyên từ 0 đến {line.most}."
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": line.most,
            "input_message": sentence[:_LONGEST_HINT],
            "error_title": "Điểm lạ",
            "error_message": sentence,
        }

    def _set_up(self):
        """One prints on A4, and only what is to be filled in can be changed, without a password."""
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
