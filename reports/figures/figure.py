"""A figure as a value: what it is called, how many, what is wrong, and where its rows are."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import localize

_HIGH, _LOW = 1.0, 7.5  # where the line of a figure runs, in the units of its drawing


@dataclass(frozen=True)
class Note:
    """A fact below a figure; `marked` stands first in the tone "up", "down" or "late"."""

    text: str = ""
    marked: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Figure:
    """The same number on every page that shows it; `url` lists exactly so many rows.

    `whole` is what it is a part of. `share`, of a hundred, is drawn as a bar, in amber where it
    `is_risk`; `line`, its values through time, as a line.
    """

    name: str
    label: str
    value: int
    url: str = ""
    whole: int | None = None
    share: int | None = None
    is_risk: bool = False
    line: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def points(self) -> str:
        """The line as SVG draws it, the least value at the bottom."""
        least, most = min(self.line), max(self.line)
        scale = (_LOW - _HIGH) / ((most - least) or 1)
        step = 100 / max(len(self.line) - 1, 1)
        return " ".join(
            f"{place * step:.1f},{_LOW - (value - least) * scale:.1f}"
            for place, value in enumerate(self.line)
        )


def share_of(part, whole) -> int:
    """A part in per cent of a whole; of nothing, 0."""
    return round(100 * part / whole) if whole else 0


def change(now, before, words) -> Note:
    """What became of a number since then, "−17 từ đầu năm", or that it is the same."""
    if now == before:
        return Note(f"không đổi {words}")
    sign, tone = ("+", "up") if now > before else ("−", "down")
    return Note(words, f"{sign}{localize(abs(now - before))}", tone)


def rows_at(page, *args, **query) -> str:
    """The address of a list with these filters."""
    return reverse(page, args=args, query=query)
