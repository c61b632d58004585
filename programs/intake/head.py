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
FEWEST_OF_A_PART = 2
FEWEST_IN_A_ROW = 2
LINES_OF_A_PART = 4
_LONGEST = 200
# "2024", "3 sao", "1. Tên"; not "1", "12/QĐ-UBND", "0905 000 000".
_TITLE = re.compile(r"20\d\d$|\d{1,2}[.)]?\s*[^\W\d]")
# What a person says of a column that is to be left out.
SKIP = ""
# From here on a title is understood by its words: of several that mean the same one is taken.
BY_WORDS = (2, 0)


@dataclass
class Head:
    """Where the columns stand: `places` by key; `spread` by key, a label for each place.

    `row` is the last line of the head, `titles` what stands there by place; `extra` are the titles
    that no column answers to, `skipped` those that a person said to leave out, and `doubled` the
    places that claim a column which has its place already.
    """

    row: int
    titles: dict = field(default_factory=dict)
    places: dict = field(default_factory=dict)
    spread: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)
    skipped: dict = field(default_factory=dict)
    doubled: dict = field(default_factory=dict)
    missing: list = field(default_factory=list)
    is_part: bool = False

    @property
    def found(self) -> int:
        return len(self.places) + len(self.spread)

    @property
    def rank(self) -> tuple[int, int, int, int]:
        return (-len(self.missing), self.found, -len(self.extra), len(self.spread))

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.doubled

    def put(self, chosen, columns):
        """Let these places hold what a person said: {place: key, or SKIP}."""
        self.places = {key: at for key, at in self.places.items() if at not in chosen}
        self.doubled = {}
        for place, key in chosen.items():
            title = self.extra.pop(place, self.titles.get(place, ""))
            if key == SKIP:
                self.skipped[place] = title
            else:
                if (before := self.places.get(key)) is not None:
                    self.extra[before] = self.titles.get(before, "")
                self.places[key] = place
        self.fill(columns)

    def fill(self, columns):
        """Let a column read the place of the one that may stand for it; note what is missing."""
        for column in columns:
            if column.key not in self.places and column.stand_in in self.places:
                self.places[column.key] = self.places[column.stand_in]
        known = {*self.places, *self.spread}
        self.missing = [each for each in columns if each.required and each.key not in known]
        if self.is_part and not self.extra:
            self.missing = []


