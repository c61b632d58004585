"""The figures of one dossier: nothing is rounded until it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from statistics import median

HUNDREDTHS = 100


@dataclass(frozen=True)
class Figures:
    """The totals of the signed sheets by member, and what they come to; None without any."""

    totals: Mapping[str, int]

    @cached_property
    def _points(self):
        return [Fraction(total) for total in self.totals.values()]

    @cached_property
    def mean(self) -> Fraction | None:
        """Sum through count: the mean that the star bands speak of."""
        return sum(self._points) / len(self._points) if self._points else None

    @cached_property
    def median(self) -> Fraction | None:
        return median(self._points) if self._points else None

    @cached_property
    def spread(self) -> Fraction | None:
        """From the lowest total to the highest."""
        return max(self._points) - min(self._points) if self._points else None


def two_decimals(points) -> str:
    """A number as minutes print it, the half rounded up: "49,86" for 349/7."""
    hundredths = int(Fraction(points) * HUNDREDTHS + Fraction(1, 2))
    return f"{hundredths // HUNDREDTHS},{hundredths % HUNDREDTHS:02d}"


def signed_decimals(points) -> str:
    """A difference with its sign, the half away from nought: "+1,25", "−0,50", "0,00"."""
    sign = "+" if points > 0 else "−"
    return f"{sign if points else ''}{two_decimals(abs(points))}"
