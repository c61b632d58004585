"""Which versions count, what they come to, and what is said to be lacking."""

from dataclasses import astuple
from decimal import Decimal

import pytest

from reports.periodic.consolidation import Gaps, counted, figures, gaps
from reports.periodic.files import is_late
from tests.support.periodic import AGENCY, ANNUAL, HALF_YEAR, UNIT, indicator, version

# --- Which version counts ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("states", "number"),
    [
        ("accepted", 1),
        ("nil", 1),
        ("superseded accepted", 2),
        ("superseded superseded accepted", 3),
        ("accepted accepted", 2),
        ("accepted nil", 2),
        ("nil accepted", 2),
        ("accepted returned", 1),
        ("accepted sent", 1),
        ("accepted draft", 1),
        ("accepted superseded", 1),
        ("nil returned draft", 1),
        ("returned accepted returned sent draft", 2),
        ("draft", None),
        ("sent", None),
        ("returned", None),
        ("superseded", None),
        ("returned sent", None),
    ],
)
def test_the_highest_version_that_is_accepted_or_nil_counts(states, number):
    versions = [version(at, state) for at, state in enumerate(states.split(), 1)]

    assert [each.version for each in counted(reversed(versions))] == ([number] if number else [])


def test_versions_are_numbers_and_the_tenth_comes_after_the_ninth():
    assert counted([version(10, sp=1), version(9, sp=2)])[0].version == 10


def test_a_reporter_counts_once_in_each_period():
    rows = [version(1), version(3, period=ANNUAL), version(1, who="524"), version(2)]

    assert [(each.period, each.who, each.version) for each in counted(rows)] == [
        (HALF_YEAR, "522", 2),
        (HALF_YEAR, "524", 1),
        (ANNUAL, "522", 3),
    ]


# --- Figures -----------------------------------------------------------------------------------


def sums(rows, roll_up="sum", asked_of="unit"):
    """(units, agencies, province, from_reports) of the one indicator in the one period."""
    (figure,) = figures([indicator("sp", roll_up, asked_of)], rows)
    return figure.units, figure.agencies, figure.province, figure.from_reports


UNITS = [version(sp=3), version(who="524", sp=0), version(who="525"), version(who="527", sp=None)]
AGENCIES = [version(who="so-ct", kind=AGENCY, sp=10), version(who="mttq", kind=AGENCY)]


@pytest.mark.parametrize("roll_up", ["sum", "latest"])
@pytest.mark.parametrize(
    ("asked_of", "expected"),
    [
        ("unit", (3, None, 3, 2)),
        ("agency", (None, 10, 10, 1)),
        ("both", (3, 10, 13, 3)),
    ],
)
def test_the_answers_of_those_asked_are_added(roll_up, asked_of, expected):
    assert sums(UNITS + AGENCIES, roll_up, asked_of) == expected


def test_a_stock_is_that_of_each_reporter_and_not_the_report_that_came_last():
    rows = [
        version(1, "accepted", "2024-06-18", sp=7),
        version(1, "accepted", "2024-06-01", who="524", sp=5),
    ]

    assert sums(rows, "latest") == (12, None, 12, 2)


@pytest.mark.parametrize("roll_up", ["distinct", "ratio", "none"])
def test_what_cannot_be_added_has_no_figure_but_its_answers_are_counted(roll_up):
    rows = [version(sp="66,7"), version(who="524", sp=Decimal(50)), version(who="525"), *AGENCIES]

    assert sums(rows, roll_up, "both") == (None, None, None, 3)


def test_nobodys_answer_is_no_figure_and_a_zero_is_one():
    assert sums([version(), version(who="524")]) == (None, None, None, 0)
    assert sums([version(sp=0), version(who="524")]) == (0, None, 0, 1)
    assert sums([version(sp=None)]) == (None, None, None, 0)


def test_where_no_agency_answers_the_units_are_the_province():
    assert sums([*UNITS, AGENCIES[1]], "sum", "both") == (3, None, 3, 2)


def test_the_figures_of_a_nil_report_count_as_they_stand():
    rows = [version(1, "nil", sp=4), version(1, "nil", who="524", sp=0), version(1, "nil", who="5")]

    assert sums(rows, "latest") == (4, None, 4, 2)


def test_a_later_version_replaces_also_what_it_leaves_empty():
    assert sums([version(1, sp=3), version(2)]) == (None, None, None, 0)


def test_each_period_stands_alone_and_nothing_is_carried_over():
    rows = [version(sp=3), version(period=ANNUAL, who="524", sp=5), version(period=ANNUAL)]

    assert [
        (each.period, each.indicator.code, each.province, each.from_reports)
        for each in figures([indicator("sp", "latest"), indicator("khac")], rows)
    ] == [
        (HALF_YEAR, "sp", 3, 1),
        (HALF_YEAR, "khac", None, 0),
        (ANNUAL, "sp", 5, 1),
        (ANNUAL, "khac", None, 0),
    ]


def test_a_period_of_which_nothing_came_has_figures_and_gaps_too():
    (figure,) = figures([indicator()], [version(state="missing")])

    assert (figure.province, figure.from_reports) == (None, 0)
    assert figures([indicator()], []) == []
    assert gaps([], is_late) == {}


