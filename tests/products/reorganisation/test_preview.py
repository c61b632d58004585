"""What a reorganisation counts, and the proof that nothing was lost or doubled by it."""

from collections import Counter
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from products.enums import DossierState, PlanState, Splitting
from products.models import Placement
from products.reorganisation.carrying_out import decide, differences, move, place, reorganise
from products.reorganisation.preview import Reorganisation, days_of_change
from programs.enums import Role
from programs.models import Event
from programs.workflow import StepRefused
from tests.support.factories import (
    make_certificate,
    make_dossier,
    make_plan,
    make_producer,
    make_product,
    make_user,
)
from tests.support.reorganising import DAY, FIRST, SECOND, make_change

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.mark.parametrize(
    ("total", "after", "sentence"),
    [
        (2, {1: 1, 2: 1}, None),
        (2, {1: 1}, "2 trước khi chuyển, sau đó 1 ở đúng một đơn vị, 1 không ở đâu, 0 ở hai nơi."),
        (2, {1: 1, 2: 2}, "2 trước khi chuyển, sau đó 1 ở đúng một đơn vị, 0 không ở đâu, 1 ở hai"),
        (3, {1: 1, 2: 1}, "3 trước khi chuyển, sau đó 2 ở đúng một đơn vị"),
        (2, {1: 1, 2: 1, 3: 1}, None),  # what lay elsewhere before is not asked about
    ],
)
def test_each_row_is_proved_to_be_in_one_successor(total, after, sentence):
    change = SimpleNamespace(totals=Counter({"sản phẩm": total}))

    found = list(differences(change, {"sản phẩm": Counter([1, 2])}, {"sản phẩm": Counter(after)}))

    assert [text.startswith(f"sản phẩm: {sentence}") for text in found] == [True] * bool(sentence)


def test_a_unit_that_left_nothing_has_no_line():
    make_change({"Cũ": "Mới"})

    assert Reorganisation(SECOND).lines == []


def test_what_is_over_is_not_counted():
    old = make_change({"Cũ": "Mới"})["Cũ"]
    for is_active in (True, False):
        make_user(Role.UNIT_OFFICER, unit=old, is_active=is_active)
    by = {"handed_in_by": make_user("PS"), "sent_by": make_user("PA")}
    for state in (PlanState.DRAFT, PlanState.ISSUED):
        make_plan(unit=old, rows=0, state=state, **by)
    for state in (DossierState.DRAFT, DossierState.CONCLUDED, DossierState.WITHDRAWN):
        make_dossier(make_product(commune=old), state=state, created_by=by["sent_by"])
    product = make_product(commune=old, merged_into=make_product(commune=old))
    make_producer(commune=old, merged_into=product.producer)

    (line,) = Reorganisation(SECOND).lines

    assert line.unit == product.commune
    counts = {"cán bộ": 1, "kế hoạch": 1, "chủ thể": 5, "sản phẩm": 4, "hồ sơ": 1}
    assert +line.counts == counts


@pytest.mark.parametrize(
    ("last_day", "count"), [(SECOND - DAY, 0), (SECOND, 1), (date(2026, 7, 1), 1)]
)
def test_a_certificate_counts_that_is_valid_on_the_first_day_of_the_new_unit(last_day, count):
    product = make_product(commune=make_change({"Cũ": "Mới"})["Cũ"])
    make_certificate(product, star=4, issued_on=date(2024, 1, 1), expires_on=last_day)

    assert Reorganisation(SECOND).totals["giấy 4 sao"] == count


def test_what_was_written_after_the_day_is_not_moved():
    make_product(commune=make_change({"Cũ": "Mới"})["Mới"])

    assert Reorganisation(SECOND).lines == []


def test_the_days_of_change_are_named_once_the_latest_first():
    make_change({"Một": "A", "Hai": "A"}, on=FIRST)
    make_change({"Ba": "B"}, on=SECOND)

    assert days_of_change() == [SECOND, FIRST]


# --- One decision --------------------------------------------------------------------------------


@pytest.fixture
def units():
    """Nam, of which a product, its producer and an officer are asked about: A or B."""
    units = make_change({"Nam": "A B"})
    make_product(commune=units["Nam"])
    make_user(Role.UNIT_OFFICER, unit=units["Nam"])
    return units


def chosen(kind, unit):
    """The question of this kind, answered by this unit."""
    case = next(case for case in Reorganisation(SECOND).splits if case.kind == kind)
    return replace(case, chosen=unit)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN}))
def test_nobody_but_the_administrator_decides(units, role):
    with pytest.raises(StepRefused) as refused:
        decide(chosen(Splitting.PRODUCT, units["A"]), by=make_user(role))

    assert (refused.value.status, Placement.objects.count()) == (403, 0)


def test_an_account_that_left_meanwhile_is_not_moved_again(units):
    first, second = (chosen(Splitting.USER, units[name]) for name in "AB")
    move(first, by=None)

    with pytest.raises(StepRefused, match="không còn ở"):
        move(second, by=None)

    assert Event.objects.about(first.row).get().data == {
        "from": units["Nam"].code,
        "to": units["A"].code,
    }


def test_a_record_has_one_place_of_its_old_unit_and_both_decisions_in_its_trail(units):
    for name in "AB":
        place(chosen(Splitting.PRODUCT, units[name]), by=None)

    assert Placement.objects.get().new == units["B"]
    codes = [event.data["to"] for event in Event.objects.order_by("pk")]
    assert codes == [units["A"].code, units["B"].code]


def test_what_was_decided_one_by_one_is_not_written_again(units):
    for kind in (Splitting.PRODUCT, Splitting.PRODUCER):
        place(chosen(kind, units["B"]), by=None)
    move(chosen(Splitting.USER, units["A"]), by=None)
    assert Reorganisation(SECOND).is_settled

    assert reorganise(SECOND) == {}
    assert Event.objects.count() == 3
