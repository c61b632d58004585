"""The criteria that have a least level for a star, and whether a Council holds it reached."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from councils.enums import MinimaRule
from programs.answer_sheet import AnswerSheet
from programs.criteria_sheets import STARS
from programs.models import Option


@dataclass(frozen=True)
class Starred:
    """A criterion with minima: the least Option by star, and the level on each signed sheet.

    A level is an Option, or None where none is reached or the criterion is not counted.
    """

    code: str
    title: str
    minima: Mapping[int, Option]
    levels: tuple[Option | None, ...]

    @property
    def is_agreed(self):
        return len({level and level.number for level in self.levels}) <= 1


def starred_of(sheets: list[AnswerSheet]) -> list[Starred]:
    """The criteria with minima of these sheets, which are all of one set, in their order."""
    if not sheets:
        return []
    each = [{node.criterion.code: node for node in sheet.leaves} for sheet in sheets]
    return [
        Starred(
            leaf.criterion.code,
            leaf.criterion.title,
            minima,
            tuple(level_on(nodes[leaf.criterion.code]) for nodes in each),
        )
        for leaf in sheets[0].leaves
        if (minima := {option.min_for_star: option for option in leaf.options if _is_least(option)})
    ]


def level_on(node) -> Option | None:
    """The level that a sheet gives a criterion, None where it gives none."""
    return None if node.meets_none or not node.is_counted else node.chosen


def _is_least(option):
    return option.min_for_star in STARS


def disputed(starred, findings) -> list[Starred]:
    """Those on which members disagree while the Council has not recorded a level."""
    return [each for each in starred if not each.is_agreed and each.code not in findings]


def failing(starred, rule, findings) -> dict[int, list[str]]:
    """{star: codes whose own minimum for this star is not reached}, for each star with minima.

    `findings` are the levels that the Council recorded, by code. By MinimaRule.FINDING a criterion
    in dispute without one fails nothing yet.
    """
    if rule == MinimaRule.FINDING:
        starred = _settled(starred, findings)
    return {
        star: [
            each.code
            for each in starred
            if star in each.minima and not _MET[rule](each.levels, each.minima[star].points)
        ]
        for star in STARS
    }


def _settled(starred, findings):
    """Those with one level: the recorded one, or the one that all members gave."""
    undecided = {each.code for each in disputed(starred, findings)}
    return [
        replace(each, levels=(findings[each.code],)) if each.code in findings else each
        for each in starred
        if each.code not in undecided
    ]


def _reaching(levels, points):
    return sum(level is not None and level.points >= points for level in levels)


def _by_every(levels, points):
    return _reaching(levels, points) == len(levels)


def _by_majority(levels, points):
    return 2 * _reaching(levels, points) > len(levels)


def _by_mean(levels, points):
    given = sum(level.points for level in levels if level is not None)
    return Fraction(given, len(levels)) >= points


_MET = {
    MinimaRule.FINDING: _by_every,
    MinimaRule.MEAN: _by_mean,
    MinimaRule.MAJORITY: _by_majority,
    MinimaRule.EVERY: _by_every,
}
