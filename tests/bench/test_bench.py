"""The benchmark answers right on a country with hardly any products; seconds are its own affair."""

from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.bench.command import Command
from tests.bench.growth import growth
from tests.bench.race import Figure, WrongAnswer, check, race
from tests.bench.subjects import SUBJECTS


@pytest.mark.slow
def test_every_subject_is_measured_and_none_answers_wrong():
    out = StringIO()
    # So few products prove the answers; what is missed of the rest is for a whole run to say.
    with suppress(CommandError):
        call_command(Command(), stdout=out, database="sqlite", pairs=1, rows=[60])
    told = out.getvalue()

    assert "SAI" not in told
    assert [code for code in SUBJECTS if f"\n{code} " not in told] == []
    assert "xong sau" in told


def test_an_unknown_subject_is_refused_with_those_there_are():
    with pytest.raises(CommandError, match=r"P99.*P10"):
        call_command(Command(), stdout=StringIO(), database="sqlite", only="P99")


def test_a_ratio_that_is_missed_is_told():
    figures = [Figure("P1", "x", 1, ours=ours, must=2, against=1, aim=1) for ours in (3, 2.4, 2, 1)]

    assert [each.verdict for each in figures] == ["MISS", "sát mức", "đạt", "đạt đích"]


def test_a_wrong_answer_is_an_exception():
    check("count", 1, 1)
    with pytest.raises(WrongAnswer, match="count: 1, phải là 2"):
        check("count", 1, 2)


def test_a_race_runs_both_in_turns():
    order = []
    race(lambda: order.append("a"), lambda: order.append("b"), pairs=2)

    assert order[:4] == ["a", "b", "a", "b"]


def test_growth_is_the_power_of_the_rows():
    times = [Figure("P1", "x", rows, ours=rows / 10, grows=True) for rows in (1000, 20_000)]
    (figure,) = growth("P16", times)

    assert figure.value == pytest.approx(1)
