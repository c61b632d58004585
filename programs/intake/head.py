"""The head of a table in a sheet: found by what it says, wherever it stands and in any order.

A head has one line or two, or as many as the table's definition says. A column of few values may be
spread over several columns, one for each value, with marks below: "3 sao | 4 sao | …" under "Số
lượng sản phẩm".
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from programs.text import fold, normalise

LINES_SEARCHED = 40
# Where fewer columns are found it is another table, not this one with a fault.
FEWEST_COLUMNS = 3
_LONGEST = 200


@dataclass
class Head:
    """Where the columns stand: `places` by key; `spread` by key, a label for each place.

    `row` is the last line of the head; `extra` are the titles that no column answers to, and
    `doubled` the places that claim a column which has its place already.
    """

    row: int
    places: dict = field(default_factory=dict)
    spread: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)
    doubled: dict = field(default_factory=dict)
    missing: list = field(default_factory=list)

    @property
    def found(self) -> int:
        return len(self.places) + len(self.spread)

    @property
    def rank(self) -> tuple[int, int, int]:
        return (-len(self.missing), self.found, -len(self.extra))

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.doubled


@lru_cache(maxsize=4096)
def title_key(title) -> str:
    """The key that two titles share where they mean the same."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(normalise(title))).split())


class HeadFinder:
    """Finds the head of a table with these columns.

    `labels` says, for each column that may be spread, which of its values a title means ("" where
    it means none). `lines` are the most that a head has.
    """

    def __init__(self, columns, labels, lines=2):
        self.columns, self.labels, self.lines = columns, labels, lines
        self.exact = {title_key(column.title): column for column in columns}
        self.aliases = {title_key(alias): column for column in columns for alias in column.aliases}
        self.known = {*self.exact, *self.aliases}

    def find(self, sheet, convert=str) -> Head | None:
        """The best head in the first lines of the sheet, or None where nothing is like one.

        `convert` is applied to every title, so that heads in another encoding are found too.
        """
        heads = list(self._heads(sheet, convert))
        best = max(heads, key=lambda head: head.rank, default=None)
        return best if best and best.found >= FEWEST_COLUMNS else None

    def _heads(self, sheet, convert):
        rows = sheet.rows[:LINES_SEARCHED]
        for (number, _, cells), following in zip(rows, [*rows[1:], (0, 0, [])], strict=True):
            upper = _titles(cells, convert)
            yield self._head(number, [[title] for title in upper])
            if following[0] == number + 1:
                lower = _titles(following[2], convert)
                yield self._head(number + 1, _two_lines(upper, lower, _spans(sheet, number)))
        for depth in range(3, self.lines + 1):
            for first in range(len(rows) - depth + 1):
                yield self._deep(sheet, rows[first : first + depth], convert)

    def _deep(self, sheet, lines, convert):
        """The head of these lines: at each place the longest way to read it that is known."""
        paths = _paths([(_titles(cells, convert), _spans(sheet, row)) for row, _, cells in lines])
        titles = []
        for path in paths:
            readings = [" ".join(path[start:]) for start in range(len(path))]
            known = (text for text in readings if title_key(text) in self.known)
            titles.append([next(known, " ".join(path))] if path else [])
        return self._head(lines[-1][0], titles)

    def _head(self, row, titles):
        """The head that these titles make; at each place stand the ways to read the title."""
        head, taken = Head(row), set()
        for known in (self.exact, self.aliases):
            self._place(head, titles, known, taken)
        self._spread(head, titles, taken)
        head.extra = {
            place: readings[0]
            for place, readings in enumerate(titles)
            if place not in taken and any(readings)
        }
        known = {*head.places, *head.spread}
        head.missing = [
            column for column in self.columns if column.required and column.key not in known
        ]
        return head

    def _place(self, head, titles, known, taken):
        """Put the columns that these names know; one that has its place is not put again."""
        placed = {*head.places}
        for place, readings in enumerate(titles):
            column = _first(known.get(title_key(text)) for text in readings)
            if not column or place in taken or column.key in placed:
                continue
            taken.add(place)
            if head.places.setdefault(column.key, place) != place:
                head.doubled.setdefault(column.key, []).append(place)

    def _spread(self, head, titles, taken):
        for key, label_of in self.labels.items():
            if key in head.places:
                continue
            labels = {
                place: _first(map(label_of, readings))
                for place, readings in enumerate(titles)
                if place not in taken
            }
            labels = {place: label for place, label in labels.items() if label}
            if len(labels) > 1:
                head.spread[key] = labels
                taken.update(labels)


def _first(values):
    return next(filter(None, values), None)


def _titles(cells, convert):
    return [convert(cell[:_LONGEST]) if isinstance(cell, str) else "" for cell in cells]


def _spans(sheet, row):
    """The first place of each place that a merged cell of this line covers, sideways."""
    return {
        place: left - 1
        for top, left, _, right in sheet.merged
        if top == row and left < right
        for place in range(left - 1, right)
    }


def _two_lines(upper, lower, spans):
    """The ways to read each title of a head in two lines: the lower, both, the upper alone."""
    width = max(len(upper), len(lower))
    upper, lower = (line + [""] * (width - len(line)) for line in (upper, lower))
    titles = []
    for place, (above, below) in enumerate(zip(upper, lower, strict=True)):
        over = upper[spans[place]] if place in spans and spans[place] < width else above
        readings = [below, f"{over} {below}"] if below.strip() else []
        if not (readings and place in spans):
            readings.append(above)
        titles.append([text for text in readings if text.strip()])
    return titles


def _paths(lines):
    """For each place the titles over it, from the top; a title reaches as far as it is merged."""
    width = max((len(titles) for titles, _ in lines), default=0)
    paths = [[] for _ in range(width)]
    for titles, spans in lines:
        for place, path in enumerate(paths):
            at = spans.get(place, place)
            if at < len(titles) and titles[at].strip():
                path.append(titles[at])
    return paths
