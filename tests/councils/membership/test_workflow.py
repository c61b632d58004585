"""How a Council comes about and ends: who decides, what is asked, and who is told."""

from datetime import timedelta

import pytest
import time_machine

from councils.enums import CouncilState, SeatRole
from councils.membership.workflow import COUNCIL
from councils.models import Council
from programs.acts import StepRefused
from programs.enums import Authority, Role
from programs.models import Agency, Event, Notification
from tests.support.councils import TERM, make_council, make_member, make_seat, make_sitting
from tests.support.councils import make_whole_council as make_whole
from tests.support.factories import make_province, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

DAY = timedelta(days=1)
TODAY = TERM + 10 * DAY
DECISION = {"decision_number": "112/QĐ-UBND", "decided_on": TERM}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(unit):
    return make_user(Role.UNIT_OFFICER, unit=unit)


@pytest.fixture
def leader(unit):
    return make_user(Role.UNIT_LEADER, unit=unit)


@pytest.fixture
def admin():
    return make_user(Role.PROVINCE_ADMIN)


@pytest.fixture
def council(officer):
    """One to which nothing is lacking."""
    council = make_whole(unit=officer.unit, prepared_by=officer)
    for code in ("vpdp-ntm", "so-khcn", "so-tnmt"):
        make_sitting(council, agency=Agency.objects.get(code=code))
    return council


@pytest.fixture
def proposed(council, officer):
    return COUNCIL.take(council, "hand_in", by=officer)


def asked(council, step, user):
    return {ask.name for ask in COUNCIL.steps[step].asks_for(council, user)}


def refused(council, step, by, **answers):
    with pytest.raises(StepRefused) as refusal:
        COUNCIL.take(council, step, by=by, answers=answers)
    return refusal.value


# --- The way of a district's Council -----------------------------------------------------------


def test_an_officer_prepares_and_the_leader_confirms_by_a_decision(council, officer, leader):
    COUNCIL.take(council, "hand_in", by=officer)
    done = COUNCIL.take(council, "confirm", by=leader, answers=DECISION)

    done.refresh_from_db()
    assert (done.state, done.decision_number, done.decided_on) == (
        CouncilState.IN_FORCE,
        "112/QĐ-UBND",
        TERM,
    )
    trail = Event.objects.about(council)
    assert [(each.action, each.actor) for each in trail] == [
        ("confirm", leader),
        ("hand_in", officer),
    ]
    assert trail[0].data == DECISION | {"decided_on": "2024-03-04"}


def test_a_council_that_was_given_back_is_the_officers_again_with_the_reason(
    proposed, officer, leader
):
    COUNCIL.take(proposed, "give_back", by=leader, answers={"note": "Thiếu Sở Y tế."})

    proposed.refresh_from_db()
    assert proposed.state == CouncilState.DRAFT
    assert COUNCIL.take(proposed, "hand_in", by=officer).state == CouncilState.PROPOSED


@pytest.mark.parametrize("step", ["hand_in", "give_back", "confirm", "set_up", "end"])
def test_each_step_is_for_its_roles_alone(step):
    source = sorted(COUNCIL.steps[step].sources)[0]
    council = make_whole(source)
    may = {
        "hand_in": {Role.UNIT_OFFICER, Role.UNIT_LEADER},
        "give_back": {Role.UNIT_LEADER},
        "confirm": {Role.UNIT_LEADER},
        "set_up": {Role.PROVINCE_ADMIN},
        "end": {Role.UNIT_LEADER, Role.PROVINCE_ADMIN},
    }[step]

    for role in Role:
        is_of_unit = role in {Role.UNIT_OFFICER, Role.UNIT_LEADER}
        user = make_user(role, **({"unit": council.unit} if is_of_unit else {}))
        refusal = COUNCIL.refusal(council, COUNCIL.steps[step], user)
        assert (refusal is None or refusal.status != 403) == (role in may), role


@pytest.mark.parametrize("step", ["hand_in", "confirm", "end"])
@pytest.mark.parametrize("level", [Authority.DISTRICT, Authority.PROVINCE])
def test_a_leader_decides_on_no_council_but_that_of_the_unit(leader, step, level):
    source = sorted(COUNCIL.steps[step].sources)[0]
    unit = make_unit() if level == Authority.DISTRICT else leader.unit
    council = make_whole(source, unit=unit, level=level)

    assert COUNCIL.refusal(council, COUNCIL.steps[step], leader).status == 403


