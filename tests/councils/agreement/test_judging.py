"""Sittings that were computed by hand from the sheets of Phụ lục II, Decision 26/2026/QĐ-TTg.

A sheet says what it lacks of the best level everywhere, which is 100 points in every set; beside
each stands what that costs.
"""

import pytest

from councils.agreement.files import as_json, judged
from tests.support.sittings import answer, figures, outcome, sitting

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("decision")]
NONE_FAILS = {"3": [], "4": [], "5": []}

# --- Means at the bands and just below ---------------------------------------------------------

# Set 1: nothing with a star is lacking down to 59.
S1_90 = "1.1:- 1.4:- 3.1:- 1.7:-"  # 3+3+3+1 = 10
S1_89 = f"{S1_90} 2.4:-"  # 10+1
S1_70 = f"{S1_90} 3.3:- 4.2:- 4.3:- 6.3:- 6.4:- 7:-"  # 10 + 3+3+5+3+3+3 = 30
S1_69 = f"{S1_70} 2.4:-"  # 30+1
# 30 + 2+1+2+2+3 = 40; 3→1 3→2 3→2 5→3 5→1 = 2+1+1+2+4 = 10
S1_50 = f"{S1_70} 1.2:- 2.4:- 5.2:- 11:- 12:- 1.3:1 1.5:3 1.6:2 4.1:3 5.3:2"
S1_49 = f"{S1_50} 3.2:-"  # 50+1
S9_90 = "1.2:- 1.3:- 3.1:- 2.4:-"  # 3+3+3+1
S9_89 = f"{S9_90} 3.2:-"  # 10+1
S14_90 = "6.3:- 10:-"  # 5+5
S14_91 = "6.3:2 10:-"  # 5→1 = 4, +5
S21_70 = "1.2:- 1.3:- 3.1:- 3.3:- 4.2:- 4.3:- 6.3:- 6.4:- 2.3:- 3.2:- 5.2:-"  # 7·3+5+1+1+2
S21_69 = f"{S21_70} 1.6:-"  # 30+1
S26_90 = "1.2:- 2.3:-"  # 5+5
S26_89 = f"{S26_90} 16:2"  # 10, 3→2
S26_70 = f"{S26_90} 4.1:- 4.4:- 4.5:- 1.3:- 13:-"  # 10 + 5+4+3+4+4
S26_69 = f"{S26_70} 16:2"  # 30, 3→2
S26_50 = "C:- 4.1:- 4.2:- 4.3:- 2.1:-"  # 35+5+3+2+5
S26_49 = f"{S26_50} 2.2:1"  # 50, 2→1


@pytest.mark.parametrize(
    ("number", "sheets", "expected", "verdict"),
    [
        (1, [S1_90, S1_90], ["90/1", "90,00", "90", "0", 5], ("forward", 5)),
        (1, [S1_90, S1_90, S1_89], ["269/3", "89,67", "90", "1", 4], ("recognise", 4)),
        (1, [S1_70], ["70/1", "70,00", "70", "0", 4], ("recognise", 4)),
        (1, [S1_69, S1_70, S1_70], ["209/3", "69,67", "70", "1", 3], ("recognise", 3)),
        (1, [S1_50], ["50/1", "50,00", "50", "0", 3], ("recognise", 3)),
        (1, [*[S1_50] * 6, S1_49], ["349/7", "49,86", "50", "1", 2], ("refuse", 2)),
        (9, [S9_90, S9_89], ["179/2", "89,50", "89.5", "1", 4], ("recognise", 4)),
        (9, [S9_90], ["90/1", "90,00", "90", "0", 5], ("forward", 5)),
        (21, [S21_70], ["70/1", "70,00", "70", "0", 4], ("recognise", 4)),
        (21, [S21_70, S21_69], ["139/2", "69,50", "69.5", "1", 3], ("recognise", 3)),
    ],
)
def test_the_unrounded_mean_finds_the_band(number, sheets, expected, verdict):
    assert figures(number, *sheets) == expected
    assert outcome(number, *sheets) == verdict


@pytest.mark.parametrize("case", [1, 2])
@pytest.mark.parametrize(
    ("sheets", "mean", "verdict"),
    [
        ([S26_90], "90/1", ("forward", 5)),  # set 26 has no minimum of five stars
        ([S26_90, S26_90, S26_89], "269/3", ("recognise", 4)),
        ([S26_70], "70/1", ("recognise", 4)),
        ([S26_70, S26_70, S26_69], "209/3", ("recognise", 3)),
        ([S26_50], "50/1", ("recognise", 3)),
        ([*[S26_50] * 6, S26_49], "349/7", ("refuse", 2)),
    ],
)
def test_a_community_and_others_are_judged_by_their_own_levels(case, sheets, mean, verdict):
    assert figures(26, *sheets, case=case)[0] == mean
    assert outcome(26, *sheets, case=case) == verdict