@lru_cache(maxsize=4096)
def title_key(title) -> str:
    """The key that two titles share where they mean the same."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(normalise(title))).split())


class Titles:
    """What the titles of a table mean: its columns' own titles and aliases, and nothing else.

    `remembered` are titles that a person has explained before: {key of the title: column or SKIP};
    `known` the keys of all titles that are known as they stand.
    """

    def __init__(self, columns, remembered=None):
        self.columns, self.remembered = columns, remembered or {}
        self.ranks = {}
        for column in columns:
            for number, title in enumerate([column.title, *column.aliases]):
                self.ranks.setdefault(title_key(title), ((1, number), column.key))
        for column in columns:  # an own title is worth more than the alias of another column
            self.ranks[title_key(column.title)] = ((1, 0), column.key)
        self.known = {*self.ranks, *self.remembered}

    def learn(self, titles, chosen):
        """Know these titles, {place: title}, as what a person said of their places."""
        said = {title_key(titles[place]): key for place, key in chosen.items() if place in titles}
        self.remembered, self.known = self.remembered | said, self.known | said.keys()

    def claim(self, title, above=""):
        """((how sure, the less the surer), key) of the column that the title means, or None.

        `above` is what stands over the title in a head of several lines.
        """
        key = title_key(title)
        if key in self.remembered:
            return (0, 0), self.remembered[key]
        return self.ranks.get(key)

    def doubt(self, title, cells):
        """(whether a column with this title and cells must not get lost, the column it may be)."""
        return False, ""


class HeadFinder:
    """Finds the head of a table with these columns.

    `labels` says, for each column that may be spread, which of its values a title means ("" where
    it means none). `lines` are the most that a head has. A table that `is_part` of one may lack
    columns, and has its head, if it has one, at its top.
    """

    def __init__(self, columns, labels, lines=2, titles=None, *, is_part=False):
        self.columns, self.labels, self.lines = columns, labels, lines
        self.titles, self.is_part = titles or Titles(columns), is_part

    def find(self, sheet, convert=str, row=0) -> Head | None:
        """The best head in the first lines of the sheet, or None where nothing is like one.

        `convert` is applied to every title, so that heads in another encoding are found too;
        `row` is the last line of the head where a person has seen it.
        """
        heads = [head for head in self._heads(sheet, convert) if row in {0, head.row}]
        best = max(heads, key=lambda head: head.rank, default=None)
        return best if best and (row or self._is_head(best)) else None

    def _is_head(self, head):
        if self.is_part:
            return head.found >= FEWEST_OF_A_PART and 2 * len(head.extra) <= len(head.titles)
        return head.found >= FEWEST_COLUMNS

    def _heads(self, sheet, convert):
        rows = sheet.rows[: LINES_OF_A_PART if self.is_part else LINES_SEARCHED]
        for (number, _, cells), following in zip(rows, [*rows[1:], (0, 0, [])], strict=True):
            upper = _titles(cells, convert)
            yield self._head(number, [[(title, "")] if title.strip() else [] for title in upper])
            lower = _titles(following[2], convert)
            if _is_caption(upper, lower, _spans(sheet, number)):
                continue
            if following[0] == number + 1 and not self._is_row([upper], following[2], lower):
                yield self._head(number + 1, _two_lines(upper, lower, _spans(sheet, number)))
        for depth in range(3, self.lines + 1):
            for first in range(len(rows) - depth + 1):
                lines = rows[first : first + depth]
                *above, last = [_titles(cells, convert) for _, _, cells in lines]
                if not self._is_row(above, lines[-1][2], last):
                    yield self._deep(sheet, lines, convert)

    def _is_row(self, above, cells, texts):
        """Whether a line is a row already and no part of a head.

        A figure or a day stands in it, or texts under titles that are whole without them.
        """
        whole = 0
        for place, text in enumerate(texts):
            title = next((line[place] for line in reversed(above) if _at(line, place)), "")
            if text.strip() and title and self.titles.claim(title):
                whole += not self._completes(text, title)
        return whole >= FEWEST_IN_A_ROW or _has_figures(cells)

    def _completes(self, text, title):
        is_label = any(label_of(text) for label_of in self.labels.values())
        joined = self.titles.claim(f"{title} {text}")
        return is_label or joined or self.titles.claim(text, title)

    def _deep(self, sheet, lines, convert):
        """The head of these lines: at each place the longest way to read it that is known."""
        paths = _paths([(_titles(cells, convert), _spans(sheet, row)) for row, _, cells in lines])
        titles = []
        for path in paths:
            readings = [" ".join(path[start:]) for start in range(len(path))]
            known = next(filter(self.titles.claim, readings), "")
            ways = [(path[-1], " ".join(path[:-1])), (known, "")] if path else []
            titles.append(ways if known or not path else [*ways[:1], (" ".join(path), "")])
        return self._head(lines[-1][0], titles)

    def _head(self, row, titles):
        """The head that these titles make; at each place stand the ways to read the title."""
        head, taken = Head(row, is_part=self.is_part), set()
        head.titles = {at: _path(ways) for at, ways in enumerate(titles) if ways}
        claims = self._claims(titles)
        self._spread(head, titles, claims, taken)
        self._place(head, claims, taken)
        left = (place for place in head.titles if place not in taken)
        head.extra = {place: head.titles[place] for place in left}
        head.fill(self.columns)
        return head

    def _claims(self, titles):
        """{place: (how sure, key)} of what is meant by the best way to read each title."""
        found = {}
        for place, ways in enumerate(titles):
            claims = [claim for way in ways if (claim := self.titles.claim(*way))]
            if claims:
                found[place] = min(claims, key=lambda claim: claim[0])
        return found

    def _place(self, head, claims, taken):
        """Give each column the place that claims it best; equal claims to it are doubled."""
        given = {}
        for place, (worth, key) in sorted(claims.items(), key=lambda item: (item[1][0], item[0])):
            if place in taken or key in head.spread:
                continue
            if key == SKIP:
                head.skipped[place] = head.titles[place]
            elif key not in head.places:
                head.places[key], given[key] = place, worth
            elif given[key] == worth < BY_WORDS:
                head.doubled.setdefault(key, []).append(place)
            else:
                continue
            taken.add(place)

    def _spread(self, head, titles, claims, taken):
        """Give a column several places where their titles say its values, one each."""
        for key, label_of in self.labels.items():
            labels = {
                place: _first(label_of(own) for own, _ in ways)
                for place, ways in enumerate(titles)
                if place not in taken
            }
            labels = {place: label for place, label in labels.items() if label}
            own = [at for at, (_, named) in claims.items() if named == key and at not in labels]
            if len({*labels.values()}) > 1 and not own:
                head.spread[key] = labels
                taken.update(labels)


def _first(values):
    return next(filter(None, values), None)


def _is_caption(upper, lower, spans):
    """Whether a line says one thing of the whole table, over all its titles or beside none."""
    said = [place for place, title in enumerate(upper) if title.strip()]
    if len(said) != 1:
        return False
    [at] = said
    covered = {place for place, first in spans.items() if first == at} or {at}
    headed = {place for place, title in enumerate(lower) if title.strip()}
    return headed <= covered if len(covered) > 1 else at == 0


def _at(line, place):
    return place < len(line) and line[place].strip()


def _has_figures(cells):
    """Whether a number, a code or a day stands in a line; a year may head a column."""
    texts = (str(cell).strip() for cell in cells if cell is not None)
    return any(text[:1].isdigit() and not _TITLE.match(text) for text in texts)


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


def _path(ways):
    """The title as it is shown and remembered: what stands over it, and itself."""
    own, above = ways[0]
    return " ".join(filter(None, [above, own]))


def _two_lines(upper, lower, spans):
    """The ways to read each title of a head in two lines: the lower, both, the upper alone."""
    width = max(len(upper), len(lower))
    upper, lower = (line + [""] * (width - len(line)) for line in (upper, lower))
    titles = []
    for place, (above, below) in enumerate(zip(upper, lower, strict=True)):
        over = upper[spans[place]] if place in spans and spans[place] < width else above
        ways = [(below, over.strip()), (f"{over} {below}", "")] if below.strip() else []
        if above.strip() and not (ways and place in spans):
            ways.append((above, ""))
        titles.append(ways)
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
