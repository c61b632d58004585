"""A workbook to be filled in: drop-downs, instructions, a hidden sheet that says whose it is."""

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from programs.tables import Kind
from reports.renderers.xlsx import LETTERS, NO_DATE, WIDTHS

MAX_ROWS = 5000
SHEET, GUIDE, IDENTITY = "Danh sách", "Hướng dẫn", "_ocop"
HEAD = LETTERS | {"bold": True, "border": 1, "align": "center", "bg_color": "#F1EFE9"}
REQUIRED = {"bg_color": "#FFE699"}
# Everything that people type is text: "3-4" stays "3-4" and does not become the 3rd of April.
TEXT = LETTERS | {"num_format": "@", "valign": "top"}
NUMBER = LETTERS | {"num_format": "0", "valign": "top"}


def render(table):
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": table.title, "created": NO_DATE})
        sheet, guide = book.add_worksheet(SHEET), book.add_worksheet(GUIDE)
        lists = _write_guide(book, guide, table)
        _write_sheet(book, sheet, table)
        for place, column in enumerate(table.columns):
            sheet.data_validation(1, place, MAX_ROWS, place, _rule(column, lists.get(column.key)))
        _write_identity(book.add_worksheet(IDENTITY), table.facts)
    return content.getvalue()


def _write_sheet(book, sheet, table):
    text, number = book.add_format(TEXT), book.add_format(NUMBER)
    for place, column in enumerate(table.columns):
        shape = number if column.kind is Kind.NUMBER else text
        sheet.set_column(place, place, column.width or WIDTHS[column.kind], shape)
        style = HEAD | REQUIRED if column.required else HEAD
        sheet.write_string(0, place, column.title, book.add_format(style))
    sheet.set_row(0, 36)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_guide(book, guide, table):
    """Write the instructions and, below, the values to choose from; give where those stand."""
    wide = book.add_format(LETTERS | {"valign": "top"})
    last = max(3, sum(bool(column.choices) for column in table.columns) - 1)
    guide.set_column(0, last, 34)
    guide.merge_range(0, 0, 0, last, table.title, book.add_format(LETTERS | {"bold": True}))
    for line, text in enumerate(table.preface, 1):
        guide.merge_range(line, 0, line, last, f"{line}. {text}", wide)
    return _write_lists(book, guide, table, len(table.preface) + 2)


def _write_lists(book, guide, table, line):
    head, cell, lists = book.add_format(HEAD), book.add_format(LETTERS), {}
    for place, column in enumerate(c for c in table.columns if c.choices):
        guide.write_string(line, place, f"Giá trị của cột “{column.title}”", head)
        for offset, choice in enumerate(column.choices, 1):
            guide.write_string(line + offset, place, choice, cell)
        area = xl_range_abs(line + 1, place, line + len(column.choices), place)
        lists[column.key] = f"='{GUIDE}'!{area}"
    return lists


def _rule(column, values):
    """What a cell of this column takes, and the sentence beside it while it is being filled in."""
    rule = {"input_title": column.title[:32], "input_message": _help(column)[:255]}
    if values:
        sentence = f"Hãy chọn một giá trị trong danh sách của cột “{column.title}”."
        return rule | {
            "validate": "list",
            "source": values,
            "error_title": "Giá trị lạ",
            "error_message": sentence,
        }
    if column.max_length:
        return rule | {
            "validate": "length",
            "criteria": "<=",
            "value": column.max_length,
            "error_title": "Quá dài",
            "error_message": f"Tối đa {column.max_length} ký tự.",
        }
    return rule | {"validate": "any"}


def _help(column):
    if column.help:
        return column.help
    need = "Bắt buộc" if column.required else "Không bắt buộc"
    return f"{need}; chọn trong danh sách." if column.choices else f"{need}."


def _write_identity(sheet, facts):
    for line, (key, value) in enumerate(facts.items()):
        sheet.write_string(line, 0, key)
        sheet.write_string(line, 1, str(value))
    sheet.hide()
