"""What is missing for each star: points, and the least options that the regulation asks for.

A star is reached with the points of its band *and* the minima of it and of the stars below
(Decision 26/2026/QĐ-TTg, article 3.3 and the marks of Phụ lục II). Nothing is rounded: no
regulation gives a rule.
"""

from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from programs.answer_sheet import AnswerSheet, Node
from programs.criteria_sheets import STARS
from programs.models import Option, Regulation, StarBand


class Shortfall(NamedTuple):
    """A criterion below the least option that a star asks for; `points` is what that one adds."""

    node: Node
    least: Option
    points: int


class Gain(NamedTuple):
    """What the best option of a criterion would still add."""

    node: Node
    best: Option
    points: int


@dataclass(frozen=True)
class Aim:
    """A star and what is missing for it.

    `missing` are the points up to its band; once every shortfall is mended, `still_missing`,
    which the `gains`, the largest first, can bring. Without criteria only the band is known.
    """

    band: StarBand
    missing: Decimal | None = None
    shortfalls: tuple[Shortfall, ...] = ()
    still_missing: Decimal | None = None
    gains: tuple[Gain, ...] = ()

    @property
    def star(self):
        return self.band.star

    @property
    def is_reached(self):
        return self.missing == 0 and not self.shortfalls


@dataclass(frozen=True)
class Outlook:
    """Where an answer sheet stands under a regulation; `answers` is None without criteria."""

    regulation: Regulation
    answers: AnswerSheet | None
    star: int | None
    aims: tuple[Aim, ...]

    @property
    def next(self):
        """The lowest star that is certified and is not reached, or None."""
        return next((aim for aim in self.aims if not aim.is_reached), None)


def outlook(answers, regulation) -> Outlook:
    """The points of the answers under the regulation, and what is missing for 3, 4 and 5 stars."""
    bands = sorted(regulation.starbands.all(), key=attrgetter("star"))
    aims = tuple(aim_for(answers, band) for band in bands if band.star in STARS)
    return Outlook(regulation, answers, answers and star_of(answers, bands), aims)


def star_bands(regulation) -> list[StarBand]:
    """The points from which each star begins, the lowest star first."""
    return list(regulation.starbands.filter(star__in=STARS).order_by("star"))


def star_of(answers, bands) -> int | None:
    """The best star whose points and minima are both reached; None below the lowest band."""
    reached = [
        band.star
        for band in bands
        if not _missing(answers, band) and not _shortfalls(answers, band.star)
    ]
    return max(reached, default=None)


def aim_for(answers, band) -> Aim:
    if answers is None:
        return Aim(band)
    shortfalls = _shortfalls(answers, band.star)
    mended = answers.choosing(shortfall.least for shortfall in shortfalls)
    return Aim(
        band,
        _missing(answers, band),
        shortfalls,
        _missing(mended, band),
        _gains(mended),
    )


def _missing(answers, band):
    return max(band.lower - answers.total, Decimal(0))


def _shortfalls(answers, star):
    """The criteria below the minimum of this star, or of one below it."""
    return tuple(
        Shortfall(node, least, least.points - node.points)
        for node in answers.leaves
        if (least := _least(node, star)) and not _reaches(node, least)
    )


def _least(node, star):
    minima = [each for each in node.options if each.min_for_star and each.min_for_star <= star]
    return max(minima, key=attrgetter("points"), default=None)


def _reaches(node, least):
    return node.chosen is not None and node.points >= least.points


def _gains(answers):
    """The criteria whose best option, of the case that was chosen, adds points; most first."""
    gains = (
        Gain(node, best, best.points - node.points)
        for node in answers.leaves
        if (best := max(answers.fitting(node), key=attrgetter("points"), default=None))
    )
    return tuple(sorted((each for each in gains if each.points > 0), key=lambda each: -each.points))
