"""Who writes a Council, its seats and its people, when, and what they may not say."""

from datetime import timedelta

import pytest

from councils.enums import CouncilState, SeatRole
from councils.membership import setting_up
from councils.models import Council, Member, Seat
from programs.acts import AlreadyDone, RowChanged, StepRefused
from programs.enums import Authority, Role
from programs.models import Event, Unit
from tests.support.councils import (
    TERM,
    make_council,
    make_member,
    make_seat,
    make_sitting,
    published_rules,
)
from tests.support.factories import make_agency, make_province, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

DAY = timedelta(days=1)
KEY = "6f2b7d0e-3f0c-4f7c-9a53-1f0c8b3f9c11"
OUTSIDERS = sorted(set(Role) - setting_up.WRITERS)


@pytest.fixture
def admin():
    return make_user(Role.PROVINCE_ADMIN)


@pytest.fixture
def officer():
    return make_user(Role.UNIT_OFFICER)


@pytest.fixture
def council(officer):
    return make_council(unit=officer.unit, prepared_by=officer)


def refusal(council, user):
    refused = setting_up.writing_refusal(council, user)
    return refused and (refused.status, refused.code)


# --- Who, and when -----------------------------------------------------------------------------

ALLOWED, BY_STATE, BY_ROLE = None, (409, "state"), (403, "role")


@pytest.mark.parametrize(
    ("state", "of_officer", "of_leader", "of_admin"),
    [
        (CouncilState.DRAFT, ALLOWED, ALLOWED, ALLOWED),
        (CouncilState.PROPOSED, BY_STATE, ALLOWED, ALLOWED),
        (CouncilState.IN_FORCE, BY_STATE, ALLOWED, ALLOWED),
        (CouncilState.ENDED, BY_STATE, BY_STATE, BY_STATE),
    ],
)
def test_an_officer_writes_a_draft_and_whoever_decides_all_until_it_ended(
    state, of_officer, of_leader, of_admin
):
    unit = make_unit()
    council = make_council(state, unit=unit)
    people = [make_user(role, unit=unit) for role in (Role.UNIT_OFFICER, Role.UNIT_LEADER)]
    people.append(make_user(Role.PROVINCE_ADMIN))

    assert [refusal(council, user) for user in people] == [of_officer, of_leader, of_admin]


@pytest.mark.parametrize("state", CouncilState)
@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.UNIT_LEADER])
def test_a_unit_writes_neither_anothers_council_nor_that_of_the_province(state, role):
    user = make_user(role, unit=make_province())
    province = make_council(state, level=Authority.PROVINCE, unit=user.unit)

    assert refusal(province, user) == BY_ROLE
    assert refusal(make_council(state), user) == BY_ROLE


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_else_writes_a_council_not_even_from_its_chair(role):
    user = make_user(role)
    council = make_council("in_force")
    make_sitting(council, SeatRole.CHAIR, user=user, organisation="UBND huyện")

    assert refusal(council, user) == BY_ROLE
    with pytest.raises(StepRefused) as refused:
        setting_up.write(Council(level=Authority.DISTRICT, unit=council.unit), by=user)
    assert (refused.value.status, refused.value.code) == BY_ROLE


# --- The Council -------------------------------------------------------------------------------


def fresh(unit, level=Authority.DISTRICT):
    name = setting_up.name_of(level, unit)
    return Council(
        level=level, unit=unit, name=name, rules=published_rules(level=level), starts_on=TERM
    )


def test_an_officer_prepares_the_council_of_the_unit_and_is_named(officer):
    made = setting_up.write(fresh(officer.unit), by=officer)

    assert (made.state, made.prepared_by, made.version) == (CouncilState.DRAFT, officer, 1)
    event = Event.objects.about(made).get()
    assert (event.action, event.actor, event.unit) == ("create_council", officer, officer.unit)


def test_nobody_prepares_the_council_of_another_unit(officer):
    with pytest.raises(StepRefused):
        setting_up.write(fresh(make_unit()), by=officer)

    assert not Council.objects.exists()


def test_somebody_without_a_unit_prepares_none(officer):
    officer.unit = None
    officer.save()

    with pytest.raises(StepRefused) as refused:
        setting_up.write(Council(level=Authority.DISTRICT, starts_on=TERM), by=officer)
    assert refused.value.status == 403


def test_the_same_form_twice_makes_one_council(officer):
    made = setting_up.write(fresh(officer.unit), by=officer, key=KEY)

    with pytest.raises(AlreadyDone) as done:
        setting_up.write(fresh(officer.unit), by=officer, key=KEY)

    assert done.value.row == made == Council.objects.get()


def test_a_change_is_told_with_what_it_changed_and_needs_the_version_that_was_read(council):
    by = council.prepared_by
    council.delegation = "Giấy số 1"
    setting_up.write(council, by=by, version=1)

    assert Event.objects.about(council).first().data["delegation"] == ["", "Giấy số 1"]
    council.delegation = "Giấy số 2"
    with pytest.raises(RowChanged):
        setting_up.write(council, by=by, version=1)
    council.refresh_from_db()
    assert (council.delegation, council.version) == ("Giấy số 1", 2)