def test_sums_are_exact():
    tenths = [version(who=str(at), sp=Decimal("0.1")) for at in range(3)]

    assert sums(tenths)[2] == Decimal("0.3")
    assert sums([version(sp=9_007_199_254_740_993), version(who="524", sp=1)])[2] == 2**53 + 2


def test_a_figure_knows_the_reports_behind_it():
    (figure,) = figures([indicator()], [version(1, "superseded", sp=1), version(2, sp=3), *UNITS])

    assert [(each.who, each.version, each.values["sp"]) for each in figure.answers] == [
        ("522", 2, 3),
        ("524", 1, 0),
    ]


# --- Gaps --------------------------------------------------------------------------------------


def lacking(rows):
    """{name of a gap: codes} of the one period, without those that are empty."""
    (found,) = gaps(rows, is_late).values()
    return {name: codes for name, codes in vars(found).items() if codes}


@pytest.mark.parametrize(
    ("states", "names"),
    [
        ("missing", ["missing"]),
        ("draft", ["missing"]),
        ("draft missing", ["missing"]),
        ("superseded", ["missing"]),
        ("superseded draft", ["missing"]),
        ("returned", ["returned"]),
        ("returned draft", ["returned"]),
        ("returned superseded", ["returned"]),
        ("returned returned", ["returned"]),
        ("sent returned", ["returned"]),
        ("returned sent", []),
        ("sent", []),
        ("sent draft", []),
        ("accepted", []),
        ("accepted returned", []),
        ("nil accepted", []),
        ("nil", ["nil"]),
        ("accepted nil", ["nil"]),
        ("nil returned", ["nil"]),
        ("nil draft", ["nil"]),
    ],
)
def test_a_reporter_is_missing_or_returned_or_nil_or_none_of_them(states, names):
    rows = [version(at, state) for at, state in enumerate(states.split(), 1)]

    assert lacking(rows[::-1]) == {name: ["522"] for name in names}


@pytest.mark.parametrize("state", ["accepted", "sent", "superseded", "returned", "nil"])
@pytest.mark.parametrize(
    ("period", "sent_at", "late"),
    [
        (HALF_YEAR, "2024-06-19T23:59:59.999", False),
        (HALF_YEAR, "2024-06-20T00:00", True),
        (HALF_YEAR, "2024-06-20T00:00:00.001", True),
        (HALF_YEAR, "2024-07-01", True),
        (HALF_YEAR, "2024-12-01", True),
        (HALF_YEAR, "2025-01-05", False),
        (ANNUAL, "2024-06-20", False),
        (ANNUAL, "2024-12-19T23:59:59.999", False),
        (ANNUAL, "2024-12-20T00:00", True),
        (ANNUAL, "2024-12-31T23:59:59", True),
        (ANNUAL, "2025-01-05", False),
    ],
)
def test_late_is_what_was_not_sent_before_the_twentieth(state, period, sent_at, late):
    assert ("late" in lacking([version(1, state, sent_at, period=period)])) == late


@pytest.mark.parametrize(
    ("first", "second", "late"),
    [
        (("returned", "2024-06-15"), ("accepted", "2024-06-25"), False),
        (("returned", "2024-06-22"), ("accepted", "2024-06-25"), True),
        (("superseded", "2024-06-22"), ("accepted", "2024-06-25"), True),
        (("superseded", ""), ("accepted", "2024-06-25"), True),
        (("superseded", ""), ("accepted", "2024-06-18"), False),
        (("draft", ""), ("accepted", "2024-06-25"), True),
        (("accepted", "2024-06-18"), ("returned", "2024-06-25"), False),
        (("returned", "2024-06-25"), ("draft", ""), True),
    ],
)
def test_the_first_version_that_was_sent_is_late_or_not(first, second, late):
    rows = [version(2, *second), version(1, *first)]

    assert ("late" in lacking(rows)) == late


def test_late_in_one_period_is_not_late_in_the_other():
    rows = [version(sent_at="2024-06-25"), version(sent_at="2024-12-10", period=ANNUAL)]

    assert gaps(rows, is_late) == {HALF_YEAR: Gaps(late=["522"]), ANNUAL: Gaps()}


def test_a_late_report_counts():
    rows = [version(sent_at="2024-06-25", sp=3)]

    assert (sums(rows), lacking(rows)) == ((3, None, 3, 1), {"late": ["522"]})


def test_gaps_are_sorted_as_texts_units_and_agencies_together():
    codes = ["so-ct", "0511", "536", "51", "051", "mttq"]
    rows = [
        version(state="missing", who=code, kind=UNIT if code.isdigit() else AGENCY)
        for code in codes
    ]

    assert lacking(rows) == {"missing": ["051", "0511", "51", "536", "mttq", "so-ct"]}


def test_who_is_late_is_said_by_whoever_knows_the_clocks():
    rows = [version(sent_at="2024-06-25"), version(sent_at="2024-06-18", who="524")]

    found = gaps(rows, lambda each: each.who == "524")

    assert astuple(found[HALF_YEAR]) == ([], ["524"], [], [])
