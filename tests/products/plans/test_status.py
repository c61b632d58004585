"""The words of a plan's state, and by which of its versions a unit is judged."""

import pytest

from products.enums import PlanState
from products.models import Plan
from products.plans.status import MISSING, leading, status_of

S = PlanState


@pytest.mark.parametrize(
    ("state", "is_late", "name", "label"),
    [
        (S.DRAFT, False, "draft", "đang soạn"),
        (S.HANDED_IN, False, "handed_in", "chờ lãnh đạo duyệt"),
        (S.SENT, False, "sent", "gửi đúng hạn"),
        (S.SENT, True, "late", "gửi muộn"),
        (S.RETURNED, False, "returned", "trả lại, chờ gửi lại"),
        (S.ACCEPTED, False, "accepted", "đã tiếp nhận"),
        (S.ACCEPTED, True, "accepted", "đã tiếp nhận"),
        (S.ISSUED, True, "issued", "đã ban hành"),
    ],
)
def test_lateness_is_told_until_the_plan_is_accepted(state, is_late, name, label):
    status = status_of(Plan(state=state, is_late=is_late))

    assert (status.name, status.label) == (name, label)


@pytest.mark.parametrize("state", [S.SENT, S.ACCEPTED, S.ISSUED])
def test_a_nil_that_was_sent_says_so_under_the_name_of_its_state(state):
    nil, plain = status_of(Plan(state=state, is_nil=True)), status_of(Plan(state=state))

    assert nil.label == f"{plain.label} (không đăng ký sản phẩm)"
    assert (nil.name, nil.tone) == (plain.name, plain.tone)


@pytest.mark.parametrize("state", [S.DRAFT, S.HANDED_IN, S.RETURNED])
def test_a_nil_that_the_unit_may_still_change_is_not_told(state):
    assert status_of(Plan(state=state, is_nil=True)) == status_of(Plan(state=state))


def test_a_state_that_nobody_speaks_of_is_missing():
    assert status_of(Plan(state=S.SUPERSEDED)) == status_of(None) == MISSING


@pytest.mark.parametrize(
    ("states", "judged"),
    [
        ([], None),
        ([S.SUPERSEDED], None),
        ([S.DRAFT], 0),
        ([S.ACCEPTED, S.DRAFT], 0),
        ([S.ISSUED, S.SENT], 0),
        ([S.RETURNED, S.ACCEPTED], 1),
        ([S.SUPERSEDED, S.RETURNED], 1),
        ([S.SUPERSEDED, S.SUPERSEDED, S.ACCEPTED, S.HANDED_IN], 2),
    ],
)
def test_a_unit_is_judged_by_what_is_in_force_else_by_what_it_works_on(states, judged):
    plans = [Plan(state=state, version=number) for number, state in enumerate(states, 1)]

    assert leading(plans) is (None if judged is None else plans[judged])
