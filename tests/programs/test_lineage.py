"""Units and agencies through time, asked about many at once: holders, grounds, wrong turns."""

from datetime import date, timedelta

import pytest

from programs.models import AgencySuccession, Unit, UnitSuccession
from programs.succession import Lineage, agency_on, reporting_on, successors_on
from tests.support.factories import (
    BORN,
    make_agency,
    make_commune,
    make_province,
    make_split,
    make_unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
EVE, DAY = date(2024, 12, 31), date(2025, 1, 1)
LATER = date(2025, 7, 1)


@pytest.fixture
def split():
    """A commune of the first of two districts, divided between both on DAY."""
    return make_split([make_unit(), make_unit()])


def heirs(unit):
    return [link.new for link in unit.successions.order_by("pk")]


def follow(old, on=LATER, **fields):
    """A commune that takes this one over."""
    Unit.objects.filter(pk=old.pk).update(valid_to=on - timedelta(days=1))
    new = make_commune(old.parent, valid_from=on, **fields)
    UnitSuccession.objects.create(old=old, new=new, on=on)
    return new


# --- One at a time -------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "count"), [(EVE, 1), (DAY, 2)])
def test_a_unit_holds_its_own_ground_to_the_end_of_its_last_day(split, day, count):
    found = successors_on(split, day)

    assert len(found) == count
    assert (found == [split]) is (day == EVE)


def test_a_choice_says_which_part_of_a_split_unit_is_meant(split):
    one, other = heirs(split)

    assert successors_on(split, DAY, {split.pk: other.pk}) == [other]
    assert successors_on(split, DAY, {other.pk: one.pk}) == sorted(
        (one, other), key=lambda u: u.code
    )


def test_a_link_of_a_later_day_does_not_count_yet():
    old = make_commune(make_unit(), valid_to=EVE)
    UnitSuccession.objects.create(old=old, new=make_commune(make_unit()), on=LATER)

    assert successors_on(old, LATER - timedelta(days=1)) == [old]
    assert successors_on(old, LATER) == heirs(old)


def test_two_ways_to_one_holder_are_one_holder(split):
    one, other = heirs(split)
    new = follow(one)
    Unit.objects.filter(pk=other.pk).update(valid_to=LATER - timedelta(days=1))
    UnitSuccession.objects.create(old=other, new=new, on=LATER)

    assert successors_on(split, LATER) == [new]


def test_a_commune_of_a_district_reports_by_it_and_one_without_by_itself():
    commune = make_commune(make_unit())
    alone = make_commune(make_province())

    assert reporting_on(commune, DAY) == commune.parent
    assert reporting_on(alone, DAY) == alone


def test_who_took_a_commune_over_reports_for_it():
    old = make_commune(make_unit())
    new = follow(old)
    Unit.objects.filter(pk=new.pk).update(parent=make_province())
    old.refresh_from_db()

    assert reporting_on(old, LATER - timedelta(days=1)) == old.parent
    assert reporting_on(old, LATER) == new


@pytest.mark.parametrize(
    ("day", "place"), [(EVE, 0), (DAY, 1), (LATER - timedelta(days=1), 1), (LATER, 2)]
)
def test_an_agency_is_followed_from_the_day_after_its_last(day, place):
    first = make_agency(valid_to=EVE)
    second = make_agency(valid_from=DAY, valid_to=LATER - timedelta(days=1))
    third = make_agency(valid_from=LATER)
    AgencySuccession.objects.create(old=first, new=second, on=DAY)
    AgencySuccession.objects.create(old=second, new=third, on=LATER)

    assert agency_on(first, day) == (first, second, third)[place]


def test_an_agency_that_nobody_followed_stays_itself():
    ended = make_agency(valid_to=EVE)
    AgencySuccession.objects.create(old=ended, new=make_agency(), on=LATER)

    assert agency_on(ended, DAY) == ended


# --- Many at once --------------------------------------------------------------------------------


def test_holders_are_looked_for_forward_and_back(split):
    one, other = heirs(split)
    lineage = Lineage()

    assert lineage.holders(split.pk, DAY) == {one.pk, other.pk}
    assert lineage.holders(split.pk, EVE) == {split.pk}
    assert lineage.holders(one.pk, EVE) == {split.pk}
    assert lineage.holders(one.pk, DAY) == {one.pk}
    assert lineage.holders(split.pk, DAY, {split.pk: one.pk}) == {one.pk}


@pytest.mark.parametrize("day", [BORN - timedelta(days=1), LATER])
def test_a_unit_without_origin_or_heir_holds_its_ground_for_ever(day):
    unit = make_commune(make_unit(), valid_to=EVE)

    assert Lineage().holders(unit.pk, day) == {unit.pk}


@pytest.mark.parametrize("since", [BORN, EVE])
def test_a_link_between_units_that_lived_on_one_day_is_not_followed(since):
    district = make_unit()
    old, new = make_commune(district, valid_to=EVE), make_commune(district, valid_from=since)
    UnitSuccession.objects.create(old=old, new=new, on=DAY)

    assert Lineage().holders(old.pk, DAY) == {old.pk}


@pytest.mark.parametrize(("day", "is_there"), [(EVE, False), (DAY, True)])
def test_the_ground_of_a_district_is_its_communes_of_the_day(day, is_there):
    district = make_unit()
    new = make_commune(district, valid_from=DAY)
    lineage = Lineage()

    assert (new.pk in lineage.ground(district, day)) is is_there
    assert {district.pk} < lineage.ground(district, day)
    assert (district.pk in lineage.above({new.pk}, day)) is is_there


def test_a_part_of_a_split_unit_reaches_here_and_a_merged_one_only_as_a_whole(split):
    one, other = heirs(split)
    lineage = Lineage()

    assert split.pk in set(lineage.reaching({one.pk}, DAY))
    assert other.pk not in set(lineage.reaching({one.pk}, DAY))
    assert {one.pk, other.pk} <= set(lineage.reaching({split.pk}, EVE))


def test_one_that_came_of_two_is_nobodys_alone_before_its_time():
    district = make_unit()
    olds = [make_commune(district), make_commune(district)]
    new = follow(olds[0])
    Unit.objects.filter(pk=olds[1].pk).update(valid_to=LATER - timedelta(days=1))
    UnitSuccession.objects.create(old=olds[1], new=new, on=LATER)
    reached = [
        set(Lineage().reaching(whose, DAY)) for whose in ({olds[0].pk}, {o.pk for o in olds})
    ]

    assert [new.pk in each for each in reached] == [False, True]


@pytest.mark.parametrize(("day", "count"), [(EVE, 0), (DAY, 1)])
def test_a_wrong_turn_is_an_heir_that_leads_elsewhere_where_another_leads_here(split, day, count):
    one, other = heirs(split)

    assert Lineage().wrong_turns({one.pk}, day) == dict([(split.pk, {other.pk})] * count)


def test_before_the_split_there_is_no_turn_to_take(split):
    joined = make_commune(make_unit(), valid_to=EVE)
    UnitSuccession.objects.create(old=joined, new=heirs(split)[0], on=DAY)

    assert Lineage().wrong_turns({joined.pk}, EVE) == {}


def test_where_all_heirs_lead_here_or_none_there_is_no_wrong_turn(split):
    lineage = Lineage()

    assert lineage.wrong_turns({heir.pk for heir in heirs(split)}, DAY) == {}
    assert lineage.wrong_turns({make_unit().pk}, DAY) == {}


def test_around_a_unit_are_those_that_any_chain_of_links_joins_with_it(split):
    stranger = make_unit()
    one, other = heirs(split)
    last = follow(one)

    around = Lineage(around=other.parent).units

    assert {other.parent_id, other.pk, split.pk, one.pk, last.pk} <= around.keys()
    assert not {stranger.pk, one.parent_id} & around.keys()


def test_all_units_are_read_in_two_queries(split, django_assert_num_queries):
    with django_assert_num_queries(2):
        lineage = Lineage()
        lineage.holders(split.pk, LATER)
        assert len({unit.parent for unit in lineage.units.values()}) > 1
