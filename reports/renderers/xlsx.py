"""A table as an Excel workbook that prints on A4: real numbers, text that is never a formula."""

from datetime import date, datetime
from io import BytesIO

from xlsxwriter import Workbook

from programs.tables import Kind, one_line_end

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {Kind.TEXT: 28, Kind.NUMBER: 10, Kind.DATE: 12}
FORMATS = {
    Kind.TEXT: {"align": "left"},
    Kind.NUMBER: {"align": "center", "num_format": "#,##0"},
    Kind.DATE: {"align": "center", "num_format": "dd/mm/yyyy"},
}
LETTERS = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
GRID = LETTERS | {"border": 1}
# For a table that knows no date of its own: the same on every day, so that the bytes are too.
NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 -- Excel knows no time zones
A4, MILLIMETRE, LINE_POINTS = 9, 1 / 25.4, 16.5
# Letters of this font are narrower than those that Excel measures its columns in.
NARROW = 1.1


def render(table):
    return render_book(table.title, {"Biểu": table})


def render_book(title, tables):
    """One workbook with a sheet of each {name: Table}; the same bytes at any time."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        created = max(map(_created, tables.values()))
        book.set_properties({"title": title, "created": created})
        for name, table in tables.items():
            _Sheet(book, table, name).write()
    return content.getvalue()


def write_value(sheet, line, column, value, shape):
    """Write by the type of the value: no text is taken for a number, a date or a formula."""
    if value is None:
        sheet.write_blank(line, column, None, shape)
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value, shape)
    elif isinstance(value, date):
        sheet.write_datetime(line, column, value, shape)
    else:
        sheet.write_string(line, column, one_line_end(str(value)), shape)


def width_of(column, widths=WIDTHS):
    """The width of a column in letters: at least that of the longest word of its head."""
    longest = max(map(len, column.title.split()), default=0)
    return max(column.width or widths[column.kind], longest + 2)


def lines_of(text, width):
    """How many lines this text takes in a cell of so many letters; its own line breaks count."""
    return sum(max(1, -(-len(line) // width)) for line in text.split("\n"))


def _created(table):
    return table.made_at.replace(tzinfo=None, microsecond=0) if table.made_at else NO_DATE


class _Sheet:
    """One sheet, written from top to bottom; `line` is the next free one."""

    def __init__(self, book, table, name):
        self.book, self.table, self.line = book, table, 0
        self.sheet = book.add_worksheet(name)
        self.last = len(table.columns) - 1
        self.widths = [width_of(column) for column in table.columns]

    def write(self):
        table = self.table
        self._set_widths()
        for text, style in (
            (table.stamp, {"bold": True, "align": "right"}),
            (table.title, {"bold": True, "align": "center", "font_size": 14}),
            (table.subtitle, {"italic": True, "align": "center"}),
            *((text, {"align": "left"}) for text in table.preface),
        ):
            self._write_across(text, style)
        first = self._write_head()
        self._write_body()
        for text in table.notes:
            self._write_across(f"Ghi chú: {text}", {"align": "left"})
        self._set_up_page(first)

    def _set_widths(self):
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)

    def _write_across(self, text, style):
        """A line over the whole width, as high as its text needs."""
        if not text:
            return
        letters = int(sum(self.widths) * 11 / style.get("font_size", 12))
        self.sheet.set_row(self.line, LINE_POINTS * lines_of(text, letters))
        self._write_box((self.line, 0, self.line, self.last), text, LETTERS | style)
        self.line += 1

    def _write_box(self, corners, value, style):
        """A cell, or several as one: `corners` are its first and last line and column."""
        shape = self.book.add_format(style)
        if corners[:2] != corners[2:]:
            self.sheet.merge_range(*corners, "", shape)
        write_value(self.sheet, *corners[:2], value, shape)

    def _write_head(self):
        """Write the lines of the head; give the first of them."""
        first, style = self.line, GRID | {"bold": True, "align": "center"}
        free, heights = [first] * (self.last + 1), [1] * len(self.table.head())
        for number, line in enumerate(self.table.head(), first):
            for title, columns, lines in line:
                left = next(place for place, line in enumerate(free) if line == number)
                corners = (number, left, number + lines - 1, left + columns - 1)
                self._write_box(corners, title, style)
                free[left : left + columns] = [number + lines] * columns
                wanted = lines_of(title, int(sum(self.widths[left : left + columns])) - 1)
                for at in range(number - first, number - first + lines):
                    heights[at] = max(heights[at], -(-wanted // lines))
        for at, height in enumerate(heights, first):
            self.sheet.set_row(at, LINE_POINTS * height)
        self.line = max(free)
        self.sheet.freeze_panes(self.line, 0)
        return first

    def _write_body(self):
        shapes = [self.book.add_format(_style(column)) for column in self.table.columns]
        marked = [
            self.book.add_format(_style(column) | {"bg_color": "#FFF3CD"})
            for column in self.table.columns
        ]
        for place, row in enumerate(self.table.rows):
            for cell, value in enumerate(row):
                shape = (marked if (place, cell) in self.table.marked else shapes)[cell]
                write_value(self.sheet, self.line, cell, value, shape)
            self.sheet.set_row(self.line, LINE_POINTS * self._lines(row))
            self.line += 1
        if self.table.totals:
            self._write_totals()

    def _lines(self, row):
        """How many lines the highest cell of the row takes."""
        cells = zip(row, self.widths, strict=True)
        return max(lines_of(str(value), int(width * NARROW)) for value, width in cells)

    def _write_totals(self):
        label = next(place for place, value in enumerate(self.table.totals) if value is not None)
        style = GRID | {"bold": True, "align": "center"}
        self._write_box((self.line, 0, self.line, label), self.table.totals[label], style)
        for cell in range(label + 1, self.last + 1):
            style = _style(self.table.columns[cell]) | {"bold": True}
            self._write_box((self.line, cell) * 2, self.table.totals[cell], style)
        self.line += 1

    def _set_up_page(self, head):
        sheet = self.sheet
        sheet.set_paper(A4)
        if self.table.landscape:
            sheet.set_landscape()
        left, right = 30 * MILLIMETRE, 15 * MILLIMETRE
        sheet.set_margins(left=left, right=right, top=20 * MILLIMETRE, bottom=20 * MILLIMETRE)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head, head + len(self.table.head()) - 1)
        sheet.print_area(0, 0, self.line - 1, self.last)
        sheet.set_header("&C&P")


def _style(column):
    return GRID | FORMATS[column.kind] | {"bold": column.strong}