def test_the_same_person_confirms_what_they_prepared_with_a_reason_alone(council, leader):
    Council.objects.filter(pk=council.pk).update(prepared_by=leader)
    council.refresh_from_db()
    COUNCIL.take(council, "hand_in", by=leader)
    council.refresh_from_db()
    assert "same_person" in asked(council, "confirm", leader)

    refusal = refused(council, "confirm", leader, **DECISION)
    COUNCIL.take(council, "confirm", by=leader, answers=DECISION | {"same_person": "Một người."})

    assert (refusal.status, refusal.code) == (422, "same_person")
    assert "Một người" in Event.objects.about(council)[0].note


def test_another_person_is_asked_for_no_reason(proposed, leader):
    assert asked(proposed, "confirm", leader) == {"decision_number", "decided_on"}


# --- What stands in the way --------------------------------------------------------------------


@pytest.mark.parametrize("role", [SeatRole.CHAIR, SeatRole.SECRETARY])
def test_without_a_chair_or_a_secretary_it_is_neither_handed_in_nor_set_up(
    council, officer, admin, role
):
    seat = council.seats.get(role=role)
    seat.members.all().delete()
    seat.delete()

    for step, by in (("hand_in", officer), ("set_up", admin)):
        refusal = refused(council, step, by, **DECISION)
        assert (refusal.status, refusal.message) == (409, f"Chưa có {role.label}.")


def test_gaps_are_decided_on_with_a_reason_alone(proposed, leader):
    make_seat(proposed, organisation="Hội Nông dân")
    assert "gaps" in asked(proposed, "confirm", leader)

    refusal = refused(proposed, "confirm", leader, **DECISION)
    COUNCIL.take(proposed, "confirm", by=leader, answers=DECISION | {"gaps": "Sẽ cử sau."})

    assert (refusal.status, refusal.code) == (422, "gaps")
    assert Event.objects.about(proposed)[0].data["gaps"] == "Sẽ cử sau."


@pytest.mark.parametrize(
    ("step", "name", "value"),
    [
        ("confirm", "decision_number", "  "),
        ("confirm", "decided_on", None),
        ("confirm", "decided_on", TODAY + DAY),
        ("end", "note", ""),
        ("end", "ends_on", None),
        ("end", "ends_on", TERM - DAY),
        ("end", "ends_on", TODAY + DAY),
    ],
)
def test_a_step_is_not_taken_without_a_right_answer(council, leader, step, name, value):
    source = {"confirm": CouncilState.PROPOSED, "end": CouncilState.IN_FORCE}[step]
    Council.objects.filter(pk=council.pk).update(state=source, **DECISION)
    answers = DECISION | {"ends_on": TODAY, "note": "Hết nhiệm kỳ."}

    refusal = refused(council, step, leader, **answers | {name: value})

    assert (refusal.status, refusal.code) == (422, name)
    council.refresh_from_db()
    assert council.state == source


@pytest.mark.parametrize("day", [TERM - 30 * DAY, TODAY])
def test_a_decision_is_of_today_or_of_any_day_before(proposed, leader, day):
    done = COUNCIL.take(proposed, "confirm", by=leader, answers=DECISION | {"decided_on": day})

    assert done.decided_on == day


def test_a_unit_has_one_council_in_force_and_another_once_that_ended(proposed, leader, admin):
    old = make_council("in_force", unit=proposed.unit, name="Hội đồng cũ")

    for step, by in (("confirm", leader), ("set_up", admin)):
        assert "“Hội đồng cũ” đang hoạt động" in refused(proposed, step, by, **DECISION).message
    COUNCIL.take(old, "end", by=leader, answers={"ends_on": TODAY, "note": "Kiện toàn."})

    assert COUNCIL.take(proposed, "confirm", by=leader, answers=DECISION).state == "in_force"


def test_councils_of_two_levels_and_of_two_units_are_in_force_together(proposed, leader):
    make_council("in_force", unit=proposed.unit, level=Authority.PROVINCE)
    make_council("in_force")

    assert COUNCIL.take(proposed, "confirm", by=leader, answers=DECISION).state == "in_force"


