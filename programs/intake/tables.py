"""The table in a file: which sheet holds it, and all that the officer should know about it."""

from difflib import get_close_matches

from programs import encodings
from programs.intake.head import title_key
from programs.intake.mapping import column_notes, file_columns, letter
from programs.intake.outcomes import (
    WHOLE_FILE,
    Answers,
    ColumnChoiceError,
    Problem,
    RefusedFileError,
    SheetChoiceError,
    shown,
)
from programs.intake.rows import Table, counter_note, stray_cells
from programs.intake.sheet import MAX_ROWS, too_many_rows

# The sheet of the portal's own workbooks that says whose they are, and the one to read.
IDENTITY = "_ocop"
INSTRUCTIONS = "huong dan"
_ROWS_NAMED = 20


def find_table(grid, finder, counter, answers=None) -> tuple[Table, list[Problem]]:
    """(table, notes): the rows of the finder's columns in the one sheet that holds them.

    Raises SheetChoiceError where several sheets hold them and the answers choose none,
    ColumnChoiceError where a person must say which column is which, RefusedFileError where no
    sheet holds them.
    """
    answers = answers or Answers()
    sheet, head = _only_head(grid, finder, answers)
    table = Table(sheet, head, finder, counter)
    table.columns = file_columns(sheet, head, finder.titles)
    if not table.rows:
        raise _empty()
    if len(table.rows) > MAX_ROWS:
        raise too_many_rows()
    titles = {column.key: column.title for column in finder.columns}
    return table, [*_chosen(answers.sheet), *_notes(grid, table, titles)]


def _only_head(grid, finder, answers):
    """The one visible sheet with a complete head and something below it, and that head."""
    sheets = [sheet for sheet in grid.sheets if sheet.is_visible and sheet.rows]
    row, places = answers.placed
    heads = [(sheet, head) for sheet in sheets if (head := finder.find(sheet, row=row))]
    for _, head in heads if places else ():
        head.put(places, finder.columns)
        finder.titles.learn(head.titles, places)  # the head may come again further down
    usable = [
        (sheet, head)
        for sheet, head in heads
        if head.is_complete and sheet.rows[-1][0] > head.row and answers.sheet in {"", sheet.name}
    ]
    if len(usable) > 1:
        raise SheetChoiceError([sheet.name for sheet, _ in usable])
    if not usable:
        raise _no_table(sheets, heads, finder)
    return usable[0]


# --- No table ------------------------------------------------------------------------------------


def _empty():
    return RefusedFileError(
        "E_EMPTY",
        "Bảng không có dòng nào để nhập. Hãy ghi mỗi sản phẩm một dòng dưới dòng tiêu đề của trang "
        "tính đang hiện.",
    )


def _no_table(sheets, heads, finder):
    """Why no sheet can be used, by the one that comes nearest."""
    if not sheets or any(head.is_complete for _, head in heads):
        return _empty()
    if heads:
        sheet, head = max(heads, key=lambda pair: pair[1].rank)
        problems = [*_missing(head), *_doubled(head, finder.columns)]
        columns = file_columns(sheet, head, finder.titles)
        if any(column["asks"] for column in columns):
            return ColumnChoiceError(columns, [*_unknown(head), *_doubled(head, finder.columns)])
        return RefusedFileError("E_HEADER", problems[0].message, *problems)
    if any(finder.find(sheet, _converted) for sheet in sheets):
        return RefusedFileError(
            "E_LEGACY_ENCODING",
            "Tiêu đề và nội dung theo bảng mã cũ (TCVN3 hoặc VNI), không phải Unicode. Hãy chuyển "
            "mã cả bảng sang Unicode rồi nộp lại.",
        )
    titles = "; ".join(column.title for column in finder.columns if column.required)
    return RefusedFileError(
        "E_HEADER", f"Không tìm thấy dòng tiêu đề. Bảng cần có các cột: {titles}."
    )


def _converted(title):
    legacy = encodings.detect(title)
    return legacy.text if legacy else title


def _unknown(head):
    """What a person has to say, where some column of the file may be the missing one."""
    for column in head.missing:
        message = f"Chưa biết cột nào của tệp là “{column.title}”."
        yield Problem(WHOLE_FILE, column.title, "", "E_HEADER", message)


def _missing(head):
    others = {title_key(title): title for title in head.extra.values()}
    for column in head.missing:
        near = get_close_matches(title_key(column.title), others, n=1, cutoff=0.75)
        hint = f" Có phải cột “{shown(others[near[0]])}”?" if near else ""
        message = f"Thiếu cột “{column.title}”.{hint} Hãy thêm cột này vào dòng tiêu đề."
        yield Problem(head.row, column.title, "", "E_HEADER", message)


