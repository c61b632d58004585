"""What minima do to a star, computed by hand from the sheets of Phụ lục II as in test_judging."""

import pytest

from tests.support.sittings import answer, figures, outcome

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("decision")]
NONE_FAILS = {"3": [], "4": [], "5": []}


@pytest.mark.parametrize(
    ("number", "sheet", "mean", "failing", "verdict"),
    [
        (9, "8:-", 95, {"3": ["8"]}, ("refuse", 2)),  # 5→0, least for three 2
        (9, "3.4:1", 99, {"4": ["3.4"]}, ("recognise", 3)),  # 2→1, least for four 2
        (9, "7:3", 98, {"5": ["7"]}, ("recognise", 4)),  # 5→3, least for five 5
        (9, "7:3 3.4:1", 97, {"4": ["3.4"], "5": ["7"]}, ("recognise", 3)),
        # 3→0 and 5→0: three stars need 1 and 2, four 2 and 3, five 5 in 4.1 alone.
        (
            14,
            "3.5:- 4.1:-",
            92,
            {"3": ["3.5", "4.1"], "4": ["3.5", "4.1"], "5": ["4.1"]},
            ("refuse", 2),
        ),
        (21, "7:-", 96, {"3": ["7"]}, ("refuse", 2)),  # 4→0, least for three 1
        (23, "8:2", 98, {"3": ["8"]}, ("refuse", 2)),  # 4→2: the least for three is the best
        (26, "3.4:1", 98, {"4": ["3.4"]}, ("recognise", 3)),  # 3→1, least for four 3
        (26, "3.5:1", 98, {"4": ["3.5"]}, ("recognise", 3)),  # 3→1, least for four 2
        (26, "3.5:-", 97, {"3": ["3.5"], "4": ["3.5"]}, ("refuse", 2)),
        # 40+4+4+2: all that has minima in part A is lacking.
        (
            23,
            "A:- 6.3:- 9:- 5.2:-",
            50,
            {
                "3": ["2.2", "3.5"],
                "4": ["1.4", "1.5", "2.1", "2.2", "3.4", "3.5"],
                "5": ["1.4"],
            },
            ("refuse", 2),
        ),
    ],
)
def test_a_star_asks_for_its_minima_and_those_below(number, sheet, mean, failing, verdict):
    found = answer(number, sheet, sheet, case=1)

    assert found["mean"] == f"{mean}/1"
    assert found["failing"] == NONE_FAILS | failing
    assert (found["verdict"], found["star"]) == verdict


# Set 23, least points: 5.3 for three stars 1; 4.1 for three 2, for four 3, for five 5.
# 100; 4.1 5→2 = 97; 5.3 5→0 and 4.1 5→2 = 92: 289 in all, 8 apart.
# 5.3: 5, 5, 0, two of three reach 1, mean 10/3. 4.1: 5, 2, 2, one reaches 3 and 5, mean 3.
PARTED = ["", "4.1:2", "5.3:1 4.1:2"]
BOTH_BEST = {"5.3": 4, "4.1": 4}


