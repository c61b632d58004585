"""Who advises, supports or is close to a producer: marked, ended, struck out, and by whom read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from councils.enums import RelationState, SeatRole, SessionState
from councils.models import Relation
from councils.models.relations import producers_kept
from councils.relations import marking
from programs.acts import StepRefused
from programs.enums import Authority, Role
from programs.models import Event, Notification
from tests.support.councils import make_council, make_sitting
from tests.support.factories import make_agency, make_producer, make_user
from tests.support.sessions import (
    DAY,
    make_board,
    make_evaluation,
    make_ready_dossier,
    make_relation,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]


@pytest.fixture
def clerk():
    return make_user(Role.PROVINCE_STAFF)


@pytest.fixture
def called(board):
    return make_session(board.council, SessionState.CALLED, make_ready_dossier())


def producer_of(session):
    return session.evaluations.get().dossier.product.producer


def new(producer, **who):
    """A relation that is not saved yet."""
    facts = {"since": timezone.localdate(), "source": "Hợp đồng số 5."}
    return Relation(producer=producer, **facts | who)


def refused(act, *args, **facts):
    with pytest.raises(StepRefused) as refusal:
        act(*args, **facts)
    return refusal.value


def reads(user, relation):
    return Relation.objects.visible_to(user).filter(pk=relation.pk).exists()


# --- Who reads it ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_the_department_reads_all_and_other_roles_nothing(today, role):
    person, relation = make_user(role), make_relation()

    assert reads(person, relation) is (role in {Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF})


@pytest.mark.parametrize("role", Role)
def test_one_reads_what_is_marked_of_oneself(today, role):
    person = make_user(role)

    assert reads(person, make_relation(user=person))


def test_people_of_the_producers_own_unit_do_not_read_it(today):
    relation = make_relation()
    unit = relation.producer.commune.parent

    for role in (Role.UNIT_OFFICER, Role.UNIT_LEADER):
        assert not reads(make_user(role, unit=unit), relation)


def test_the_secretary_of_the_province_reads_and_marks_all(board):
    relation = make_relation()

    assert reads(board.secretary, relation)
    assert marking.marks(relation.producer, board.secretary)
    for person in (board.chair, *board.members):
        assert not reads(person, relation)
        assert not marking.marks(relation.producer, person)


def test_the_secretary_of_a_district_keeps_the_producers_of_its_ground(today):
    board = make_board(1, level=Authority.DISTRICT)
    inside = make_producer(commune=board.council.unit.children.first())
    outside = make_producer()

    assert [*producers_kept(board.secretary).filter(pk__in=[inside.pk, outside.pk])] == [inside]


def test_who_was_secretary_before_or_of_a_council_that_ended_reads_nothing_more(board):
    ended = make_council("ended", level=Authority.PROVINCE, unit=board.council.unit)
    former = make_user(Role.COUNCIL_SECRETARY)
    make_sitting(ended, SeatRole.SECRETARY, user=former)
    before = timezone.localdate() - DAY
    board.council.seats.get(role=SeatRole.SECRETARY).members.update(until=before)
    relation = make_relation()

    assert not reads(board.secretary, relation)
    assert not reads(former, relation)


# --- Marking -----------------------------------------------------------------------------------


def test_what_is_marked_tells_who_marked_it_and_when(clerk):
    producer, agency = make_producer(), make_agency()

    row = marking.mark(new(producer, kind="supports", agency=agency), by=clerk)

    assert (row.marked_by, row.state, row.who) == (clerk, RelationState.STANDING, agency.name)
    event = Event.objects.about(row).get()
    assert (event.action, event.actor) == ("mark_relation", clerk)
    assert event.unit is None  # no leader of a unit reads it in the trail


def test_what_is_marked_after_the_call_is_noted_at_once(board, called, clerk):
    member = board.members[0]

    marking.mark(new(producer_of(called), kind="owner", user=member), by=clerk)

    conflict = called.evaluations.get().conflicts.get()
    assert conflict.seat == board.seat(member)
    assert Notification.objects.filter(recipient=board.secretary).count() == 1


def test_it_is_noted_in_the_sessions_of_that_producer_alone(board, called, clerk):
    other = make_session(board.council, SessionState.OPEN, make_ready_dossier())

    marking.mark(new(producer_of(called), kind="owner", user=board.members[0]), by=clerk)

    assert called.evaluations.get().conflicts.count() == 1
    assert not other.evaluations.get().conflicts.exists()


def test_before_the_call_nothing_is_noted(board, clerk):
    session = make_session(board.council, SessionState.PREPARING, make_ready_dossier())

    marking.mark(new(producer_of(session), kind="owner", user=board.members[0]), by=clerk)

    assert not session.evaluations.get().conflicts.exists()


def test_what_was_opened_already_stays_as_it_is(board, called, clerk):
    called.evaluations.update(opened_at=timezone.now())

    marking.mark(new(producer_of(called), kind="owner", user=board.members[0]), by=clerk)

    assert not called.evaluations.get().conflicts.exists()


def test_what_is_marked_of_a_merged_producer_reaches_the_kept_one(board, called, clerk):
    kept = producer_of(called)
    gone = make_producer(commune=kept.commune, merged_into=kept)

    marking.mark(new(gone, kind="owner", user=board.members[0]), by=clerk)

    assert called.evaluations.get().conflicts.count() == 1


def test_an_agency_is_marked_for_days_on_which_it_was_there(clerk):
    today = timezone.localdate()
    agency = make_agency(valid_from=today - 9 * DAY, valid_to=today - DAY)
    facts = {"kind": "advises", "agency": agency}

    for day in (today - 10 * DAY, today):
        row = new(make_producer(), since=day, **facts)
        assert refused(marking.mark, row, by=clerk).code == "agency"
    assert marking.mark(new(make_producer(), since=today - 2 * DAY, **facts), by=clerk).pk


def test_nobody_else_marks(board):
    row = new(make_producer(), kind="owner", user=board.members[0])

    with pytest.raises(type(row.producer).DoesNotExist):
        marking.mark(row, by=board.members[0])
    assert row.pk is None


# --- Ending and striking out -------------------------------------------------------------------


def test_a_relation_ends_with_a_reason_and_holds_until_that_day(clerk):
    relation, day = make_relation(), timezone.localdate()

    row = marking.end(relation, day, "Hết hợp đồng.", by=clerk)

    assert (row.until, row.ended_by, row.end_reason) == (day, clerk, "Hết hợp đồng.")
    assert relation in Relation.objects.on(day)
    assert relation not in Relation.objects.on(day + DAY)
    assert refused(marking.end, row, day, "Lại.", by=clerk).code == "state"


def test_it_does_not_end_before_it_began(clerk):
    relation = make_relation()
    day = relation.since - timedelta(days=1)

    assert refused(marking.end, relation, day, "Hết.", by=clerk).code == "until"


def test_what_was_wrongly_marked_is_struck_out_and_stays_to_be_read(clerk):
    relation = make_relation()

    row = marking.strike(relation, "Nhầm người.", by=clerk)

    assert row.state == RelationState.STRUCK_OUT
    assert relation not in Relation.objects.on(timezone.localdate())
    assert reads(clerk, relation)
    for act in (marking.strike, lambda row, note, by: marking.end(row, row.since, note, by=by)):
        assert refused(act, row, "Lại.", by=clerk).code == "state"


def test_whom_it_is_of_reads_it_and_changes_nothing():
    person = make_user(Role.COUNCIL_MEMBER)
    relation = make_relation(user=person)

    assert refused(marking.strike, relation, "Không đúng.", by=person).status == 403
    assert refused(marking.end, relation, relation.since, "Hết.", by=person).status == 403


@pytest.mark.parametrize("how", ["end", "strike"])
def test_the_secretary_is_told_to_look_again_and_the_conflict_stays(board, called, clerk, how):
    member = board.members[0]
    row = marking.mark(new(producer_of(called), kind="owner", user=member), by=clerk)
    Notification.objects.all().delete()

    if how == "end":
        marking.end(row, row.since, "Đã bán cổ phần.", by=clerk)
    else:
        marking.strike(row, "Nhầm người.", by=clerk)

    [news] = Notification.objects.all()
    assert news.recipient == board.secretary
    assert str(board.seat(member)) in news.text
    assert "Nhầm người" not in news.text + str(board.seat(member))
    assert called.evaluations.get().conflicts.count() == 1


def test_nobody_is_told_where_nothing_rests_on_it(board, clerk):
    make_evaluation(make_session(board.council, SessionState.CALLED))

    marking.strike(make_relation(), "Nhầm.", by=clerk)

    assert not Notification.objects.exists()
