"""A file as sheets of plain cells, read by the child process."""

import json
from dataclasses import dataclass, field
from pathlib import PurePath

from programs.intake import capped
from programs.intake.cells import unpack
from programs.intake.outcomes import Problem, RefusedFileError
from programs.intake.preflight import kind_of
from programs.intake.sheet import MAX_COLUMNS
from programs.tables import unguarded


@dataclass(frozen=True)
class Sheet:
    """The filled rows of a sheet: (number as Excel shows it, hidden, cells).

    `struck` are the (row, column), from 1, of the cells whose text is struck through.
    """

    name: str
    state: str
    rows: list
    merged: list = field(default_factory=list)
    hidden_columns: list = field(default_factory=list)
    is_filtered: bool = False
    has_links: bool = False
    struck: list = field(default_factory=list)

    @property
    def is_visible(self) -> bool:
        return self.state == "visible"


@dataclass(frozen=True)
class Grid:
    """What a file holds. `guessed` names the encoding of a text that does not say it."""

    sheets: list
    has_links: bool = False
    guessed: str = ""


def read_grid(name, data, columns=MAX_COLUMNS) -> Grid:
    """The grid of this file; RefusedFileError says why there is none.

    A text file may have so many `columns`.
    """
    kind = kind_of(name, data)
    answer = capped.run("programs.intake.child", kind, str(columns), data=data)
    return grid_from(json.loads(answer))


def grid_from(answer) -> Grid:
    """The grid out of the child's answer."""
    if "refused" in answer:
        problems = [Problem(*problem) for problem in answer["refused"]]
        raise RefusedFileError(problems[0].code, problems[0].message, *problems)
    for sheet in answer["sheets"]:
        # A text file may be one that we wrote, with a guard before what looks like a formula.
        read = unpack if sheet["name"] else _unguarded
        sheet["rows"] = [
            (number, is_hidden, [read(cell) for cell in cells])
            for number, is_hidden, cells in sheet["rows"]
        ]
    sheets = [Sheet(**sheet) for sheet in answer.pop("sheets")]
    return Grid(sheets, **answer)


def _unguarded(cell):
    return unguarded(cell) if isinstance(cell, str) else cell


def clean_name(name) -> str:
    """The last part of the name, without what would act in a path, a header or a page."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable() and char not in '<>"|:*?')[-200:]