@pytest.mark.parametrize(
    ("settings", "findings", "failing", "verdict"),
    [
        ({"minima": "every"}, {}, [["5.3"], ["4.1"], ["4.1"]], ("refuse", 2)),
        ({"minima": "majority"}, {}, [[], ["4.1"], ["4.1"]], ("recognise", 3)),
        ({"minima": "mean"}, {}, [[], [], ["4.1"]], ("recognise", 4)),
        ({"minima": "finding"}, BOTH_BEST, [[], [], []], ("forward", 5)),
        ({}, BOTH_BEST, [[], [], []], ("forward", 5)),
        ({}, BOTH_BEST | {"4.1": 3}, [[], [], ["4.1"]], ("recognise", 4)),
        ({}, BOTH_BEST | {"4.1": 2}, [[], ["4.1"], ["4.1"]], ("recognise", 3)),
        ({}, BOTH_BEST | {"5.3": None}, [["5.3"], [], []], ("refuse", 2)),
        # Without a word on each of the two there is no conclusion.
        ({}, {}, [[], [], []], ("open", None)),
        ({}, {"5.3": 4}, [[], [], []], ("open", None)),
        ({}, {"4.1": 1}, [["4.1"], ["4.1"], ["4.1"]], ("open", None)),
        # Only the rule of findings asks for them.
        ({"minima": "every"}, BOTH_BEST, [["5.3"], ["4.1"], ["4.1"]], ("refuse", 2)),
        ({"minima": "every", "forward": "band"}, {}, [["5.3"], ["4.1"], ["4.1"]], ("refuse", 2)),
        ({"minima": "majority", "forward": "band"}, {}, [[], ["4.1"], ["4.1"]], ("forward", 5)),
        ({"minima": "mean", "forward": "band"}, {}, [[], [], ["4.1"]], ("forward", 5)),
        ({"forward": "band"}, {}, [[], [], []], ("open", None)),
        ({"forward": "band"}, BOTH_BEST | {"5.3": None}, [["5.3"], [], []], ("refuse", 2)),
    ],
)
def test_the_same_sheets_under_other_rules(settings, findings, failing, verdict):
    found = answer(23, *PARTED, settings=settings, findings=findings)

    assert (found["mean"], found["spread"]) == ("289/3", "8")
    assert list(found["failing"].values()) == failing
    assert (found["verdict"], found["star"]) == verdict


def test_half_of_the_sheets_are_no_majority():
    """3.5 of set 9: 3 and 0, least for three stars 1."""
    rules = {"minima": "majority"}

    assert outcome(9, "", "3.5:-", settings=rules) == ("refuse", 2)
    assert outcome(9, "", "", "3.5:-", settings=rules) == ("forward", 5)


def test_a_mean_that_is_the_minimum_reaches_it():
    """3.5 of set 9: 3 and 1 have the mean 2, which is the least for four; 3, 1, 1 have 5/3."""
    rules = {"minima": "mean"}

    assert outcome(9, "", "3.5:1", settings=rules) == ("forward", 5)
    assert outcome(9, "", "3.5:1", "3.5:1", settings=rules) == ("recognise", 3)


def test_members_disagree_on_options_not_on_points():
    """6.2 of set 23 has two levels of 1 point: 5→1 on both sheets, 96 points."""
    found = answer(23, "6.2:1", "6.2:2")

    assert (found["verdict"], found["mean"]) == ("open", "96/1")
    assert outcome(23, "6.2:1", "6.2:1") == ("recognise", 3)


def test_members_may_disagree_where_there_are_no_minima():
    assert outcome(9, "11:1", "11:2", "11:-") == ("forward", 5)


def test_a_finding_holds_where_members_agree():
    assert outcome(9, "", "", findings={"3.5": None}) == ("refuse", 2)
    assert outcome(9, "3.5:-", "3.5:-", findings={"3.5": 3}) == ("forward", 5)


def test_a_finding_changes_no_points():
    assert figures(9, "", findings={"3.5": None, "11": None})[0] == "100/1"


def test_the_band_sends_up_from_ninety():
    """1.2, 1.3, 3.1, 2.4 of set 9 have no star: 3+3+3+1 = 10; 3.2 has 1: 179/2."""
    ninety = "1.2:- 1.3:- 3.1:- 2.4:-"

    assert outcome(9, ninety, settings={"forward": "band"}) == ("forward", 5)
    assert outcome(9, ninety, f"{ninety} 3.2:-", settings={"forward": "band"}) == ("recognise", 4)


def test_at_ninety_the_band_asks_for_three_stars_alone():
    """7 of set 9: 5→3, least for five 5."""
    assert outcome(9, "7:3", settings={"forward": "star"}) == ("recognise", 4)
    assert outcome(9, "7:3", settings={"forward": "band"}) == ("forward", 5)
