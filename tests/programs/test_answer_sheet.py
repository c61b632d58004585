"""Any sheet of criteria with answers on it: read, compared, refused; none of it asks a database."""

from types import SimpleNamespace

import pytest

from programs.answer_sheet import (
    MOST_EVIDENCE,
    AnswerSheet,
    answered,
    chosen_otherwise,
    differences_between,
    stored_otherwise,
)
from programs.answers import AnswersChanged, AnswersRefused, accepted, read_answers
from programs.forms.answers import NO_OPTION
from tests.support.criteria_files import answer, good_sheet, options_of


@pytest.fixture
def sheet():
    """1.1: 10, 20, 40; 1.2: 0, 20, only where 1.1 has points; 7: 0, 40."""
    return good_sheet()


def sent(sheet, **numbers):
    """{criterion's key: option's} as a page sends it."""
    return {option.criterion_id: option.pk for option in options_of(sheet, **numbers)}


def key_of(sheet, code):
    return next(row.pk for row in sheet.criteria if row.code == code)


def test_points_are_added_up_from_what_is_chosen(sheet):
    answers = answer(sheet, c1_1=2, c1_2=2, c7=2)

    points = {node.criterion.code: node.points for node in answers.nodes}
    assert points == {"A": 80, "1": 40, "1.1": 20, "1.2": 20, "7": 40}
    assert (answers.total, answers.unanswered) == (80, ())


@pytest.mark.parametrize(
    ("numbers", "left", "of_section"),
    [({}, ["1.1", "7"], (0, 1)), ({"c1_1": 2}, ["1.2", "7"], (1, 2))],
)
def test_what_needs_points_elsewhere_waits_only_once_there_are_some(
    sheet, numbers, left, of_section
):
    answers = answer(sheet, **numbers)
    section = answers.sections[0]

    assert [node.criterion.code for node in answers.unanswered] == left
    assert (section.answered, section.asked) == of_section


def test_stored_rows_are_put_under_the_codes_of_their_criteria(sheet):
    (option,) = options_of(sheet, c1_1=3)
    rows = [
        SimpleNamespace(criterion_id=option.criterion_id, option_id=option.pk, evidence=""),
        SimpleNamespace(criterion_id=key_of(sheet, "7"), option_id=None, evidence="Phiếu số 5"),
    ]

    answers = answered(sheet, rows)

    assert answers.said == {"1.1": [3, ""], "1.2": [None, ""], "7": [None, "Phiếu số 5"]}
    assert answers.total == 40


def test_what_a_page_sends_is_read_with_its_evidence_made_plain(sheet):
    evidence = {key_of(sheet, "7"): " Phiếu  số 5 "}

    answers, faults = read_answers(sheet, sent(sheet, c1_1=1, c7=2), evidence)

    assert answers.said == {"1.1": [1, ""], "1.2": [None, ""], "7": [2, "Phiếu số 5"]}
    assert faults == []


def test_every_fault_of_what_is_sent_is_told(sheet):
    odd = {key_of(sheet, "1.1"): NO_OPTION, 999: 1} | sent(sheet, c1_2=2)
    evidence = {key_of(sheet, "7"): "a" * (MOST_EVIDENCE + 1)}

    _, faults = read_answers(sheet, odd, evidence)

    assert [fault.partition(":")[0] for fault in faults] == [
        "Có tiêu chí không thuộc bộ tiêu chí của hồ sơ này",
        "Tiêu chí 1.1",
        "Tiêu chí 7, minh chứng",
        "Tiêu chí 1.2 chỉ chấm khi có điểm ở tiêu chí 1.1",
    ]


def test_what_is_accepted_says_what_it_changes(sheet):
    stored = answer(sheet, c1_1=1)

    answers, differences = accepted(stored, sent(sheet, c1_1=2, c7=2), {}, is_stale=False)

    assert differences == {"1.1": [[1, ""], [2, ""]], "7": [[None, ""], [2, ""]]}
    assert answers.total == 60


def test_wrong_answers_are_refused_with_all_their_faults(sheet):
    with pytest.raises(AnswersRefused) as refused:
        accepted(AnswerSheet(sheet), sent(sheet, c1_2=2) | {999: 1}, {}, is_stale=False)

    assert (len(refused.value.faults), refused.value.status) == (2, 422)


def test_of_two_people_the_later_is_refused_but_where_both_say_the_same(sheet):
    stored = answer(sheet, c1_1=1)

    with pytest.raises(AnswersChanged) as refused:
        accepted(stored, sent(sheet, c1_1=2), {}, is_stale=True)

    assert (refused.value.status, refused.value.theirs) == (409, stored)
    assert accepted(stored, sent(sheet, c1_1=1), {}, is_stale=True)[1] == {}


def test_two_sheets_of_one_set_are_compared_by_criterion(sheet):
    before, after = answer(sheet, c1_1=1, c7=2), answer(sheet, c1_1=2)

    told = [(c.criterion.code, c.before, c.after) for c in chosen_otherwise(before, after)]
    one, two = options_of(sheet, c1_1=1)[0], options_of(sheet, c1_1=2)[0]
    assert told == [("1.1", one, two), ("7", options_of(sheet, c7=2)[0], None)]
    assert differences_between(before, before) == {}


def test_what_is_stored_otherwise_is_told_in_words(sheet):
    stored = AnswerSheet(sheet, evidence={"7": "Phiếu số 5"}).choosing(options_of(sheet, c1_1=1))

    assert stored_otherwise(stored, answer(sheet, c1_1=2)) == [
        ("1.1. Nguồn gốc", "Dưới 50% (10)"),
        ("7. Dinh dưỡng", "chưa chọn Phiếu số 5"),
    ]
