"""Whose rows are whose: one's own unit and ground through time, and the roles that may act."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from programs.enums import PROVINCE_READERS, UNIT_ROLES, Role
from programs.models import Participant, UnitSuccession, User
from programs.scoping import own_ground, own_units, require_role
from tests.support.factories import (
    make_agency,
    make_campaign,
    make_commune,
    make_split,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
DAY = date(2025, 1, 1)


def taken_over(by, **fields):
    """A district that ended on the eve of DAY, followed by this one."""
    old = make_unit(valid_to=DAY - timedelta(days=1), **fields)
    UnitSuccession.objects.create(old=old, new=by, on=DAY)
    return old


@pytest.mark.parametrize("role", sorted(UNIT_ROLES))
def test_the_people_of_a_unit_read_its_papers_and_those_of_what_it_took_over(role):
    unit = make_unit()
    old, _ = taken_over(unit), make_unit()

    assert set(own_units(make_user(role, unit=unit))) == {unit, old}


def test_what_the_predecessor_had_taken_over_is_not_read_further_on():
    unit = make_unit()
    old = taken_over(unit)
    UnitSuccession.objects.create(old=make_unit(), new=old, on=date(2024, 7, 1))

    assert set(own_units(make_user(Role.UNIT_OFFICER, unit=unit))) == {unit, old}


def test_the_predecessor_reads_nothing_of_who_took_it_over():
    unit = make_unit()
    old = taken_over(unit)

    assert set(own_units(make_user(Role.UNIT_LEADER, unit=old))) == {old}


def test_the_ground_of_a_unit_is_its_communes_and_what_they_took_over():
    unit, other = make_unit(), make_unit()
    split = make_split([other, unit])

    ground = set(own_ground(make_user(Role.UNIT_OFFICER, unit=unit)))

    assert ground == {unit, *unit.children.all(), split}


def test_the_ground_of_one_who_took_a_district_over_holds_its_communes():
    unit = make_unit()
    old = taken_over(unit)

    ground = own_ground(make_user(Role.UNIT_OFFICER, unit=unit))

    assert {old, *old.children.all()} <= set(ground)
    assert make_commune(make_unit()) not in ground


@pytest.mark.parametrize("scope", [own_units, own_ground])
@pytest.mark.parametrize("role", Role)
def test_no_other_role_and_nobody_without_a_unit_has_a_unit_of_their_own(scope, role):
    unit = make_unit()

    assert scope(User(role=role, unit=unit)).exists() is (role in UNIT_ROLES)
    assert not scope(User(role=role)).exists()


@pytest.mark.parametrize("role", Role)
def test_a_role_that_is_not_named_may_not(role):
    require_role(User(role=role), {role})
    with pytest.raises(PermissionDenied, match="Vai trò của bạn không được làm việc này"):
        require_role(User(role=role), set(Role) - {role})


@pytest.mark.parametrize("role", Role)
def test_those_who_take_part_are_seen_by_the_province_and_else_by_themselves(role):
    unit, agency = make_unit(), make_agency()
    campaign = make_campaign(unit, make_unit())
    of_agency = Participant.objects.create(campaign=campaign, agency=agency, position=3)
    own = {Role.AGENCY_OFFICER: {of_agency}}
    own |= {each: {campaign.participants.get(unit=unit)} for each in UNIT_ROLES}
    own |= {each: set(campaign.participants.all()) for each in PROVINCE_READERS}

    seen = Participant.objects.visible_to(User(role=role, unit=unit, agency=agency))

    assert set(seen) == own.get(role, set())


@pytest.mark.parametrize("role", sorted(set(Role) - PROVINCE_READERS))
def test_one_without_a_place_takes_part_in_nothing(role):
    campaign = make_campaign(make_unit())
    Participant.objects.create(campaign=campaign, agency=make_agency(), position=2)

    assert not Participant.objects.visible_to(User(role=role)).exists()