def test_a_change_leaves_the_state_to_its_steps(council):
    read = Council.objects.get(pk=council.pk)
    Council.objects.filter(pk=council.pk).update(state=CouncilState.PROPOSED)

    setting_up.write(read, by=make_user(Role.UNIT_LEADER, unit=council.unit), version=1)

    council.refresh_from_db()
    assert council.state == CouncilState.PROPOSED


@pytest.mark.parametrize(
    ("level", "name"),
    [
        (Authority.DISTRICT, "Hội đồng đánh giá, phân hạng sản phẩm OCOP huyện Sơn Tây"),
        (Authority.MINISTRY, "Hội đồng đánh giá, phân hạng sản phẩm OCOP trung ương"),
    ],
)
def test_a_council_is_called_by_its_unit_and_level(level, name):
    assert setting_up.name_of(level, Unit(name="Sơn Tây", kind="huyen")) == name


# --- Seats -------------------------------------------------------------------------------------


def seat_of(council, role=SeatRole.MEMBER, **fields):
    fields = fields or {"agency": make_agency()}
    return Seat(council=council, role=role, **fields)


def test_a_seat_is_added_with_its_person_changed_and_removed_and_the_trail_tells(council):
    by = council.prepared_by
    row = seat_of(council, agency=make_agency(name="Sở Y tế"))

    seat = setting_up.seat(row, Member(full_name="Lê Tám", since=TERM), by=by)
    seat.role = SeatRole.EXPERT
    setting_up.seat(seat, None, by=by)
    setting_up.take_away(seat, by=by)

    assert [(each.action, each.note) for each in Event.objects.about(council)] == [
        ("remove_seat", "Chuyên gia (không chấm điểm): Sở Y tế; Lê Tám"),
        ("change_seat", "Chuyên gia (không chấm điểm): Sở Y tế"),
        ("add_seat", "Ủy viên: Sở Y tế; Lê Tám"),
    ]
    council.refresh_from_db()
    assert (council.version, council.seats.count(), Member.objects.count()) == (4, 0, 0)


@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        (SeatRole.MEMBER, SeatRole.SECRETARY, True),
        (SeatRole.DEPUTY, SeatRole.MEMBER, True),
        (SeatRole.MEMBER, SeatRole.EXPERT, False),
        (SeatRole.MEMBER, SeatRole.GROUP_HEAD, False),
        (SeatRole.GROUP_MEMBER, SeatRole.GROUP_MEMBER, False),
    ],
)
def test_an_agency_has_one_vote(council, first, second, is_refused):
    agency = make_agency(name="Sở Y tế")
    make_seat(council, first, agency=agency)

    if not is_refused:
        setting_up.seat(seat_of(council, second, agency=agency), None, by=council.prepared_by)
        return
    with pytest.raises(StepRefused, match="đã có một ghế chấm điểm") as refused:
        setting_up.seat(seat_of(council, second, agency=agency), None, by=council.prepared_by)
    assert refused.value.status == 422
    assert council.seats.count() == 1


@pytest.mark.parametrize("role", [SeatRole.CHAIR, SeatRole.SECRETARY, SeatRole.GROUP_HEAD])
def test_a_council_has_one_chair_one_secretary_and_one_head_of_its_group(council, role):
    make_seat(council, role)

    with pytest.raises(StepRefused, match="đã có người giữ vai trò này"):
        setting_up.seat(seat_of(council, role), None, by=council.prepared_by)


@pytest.mark.parametrize("role", [SeatRole.DEPUTY, SeatRole.MEMBER, SeatRole.EXPERT])
def test_of_other_seats_a_council_has_several(council, role):
    for _ in range(2):
        setting_up.seat(seat_of(council, role), None, by=council.prepared_by)

    assert council.seats.filter(role=role).count() == 2


# --- People ------------------------------------------------------------------------------------


@pytest.fixture
def seat(council):
    return make_seat(council)


def fault(seat, since=0, until=None, **fields):
    """What is said of somebody from and until so many days after the term began."""
    fields.setdefault("full_name", "Võ Na")
    end = None if until is None else TERM + until * DAY
    return setting_up.member_fault(Member(seat=seat, since=TERM + since * DAY, until=end, **fields))


@pytest.mark.parametrize(
    ("since", "until", "is_free"),
    [(0, 4, True), (0, 5, False), (7, 8, False), (10, None, False), (11, None, True)],
)
def test_a_seat_has_one_holder_at_a_time(seat, since, until, is_free):
    make_member(seat, full_name="Lê Tám", since=TERM + 5 * DAY, until=TERM + 10 * DAY)

    said = fault(seat, since, until)

    assert (said == "") is is_free
    assert is_free or "Lê Tám đã là người giữ ghế này" in said


