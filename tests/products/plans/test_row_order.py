"""The numbers of a plan's rows and half-typed rows: from one, without gaps."""

import pytest

from products.plans.row_order import blocks, close_gap, make_room, next_position
from tests.support.factories import make_plan, make_registration
from tests.support.rows import make_row_draft

pytestmark = pytest.mark.pg


@pytest.mark.parametrize(
    ("positions", "found"),
    [
        ([], []),
        ([4], [(4, 1)]),
        ([1, 2, 3], [(1, 3)]),
        ([3, 1, 2], [(1, 3)]),
        ([1, 3], [(1, 1), (3, 1)]),
        ([7, 2, 8, 5, 1], [(1, 2), (5, 1), (7, 2)]),
    ],
)
def test_neighbours_are_one_block(positions, found):
    assert blocks(positions) == found


@pytest.fixture
def plan(db):
    """Rows at 1 and 3, half-typed new rows at 2 and 4, and a change of row 3 being typed."""
    plan = make_plan(rows=1)
    make_row_draft(plan=plan, position=2)
    row = make_registration(plan, position=3)
    make_row_draft(plan=plan, position=4)
    make_row_draft(plan=plan, position=9, registration=row, base=1, key=None)
    return plan


def numbers(plan):
    """The numbers of the rows, of the new rows that are typed, and of the change of a row."""
    drafts = plan.drafts.order_by("position")
    return [
        list(rows.values_list("position", flat=True))
        for rows in (
            plan.registrations.order_by("position"),
            drafts.filter(registration=None),
            drafts.exclude(registration=None),
        )
    ]


def test_the_next_number_follows_the_half_typed_rows_too(plan):
    assert next_position(plan) == 5
    assert next_position(make_plan(rows=0)) == 1


def test_room_is_made_at_the_place_and_below(plan):
    make_room(plan, 3, count=2)

    assert numbers(plan) == [[1, 5], [2, 6], [9]]


def test_a_gap_is_closed_from_below(plan):
    plan.registrations.get(position=1).delete()

    close_gap(plan, 1)

    assert numbers(plan) == [[2], [1, 3], [9]]
