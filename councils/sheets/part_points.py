"""Points by part: the sheet of a regulation whose criteria are not known here (148/QĐ-TTg)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from programs.models import Part


@dataclass(frozen=True)
class PartSheet:
    """What a member gives each part; it has no criteria, and so no minima."""

    leaves: ClassVar[tuple] = ()

    parts: tuple[Part, ...]
    points: Mapping[str, int]

    @cached_property
    def total(self):
        return sum(self.points.values())

    @cached_property
    def missing(self):
        """The parts without points."""
        return [part.code for part in self.parts if part.code not in self.points]

    def faults(self):
        """A sentence for each part that has more points than it may."""
        for part in self.parts:
            if self.points.get(part.code, 0) > part.max_points:
                yield f"Phần {part.code} tối đa {part.max_points} điểm."


def part_sheet(sheet, law) -> PartSheet:
    return PartSheet(tuple(law.parts.order_by("code")), dict(sheet.parts))
