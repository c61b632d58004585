"""A sheet of a workbook of ours that came back filled in: its rows by code, its faults by cell."""

from dataclasses import replace

from programs.intake.cells import is_blank
from programs.intake.head import HeadFinder
from programs.intake.mapping import letter
from programs.intake.outcomes import Problem, shown
from programs.intake.texts import Holds, Rejected, printed, read_cell

MARK_ROWS = 8  # the mark stands in the first lines of a sheet


def mark_in(sheet, read):
    """What `read` makes of the first text above the head that it knows; None where it knows none.

    A mark says whose sheet it is, and how that stood when the workbook was written.
    """
    for _, _, cells in sheet.rows[:MARK_ROWS]:
        for cell in cells:
            if isinstance(cell, str) and (mark := read(cell[:100])):
                return mark
    return None


class FilledSheet:
    """Reads one sheet under `columns`, of which the first names the row by its code.

    `filled` are the keys of those that people fill in, `noun` is what a code is called.
    `problems` has all that was found, `marks` [(row, place, sentence)] what lies at a cell.
    """

    def __init__(self, sheet, columns, filled, noun):
        self.sheet, self.columns, self.filled, self.noun = sheet, columns, filled, noun
        self.problems, self.marks, self.places = [], [], {}

    def rows(self) -> dict:
        """{code: (number of the row, its cells by column)} under the head."""
        head = HeadFinder(self.columns, {}).find(self.sheet)
        missing = self.columns if head is None else head.missing
        if head is None or not head.is_complete:
            titles = ", ".join(f"“{each.title}”" for each in missing if each.required)
            doubled = "" if head is None or missing else " Có cột ghi hai lần."
            lacks = f" Thiếu cột {titles}." if titles else ""
            self.fault(0, None, "", f"Tên các cột phải giữ như tệp đã tải.{lacks}{doubled}")
            return {}
        self._refuse_merged(head)
        self.places, rows = head.places, {}
        for number, _, cells in self.sheet.rows:
            if number > head.row:
                self._add(rows, number, {k: _at(cells, at) for k, at in head.places.items()})
        return rows

    def _add(self, rows, number, cells):
        key = self.columns[0]
        code = "" if is_blank(cells[key.key]) else str(cells[key.key]).strip()
        if not code:
            if self._says_something(cells):
                sentence = f"Dòng này không có {self.noun} nên không đọc được."
                self.fault(number, key, "", sentence)
        elif code in rows:
            self.fault(number, key, code, f"Mã {shown(code)} có ở hai dòng: hãy giữ một dòng.")
        else:
            rows[code] = (number, cells)

    def _says_something(self, cells):
        return not all(is_blank(cells[key]) for key in self.filled)

    def _refuse_merged(self, head):
        for top, left, bottom, right in self.sheet.merged:
            if bottom > head.row:
                area = f"{letter(left - 1)}{top}:{letter(right - 1)}{bottom}"
                self.fault(top, None, area, f"Ô {area} bị gộp: hãy bỏ gộp ô.")

    def known(self, rows, codes, others=()) -> list[tuple]:
        """Say what is not there, and what is there and unknown; [(code, number, cells)] of all."""
        unread = [code for code in codes if code not in rows]
        if unread and not self.problems:
            named = ", ".join(unread)
            self.fault(0, None, "", f"Thiếu dòng mã {named}: hãy chép lại các dòng đó từ tệp gốc.")
        known = {*codes, *others}
        for code, (number, cells) in rows.items():
            if code not in known and self._says_something(cells):
                sentence = f"Mã {shown(code)} không có trong phiếu này."
                self.fault(number, self.columns[0], code, sentence)
        return [(code, *rows[code]) for code in codes if code in rows]

    def text(self, number, column, cell, limits=None) -> str:
        """The cell as the text to store, within the length of `limits` or of its own column."""
        try:
            limits = replace(limits or column, required=False)
            return printed(read_cell(limits, cell, Holds.ANYTHING)[0])
        except Rejected as rejected:
            self.fault(number, column, cell, rejected.message)
            return ""

    def fault(self, number, column, cell, sentence):
        """Note a fault of a cell, or of the whole sheet where no row is named."""
        at = f", ô {letter(self.places[column.key])}{number}" if column else ""
        at = at or (f", dòng {number}" if number else "")
        place = f"Trang “{shown(self.sheet.name)}”{at}"
        self.problems.append(Problem(number, place, shown(cell), "E_SHEET", sentence))
        if number:
            self.marks.append((number, self.places[column.key] if column else 0, sentence))


def _at(cells, place):
    return cells[place] if place < len(cells) else None
