"""Dossiers that were concluded, or wait, without a sitting get the one that their steps meant."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.utils import timezone

from councils.agreement.totals import check_totals
from councils.enums import SessionState, Verdict
from councils.membership.checks import check_councils
from councils.models import Council, Evaluation, Session
from councils.sessions import preparing, results
from councils.sessions.workflow import SESSION
from products.enums import DossierState
from products.models import Dossier
from programs.audit import record
from programs.enums import Role
from programs.models import Event
from tests.support.factories import (
    make_dossier,
    make_product,
    make_province,
    make_unit,
    make_user,
    move_to,
)
from tests.support.sessions import make_evaluation, make_ready_dossier, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today", "province")]

migration = import_module("councils.migrations.0011_sittings_outside_the_portal")
ON, ENTERED = date(2026, 6, 5), datetime(2026, 6, 3, 18, 0, tzinfo=UTC)  # the 4th in Việt Nam


@pytest.fixture
def province(law):
    return make_province()


@pytest.fixture
def staff():
    return make_user(Role.PROVINCE_STAFF)


def fill():
    migration.fill(apps, None)


def concluded(by=None, on=ON, **fields):
    """As the department noted it; `by` is in the trail."""
    dossier = move_to(make_dossier(), DossierState.CONCLUDED)
    values = {"concluded_on": on, "result_mean": Decimal("82.123456"), "result_star": 4}
    Dossier.objects.filter(pk=dossier.pk).update(**values | fields)
    if by:
        tell(dossier, "conclude", "concluded", by)
    return Dossier.objects.get(pk=dossier.pk)


def waiting(by):
    dossier = move_to(make_dossier(), DossierState.IN_SESSION)
    with time_machine.travel(ENTERED):
        tell(dossier, "enter_session", "in_session", by)
    return dossier


def tell(dossier, name, target, by):
    record(name, dossier, by=by, label=name, target=target)


# --- What was concluded ------------------------------------------------------------------------


def test_what_was_concluded_gets_a_closed_sitting_of_its_day(staff, province):
    dossier = concluded(staff)

    fill()

    row = Evaluation.objects.get()
    assert (row.dossier, row.mean, row.star) == (dossier, Decimal("82.123456"), 4)
    assert (row.verdict, row.sheet_count) == (Verdict.RECOGNISE, None)
    session, council = row.session, row.session.council
    assert (session.state, session.day, session.is_past) == (SessionState.CLOSED, ON, True)
    assert (council.unit, council.level, council.is_outside) == (province, "province", True)
    assert {session.prepared_by, council.prepared_by} == {staff}
    assert "chuyển dữ liệu" in council.name


@pytest.mark.parametrize(
    ("star", "verdict"),
    [(2, Verdict.REFUSE), (3, Verdict.RECOGNISE), (4, Verdict.RECOGNISE), (5, Verdict.FORWARD)],
)
def test_the_verdict_follows_from_who_grants_the_star(star, verdict):
    concluded(result_star=star, result_mean=95)

    fill()

    assert Evaluation.objects.get().verdict == verdict


def test_one_day_is_one_sitting_and_another_day_is_another(staff):
    for day in (ON, ON, ON - timedelta(days=1)):
        concluded(staff, on=day)

    fill()

    rows = Session.objects.order_by("starts_at")
    assert [session.evaluations.count() for session in rows] == [1, 2]
    assert Council.objects.get().starts_on == ON - timedelta(days=1)
    assert sorted(Evaluation.objects.values_list("position", flat=True)) == [1, 1, 2]


def test_where_nobody_is_told_who_noted_it_the_one_who_filed_it_stands_there():
    dossier = concluded()

    fill()

    assert Session.objects.get().prepared_by == dossier.created_by


def test_three_stars_of_148_were_a_districts_and_four_the_provinces(province):
    unit = make_unit()
    for star, mean in ((3, 60), (4, 75)):
        dossier = move_to(
            make_dossier(make_product(commune=unit.children.first())), DossierState.CONCLUDED
        )
        facts = {"received_on": date(2024, 5, 2), "concluded_on": date(2024, 6, 3)}
        Dossier.objects.filter(pk=dossier.pk).update(result_star=star, result_mean=mean, **facts)

    fill()

    found = Evaluation.objects.order_by("star").values_list(
        "star", "session__council__level", "session__council__unit", "verdict"
    )
    assert [*found] == [
        (3, "district", unit.pk, Verdict.RECOGNISE),
        (4, "province", province.pk, Verdict.RECOGNISE),
    ]


def test_a_result_of_a_sitting_is_mended_like_any_other_that_was_entered(staff):
    concluded(staff, accepted_on=ON)
    fill()
    row = Evaluation.objects.get()
    row.mean, row.star = Decimal(65), 3

    results.correct(row, "Gõ nhầm.", by=make_user(Role.PROVINCE_ADMIN), version=1)

    assert Dossier.objects.get().result_star == 3


# --- What waits --------------------------------------------------------------------------------


def test_what_waits_stands_on_a_sitting_of_the_day_on_which_it_came_there(staff):
    dossier = waiting(staff)

    fill()

    session = Session.objects.get()
    assert (session.state, session.day) == (SessionState.CALLED, date(2026, 6, 4))
    assert (session.prepared_by, session.evaluations.get().dossier) == (staff, dossier)
    assert preparing.holding(dossier)


def test_what_waits_goes_on_to_its_result(staff):
    waiting(staff)
    fill()
    session = Session.objects.get()
    Dossier.objects.update(accepted_on=date(2026, 6, 1))

    start = timezone.now() - timedelta(hours=3)
    session.starts_at, session.ends_at = start, start + timedelta(hours=2)
    session = preparing.write(session, by=staff, version=1)
    session = SESSION.take(session, "open", by=staff)
    row = session.evaluations.get()
    row.mean, row.star = Decimal(65), 3
    results.note(row, by=staff, version=1)
    SESSION.take(session, "close", by=make_user(Role.PROVINCE_STAFF), answers={})

    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.concluded_on) == ("concluded", session.day)


def test_what_waits_can_go_back_to_the_accepted(staff):
    waiting(staff)
    fill()

    preparing.take_off(Evaluation.objects.get(), "Chờ phiên sau.", by=staff)

    assert Dossier.objects.get().state == DossierState.ACCEPTED


# --- What stays as it is -----------------------------------------------------------------------


def test_what_a_session_has_taken_up_gets_no_other():
    make_session(None, SessionState.CALLED, make_ready_dossier())
    closed = make_session(None, SessionState.CLOSED)
    make_evaluation(closed, concluded(), verdict=Verdict.RECOGNISE, star=4, mean=82)
    before = Session.objects.count()

    fill()

    assert Session.objects.count() == before


def test_a_session_that_did_not_evaluate_it_or_was_cancelled_is_none_of_its_results(staff):
    dossier = concluded(staff)
    closed = make_session(None, SessionState.CLOSED)
    make_evaluation(closed, dossier, verdict=Verdict.NOT_EVALUATED)
    make_evaluation(make_session(None, SessionState.CANCELLED), dossier)

    fill()

    assert dossier.evaluations.count() == 3


@pytest.mark.parametrize(
    "state", sorted(set(DossierState) - {DossierState.IN_SESSION, DossierState.CONCLUDED})
)
def test_of_other_dossiers_nothing_is_made(state):
    move_to(make_dossier(), state)

    fill()

    assert not Council.objects.exists()


def test_dossiers_trail_and_checks_stay_whole(staff):
    concluded(staff)
    waiting(staff)
    dossiers, events = [*Dossier.objects.values()], Event.objects.count()

    fill()

    assert [*Dossier.objects.values()] == dossiers
    assert Event.objects.count() == events
    for check in (*check_councils(), *check_totals()):
        assert list(check.faults) == []


def test_a_second_time_makes_nothing_more(staff):
    concluded(staff)
    waiting(staff)

    fill()
    fill()

    assert Evaluation.objects.count() == 2


def test_the_way_back_takes_the_sittings_and_leaves_the_results(staff):
    dossier = concluded(staff)
    other = make_session(None, SessionState.CLOSED)
    fill()

    done = []
    migration.take_away(apps, SimpleNamespace(connection=connection, execute=done.append))

    assert [*Session.objects.all()] == [other]
    assert Dossier.objects.get(pk=dossier.pk).result_star == 4
    assert not Council.objects.filter(rules=None).exists()


def test_many_rows_cost_a_few_queries(staff, django_assert_max_num_queries):
    for _ in range(12):
        concluded(staff)

    with django_assert_max_num_queries(16):
        fill()
