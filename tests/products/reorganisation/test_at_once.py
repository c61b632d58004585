"""Two who reorganise at the same moment: one moves, the other finds nothing to do."""

import pytest

from products.models import Placement
from products.reorganisation.carrying_out import decide, reorganise
from products.reorganisation.preview import Reorganisation
from programs.enums import Role
from programs.models import Event
from tests.support.factories import make_plan, make_product, make_registration, make_user
from tests.support.reorganising import SECOND, make_change
from tests.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pg]


@pytest.fixture
def units():
    units = make_change({"Nam": "A B", "Tây": "B"})
    make_product(commune=units["Nam"])
    make_user(Role.UNIT_OFFICER, unit=units["Tây"])
    plan = make_plan(unit=units["Tây"], rows=0)
    make_registration(plan, commune=units["Tây"])
    return units


@pytest.mark.parametrize("_round", range(3))
def test_two_at_once_move_each_thing_once(units, _round):
    decisions = {case.key: units["A"] for case in Reorganisation(SECOND).undecided}

    answers = at_once(2, lambda _: reorganise(SECOND, decisions))

    moved = {"user": 1, "producer": 1, "product": 1, "registration": 1}
    assert sorted(answers, key=len) == [{}, moved]
    assert Event.objects.filter(action__in=["move_account", "place", "pass_on"]).count() == 4


def test_two_who_decide_about_one_record_at_once_leave_one_decision(units):
    admins = [make_user(Role.PROVINCE_ADMIN) for _ in range(2)]
    (case,) = [case for case in Reorganisation(SECOND).undecided if case.kind == "product"]

    def act(number):
        chosen = Reorganisation(SECOND, {case.key: units["AB"[number]]}).records
        (mine,) = [each for each in chosen if each.key == case.key]
        decide(mine, by=admins[number])

    at_once(2, act)

    assert Placement.objects.filter(product=case.row).count() == 1