def test_somebody_without_an_end_leaves_no_room_after_them(seat):
    make_member(seat, since=TERM + 5 * DAY)

    assert "ngày kết thúc" in fault(seat, 100)
    assert fault(seat, 0, 4) == ""


def test_one_stands_in_beside_the_holder_and_nobody_beside_who_stands_in(seat):
    make_member(seat)
    stands_in = {"stands_in": True, "authority": "Giấy số 1"}
    make_member(seat, since=TERM, until=TERM + 3 * DAY, **stands_in)

    assert fault(seat, 4, 5, **stands_in) == ""
    assert "đã là người đi thay này" in fault(seat, 3, 5, **stands_in)


def test_who_is_changed_stands_not_in_their_own_way(seat):
    person = make_member(seat)
    person.job_title = "Trưởng phòng"

    assert setting_up.member_fault(person) == ""


def test_a_time_before_the_term_is_refused(seat):
    assert "trước khi nhiệm kỳ bắt đầu" in fault(seat, -9, -1)


@pytest.mark.parametrize(
    ("role", "until", "is_free"),
    [
        (SeatRole.MEMBER, None, False),
        (SeatRole.EXPERT, None, False),
        (SeatRole.GROUP_MEMBER, None, True),
        (SeatRole.MEMBER, -1, True),
    ],
)
def test_an_account_holds_one_seat_of_the_council_at_a_time_and_one_of_its_group(
    council, role, until, is_free
):
    user = make_user(Role.COUNCIL_MEMBER)
    begun = TERM - 10 * DAY
    end = until and TERM + until * DAY
    make_member(make_seat(council, role), user=user, since=begun, until=end)

    said = fault(make_seat(council), user=user)

    assert (said == "") is is_free
    assert is_free or "Tài khoản này đã ngồi ghế" in said


def test_who_stands_in_may_hold_a_seat_of_their_own(council, seat):
    user = make_user(Role.COUNCIL_MEMBER)
    make_sitting(council, user=user)

    assert fault(seat, 0, 1, user=user, stands_in=True, authority="Giấy số 1") == ""


def test_an_account_sits_in_several_councils(seat):
    user = make_user(Role.COUNCIL_MEMBER)
    make_sitting(make_council(), user=user)

    assert fault(seat, user=user) == ""


def test_who_cannot_hold_the_seat_leaves_nothing_behind(council):
    person = Member(full_name="Võ Na", since=TERM - 9 * DAY, until=TERM - DAY)

    with pytest.raises(StepRefused) as refused:
        setting_up.seat(seat_of(council), person, by=council.prepared_by)

    assert refused.value.status == 422
    council.refresh_from_db()
    assert (council.seats.count(), council.version) == (0, 1)
    assert not Event.objects.about(council).filter(refused=False).exists()


def test_who_comes_after_and_who_stands_in_are_told_with_their_paper(council, seat):
    by = council.prepared_by
    times = {"since": TERM, "until": TERM + DAY}
    stands_in = {"stands_in": True, "authority": "Giấy số 1"}

    setting_up.member(Member(seat=seat, full_name="Võ Na", **times, **stands_in), by=by)
    holder = setting_up.member(Member(seat=seat, full_name="Lê Tám", since=TERM), by=by)
    holder.job_title = "Trưởng phòng"
    setting_up.member(holder, by=by, note="Quyết định số 9")

    said = [(each.action, each.label, each.note) for each in Event.objects.about(council)]
    assert said == [
        ("change_member", "ghi thành viên", f"{seat}: Lê Tám; Quyết định số 9"),
        ("add_member", "ghi thành viên", f"{seat}: Lê Tám"),
        ("add_member", "thêm người đi thay", f"{seat}: Võ Na; Giấy số 1"),
    ]


# --- Who sees a Council ------------------------------------------------------------------------


@pytest.mark.parametrize("state", CouncilState)
@pytest.mark.parametrize("role", OUTSIDERS)
def test_whoever_has_a_seat_reads_the_council_once_it_was_decided_on(state, role):
    council, user = make_council(state), make_user(role)
    make_sitting(council, user=user)
    reads_all = role in {Role.PROVINCE_STAFF, Role.COORDINATION_OFFICE, Role.OBSERVER}

    is_seen = Council.objects.visible_to(user).filter(pk=council.pk).exists()

    assert is_seen == (reads_all or state in {CouncilState.IN_FORCE, CouncilState.ENDED})
    assert Seat.objects.visible_to(user).exists() == is_seen
    assert Member.objects.visible_to(user).exists() == is_seen


def test_an_agency_reads_the_councils_in_which_it_has_a_seat():
    user = make_user(Role.AGENCY_OFFICER)
    theirs, _ = make_council("in_force"), make_seat(make_council("in_force"))
    make_seat(theirs, agency=user.agency)

    assert list(Council.objects.visible_to(user)) == [theirs]