def test_levels_of_the_second_case_have_numbers_of_their_own():
    """8, 9 and 15: option 3 has 1 point of 3, of 2, of 3."""
    assert figures(26, "8:3 9:3 15:3", case=2)[0] == "95/1"
    assert figures(26, "8:1 9:1 15:1", case=1)[0] == "95/1"


def test_an_answer_is_whole():
    assert list(answer(1, *[S1_50] * 6, S1_49).items()) == [
        ("totals", {f"TV{at}": 50 for at in range(1, 7)} | {"TV7": 49}),
        ("mean", "349/7"),
        ("shown", "49,86"),
        ("median", "50"),
        ("spread", "1"),
        ("quorum", True),
        ("band", 2),
        ("star", 2),
        ("failing", {"3": [], "4": [], "5": ["1.3", "1.5", "4.1"]}),
        ("verdict", "refuse"),
    ]


def test_a_mean_is_shown_with_the_half_rounded_up():
    """7·90 + 91 = 721, 721/8 = 90,125: rounded to the even it would be 90,12."""
    assert figures(14, *[S14_90] * 7, S14_91) == ["721/8", "90,13", "90", "1", 5]


def test_what_is_shown_as_ninety_is_not_ninety():
    """199·90 + 89 = 17 999; through 200 it is 89,995."""
    sheets = [*[S9_90] * 199, S9_89]

    assert figures(9, *sheets) == ["17999/200", "90,00", "90", "1", 4]
    assert outcome(9, *sheets) == ("recognise", 4)


def test_of_an_even_number_of_sheets_the_median_stands_between_two():
    """90, 90, 91, 100: 371/4; 6.3 and 10 have no star in set 14."""
    assert figures(14, "", S14_91, S14_90, S14_90) == ["371/4", "92,75", "90.5", "10", 5]


@pytest.mark.parametrize("number", [1, 9, 14, 21, 23])
def test_no_level_anywhere_is_a_sheet_of_no_points(number):
    assert figures(number, "A:- B:- C:-") == ["0/1", "0,00", "0", "0", 1]
    assert outcome(number, "A:- B:- C:-") == ("refuse", 1)


def test_no_level_anywhere_fails_every_minimum():
    found = answer(26, "A:- B:- C:-", case=2)

    assert (found["mean"], found["verdict"], found["star"]) == ("0/1", "refuse", 1)
    assert found["failing"] == {"3": ["3.5"], "4": ["3.4", "3.5"], "5": []}


# --- What is judged again ----------------------------------------------------------------------


@pytest.mark.parametrize("occasion", ["first", "upgrade", "again"])
def test_a_product_that_is_judged_again_may_go_down(occasion):
    """The occasion changes no figure: of four stars before, three or two are left."""
    assert outcome(1, S1_69, S1_69, occasion=occasion) == ("recognise", 3)
    assert outcome(1, S1_49, S1_49, occasion=occasion) == ("refuse", 2)


# --- The story of set 21 -----------------------------------------------------------------------


@pytest.mark.parametrize("structure", ["5.2:x", "5.2:-"])
@pytest.mark.parametrize("story", ["5.1:1", "5.1:-"])
def test_without_a_story_its_structure_is_left_out(story, structure):
    """5.1 5→0, least for four stars 5; 5.2 2→0."""
    assert figures(21, f"{story} {structure}")[0] == "93/1"
    assert outcome(21, f"{story} {structure}") == ("recognise", 3)


# --- Who was there -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheets", "said", "quorum", "verdict"),
    [
        (["", "", "abstained"], {"seats": 4}, True, ("forward", 5)),  # 3/4, the fourth not listed
        (["", "", "abstained", "absent"], {}, True, ("forward", 5)),
        (["", "", "abstained", "conflict"], {}, True, ("forward", 5)),
        (["", "", "conflict", "absent"], {}, False, ("open", None)),  # 2/4
        ([*[""] * 5, "conflict", "conflict"], {}, False, ("open", None)),  # 5/7 = 71,4 %
        ([*[""] * 5, "abstained", "conflict"], {}, True, ("forward", 5)),  # 6/7
        (["", "", ""], {"seats": 5, "settings": {"quorum": "0.6"}}, True, ("forward", 5)),
        (["", "", ""], {"seats": 5, "settings": {"quorum": "3/5"}}, True, ("forward", 5)),
        (["", "", ""], {"seats": 5, "settings": {"quorum": "0.61"}}, False, ("open", None)),
        (["", "abstained"], {"settings": {"quorum": "1"}}, True, ("forward", 5)),
        (["", "absent"], {"settings": {"quorum": "1"}}, False, ("open", None)),
        (["abstained", "abstained"], {}, True, ("open", None)),  # nobody has scored
        ([], {"seats": 7}, False, ("open", None)),
    ],
)
def test_those_who_signed_or_abstained_are_the_quorum(sheets, said, quorum, verdict):
    found = answer(9, *sheets, **said)

    assert (found["quorum"], found["verdict"], found["star"]) == (quorum, *verdict)


