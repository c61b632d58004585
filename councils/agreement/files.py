"""A sitting on one product as a file of JSON: refused with every fault, or judged and answered.

The file speaks as the official sheet does: codes of criteria, numbers of options, null for
"không đạt mức nào"; a criterion that is not there was not scored.
"""

from typing import Any

from councils.agreement.figures import two_decimals
from councils.agreement.judging import Judgement
from councils.agreement.reading import Reading


class SittingRefused(Exception):
    """The file says what no form could hold; `faults` are all the reasons, a sentence each."""

    def __init__(self, faults):
        super().__init__("\n".join(faults))
        self.faults = faults


def judged(said: Any) -> Judgement:
    """The judgement of the sitting that the file describes; SittingRefused with every fault."""
    if not isinstance(said, dict):
        raise SittingRefused(['Tệp phải là một đối tượng JSON: {"regulation": …}.'])
    reading = Reading(said)
    matter, rules = reading.matter(), reading.rules()
    if reading.faults:
        raise SittingRefused(reading.faults)
    return Judgement(matter, list(reading.regulation.starbands.all()), rules)


def as_json(judgement) -> dict[str, Any]:
    """The figures and the verdict; fractions exact, as texts."""
    figures = judgement.figures
    mean = figures.mean
    return {
        "totals": figures.totals,
        "mean": None if mean is None else f"{mean.numerator}/{mean.denominator}",
        "shown": None if mean is None else two_decimals(mean),
        "median": _exact(figures.median),
        "spread": _exact(figures.spread),
        "quorum": judgement.has_quorum,
        "band": judgement.band,
        "star": judgement.star,
        "failing": {str(star): codes for star, codes in judgement.failing.items()},
        "verdict": judgement.verdict.value,
    }


def _exact(points):
    """The figure as it is: of whole totals the median has at most a half ("50", "50.5")."""
    if points is None:
        return None
    return str(int(points)) if points.denominator == 1 else str(float(points))
