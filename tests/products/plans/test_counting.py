"""Declared counts held against listed rows: a gap is told from a zero, a form from a sum."""

import pytest

from products.enums import RegistrationForm
from products.plans.counting import compare, declared, differs, listed
from tests.support.factories import make_campaign, make_plan, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
THREE, FOUR = RegistrationForm.THREE_STAR, RegistrationForm.FOUR_STAR


def counts(plan):
    """(participant, plan) as the functions ask for them."""
    return plan.campaign.participants.get(unit=plan.unit), plan


def test_every_form_is_listed_with_its_zero():
    plan = make_plan(rows=[THREE, FOUR, FOUR])

    assert listed(plan) == dict.fromkeys(RegistrationForm.values, 0) | {THREE: 1, FOUR: 2}


def test_the_five_forms_are_compared_in_the_order_of_the_appendix():
    participant, plan = counts(make_plan(rows=[FOUR], declared=[THREE]))

    lines = compare(participant, plan)

    assert [form for form, *_ in lines] == list(RegistrationForm)
    assert [line[1:] for line in lines] == [(1, 0), (0, 1), (0, 0), (0, 0), (0, 0)]


def test_what_nobody_declared_is_none_and_what_nobody_listed_is_zero():
    participant = make_campaign(make_unit()).participants.get()

    assert declared(participant) == {}
    assert {line[1:] for line in compare(participant, None)} == {(None, 0)}
    assert not differs(participant, None)


@pytest.mark.parametrize(
    ("rows", "said", "differ"),
    [
        ([], [], False),
        ([THREE], [THREE], False),
        ([THREE, FOUR], [FOUR, THREE], False),
        ([THREE], [FOUR], True),  # the sums are the same
        ([THREE], [], True),
        ([], [THREE], True),
        ([THREE, THREE], [THREE], True),
    ],
)
def test_counts_differ_where_they_differ_in_any_form(rows, said, differ):
    assert differs(*counts(make_plan(rows=rows, declared=said))) == differ
