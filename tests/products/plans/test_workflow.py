"""The procedure of a plan: every step from every state, by every role, with its reasons."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from products.enums import PlanState, RegistrationForm
from products.models import Plan
from products.plans.workflow import PLAN_PROCEDURE, adjust, start
from programs.acts import AlreadyDone
from programs.enums import Role
from programs.models import Event
from programs.workflow import StepRefused
from tests.support.factories import (
    make_campaign,
    make_plan,
    make_registration,
    make_unit,
    make_user,
    put_into,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
STEPS = PLAN_PROCEDURE.steps
REASONS = {"note": "Vì thế.", "difference": "Vì khác.", "late": "Vì muộn.", "same_person": "Một."}
REFUSALS = (StepRefused, Plan.DoesNotExist)


def make_ready_plan(state, **fields):
    decision = {"decision_number": "1/KH-UBND", "decision_date": "2024-03-25", "signer": "Ông A"}
    return make_plan(state=state, **decision | fields)


def make_actor(role, plan):
    """Somebody in this role, with this very plan in their charge."""
    unit = plan.unit if role in {Role.UNIT_OFFICER, Role.UNIT_LEADER} else None
    return make_user(role, unit=unit)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
@pytest.mark.parametrize("state", PlanState)
def test_step_is_taken_from_its_sources_and_from_nowhere_else(step, state):
    plan = make_ready_plan(state)
    actor = make_actor(min(step.roles), plan)

    if state in step.sources:
        assert PLAN_PROCEDURE.take(plan, step.name, by=actor, answers=REASONS).state == step.target
    else:
        with pytest.raises(REFUSALS):
            PLAN_PROCEDURE.take(plan, step.name, by=actor, answers=REASONS)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_step_is_refused_to_every_other_role(step):
    plan = make_ready_plan(min(step.sources))

    for role in set(Role) - step.roles:
        with pytest.raises(REFUSALS):
            PLAN_PROCEDURE.take(plan, step.name, by=make_actor(role, plan), answers=REASONS)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_step_is_written_down_with_who_and_from_where_to_where(step):
    plan = make_ready_plan(min(step.sources))
    actor = make_actor(min(step.roles), plan)
    source = plan.state

    PLAN_PROCEDURE.take(plan, step.name, by=actor, answers=REASONS)

    event = Event.objects.about(plan).filter(action=step.name).get()
    assert (event.actor, event.source, event.target) == (actor, source, step.target)
    assert event.unit == plan.unit


@pytest.mark.parametrize(
    ("step", "state"),
    [
        ("give_back", PlanState.HANDED_IN),
        ("take_back", PlanState.SENT),
        ("return", PlanState.SENT),
    ],
)
def test_a_reason_is_asked_for_in_writing(step, state):
    plan = make_ready_plan(state)

    with pytest.raises(StepRefused, match="phải ghi rõ"):
        PLAN_PROCEDURE.take(
            plan, step, by=make_actor(min(STEPS[step].roles), plan), answers={"note": "  "}
        )

    plan.refresh_from_db()
    assert plan.state == state


def test_sending_asks_why_rows_and_declared_counts_differ():
    plan = make_plan(rows=2, declared=[RegistrationForm.THREE_STAR] * 3, state=PlanState.HANDED_IN)
    leader = make_actor(Role.UNIT_LEADER, plan)

    with pytest.raises(StepRefused, match="khác số đã khai"):
        PLAN_PROCEDURE.take(plan, "send", by=leader)

    sent = PLAN_PROCEDURE.take(plan, "send", by=leader, answers={"difference": "Bớt một."})
    assert sent.seals.get().values()["reasons"] == {"difference": "Bớt một."}


def test_sending_by_the_person_who_handed_it_in_asks_why():
    plan = make_plan(state=PlanState.HANDED_IN)
    plan.handed_in_by = leader = make_actor(Role.UNIT_LEADER, plan)
    plan.save()

    with pytest.raises(StepRefused, match="người trình cũng là người gửi"):
        PLAN_PROCEDURE.take(plan, "send", by=leader)

    PLAN_PROCEDURE.take(plan, "send", by=leader, answers={"same_person": "Đơn vị một người."})
    plan.refresh_from_db()
    assert plan.same_person_reason == "Đơn vị một người."


def test_a_sender_who_handed_it_in_is_refused_by_the_database_without_a_reason():
    plan = make_plan(state=PlanState.SENT)

    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(handed_in_by=plan.sent_by_id)


def test_sending_after_the_due_time_asks_why_and_is_marked_late():
    unit = make_unit()
    campaign = make_campaign(unit, due_at=timezone.now() - timedelta(minutes=1))
    plan = make_plan(unit=unit, campaign=campaign, state=PlanState.HANDED_IN)
    leader = make_actor(Role.UNIT_LEADER, plan)

    with pytest.raises(StepRefused, match="Lý do gửi muộn"):
        PLAN_PROCEDURE.take(plan, "send", by=leader)

    assert PLAN_PROCEDURE.take(plan, "send", by=leader, answers=REASONS).is_late


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"rows": 0}, "chưa có sản phẩm"),
        ({"rows": 1, "is_nil": True}, "vừa ghi"),
    ],
)
def test_an_empty_plan_is_not_a_statement_and_nil_with_products_is_a_contradiction(fields, reason):
    plan = make_plan(**fields)

    with pytest.raises(StepRefused, match=reason):
        PLAN_PROCEDURE.take(plan, "hand_in", by=make_actor(Role.UNIT_OFFICER, plan))


def test_nil_is_stated_and_sent_without_products():
    plan = make_plan(rows=0, is_nil=True, state=PlanState.HANDED_IN)

    sent = PLAN_PROCEDURE.take(plan, "send", by=make_actor(Role.UNIT_LEADER, plan))

    assert sent.seals.get().values()["is_nil"] is True


def test_handing_in_without_declared_counts_is_refused():
    plan = make_plan()
    plan.campaign.participants.get().counts.all().delete()

    with pytest.raises(StepRefused, match="chưa khai số lượng"):
        PLAN_PROCEDURE.take(plan, "hand_in", by=make_actor(Role.UNIT_OFFICER, plan))


def test_a_returned_plan_tells_its_people_in_the_same_transaction():
    plan = make_plan(state=PlanState.SENT)
    officer = make_actor(Role.UNIT_OFFICER, plan)

    PLAN_PROCEDURE.take(
        plan, "return", by=make_user(Role.PROVINCE_STAFF), answers={"note": "Thiếu địa chỉ."}
    )

    text = officer.notifications.get().text
    assert "được tỉnh trả lại để sửa và gửi lại (đến" in text
    assert text.endswith("Thiếu địa chỉ.")


def test_the_same_form_posted_twice_is_one_step():
    plan = make_plan(state=PlanState.HANDED_IN)
    leader = make_actor(Role.UNIT_LEADER, plan)
    key = "6f1b8d1e-7a0c-4f1e-9a52-000000000001"

    PLAN_PROCEDURE.take(plan, "send", by=leader, key=key)
    with pytest.raises(AlreadyDone) as again:
        PLAN_PROCEDURE.take(plan, "send", by=leader, key=key)

    assert again.value.row.state == PlanState.SENT
    assert plan.seals.count() == 1


def test_an_adjustment_stands_beside_the_accepted_version_until_it_is_accepted():
    old = make_ready_plan(PlanState.ACCEPTED, rows=2)
    officer, leader = make_actor(Role.UNIT_OFFICER, old), make_actor(Role.UNIT_LEADER, old)

    new = adjust(old, officer, "Đổi chủ thể.")
    make_registration(new)
    PLAN_PROCEDURE.take(new, "hand_in", by=officer)
    PLAN_PROCEDURE.take(new, "send", by=leader, answers=REASONS)

    assert list(Plan.objects.counting()) == [old]
    PLAN_PROCEDURE.take(new, "accept", by=make_user(Role.PROVINCE_STAFF))
    assert list(Plan.objects.counting()) == [new]
    old.refresh_from_db()
    assert (old.state, old.registrations.count(), new.version) == (PlanState.SUPERSEDED, 2, 2)


def test_an_adjustment_copies_the_rows_with_their_history():
    old = make_ready_plan(PlanState.ISSUED, rows=3)

    new = adjust(old, make_actor(Role.UNIT_OFFICER, old), "Bổ sung.")

    rows = new.registrations.order_by("position")
    names = old.registrations.order_by("position").values_list("product_name", flat=True)
    assert [row.product_name for row in rows] == list(names)
    assert all(row.history.count() == 1 for row in rows)


def test_a_second_adjustment_of_one_version_is_refused():
    old = make_ready_plan(PlanState.ACCEPTED)
    officer = make_actor(Role.UNIT_OFFICER, old)
    adjust(old, officer, "Một.")

    with pytest.raises(StepRefused, match="đã có phiên bản điều chỉnh"):
        adjust(Plan.objects.get(pk=old.pk), officer, "Hai.")


def test_starting_twice_gives_the_same_plan():
    unit = make_unit()
    campaign = make_campaign(unit)
    officer = make_user(Role.UNIT_OFFICER, unit=unit)

    assert start(campaign, officer) == start(campaign, officer)


@pytest.mark.parametrize("unit", [None, "another"])
def test_a_user_without_a_unit_or_of_a_unit_not_asked_gets_a_sentence(unit):
    campaign = make_campaign(make_unit())
    officer = make_user(Role.UNIT_OFFICER, unit=unit and make_unit())
    officer.unit = officer.unit if unit else None

    with pytest.raises(StepRefused, match="không có trong đợt"):
        start(campaign, officer)


def test_two_campaigns_of_one_year_hold_two_plans_of_a_unit():
    unit = make_unit()
    plans = [make_plan(unit=unit, campaign=make_campaign(unit)) for _ in range(2)]

    assert plans[0].campaign.year == plans[1].campaign.year
    assert Plan.objects.filter(unit=unit).count() == 2


def test_a_taken_back_plan_keeps_what_was_sent_and_seals_anew():
    plan = make_ready_plan(PlanState.HANDED_IN)
    officer, leader = make_actor(Role.UNIT_OFFICER, plan), make_actor(Role.UNIT_LEADER, plan)

    PLAN_PROCEDURE.take(plan, "send", by=leader)
    PLAN_PROCEDURE.take(plan, "take_back", by=leader, answers=REASONS)
    make_registration(plan)
    PLAN_PROCEDURE.take(plan, "hand_in", by=officer)
    PLAN_PROCEDURE.take(plan, "send", by=leader, answers=REASONS)

    assert [len(seal.values()["rows"]) for seal in plan.seals.order_by("number")] == [1, 2]


def test_a_superseded_plan_is_never_moved_again():
    plan = put_into(make_plan(), PlanState.SUPERSEDED)

    assert all(plan.state not in step.sources for step in STEPS.values())