def test_the_council_of_a_commune_is_never_handed_in():
    commune = make_unit(parent=make_province(), kind="xa")
    officer = make_user(Role.UNIT_OFFICER, unit=commune)
    council = make_whole(unit=commune)

    assert "không phải đơn vị cấp huyện" in refused(council, "hand_in", officer).message


# --- The province, and the end -----------------------------------------------------------------


@pytest.mark.parametrize("state", [CouncilState.DRAFT, CouncilState.PROPOSED])
def test_an_administrator_sets_a_council_up_from_wherever_it_stands(council, admin, state):
    Council.objects.filter(pk=council.pk).update(state=state)

    assert COUNCIL.take(council, "set_up", by=admin, answers=DECISION).state == "in_force"


def test_an_ended_council_keeps_its_day_and_moves_no_more(council, leader, admin):
    Council.objects.filter(pk=council.pk).update(state=CouncilState.IN_FORCE, **DECISION)
    answers = {"ends_on": TODAY, "note": "Hết nhiệm kỳ."}

    done = COUNCIL.take(council, "end", by=leader, answers=answers)

    done.refresh_from_db()
    assert (done.state, done.ends_on) == (CouncilState.ENDED, TODAY)
    for step in COUNCIL.steps.values():
        by = admin if Role.PROVINCE_ADMIN in step.roles else leader
        assert COUNCIL.refusal(done, step, by).status == 409


# --- Who is told -------------------------------------------------------------------------------


def told(kind=None):
    rows = Notification.objects.filter(kind=kind) if kind else Notification.objects.all()
    return {each.recipient for each in rows}


def test_the_leader_is_told_of_what_was_handed_in_and_the_officer_of_what_came_back(
    council, officer, leader
):
    make_user(Role.UNIT_LEADER)
    COUNCIL.take(council, "hand_in", by=officer)
    assert told() == {leader}

    COUNCIL.take(council, "give_back", by=leader, answers={"note": "Thiếu Sở Y tế."})

    news = officer.notifications.get()
    assert news.text == f"{council}: lãnh đạo trả lại thành phần: Thiếu Sở Y tế."
    assert news.url == council.get_absolute_url()
    assert leader.notifications.get().done_at is not None


def test_the_department_and_who_sits_with_an_account_are_told_of_the_decision(
    proposed, officer, leader, admin
):
    staff, closed = make_user(Role.PROVINCE_STAFF), make_user(Role.COUNCIL_MEMBER, is_active=False)
    sitting, gone, away = (make_user(Role.COUNCIL_MEMBER) for _ in range(3))
    make_sitting(proposed, user=sitting)
    make_sitting(proposed, SeatRole.GROUP_MEMBER, user=sitting)
    make_sitting(proposed, user=closed)
    make_sitting(proposed, SeatRole.DEPUTY, user=leader)
    make_member(make_seat(proposed), user=gone, until=TODAY - DAY)
    make_sitting(make_council(), user=away)
    Notification.objects.all().delete()

    answers = DECISION | {"gaps": "Sẽ cử sau."}
    COUNCIL.take(proposed, "confirm", by=leader, answers=answers)

    assert told() == {admin, staff, sitting}
    assert sitting.notifications.get().text == f"Bạn có trong thành phần {proposed}."
    assert admin.notifications.get().text == f"{proposed} đã có quyết định thành lập."


def test_what_was_told_of_a_council_is_over_once_it_ended(proposed, leader):
    user = make_user(Role.COUNCIL_MEMBER)
    make_sitting(proposed, user=user)
    COUNCIL.take(proposed, "confirm", by=leader, answers=DECISION)
    assert user.notifications.get().done_at is None

    answers = {"ends_on": TODAY, "note": "Hết nhiệm kỳ."}
    COUNCIL.take(proposed, "end", by=leader, answers=answers)

    assert user.notifications.get().done_at is not None


def test_no_mail_goes_to_who_sits_there_no_more(proposed, leader):
    user = make_user(Role.COUNCIL_MEMBER)
    seat = make_sitting(proposed, user=user)
    COUNCIL.take(proposed, "confirm", by=leader, answers=DECISION)
    news = user.notifications.get()
    assert COUNCIL.news.still_true([news], TODAY) == [news]

    seat.members.update(user=None)

    assert COUNCIL.news.still_true([news], TODAY) == []
