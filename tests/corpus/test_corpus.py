"""Every file ends as it must: taken, asked about, or refused, by its code and with a sentence."""

import time

import pytest

from products.plan_imports.staging import examine
from tests.corpus.bad import FILES_REFUSED, ROWS_REFUSED
from tests.corpus.good import FILES
from tests.support.importers import make_importing_plan

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def read():
    plan = make_importing_plan()

    def read(name, data):
        begun = time.perf_counter()
        reading = examine(plan, name, data)
        assert time.perf_counter() - begun < 10
        assert all(problem.message.endswith((".", ".”")) for problem in reading.problems)
        return reading

    return read


def codes(reading):
    return {problem.code for problem in reading.problems}


@pytest.mark.parametrize(("name", "data", "outcome", "rows", "code"), FILES.values(), ids=FILES)
def test_file_is_taken_and_what_is_odd_about_it_told(read, name, data, outcome, rows, code):
    reading = read(name, data)

    assert (reading.outcome, len(reading.rows), reading.rows_bad) == (outcome, rows, 0)
    assert codes(reading) == ({code} if code else set())


@pytest.mark.parametrize(
    ("name", "data", "good", "bad", "code"), ROWS_REFUSED.values(), ids=ROWS_REFUSED
)
def test_row_is_refused_and_the_others_are_judged_too(read, name, data, good, bad, code):
    reading = read(name, data)

    assert (reading.outcome, len(reading.rows), reading.rows_bad) == ("REJECT_ROWS", good, bad)
    assert code in codes(reading)
    assert all(problem.row for problem in reading.problems)


@pytest.mark.parametrize(("name", "data", "code"), FILES_REFUSED.values(), ids=FILES_REFUSED)
def test_file_is_refused_whole(read, name, data, code):
    reading = read(name, data)

    assert (reading.outcome, reading.rows, reading.rows_bad) == ("REJECT_FILE", [], 0)
    assert codes(reading) == {code}
