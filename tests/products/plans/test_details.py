"""What is saved of a plan beside its rows: the counts, the decision, and what is said of it."""

import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from products.enums import PRIVATE_STATES, PlanState, RegistrationForm
from products.models import PlanComment
from products.plans.counting import declared
from products.plans.details import comment, comment_refusal, declare, save_plan
from programs.acts import AlreadyDone, RowChanged
from programs.enums import Role
from programs.extensions import extend
from programs.models import Event
from programs.workflow import StepRefused
from tests.support.factories import make_campaign, make_plan, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
ZERO = dict.fromkeys(RegistrationForm.values, 0)


@pytest.fixture
def officer():
    return make_user(Role.UNIT_OFFICER)


@pytest.fixture
def participant(officer):
    return make_campaign(officer.unit).participants.get()


# --- Counts --------------------------------------------------------------------------------------


def test_zero_is_declared_as_a_number(participant, officer):
    declare(participant, ZERO, by=officer)

    assert declared(participant) == ZERO


def test_the_trail_holds_what_was_declared_before_and_after(participant, officer):
    declare(participant, ZERO, by=officer)
    declare(participant, ZERO | {"3_star": 2}, by=officer)

    first, second = Event.objects.about(participant).order_by("pk")
    assert first.data == {"before": {}, "after": ZERO}
    assert second.data == {"before": ZERO, "after": ZERO | {"3_star": 2}}


def test_a_form_that_stays_as_it_was_is_not_written_again(participant, officer):
    declare(participant, ZERO, by=officer)
    declare(participant, ZERO | {"4_star": 1}, by=officer)

    histories = {row.form: row.history.count() for row in participant.counts.all()}
    assert histories == dict.fromkeys(ZERO, 1) | {"4_star": 2}


def test_the_same_counts_posted_twice_are_declared_once(participant, officer):
    key = uuid.uuid4()
    for count in (1, 7):
        with suppress(AlreadyDone):
            declare(participant, ZERO | {"3_star": count}, by=officer, key=key)

    assert declared(participant)["3_star"] == 1
    assert Event.objects.about(participant).count() == 1


@pytest.mark.parametrize("role", [Role.UNIT_LEADER, Role.PROVINCE_ADMIN, Role.UNIT_OFFICER])
def test_nobody_but_the_units_own_people_declares(participant, role):
    user = make_user(role)

    with pytest.raises(StepRefused, match="Chỉ cán bộ của đơn vị được khai") as refused:
        declare(participant, ZERO, by=user)

    assert (refused.value.status, declared(participant)) == (403, {})


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (PlanState.DRAFT, True),
        (PlanState.RETURNED, True),
        (PlanState.HANDED_IN, False),
        (PlanState.SENT, False),
        (PlanState.ACCEPTED, False),
    ],
)
def test_counts_change_only_while_a_version_of_the_plan_may(officer, state, allowed):
    plan = make_plan(unit=officer.unit, state=state)
    participant = plan.campaign.participants.get()

    if allowed:
        declare(participant, ZERO, by=officer)
    else:
        with pytest.raises(StepRefused, match="nên không sửa được") as refused:
            declare(participant, ZERO, by=officer)
        assert refused.value.status == 409
    assert declared(participant)["3_star"] == (0 if allowed else 1)


def test_after_the_lock_counts_wait_for_more_time(officer):
    past = timezone.now() - timedelta(hours=1)
    participant = make_campaign(officer.unit, due_at=past, locks_at=past).participants.get()
    with pytest.raises(StepRefused, match="Đợt đã khóa"):
        declare(participant, ZERO, by=officer)

    extend(participant, timezone.now() + timedelta(days=1), "Bão.", by=make_user("PA"))
    declare(participant, ZERO, by=officer)

    assert declared(participant) == ZERO


# --- The decision --------------------------------------------------------------------------------


def test_what_was_saved_meanwhile_is_not_written_over(officer):
    plan = make_plan(unit=officer.unit)
    plan.signer = "Bà A"
    save_plan(plan, by=officer, edition=1)

    plan.signer = "Ông B"
    with pytest.raises(RowChanged):
        save_plan(plan, by=officer, edition=1)

    plan.refresh_from_db()
    assert (plan.signer, plan.edition) == ("Bà A", 2)
    assert Event.objects.about(plan).get().data == {"edition": 2}


# --- Comments ------------------------------------------------------------------------------------

MAY_COMMENT = {
    *(Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF, Role.COORDINATION_OFFICE, Role.COUNCIL_SECRETARY),
}


@pytest.mark.parametrize("role", Role)
def test_those_of_the_province_who_work_comment_and_those_who_look_on_do_not(role):
    refused = comment_refusal(make_plan(state=PlanState.SENT), make_user(role))

    assert (refused and refused.status) == (None if role in MAY_COMMENT else 403)


@pytest.mark.parametrize("role", [Role.UNIT_OFFICER, Role.UNIT_LEADER])
def test_a_unit_answers_under_its_own_plan_alone(role):
    plan = make_plan(state=PlanState.SENT)

    assert comment_refusal(plan, make_user(role, unit=plan.unit)) is None
    assert comment_refusal(plan, make_user(role, unit=make_unit())).code == "role"


@pytest.mark.parametrize("state", sorted(set(PlanState) - {PlanState.SENT}))
def test_a_plan_is_commented_on_only_while_it_waits_for_its_answer(state):
    refused = comment_refusal(make_plan(state=state), make_user(Role.PROVINCE_STAFF))

    assert (refused.status, refused.code) == (409, "state")


def test_a_comment_is_written_once_and_leaves_the_plan_as_it_was():
    plan, staff, key = make_plan(state=PlanState.SENT), make_user(Role.PROVINCE_STAFF), uuid.uuid4()
    for text in ("Rõ.", "Lần nữa."):
        with suppress(AlreadyDone):
            comment(plan, text, by=staff, key=key)

    edition = plan.edition
    plan.refresh_from_db()
    assert (plan.edition, plan.state) == (edition, PlanState.SENT)
    assert [(each.text, each.author) for each in PlanComment.objects.all()] == [("Rõ.", staff)]
    assert Event.objects.about(plan).get().note == "Rõ."


@pytest.mark.parametrize("state", sorted(PRIVATE_STATES))
def test_the_province_does_not_even_find_a_plan_that_is_the_units(state):
    plan = make_plan(state=state)

    with pytest.raises(type(plan).DoesNotExist):
        comment(plan, "Rõ.", by=make_user(Role.PROVINCE_STAFF))
