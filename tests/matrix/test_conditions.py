"""What stands after the stroke in a cell: the clock (d), the written reason (w), two people (2)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from products.enums import PlanState
from products.models import Plan
from programs.enums import Role
from programs.models import Extension
from tests.matrix import run
from tests.matrix.cells import MATRIX
from tests.matrix.claims import CLAIMS
from tests.matrix.world import Row, make_reading, make_written
from tests.support.factories import make_campaign, make_plan, make_unit, make_user, put_into

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

TICK = timedelta(milliseconds=1)
ACTS = [claim for claim in CLAIMS if claim.body]
OFFICERS = ("DO", "DL")


def with_condition(letter):
    """The acts that this letter binds, for anybody."""
    return [
        claim
        for claim in ACTS
        if any(letter in cell.conditions for cell in MATRIX[claim.line].cells.values())
    ]


# --- d: before the lock, or before the end of an extension -------------------------------------

START = {"P8": PlanState.HANDED_IN, "P10": PlanState.SENT, "P15": PlanState.ACCEPTED}
# What reports may do by the clock is held in test_workflow and test_workbook of tests/reports.
CLOCKED = [
    claim
    for claim in with_condition("d")
    if claim.rows not in {"campaign", "filled_report"}
    and not claim.url.startswith("reports:report")
]


@pytest.fixture
def lock():
    return timezone.now().replace(microsecond=0) + timedelta(minutes=30)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def campaign(unit, lock):
    return make_campaign(unit, due_at=lock - timedelta(minutes=10), locks_at=lock)


def row_of(claim, campaign, officer):
    """The row that the act is about, in the state that it asks for."""
    state = START.get(claim.line, PlanState.DRAFT)
    plan = make_plan(unit=officer.unit, campaign=campaign)
    subject = {
        "plan": lambda: plan,
        "registration": plan.registrations.get,
        "asked": campaign.participants.get,
        "import": lambda: make_reading(plan, officer),
        "imported": lambda: make_written(plan, plan.registrations.get(), officer),
    }[claim.rows]()
    if state != PlanState.DRAFT:
        put_into(plan, state)
    return Row(claim.rows, "here", subject)


def answer_at(client, claim, campaign, at):
    """What the officer or leader whom the matrix names is answered at this instant."""
    role = next(role for role in OFFICERS if "d" in MATRIX[claim.line].cells[role].conditions)
    user = make_user(Role(role), unit=campaign.participants.get().unit)
    row = row_of(claim, campaign, user)
    client.force_login(user)
    body = claim.body(None, row, user)
    with time_machine.travel(at, tick=False):
        return client.post(run.address(claim, row), body).status_code


@pytest.mark.parametrize("claim", CLOCKED, ids=str)
@pytest.mark.parametrize(("moment", "status"), [(-TICK, 302), (0 * TICK, 409), (TICK, 409)])
def test_an_act_is_done_until_the_lock_and_not_from_then_on(
    client, claim, moment, status, campaign, lock
):
    assert answer_at(client, claim, campaign, lock + moment) == status


@pytest.mark.parametrize("claim", CLOCKED, ids=str)
@pytest.mark.parametrize(("moment", "status"), [(-TICK, 302), (0 * TICK, 409)])
def test_an_extension_moves_the_lock_for_its_unit(client, claim, moment, status, campaign, lock):
    extended = Extension.objects.create(
        participant=campaign.participants.get(),
        until=lock + timedelta(minutes=10),
        reason="Bão.",
        granted_by=make_user(Role.PROVINCE_ADMIN),
    )

    assert answer_at(client, claim, campaign, extended.until + moment) == status


def test_an_extension_of_one_unit_moves_no_other_units_lock(client, campaign, lock):
    neighbour = make_campaign(make_unit()).participants.get()
    neighbour.campaign = campaign
    neighbour.save()
    Extension.objects.create(
        participant=neighbour,
        until=lock + timedelta(minutes=10),
        reason="Bão.",
        granted_by=make_user(Role.PROVINCE_ADMIN),
    )
    plan = make_plan(unit=campaign.participants.first().unit, campaign=campaign)
    client.force_login(make_user(Role.UNIT_OFFICER, unit=plan.unit))

    with time_machine.travel(lock, tick=False):
        response = client.post(reverse("products:plan_step", args=[plan.pk, "hand_in"]), {})

    assert response.status_code == 409


@pytest.mark.parametrize("claim", CLOCKED, ids=str)
def test_a_closed_campaign_takes_nothing_before_its_lock_either(client, claim, campaign, lock):
    campaign.state = "closed"
    campaign.save()

    assert answer_at(client, claim, campaign, lock - timedelta(minutes=20)) == 409


def test_a_refusal_by_the_clock_says_when_it_was_locked(client, campaign, lock, unit):
    plan = make_plan(unit=unit, campaign=campaign)
    client.force_login(make_user(Role.UNIT_OFFICER, unit=unit))

    with time_machine.travel(lock, tick=False):
        response = client.post(reverse("products:plan_step", args=[plan.pk, "hand_in"]), {})

    assert timezone.localtime(lock).strftime("%H:%M ngày %d/%m/%Y") in response.content.decode()


# --- w: a reason in writing --------------------------------------------------------------------


# Of the line that numbers, issues and takes back papers, these go forward: nobody asks why.
FORWARD = ({"name": "number"}, {"name": "issue"})
ASKED_WHY = [
    claim
    for claim in with_condition("w")
    if not (claim.line == "V3" and (claim.path in FORWARD or claim.url.endswith("copy_add")))
]


@pytest.mark.parametrize("claim", ASKED_WHY, ids=str)
@pytest.mark.parametrize("reason", [None, "", "  \n "])
def test_an_act_that_asks_why_is_not_done_without_a_reason(claim, reason, visitors):
    role, row = run.allowed(claim, visitors.world)
    body = claim.body(visitors.world, row, visitors.world.people[role])
    blank = {name: reason for name in ("note", "reason", "late") if reason is not None}
    body = {name: text for name, text in body.items() if name not in {"note", "reason", "late"}}

    answer = visitors.ask(role, "POST", run.address(claim, row), body | blank)

    assert answer.status in {200, 422}
    assert (answer.written, answer.done) == (frozenset(), 0)


@pytest.mark.parametrize("claim", ASKED_WHY, ids=str)
def test_the_reason_stays_in_the_trail(claim, visitors):
    role, row = run.allowed(claim, visitors.world)
    body = claim.body(visitors.world, row, visitors.world.people[role])

    note = visitors.trail_of(role, run.address(claim, row), body)[-1].note

    assert body.get("note", body.get("reason")).rstrip(".") in note


# --- 2: another person -------------------------------------------------------------------------


@pytest.fixture
def own_draft(as_role):
    """A plan that its leader has handed in as well, as in a unit of one person."""
    leader = as_role(Role.UNIT_LEADER)
    return make_plan(unit=leader.unit, handed_in_by=leader, state=PlanState.HANDED_IN)


def send(client, plan, **body):
    return client.post(reverse("products:plan_step", args=[plan.pk, "send"]), body)


@pytest.mark.parametrize("reason", ["", "   "])
def test_nobody_sends_what_they_handed_in_without_a_reason(client, own_draft, reason):
    assert send(client, own_draft, same_person=reason).status_code in {200, 422}

    own_draft.refresh_from_db()
    assert own_draft.state == PlanState.HANDED_IN


def test_the_reason_for_sending_ones_own_draft_shows_on_the_record(client, own_draft):
    assert send(client, own_draft, same_person="Đơn vị một người.").status_code == 302

    own_draft.refresh_from_db()
    page = client.get(own_draft.get_absolute_url()).content.decode()
    assert own_draft.same_person_reason == "Đơn vị một người."
    assert "Đơn vị một người." in page
    assert own_draft.seals.get().values()["reasons"] == {"same_person": "Đơn vị một người."}


def test_a_leader_sends_what_an_officer_handed_in_without_a_reason(client, as_role):
    leader = as_role(Role.UNIT_LEADER)
    plan = make_plan(unit=leader.unit, state=PlanState.HANDED_IN)

    assert send(client, plan).status_code == 302
    assert Plan.objects.get(pk=plan.pk).sent_by == leader


def test_a_form_for_sending_asks_only_for_the_reasons_that_are_due(client, own_draft):
    form = client.get(reverse("products:plan_step", args=[own_draft.pk, "send"])).context["form"]

    assert set(form.fields) - {"form_key", "read"} == {"same_person"}
