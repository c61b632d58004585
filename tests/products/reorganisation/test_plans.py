"""Plans in work of units that end: their rows go where their communes went."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from products.enums import PlanState, RegistrationForm
from products.models import Plan, Registration
from products.plans.suggestions import ending_this_year
from products.reorganisation import plans
from products.reorganisation.carrying_out import ReorganisationRefused, reorganise
from products.reorganisation.plans import open_plans
from products.reorganisation.preview import STATED, Reorganisation
from programs.campaigns import strictly_before
from programs.enums import Role
from programs.models import Unit, UnitSuccession
from reports.builders.appendix import appendix
from tests.support.factories import (
    declare,
    make_campaign,
    make_certificate,
    make_plan,
    make_product,
    make_registration,
    make_unit,
    make_user,
)
from tests.support.reorganising import SECOND, end, make_change

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
THREE = RegistrationForm.THREE_STAR
ENDED = strictly_before(date(2024, 4, 1))


@pytest.fixture
def units():
    """A district of two communes that passed to two others, and all four of them by name."""
    units = make_change({"Đông": "A", "Tây": "B"})
    district = units["Đông"].parent
    end([district, *district.children.filter(valid_to=None)], SECOND)
    return units | {"Huyện": district}


def make_open(units, *communes, unit="Huyện", **fields):
    """A plan of the unit with a row in each of these communes, declared as listed."""
    plan = make_plan(unit=units[unit], rows=0, declared=[THREE] * len(communes), **fields)
    for name in communes:
        make_registration(plan, commune=units[name], product_name=f"Chè {name}")
    return plan


def rows_of(unit):
    rows = Registration.objects.filter(plan__unit=unit).order_by("position")
    return list(rows.values_list("position", "product_name"))


def counts_of(unit):
    return list(unit.participations.get().counts.filter(form=THREE).values_list("count", flat=True))


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.RETURNED, PlanState.HANDED_IN])
def test_each_row_passes_to_the_unit_that_holds_its_commune(units, state):
    plan = make_open(units, "Tây", "Đông")
    Plan.objects.filter(pk=plan.pk).update(state=state, lessons="Giữ rừng.")

    assert reorganise(SECOND) == {"registration": 2}

    assert (rows_of(units["A"]), rows_of(units["B"])) == ([(1, "Chè Đông")], [(1, "Chè Tây")])
    assert {row.commune for row in plan.registrations.all()} == {units["Đông"], units["Tây"]}
    assert Registration.objects.get(plan__unit=units["A"]).commune == units["A"]
    new = Plan.objects.get(unit=units["A"])
    assert (new.state, new.lessons) == (PlanState.DRAFT, "Giữ rừng.")
    assert len(rows_of(units["Huyện"])) == 2
    assert [counts_of(units[name]) for name in ("Huyện", "A", "B")] == [[0], [1], [1]]
    assert reorganise(SECOND) == {}


def test_what_a_divided_unit_declared_beyond_its_rows_stays_stated_by_it(units):
    plan = make_open(units, "Đông")
    declare(plan.campaign.participants.get(), [THREE, THREE, THREE, RegistrationForm.FOUR_STAR])
    before = appendix(plan.campaign).totals

    reorganise(SECOND)

    assert [counts_of(units[name]) for name in ("Huyện", "A")] == [[2], [1]]
    assert appendix(plan.campaign).totals == before


def test_totals_of_declared_counts_that_differ_take_everything_back(units, monkeypatch):
    make_open(units, "Đông")
    monkeypatch.setattr(plans, "_add", lambda _participant, row, _count: row.delete())

    with pytest.raises(ReorganisationRefused) as refusal:
        reorganise(SECOND)

    assert refusal.value.faults[0].startswith("sản phẩm đã khai: 1 trước khi chuyển, sau đó 0")
    assert counts_of(units["Huyện"]) == [1]


def test_the_preview_counts_what_was_declared_for_the_plans_that_pass(units):
    make_open(units, "Đông", "Tây")
    old = make_campaign(units["Huyện"], year=2023, due_at=ENDED, locks_at=ENDED)
    make_open(units, "Đông", campaign=old)

    assert Reorganisation(SECOND).totals[STATED] == 2


def test_the_plans_of_units_that_became_one_are_one_and_their_counts_a_sum():
    units = make_change({"Đông": "Mới", "Tây": "Mới"})
    first = make_open(units, "Đông", unit="Đông")
    first.campaign.participants.create(unit=units["Tây"], position=2)
    second = make_open(units, "Tây", unit="Tây", campaign=first.campaign)
    twin = make_registration(second, commune=units["Tây"], product_name="Chè Đông")
    producer = first.registrations.get().producer_name
    Registration.objects.filter(pk=twin.pk).update(producer_name=producer)
    twin.refresh_from_db()
    twin.save()

    assert reorganise(SECOND) == {"registration": 2}

    assert rows_of(units["Mới"]) == [(1, "Chè Đông"), (2, "Chè Tây")]
    assert counts_of(units["Mới"]) == [2]


def test_a_row_in_a_commune_that_was_split_is_asked(units):
    split = make_change({"Nam": "C D"})
    make_open(units | split, "Nam")
    (case,) = Reorganisation(SECOND).undecided

    reorganise(SECOND, {case.key: split["D"]})

    assert (case.kind, len(rows_of(split["D"]))) == ("registration", 1)


def test_the_time_that_the_old_unit_was_given_is_given_to_the_new_one(units):
    past = timezone.now() - timedelta(days=1)
    campaign = make_campaign(units["Huyện"], year=2023, due_at=past, locks_at=past)
    until = timezone.now() + timedelta(days=9)
    admin = make_user(Role.PROVINCE_ADMIN)
    campaign.participants.get().extensions.create(until=until, reason="Bão.", granted_by=admin)
    make_open(units, "Đông", campaign=campaign)

    reorganise(SECOND)

    assert units["A"].participations.get().extensions.get().until == until


def test_time_that_was_taken_back_is_not_passed_on(units):
    plan = make_open(units, "Đông")
    asked, admin = plan.campaign.participants.get(), make_user(Role.PROVINCE_ADMIN)
    for until in (timezone.now() + timedelta(days=90), None):
        asked.extensions.create(until=until, reason="Bão.", granted_by=admin)

    reorganise(SECOND)

    assert not units["A"].participations.get().extensions.exists()


@pytest.mark.parametrize("state", [PlanState.SENT, PlanState.ACCEPTED, PlanState.ISSUED])
def test_a_plan_that_left_its_unit_stays_its_own(units, state):
    make_plan(unit=units["Huyện"], campaign=make_campaign(units["Huyện"]), rows=0, state=state)

    assert open_plans([units["Huyện"]]) == []


def test_a_plan_of_a_campaign_that_is_over_stays(units):
    past = timezone.now() - timedelta(days=1)
    campaign = make_campaign(units["Huyện"], year=2023, due_at=past, locks_at=past)
    make_open(units, "Đông", campaign=campaign)

    assert reorganise(SECOND) == {}


@pytest.mark.parametrize(
    ("opens_on", "locks_at"),
    [
        (date(2024, 3, 1), date(2024, 4, 16)),
        (date(2025, 3, 1), SECOND),  # its last day is the last of the unit
        (SECOND, date(2025, 9, 1)),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_more_time_for_a_campaign_that_the_unit_saw_whole_moves_nothing(
    units, opens_on, locks_at, is_first
):
    locks_at = strictly_before(locks_at)
    campaign = make_campaign(units["Huyện"], opens_on=opens_on, due_at=locks_at, locks_at=locks_at)
    make_open(units, "Đông", "Tây", campaign=campaign)
    before = appendix(campaign)
    moved = [] if is_first else [reorganise(SECOND)]
    until, admin = timezone.now() + timedelta(days=9), make_user(Role.PROVINCE_ADMIN)
    campaign.participants.get().extensions.create(until=until, reason="Bão.", granted_by=admin)

    moved.append(reorganise(SECOND))

    assert moved == [{}] * len(moved)
    assert appendix(campaign) == before


def test_a_successor_that_has_sent_its_plan_stands_in_the_way(units):
    plan = make_open(units, "Đông")
    plan.campaign.participants.create(unit=units["A"], position=9)
    make_plan(unit=units["A"], campaign=plan.campaign, rows=0, state=PlanState.SENT)

    with pytest.raises(ReorganisationRefused) as refusal:
        reorganise(SECOND)

    assert "đã gửi tỉnh" in refusal.value.faults[0]
    assert rows_of(units["A"]) == []


def test_the_rows_of_a_district_pass_to_the_district_of_their_new_commune():
    units = make_change({"Đông": "A"})
    old, new = units["Đông"].parent, make_unit(valid_from=SECOND)
    end([old, *old.children.filter(valid_to=None)], SECOND)
    UnitSuccession.objects.create(old=old, new=new, on=SECOND)
    Unit.objects.filter(pk=units["A"].pk).update(parent=new)
    make_open(units | {"Huyện": old}, "Đông")

    reorganise(SECOND)

    assert (rows_of(new), counts_of(new)) == ([(1, "Chè Đông")], [1])


def test_the_rows_of_a_successor_that_has_begun_come_first(units):
    plan = make_open(units, "Đông")
    plan.campaign.participants.create(unit=units["A"], position=9)
    own = make_plan(unit=units["A"], campaign=plan.campaign, rows=1)

    reorganise(SECOND)

    assert own.registrations.count() == 2
    assert rows_of(units["A"])[1] == (2, "Chè Đông")


def test_what_went_to_the_neighbour_is_not_proposed_for_a_plan():
    split, opens = make_change({"Nam": "C D"}), date(2026, 1, 5)
    make_certificate(make_product(commune=split["Nam"]), issued_on=date(2023, 12, 1))
    asked = [split["C"], split["D"]]
    campaign = make_campaign(*asked, year=2026, opens_on=opens)
    plans = [make_plan(unit=unit, campaign=campaign, rows=0) for unit in asked]

    reorganise(SECOND, {case.key: split["C"] for case in Reorganisation(SECOND).splits})

    assert [len(list(ending_this_year(plan))) for plan in plans] == [1, 0]
