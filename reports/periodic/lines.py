"""Lines of a delimited file under the titles of its first line, and every fault in them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from programs.intake.cells import is_blank
from programs.intake.outcomes import RefusedFileError, shown
from programs.intake.reading import read_grid
from programs.text import normalise

# Six columns and one for each indicator: far more than a form asks.
WIDEST = 500


class Unreadable(ValueError):
    """The message says what is wrong with a cell, and what to write instead."""


def title_key(title) -> str:
    """The key that titles share that differ in case and blanks alone: "Sent at" is "sent_at"."""
    return "_".join(normalise(title).casefold().split())


@dataclass
class File:
    """A file as it is read; `faults` has a sentence for each thing that cannot be read."""

    name: str
    places: dict[str, int] = field(default_factory=dict)
    lines: list["Line"] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def fault(self, number, sentence, title=""):
        column = f", cột “{title}”" if title else ""
        self.faults.append(f"{self.name}, dòng {number}{column}: {sentence}")

    def has(self, title) -> bool:
        return title_key(title) in self.places


@dataclass
class Line:
    """A line of the file; it `is_bad` once something in it could not be read."""

    file: File
    number: int
    cells: list
    is_bad: bool = False

    def text(self, title) -> str:
        """What stands under the title, without blanks around it; "" for nothing."""
        place = self.file.places.get(title_key(title), len(self.cells))
        cell = self.cells[place] if place < len(self.cells) else None
        return "" if is_blank(cell) else normalise(cell)

    def read(self, title, reader: Callable[[str], Any]):
        """What `reader` makes of the cell; None, with a fault, where it raises Unreadable."""
        try:
            return reader(self.text(title))
        except Unreadable as refusal:
            self.refuse(str(refusal), title)
            return None

    def refuse(self, sentence, title=""):
        self.is_bad = True
        self.file.fault(self.number, sentence, title)


def read_file(name, data, required, others=()) -> File:
    """The file with its lines, found by the `required` titles and those of `others` that it has.

    Other columns are not looked at. Where a title is missing or stands twice there are no lines.
    """
    file = File(name)
    try:
        (sheet, *_) = read_grid(f"{name}.csv", data, WIDEST).sheets
    except RefusedFileError as refusal:
        file.faults += [f"{name}: {problem.message}" for problem in refusal.problems]
        return file
    if sheet.name:
        file.faults.append(f"{name}: là bảng tính Excel. Hãy lưu thành “CSV UTF-8” rồi chạy lại.")
        return file
    if not sheet.rows:
        file.faults.append(f"{name}: tệp trống. Dòng đầu ghi tên các cột: {', '.join(required)}.")
        return file
    _read_head(file, sheet.rows[0], required, others)
    if not file.faults:
        _read_lines(file, len(sheet.rows[0][2]), sheet.rows[1:])
    return file


def _read_head(file, head, required, others):
    number, _, cells = head
    keys = ["" if is_blank(cell) else title_key(cell) for cell in cells]
    counts = Counter(keys)
    file.places = {key: place for place, key in enumerate(keys) if key}
    for title in dict.fromkeys([*required, *others]):
        if counts[title_key(title)] > 1:
            file.fault(number, f"cột “{shown(title)}” có nhiều lần. Hãy giữ lại một cột.")
    if missing := [title for title in required if not file.has(title)]:
        file.fault(number, f"thiếu cột {', '.join(missing)}. Hãy thêm vào dòng đầu của tệp.")


def _read_lines(file, width, rows):
    if not rows:
        file.faults.append(f"{file.name}: không có dòng nào dưới dòng tên cột.")
    for number, _, cells in rows:
        line = Line(file, number, cells)
        file.lines.append(line)
        if len(cells) > width:
            line.refuse(
                "có nhiều ô hơn dòng tên cột. Ô có dấu phân cách bên trong phải đặt trong dấu "
                "ngoặc kép."
            )
