"""The numbers of a unit: what was stated, what is zero, and what nobody has said."""

import pytest

from products.enums import RegistrationForm
from reports.builders.figures import FORMS, Source, UnitFigures, Version

THREE, FOUR, *_, AGAIN = RegistrationForm
SAID_NOTHING = (None,) * 6


def figures(state=None, *, is_nil=False, declared=None, listed=None):
    version = state and Version(pk=1, state=state, is_late=False, is_nil=is_nil, first_sent_at=None)
    counts = {Source.DECLARED: declared or {}, Source.LISTED: listed or {}}
    return UnitFigures(1, 1, "524", "Huyện A", version, counts)


@pytest.mark.parametrize("source", [Source.DECLARED, Source.LISTED])
@pytest.mark.parametrize("state", [None, "draft", "handed_in", "returned"])
def test_before_a_plan_is_sent_what_is_not_stated_is_not_zero(source, state):
    assert figures(state).numbers(source) == SAID_NOTHING


@pytest.mark.parametrize("state", ["sent", "accepted", "issued"])
def test_rows_that_were_sent_say_zero_for_each_form_without_a_row(state):
    unit = figures(state, listed={THREE: 2, AGAIN: 1})

    assert unit.numbers(Source.LISTED) == (2, 0, 0, 0, 1, 3)
    assert unit.numbers(Source.DECLARED) == SAID_NOTHING


def test_a_plan_of_no_products_that_was_sent_declares_zero_too():
    unit = figures("sent", is_nil=True)

    assert unit.numbers(Source.DECLARED) == unit.numbers(Source.LISTED) == (0,) * 6


def test_a_plan_of_no_products_that_is_a_draft_says_nothing_yet():
    assert figures("draft", is_nil=True).numbers(Source.DECLARED) == SAID_NOTHING


@pytest.mark.parametrize(
    ("declared", "numbers"),
    [
        ({FOUR: 3}, (None, 3, None, None, None, 3)),
        ({THREE: 0}, (0, None, None, None, None, 0)),
        (dict.fromkeys(FORMS, 1), (1, 1, 1, 1, 1, 5)),
    ],
)
def test_a_sum_is_of_what_was_declared_and_a_declared_zero_is_stated(declared, numbers):
    assert figures(declared=declared).numbers(Source.DECLARED) == numbers


@pytest.mark.parametrize(
    ("state", "words"), [(None, "chưa có"), ("draft", "đang soạn"), ("sent", "đúng hạn")]
)
def test_a_unit_says_where_its_plan_stands(state, words):
    assert words in figures(state).status
