"""P16: how the time of a job grows with its rows: n to which power."""

import math
from collections import defaultdict

from tests.bench.race import Figure

STEEPEST = 1.05
# Numbers of rows that are nearer to each other tell of nothing but noise.
APART = 5


def growth(code, figures):
    """An exponent for each job that was timed with different numbers of rows."""
    for what, by_rows in _times(figures).items():
        if max(by_rows) >= APART * min(by_rows):
            (few, fast), (many, slow) = sorted(by_rows.items())[-2:]
            power = math.log(slow / fast) / math.log(many / few)
            name = f"mức tăng, {what.partition(' / ')[0]}"
            yield Figure(code, name, many, power, STEEPEST, unit="", gate=True)


def _times(figures):
    """Milliseconds by what was done and with how many rows."""
    times = defaultdict(dict)
    for figure in figures:
        if isinstance(figure, Figure) and figure.grows:
            times[figure.what][figure.rows] = figure.ours
            if figure.fewer:
                times[figure.what][figure.fewer] = figure.against
    return times
