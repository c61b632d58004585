"""Two ways of one job, timed in turns; and a measured figure beside what was wanted."""

import gc
import time
from dataclasses import dataclass
from statistics import median

from django.db import connection

# A job of a few milliseconds is run more often: as often as fits into this.
SECONDS = 1.0
MOST_PAIRS = 40
# A ratio that is missed by no more than this may be the machine's noise.
SLACK = 1.25
# What begins and ends a transaction asks nothing.
MARKS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


class WrongAnswer(Exception):
    """A job that is quick and wrong is worth nothing: the benchmark fails."""


@dataclass(frozen=True)
class Figure:
    """What was measured (`ours`), against what, and what was wanted of the ratio or the value.

    A `gate` holds on every machine (queries, rows, memory); a ratio that is missed is only told.
    `must` is None where a number is shown for its own sake. `grows` marks a time that is compared
    with the same for other numbers of rows; `fewer` is how many the other side had, if not `rows`.
    """

    code: str
    what: str
    rows: int
    ours: float
    must: float | None = None
    against: float | None = None
    aim: float | None = None
    unit: str = "ms"
    gate: bool = False
    grows: bool = False
    fewer: int = 0

    @property
    def value(self):
        return self.ours if self.against is None else self.ours / self.against

    @property
    def is_missed(self):
        return self.must is not None and self.value > self.must

    @property
    def verdict(self):
        if self.must is None:
            return ""
        if self.is_missed:
            slack = 1 if self.against is None else SLACK
            return "MISS" if self.value > self.must * slack else "sát mức"
        return "đạt" if self.aim is None or self.value > self.aim else "đạt đích"


def check(name, found, expected):
    """Raise WrongAnswer where the two differ."""
    if found != expected:
        raise WrongAnswer(f"{name}: {str(found)[:200]}, phải là {str(expected)[:200]}")


def clock(job, timer=time.perf_counter, before=None):
    """How many milliseconds the job takes; garbage of what went before is not its own."""
    if before:
        before()
    gc.collect()
    start = timer()
    job()
    return 1000 * (timer() - start)


def race(ours, theirs, pairs, timer=time.perf_counter, before=None):
    """The medians of both jobs in milliseconds, run in turns; short ones after a warming run.

    `before`, where given, is done before every run and not counted.
    """

    def both():
        return clock(ours, timer, before), clock(theirs, timer, before)

    begun = time.perf_counter()
    times = [both()]
    fit = int(SECONDS / (time.perf_counter() - begun))
    if pairs > 1 and fit:
        times = []
        pairs = max(pairs, min(fit, MOST_PAIRS))
    while len(times) < pairs:
        times.append(both())
    return tuple(median(column) for column in zip(*times, strict=True))


def queries(job):
    """What the job gives, and how many questions it puts to the database."""
    asked = []

    def note(execute, sql, *facts):
        asked.append(sql)
        return execute(sql, *facts)

    with connection.execute_wrapper(note):
        answer = job()
    return answer, sum(not sql.startswith(MARKS) for sql in asked)
