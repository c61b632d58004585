"""A statistic as lying bars: names of any length, on a phone too; each bar opens its rows."""

from dataclasses import dataclass

MOST_BARS, MOST_PIECES = 12, 6


@dataclass(frozen=True)
class Piece:
    """A piece of a lying bar in the colour of its class: from where, and how long, of a hundred."""

    colour: str
    start: str
    length: str


@dataclass(frozen=True)
class LyingBar:
    label: str
    number: int
    url: str
    pieces: list[Piece]


@dataclass(frozen=True)
class LyingBars:
    """The greatest lines of a statistic, parted by its columns where these are few."""

    title: str
    bars: list[LyingBar]
    key: list[tuple[str, str]]


def chart_of_cross(found) -> LyingBars | None:
    """Of a statistic (reports.statistics.counting.Cross) that has a number beside zero."""
    lines = [line for line in found.lines if found.number(line)]
    if not lines:
        return None
    greatest = sorted(lines, key=lambda line: -found.number(line))[:MOST_BARS]
    shown = lines if len(lines) <= MOST_BARS else greatest
    is_parted = _is_parted(found, shown)
    columns = found.columns if is_parted else [None]
    scale = 100 / found.number(greatest[0])
    title = found.asked.measure.label.capitalize()
    if len(lines) > MOST_BARS:
        title += f": {MOST_BARS} dòng lớn nhất trong {len(lines)}"
    return LyingBars(
        title,
        [
            LyingBar(
                line.label[:1].upper() + line.label[1:],
                found.number(line),
                found.url(line),
                _pieces([found.number(line, column) or 0 for column in columns], scale),
            )
            for line in shown
        ],
        [(f"k-p{place}", each.label) for place, each in enumerate(columns, 1)] if is_parted else [],
    )


def _is_parted(found, lines):
    """Whether the columns are few, and are the parts of each of these lines."""
    if len(found.columns) not in range(2, MOST_PIECES + 1):
        return False
    return all(
        sum(found.number(line, column) or 0 for column in found.columns) == found.number(line)
        for line in lines
    )


def _pieces(numbers, scale):
    pieces, start = [], 0
    for place, number in enumerate(numbers, 1):
        pieces.append(Piece(f"p{place}", f"{start * scale:.1f}", f"{number * scale:.1f}"))
        start += number
    return pieces
