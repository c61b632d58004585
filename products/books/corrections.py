"""The rows of a book as they are corrected on its page, by who handed it in."""

from products.books.columns import TITLES
from products.books.matching import DOUBTS
from products.books.values import COLUMNS
from products.plan_imports.corrections import FileRow, corrected
from programs.intake.outcomes import Problem
from programs.uploads.staged import answers_of
from programs.workflow import StepRefused

_KEYS = {title: key for key, title in TITLES.items()}


class BookRow(FileRow):
    """A row of a book; what raises a doubt is to be mended too."""

    @property
    def faults(self):
        return [each for each in self.problems if each.code in DOUBTS or not each.is_warning]


def book_rows(stored):
    """{number: BookRow} of the book: what its cells say, and what was found about them."""
    typed, rows = answers_of(stored).cells, {}
    for line, finding in zip(stored.lines, stored.findings, strict=True):
        number = line["row"]
        given = typed.get(str(number), {})
        row = BookRow(number, line.get("cells", {}) | given, is_corrected=bool(given))
        row.problems = [Problem(**problem) for problem in line["problems"]]
        for code, title, message in finding["problems"]:
            seen = row.text(_KEYS.get(title, ""))
            row.problems.append(Problem(number, title, seen, code, message))
        rows[number] = row
    return rows


def columns_of(stored):
    """The columns that the file has, and those that a row must have."""
    written = {column["key"] for column in stored.columns}
    return {key: each for key, each in COLUMNS.items() if key in written or each.required}


def correcting_refusal(stored, user):
    """The StepRefused for everybody but who handed the book in: another person confirms it."""
    if stored.user_id == user.pk:
        return None
    sentence = "Chỉ người nộp sổ được sửa các ô của sổ; người xác nhận thì không."
    return StepRefused(sentence, status=403, code="book_user")


def corrected_answers(stored, user, given):
    """The answers of the book with these Corrections, or None where they change no cell."""
    answers = corrected(stored, given, book_rows(stored), COLUMNS)
    if answers.cells == answers_of(stored).cells:
        return None
    if refused := correcting_refusal(stored, user):
        raise refused
    return answers
