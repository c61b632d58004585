"""The child process that opens files: what it may not have, and what its end becomes."""

import time

import pytest

from programs.intake import capped, child
from programs.intake.outcomes import RefusedFileError
from programs.intake.reading import read_grid
from tests.support.workbooks import HEAD, ROWS, workbook


def refusal_of(deed):
    with pytest.raises(RefusedFileError) as refused:
        capped.run("tests.support.hungry", deed, data=b"")
    (problem,) = refused.value.problems
    return problem


def test_child_that_wants_too_much_memory_is_refused_with_a_sentence():
    assert refusal_of("memory").code == "E_TOO_HEAVY"


def test_child_that_computes_for_ever_is_stopped(monkeypatch):
    monkeypatch.setattr(capped, "SECONDS", 1)
    begun = time.perf_counter()

    assert refusal_of("processor").code == "E_TOO_HEAVY"
    assert time.perf_counter() - begun < 10


def test_processor_time_is_bounded_even_if_nobody_waits():
    assert refusal_of("impatient").code == "E_TOO_HEAVY"


def test_child_that_sleeps_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(capped, "SECONDS", 1)

    assert refusal_of("sleep").code == "E_TOO_HEAVY"


@pytest.mark.parametrize("deed", ["network", "disk", "crash"])
def test_child_that_reaches_out_or_breaks_is_refused_and_no_trace_is_shown(deed):
    problem = refusal_of(deed)

    assert problem.code == "E_FORMAT"
    assert "Error" not in problem.message


def test_child_gets_none_of_our_environment(monkeypatch):
    monkeypatch.setenv("OCOP_SECRET_KEY", "secret")

    assert b"OCOP" not in capped.run("tests.support.hungry", "environment", data=b"")


def test_limits_are_those_that_were_promised():
    assert (child.MEMORY, child.SECONDS, capped.SECONDS) == (2**30, 20, 25)


def test_grid_comes_back_from_the_child_as_it_was_read():
    grid = read_grid("a.xlsx", workbook())

    (sheet,) = grid.sheets
    assert (sheet.name, sheet.is_visible) == ("Danh sách", True)
    assert sheet.rows[0] == (1, False, list(HEAD))
    assert [cells[:3] for _, _, cells in sheet.rows[1:]] == [list(row[:3]) for row in ROWS]
