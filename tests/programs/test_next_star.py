"""What is missing for a star: by hand on a small sheet, and as laws on the 26 real ones."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.answer_sheet import AnswerSheet
from programs.models import StarBand
from programs.next_star import aim_for, outlook, star_of
from tests.support.criteria_files import answer, good_sheet, options_of, shipped_sheets

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
BANDS = [StarBand(star=star, lower=Decimal(low)) for star, low in enumerate((0, 30, 50, 70, 90), 1)]
NUMBERS = range(1, 27)


@pytest.fixture(scope="module")
def sheets(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return shipped_sheets()


@pytest.fixture
def small():
    """1.1: 10 (3 stars), 20 (4), 40 (5); 1.2: 0, 20, where 1.1 has points; 7: 0, 40."""
    return good_sheet()


# --- By hand -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "star"),
    [
        ({}, 1),
        ({"c1_1": 3}, 2),
        ({"c1_1": 1, "c7": 2}, 3),
        ({"c1_1": 1, "c1_2": 2, "c7": 2}, 3),  # 70 points, but the minimum of four is 20 in 1.1
        ({"c1_1": 2, "c1_2": 2, "c7": 2}, 4),
        ({"c1_1": 3, "c1_2": 2, "c7": 2}, 5),
    ],
)
def test_a_star_takes_the_points_and_the_minima(small, choices, star):
    assert star_of(answer(small, **choices), BANDS) == star


def test_what_is_missing_is_told_by_criterion(small):
    aim = aim_for(answer(small, c1_1=1, c1_2=1), BANDS[3])

    (shortfall,) = aim.shortfalls
    assert (shortfall.node.criterion.code, shortfall.node.chosen.number) == ("1.1", 1)
    assert (shortfall.least.number, shortfall.points) == (2, 10)
    assert (aim.missing, aim.still_missing, aim.is_reached) == (60, 50, False)
    assert [(gain.node.criterion.code, gain.points) for gain in aim.gains] == [
        ("7", 40),
        ("1.1", 20),
        ("1.2", 20),
    ]


def test_nothing_is_missing_for_a_star_that_is_reached(small):
    aim = aim_for(answer(small, c1_1=3, c1_2=2, c7=2), BANDS[4])

    assert aim.is_reached
    assert (aim.missing, aim.still_missing, aim.shortfalls, aim.gains) == (0, 0, (), ())


def test_nothing_is_rounded(small):
    band = StarBand(star=4, lower=Decimal("70.01"))

    assert aim_for(answer(small, c1_1=1, c1_2=2, c7=2), band).missing == Decimal("0.01")


def test_a_case_that_was_chosen_excludes_the_options_of_the_other(sheets):
    community = answer(sheets[26], c8=1)

    best = {
        gain.node.criterion.code: gain.best.number for gain in aim_for(community, BANDS[4]).gains
    }

    assert [best[code] for code in ("8", "9", "15")] == [2, 2, 2]
    assert list(answer(sheets[26], c8=3, c9=3, c15=4).faults()) == []
    assert len(list(answer(sheets[26], c8=3, c9=1).faults())) == 1


# --- Laws on the real sheets -------------------------------------------------------------------


def draw_answers(data, sheet):
    """Any answers to the criteria, or none, that do not contradict one another."""
    answers = AnswerSheet(sheet)
    for node in answers.leaves:
        fitting = answers.fitting(node)
        if option := data.draw(st.sampled_from([None, *fitting])):
            answers = answers.choosing([option])
    return answers


def mend(answers, aim):
    """The answers once exactly what the aim says is missing has been made good."""
    answers = answers.choosing(shortfall.least for shortfall in aim.shortfalls)
    missing = aim.still_missing
    for gain in aim.gains:
        if missing > 0:
            answers, missing = answers.choosing([gain.best]), missing - gain.points
    return answers


@pytest.mark.parametrize("number", NUMBERS)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_raising_an_option_never_lowers_the_star(sheets, number, data):
    answers = draw_answers(data, sheets[number])
    node = data.draw(st.sampled_from(answers.leaves))
    low = node.chosen.points if node.chosen else 0
    higher = [each for each in answers.fitting(node) if each.points >= low]

    raised = answers.choosing([data.draw(st.sampled_from(higher))])

    assert star_of(raised, BANDS) >= star_of(answers, BANDS)


@pytest.mark.parametrize("number", NUMBERS)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_what_is_said_to_be_missing_is_exactly_what_brings_the_star(sheets, number, data):
    answers = draw_answers(data, sheets[number])

    for band in BANDS[2:]:
        aim = aim_for(answers, band)
        mended = mend(answers, aim)
        assert aim_for(mended, band).is_reached
        assert aim.is_reached == (star_of(answers, BANDS) >= band.star)
        if aim.is_reached:
            assert mended.chosen == answers.chosen


@pytest.mark.parametrize("number", NUMBERS)
def test_gains_of_an_empty_sheet_bring_all_points(sheets, number):
    gains = aim_for(AnswerSheet(sheets[number]), StarBand(star=1, lower=Decimal(0))).gains

    assert sum(gain.points for gain in gains) == 100
    assert [gain.points for gain in gains] == sorted((g.points for g in gains), reverse=True)


def test_the_sum_of_minima_of_a_set_is_told_as_it_stands_in_the_decision(sheets):
    """Set 1 (Phụ lục II): seven criteria have a minimum for three stars, together 10 points."""
    aim = aim_for(AnswerSheet(sheets[1]), BANDS[2])

    assert (len(aim.shortfalls), sum(each.points for each in aim.shortfalls)) == (7, 10)
    assert (aim.missing, aim.still_missing) == (50, 40)


# --- The outlook -------------------------------------------------------------------------------


def under(*bands):
    """A regulation with these bands, in this order, as a database would give them."""
    return SimpleNamespace(starbands=SimpleNamespace(all=lambda: list(bands)))


def test_stars_that_are_certified_are_looked_at_from_the_lowest_whatever_the_order(small):
    seen = outlook(answer(small, c1_1=1, c7=2), under(*BANDS[::-1]))

    assert [aim.star for aim in seen.aims] == [3, 4, 5]
    assert (seen.star, seen.next.star) == (3, 4)


def test_beyond_five_stars_there_is_nothing_next(small):
    seen = outlook(answer(small, c1_1=3, c1_2=2, c7=2), under(*BANDS))

    assert (seen.star, seen.next) == (5, None)


def test_a_lower_star_that_is_not_reached_is_next_though_the_points_are_those_of_more(small):
    least = [StarBand(star=3, lower=Decimal(10)), StarBand(star=4, lower=Decimal(40))]
    seen = outlook(answer(small, c7=2), under(*least))

    assert (seen.star, seen.next.star) == (None, 3)
    assert [each.least.number for each in seen.aims[1].shortfalls] == [2]


def test_without_criteria_the_bands_alone_are_known():
    seen = outlook(None, under(*BANDS))

    assert (seen.star, seen.next.star) == (None, 3)
    assert [(aim.missing, aim.still_missing, aim.gains) for aim in seen.aims] == [
        (None, None, ())
    ] * 3
    assert not any(aim.is_reached for aim in seen.aims)


def test_an_option_without_points_is_an_answer_and_none_is_not(small):
    """A minimum of no points is reached by saying so, not by saying nothing."""
    next(iter(options_of(small, c7=1))).min_for_star = 3

    codes = [
        [each.node.criterion.code for each in aim_for(answers, BANDS[2]).shortfalls]
        for answers in (answer(small, c1_1=1), answer(small, c1_1=1, c7=1))
    ]

    assert codes == [["7"], []]


def test_a_minimum_holds_for_every_star_above_that_sets_none(small):
    for option in options_of(small, c1_1=2) + options_of(small, c1_1=3):
        option.min_for_star = None

    leasts = [aim_for(answer(small, c7=2), band).shortfalls for band in BANDS[1:]]

    assert [[each.least.number for each in found] for found in leasts] == [[], [1], [1], [1]]


def test_points_that_are_not_counted_reach_no_minimum(small):
    next(iter(options_of(small, c1_2=2))).min_for_star = 3

    (first, second) = aim_for(answer(small, c1_2=2), BANDS[2]).shortfalls
    assert (first.node.criterion.code, second.node.criterion.code) == ("1.1", "1.2")
    assert (second.node.chosen.points, second.points) == (20, 20)