def test_only_signed_sheets_are_read():
    said = sitting(9, "", "8:-", "8:-", "8:-")
    for member, state in zip(said["sheets"][1:], ["abstained", "conflict", "absent"], strict=True):
        member["state"] = state

    found = as_json(judged(said))

    assert (found["totals"], found["failing"]) == ({"TV1": 100}, NONE_FAILS)


def test_without_a_signed_sheet_there_are_no_figures():
    found = answer(9, "abstained", "abstained")

    assert found["totals"] == {}
    assert [found[key] for key in ("mean", "shown", "median", "spread", "band")] == [None] * 5
    assert found["failing"] == NONE_FAILS


# --- Scores far apart: set 21, where 9, 4.3 and 2.3 have no stars ------------------------------

TEN_LESS = "9:- 4.3:-"  # 5+5
ELEVEN_LESS = f"{TEN_LESS} 2.3:-"  # 10+1


@pytest.mark.parametrize(
    ("sheet", "said", "verdict"),
    [
        (TEN_LESS, {}, ("forward", 5)),
        (ELEVEN_LESS, {}, ("open", None)),
        (ELEVEN_LESS, {"spread_reason": "Đã chấm lại."}, ("forward", 5)),
        (ELEVEN_LESS, {"spread_reason": "  "}, ("open", None)),
        (ELEVEN_LESS, {"settings": {"tolerance": "11"}}, ("forward", 5)),
        (TEN_LESS, {"settings": {"tolerance": "9.99"}}, ("open", None)),
        (TEN_LESS, {"settings": {"tolerance": "0"}}, ("open", None)),
        ("", {"settings": {"tolerance": "0"}}, ("forward", 5)),
    ],
)
def test_a_spread_over_the_tolerance_waits_for_a_reason(sheet, said, verdict):
    assert outcome(21, "", "", sheet, **said) == verdict


# --- Gates come before everything --------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "gate", "verdict"),
    [
        (1, "forged", ("not_evaluated", None)),  # disqualify
        (1, "common_product", ("not_evaluated", None)),
        (9, "unsafe_impurity", ("not_evaluated", None)),  # stop_evaluation
        (21, "ip_violation", ("not_evaluated", None)),
        (1, "not_all_from_province", ("refuse", 4)),
        (23, "not_all_from_province", ("refuse", 4)),
    ],
)
@pytest.mark.parametrize(
    "said", [{}, {"seats": 7}, {"settings": {"forward": "band", "tolerance": "0"}}]
)
def test_a_gate_decides_whatever_the_sheets_say(number, gate, verdict, said):
    """1.5 of set 1, 3→2, and 1.4 of set 23, 4→2: the least for five stars is 3, and 4."""
    sheet = {1: "1.5:3", 23: "1.4:3"}.get(number, "")

    assert outcome(number, sheet, gate=gate, **said) == verdict


def test_a_gate_leaves_the_figures_as_they_are():
    """3.3 of set 9 has no star: 3→2, 199/2."""
    found = answer(9, "", "3.3:2", gate="copied_product")

    assert (found["totals"], found["mean"]) == ({"TV1": 100, "TV2": 99}, "199/2")
    assert (found["quorum"], found["band"], found["failing"]) == (True, 5, NONE_FAILS)


# --- What keeps a Council from concluding, in words --------------------------------------------


def test_everything_that_is_open_is_said_at_once():
    """3.5 of set 9: 3→1; 3.3, 4.3 and 11 have no star: 3+5+3; 13 apart."""
    judgement = judged(sitting(9, "", "3.5:1 3.3:- 4.3:- 11:-", seats=4))

    assert judgement.obstacles == [
        "Mới có 2/4 thành viên chấm hoặc không cho điểm, chưa đủ tỷ lệ 75,00% của Quy chế.",
        "Hội đồng chưa kết luận mức đạt của tiêu chí 3.5, nơi các phiếu khác nhau.",
        (
            "Điểm cao nhất và thấp nhất lệch 13,00 điểm, quá 10,00 điểm: chấm lại, hoặc ghi lý do "
            "giữ nguyên."
        ),
    ]
    assert judged(sitting(9, "abstained")).obstacles == ["Chưa có phiếu nào đã ký."]
    assert judged(sitting(9, "")).obstacles == []
