"""What the page of an import shows: where one stands, the sums, and the rows of the file."""

from dataclasses import dataclass, field

from products.plan_imports.corrections import Alike, FileRow
from products.plans.columns import REGISTRATION_COLUMNS
from products.plans.values import COLUMNS

STEPS = ("Tải mẫu", "Nộp tệp", "Kiểm tra, sửa", "Xác nhận", "Kết quả")
SENDING, CHECKING, CONFIRMING, DONE = 1, 2, 3, 4
FAULTY, ALL, LEFT_OUT = "loi", "tat-ca", "bo"
FILTERS = {FAULTY: "chỉ dòng có lỗi", ALL: "tất cả", LEFT_OUT: "đã bỏ"}


def steps(at):
    """[(title, "done", "here" or "ahead")] where one stands at this step.

    Nobody knows whether a template was fetched before a file is there.
    """
    first = 0 if at > SENDING else at
    states = ["done" if first <= place < at else "ahead" for place, _ in enumerate(STEPS)]
    states[at] = "here"
    return list(zip(STEPS, states, strict=True))


@dataclass
class Cell:
    """A cell of a row to be corrected."""

    name: str
    column: object
    text: str
    problems: list = field(default_factory=list)
    alike: int = 0

    @property
    def offer(self):
        return next((problem.proposal for problem in self.problems if problem.proposal), "")


class Card:
    """A row with faults: its wrong cells first, then the others, then faults of no cell.

    `alike` is how many rows have these faults.
    """

    def __init__(self, row: FileRow, typed, alike=None, columns=COLUMNS):
        self.row, alike, cells = row, alike or Alike({}), {}
        for key, column in columns.items() if row.cells else ():
            text = typed.get((row.number, key), row.text(key))
            cell = Cell(f"o-{row.number}-{key}", column, text, alike=len(alike.cells(row, key)))
            cells[column.title] = cell
        self.alike, self.others = len(alike.rows(row)), []
        for problem in row.faults:
            cell = cells.get(problem.column)
            (cell.problems if cell else self.others).append(problem)
        self.wrong = [cell for cell in cells.values() if cell.problems]
        self.right = [cell for cell in cells.values() if not cell.problems]


@dataclass(frozen=True)
class Sums:
    """How many rows are good, have faults, and were left out."""

    good: int
    bad: int
    left_out: int

    @property
    def total(self):
        return self.good + self.bad + self.left_out


def sums(rows):
    left_out = sum(row.is_left_out for row in rows.values())
    bad = sum(bool(row.faults) for row in rows.values())
    return Sums(len(rows) - left_out - bad, bad, left_out)


def chosen(rows, which):
    """The rows of a filter."""
    wanted = {
        FAULTY: lambda row: row.faults,
        LEFT_OUT: lambda row: row.is_left_out,
        ALL: lambda row: True,
    }
    return [row for row in rows.values() if wanted[which](row)]


def line_of(row):
    """A row as a line of a table: its texts in the order of the columns."""
    return row, [row.cells.get(column.key, "") for column in REGISTRATION_COLUMNS[1:]]
