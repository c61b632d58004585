"""A line under a head, with what each of its places holds."""

from dataclasses import dataclass, field

from programs.intake.cells import is_blank
from programs.intake.head import Head
from programs.intake.outcomes import Problem, shown


@dataclass
class Line:
    """A line of a sheet under the head that is in force there; its cells as they stand now.

    `is_gone` where the line was joined to the one above it.
    """

    number: int
    is_hidden: bool
    cells: list
    head: Head
    is_gone: bool = False
    keys: dict = field(init=False)

    def __post_init__(self):
        self.keys = {place: key for key, place in self.head.places.items()}
        spread = self.head.spread.items()
        self.keys |= {place: key for key, labels in spread for place in labels}

    @property
    def filled(self) -> set[int]:
        """The places where something stands."""
        return {place for place, cell in enumerate(self.cells) if not is_blank(cell)}

    @property
    def filled_keys(self) -> set[str]:
        return {self.keys[place] for place in self.filled if place in self.keys}

    def at(self, place):
        return self.cells[place] if place < len(self.cells) else None

    def get(self, key):
        """The cell of a column that has one place."""
        place = self.head.places.get(key)
        return None if place is None else self.at(place)

    def put(self, place, value):
        self.cells += [None] * (place + 1 - len(self.cells))
        self.cells[place] = value


def left_out(line, code, what, more="") -> Problem:
    """The note about a line that is no row, with all its words."""
    words = " | ".join(str(line.at(place)).strip() for place in sorted(line.filled))
    return Problem(line.number, "", shown(words), code, f"{what} được bỏ qua, không nhập.{more}")
