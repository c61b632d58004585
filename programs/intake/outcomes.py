"""What becomes of a file: the words of the answer, alike on the page and on the command line."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

# The row number of a problem that concerns the whole file.
WHOLE_FILE = 0
SHOWN_LENGTH = 80
# Warnings that the officer must answer before anything is written.
QUESTIONS = frozenset({"W_HIDDEN_ROWS", "W_ENCODING_GUESSED", "W_COLUMN_ASKED"})
# Warnings about lines of the table that are not read as rows.
_LEFT_OUT = frozenset({"W_TOTAL_ROW", "W_SECTION_ROW", "W_FOOTER_ROW", "W_REPEATED_HEAD"})


class Outcome(StrEnum):
    ACCEPT = "ACCEPT"
    ACCEPT_WARN = "ACCEPT_WARN"
    NEEDS_CONFIRM = "NEEDS_CONFIRM"
    NEEDS_CHOICE = "NEEDS_CHOICE"
    NEEDS_COLUMNS = "NEEDS_COLUMNS"
    REJECT_ROWS = "REJECT_ROWS"
    REJECT_FILE = "REJECT_FILE"


class Problem(NamedTuple):
    """What is wrong, or worth knowing, in one cell. Codes with W_ do not make a row bad.

    `proposal` is what the cell probably should say; it is taken only when the officer asks.
    """

    row: int
    column: str
    value: str
    code: str
    message: str
    proposal: str = ""

    @property
    def is_warning(self) -> bool:
        return self.code.startswith("W_")

    @property
    def is_left_out(self) -> bool:
        """Whether it tells of a line that was taken for no row: to be shown, never folded."""
        return self.code in _LEFT_OUT


class RefusedFileError(Exception):
    """The file is not read any further; the message is for the user."""

    def __init__(self, code, message, *problems):
        super().__init__(message)
        self.problems = problems or (Problem(WHOLE_FILE, "", "", code, message),)


class SheetChoiceError(Exception):
    """Several sheets hold the table; `names` are those to choose from."""

    def __init__(self, names):
        super().__init__(", ".join(names))
        self.names = names


class ColumnChoiceError(Exception):
    """A table lacks columns that others of it may be; `columns` are all of the file's."""

    def __init__(self, columns, problems):
        super().__init__(problems[0].message)
        self.columns, self.problems = columns, problems


@dataclass(frozen=True)
class Answers:
    """What the officer decided about a file: which sheet, and what to do in the open questions.

    `hidden` is "take" or "leave"; `encoding` accepts a guessed encoding; `proposals` takes the
    values that the portal offered in place of the written ones. `cells` are texts in place of
    those of the file, by row (its number as text) and column; `left_out` the numbers of rows.
    `columns` are the portal's columns, or "", by the place (as text) of those under the `head`.
    """

    sheet: str = ""
    hidden: str = ""
    encoding: bool = False
    proposals: bool = False
    cells: dict = field(default_factory=dict)
    left_out: tuple = ()
    columns: dict = field(default_factory=dict)
    head: int = 0

    @property
    def placed(self) -> tuple[int, dict]:
        """The line of the head that a person has seen, and what is where under it."""
        return self.head, {int(place): key for place, key in self.columns.items()}

    def leaves_open(self, problems) -> list[str]:
        """The codes of the questions that these problems ask and nobody has answered."""
        answered = {"W_HIDDEN_ROWS": self.hidden in {"take", "leave"}}
        answered["W_ENCODING_GUESSED"] = self.encoding
        answered["W_COLUMN_ASKED"] = False  # one that was answered is not asked any more
        asked = {problem.code for problem in problems} & QUESTIONS
        return sorted(code for code in asked if not answered[code])


def outcome_of(problems, answers) -> Outcome:
    """The outcome of a file whose rows were read."""
    if any(not problem.is_warning for problem in problems):
        return Outcome.REJECT_ROWS
    if answers.leaves_open(problems):
        return Outcome.NEEDS_CONFIRM
    return Outcome.ACCEPT_WARN if problems else Outcome.ACCEPT


def shown(value) -> str:
    """The value as a problem quotes it: on one line, short, without what would act."""
    text = "" if value is None else str(value)[: SHOWN_LENGTH * 2]
    text = "".join(char if char.isprintable() else "·" for char in text)
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