def _doubled(head, columns):
    for column in columns:
        if places := head.doubled.get(column.key):
            letters = ", ".join(map(letter, [head.places[column.key], *places]))
            message = f"Cột “{column.title}” có nhiều lần (cột {letters}). Hãy giữ lại một cột."
            yield Problem(head.row, column.title, "", "E_HEADER", message)


# --- What to know about a table ------------------------------------------------------------------


def _chosen(name):
    if name:
        message = f"Đọc trang tính “{shown(name)}” theo lựa chọn."
        yield Problem(WHOLE_FILE, "", name, "W_SHEET_CHOSEN", message)


def _notes(grid, table, titles):
    return [
        *_file_notes(grid, table.sheet),
        *_hidden_notes(table),
        *_column_notes(table, titles),
        *table.notes,
        *counter_note(table.rows, table.counter, titles[table.counter]),
    ]


def _file_notes(grid, used):
    if grid.guessed:
        message = (
            f"Tệp không ghi bảng mã; được đọc theo {grid.guessed}. Hãy xem kỹ dấu tiếng Việt rồi "
            "xác nhận."
        )
        yield Problem(WHOLE_FILE, "", grid.guessed, "W_ENCODING_GUESSED", message)
    if grid.has_links:
        message = "Tệp có liên kết hoặc dữ liệu lấy từ tệp khác; các liên kết được bỏ, không lưu."
        yield Problem(WHOLE_FILE, "", "", "W_LINKS_DROPPED", message)
    for sheet in grid.sheets:
        if sheet is not used and sheet.rows and not _is_ours(sheet):
            yield _ignored(sheet)


def _is_ours(sheet):
    return sheet.name == IDENTITY or title_key(sheet.name) == INSTRUCTIONS


def _ignored(sheet):
    """The warning about a sheet with something in it that is not read."""
    name = shown(sheet.name)
    if sheet.is_visible:
        message = f"Trang tính “{name}” không được nhập."
        return Problem(WHOLE_FILE, "", name, "W_SHEET_IGNORED", message)
    message = f"Trang tính ẩn “{name}” không được nhập."
    return Problem(WHOLE_FILE, "", name, "W_HIDDEN_SHEET", message)


def _hidden_notes(table):
    """One question about the rows that are not seen, and those that are seen struck through."""
    why = "đang bị bộ lọc che" if table.sheet.is_filtered else "đang bị ẩn"
    numbers = [row.number for row in table.rows if row.is_hidden]
    hidden = [number for number in numbers if number not in table.struck]
    told = [(hidden, why), (sorted(table.struck), "bị gạch ngang")]
    said = "; ".join(f"{len(rows)} dòng {what}: dòng {_named(rows)}" for rows, what in told if rows)
    if said:
        message = f"{said}. Hãy chọn nhập cả hay bỏ các dòng này."
        yield Problem(numbers[0], "", "", "W_HIDDEN_ROWS", message)


def _named(numbers):
    return ", ".join(map(str, numbers[:_ROWS_NAMED])) + ("…" if numbers[_ROWS_NAMED:] else "")


def _column_notes(table, titles):
    yield from column_notes(table.columns, table.head.row)
    told = {*table.head.titles.values()}
    for head in table.heads[1:]:
        for title in head.extra.values():
            if title not in told:
                told.add(title)
                message = f"Cột “{shown(title)}” không được nhập."
                yield Problem(head.row, shown(title), "", "W_EXTRA_COLUMN", message)
    for key, place in table.head.places.items():
        if place + 1 in table.sheet.hidden_columns:
            message = f"Cột “{titles[key]}” đang bị ẩn mà vẫn được nhập. Hãy xem lại."
            yield Problem(table.head.row, titles[key], "", "W_HIDDEN_COLUMN", message)
    yield from _stray_notes(table)


def _stray_notes(table):
    """Cells right of the head: in a text file a separator too many, else a column without title."""
    stray = stray_cells(table)
    if table.sheet.name:
        told = {column["place"] for column in table.columns}
        places = {place: row for row, place in reversed(stray) if place not in told}
        for place, row in places.items():
            message = f"Cột {letter(place)} không có tiêu đề; nội dung cột này không được nhập."
            yield Problem(row, "", "", "W_EXTRA_COLUMN", message)
        return
    for row in dict(stray):
        message = (
            "Dòng này có nhiều ô hơn dòng tiêu đề. Ô có dấu phân cách bên trong phải đặt trong "
            "dấu ngoặc kép."
        )
        yield Problem(row, "", "", "E_FORMAT", message)
