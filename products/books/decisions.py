"""What a person may say of each row of a book, and what still waits to be said."""

from dataclasses import dataclass
from datetime import date

from products.books.matching import DOUBTS, NEW_RECORD
from products.enums import UNDECIDED, BookDecision, BookStatus
from programs.workflow import StepRefused

ASK_AGAIN = "again"


@dataclass(frozen=True)
class Row:
    """A row of a read book with what was found and decided about it."""

    line: dict
    finding: dict
    decision: str
    identity: str

    @property
    def number(self):
        return self.line["row"]

    @property
    def status(self):
        return BookStatus(self.finding["status"])

    @property
    def is_open(self):
        """Whether nothing can be written before somebody decides about this row."""
        return self.status in UNDECIDED and not self.decision

    @property
    def takes(self):
        """Whether something of this row is to be written."""
        is_left = self.is_open or self.decision == BookDecision.SKIP
        return self.status != BookStatus.SAME and not is_left

    @property
    def problems(self):
        """(code, column, message) of its cells and of what they mean, the faults first."""
        cells = [(p["code"], p["column"], p["message"]) for p in self.line["problems"]]
        return sorted([*cells, *map(tuple, self.finding["problems"])], key=lambda p: p[0])

    @property
    def told(self):
        """(whether it stands in the way, column, message) of its problems, for the page."""
        for code, column, message in self.problems:
            yield code in DOUBTS or not code.startswith("W_"), column, message

    @property
    def papers(self):
        """The certificates that the row brings, with their days as days."""
        days = ("issued_on", "expires_on")
        found = self.finding["certificates"]
        return [said | {day: date.fromisoformat(said[day]) for day in days} for said in found]

    @property
    def choices(self):
        return list(_choices(self.finding, self.identity))


def _choices(finding, identity):
    """[(value, words)] of what may be said of a row with this finding."""
    status = finding["status"]
    if status == BookStatus.SAME:
        yield from [(ASK_AGAIN, "chọn lại bản ghi")] if identity else []
        return
    if status != BookStatus.FAULT and finding["candidates"]:
        yield from ((str(key), f"chính là {words}") for key, words in finding["candidates"])
        yield NEW_RECORD, "tạo mới"
    elif status != BookStatus.FAULT:
        yield from _writing(finding)
    if identity:
        yield ASK_AGAIN, "chọn lại bản ghi"
    yield BookDecision.SKIP.value, BookDecision.SKIP.label


def _writing(finding):
    if finding["differences"]:
        yield BookDecision.KEEP.value, BookDecision.KEEP.label
        if any(name for name, *_ in finding["differences"]):
            yield BookDecision.THEIRS.value, BookDecision.THEIRS.label
    else:
        yield BookDecision.TAKE.value, BookDecision.TAKE.label


def rows_of(stored):
    """The rows of the book, in its order. A decision that is no choice any more is dropped."""
    rows = []
    for line, finding in zip(stored.lines, stored.findings, strict=True):
        number = str(line["row"])
        said = stored.decisions.get(number, "")
        identity = stored.identities.get(number, "")
        known = {value for value, _ in _choices(finding, identity)}
        rows.append(Row(line, finding, said if said in known else "", identity))
    return rows


def decided(stored, said, bulk=(), which=""):
    """(decisions, identities) with what was said: {row: value}, and (value,) for a whole status.

    Raises StepRefused where a row or a value is not of this book.
    """
    rows = rows_of(stored)
    by_number = {str(row.number): row for row in rows}
    for number, value in said.items():
        choices = {choice for choice, _ in by_number[number].choices} if number in by_number else {}
        if value not in choices:
            raise StepRefused(
                f"Dòng {number} không có lựa chọn đã gửi. Hãy tải lại trang.",
                status=422,
                code="book",
            )
    for value in bulk:
        said = {
            str(row.number): value
            for row in rows
            if row.status == which and value in {choice for choice, _ in row.choices}
        } | said
    decisions, identities = dict(stored.decisions), dict(stored.identities)
    for number, value in said.items():
        _put(decisions, identities, number, value)
    return decisions, identities


def _put(decisions, identities, number, value):
    if value == ASK_AGAIN:
        identities.pop(number, None)
        decisions.pop(number, None)
    elif value in BookDecision.values:
        decisions[number] = value
    else:
        identities[number] = value
        decisions.pop(number, None)
