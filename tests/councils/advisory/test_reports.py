"""The group's report: who writes and completes it, who reads it when, and what is not lost."""

from datetime import timedelta

import pytest

from councils.advisory import reports
from councils.advisory.workflow import ADVICE
from councils.enums import AdviceState, ConflictKind, SeatRole, SessionState
from councils.models import AdvisoryReport, AdvisorySheet, Conflict, Evaluation, Member
from councils.sessions import conflicts, preparing
from products.models import Product
from programs.acts import RowChanged, StepRefused
from programs.enums import Role
from programs.models import Event
from tests.support.councils import make_member, make_sitting
from tests.support.factories import make_user
from tests.support.sessions import advise, make_advice, make_conflict

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def write(evaluation, by, version=0, **said):
    report = reports.report_of(evaluation)
    for name, value in ({"proposal": "Đủ điều kiện."} | said).items():
        setattr(report, name, value)
    return reports.write(report, by=by, version=version)


def complete(report, by):
    return ADVICE.take(report, "complete", by=by)


def readers(report, people):
    rows = AdvisoryReport.objects
    return [name for name, who in people if rows.visible_to(who).filter(pk=report.pk).exists()]


@pytest.fixture
def people(advised):
    """By name, whoever may want to read."""
    expert = make_user(Role.AGENCY_OFFICER)
    make_sitting(advised.board.council, SeatRole.EXPERT, user=expert)
    return [
        ("head", advised.head),
        ("adviser", advised.adviser),
        ("chair", advised.board.chair),
        ("secretary", advised.board.secretary),
        ("member", advised.board.members[0]),
        ("expert", expert),
        ("department", make_user(Role.PROVINCE_STAFF)),
        ("observer", make_user(Role.OBSERVER)),
        ("unit", make_user(Role.UNIT_OFFICER, unit=advised.board.council.unit)),
        ("stranger", make_user(Role.COUNCIL_MEMBER)),
    ]


# --- Who writes --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [SessionState.PREPARING, SessionState.CALLED])
def test_the_group_writes_while_a_session_is_prepared_and_called(advised, state):
    evaluation = advised.called(state)

    report = write(evaluation, advised.adviser, surveyed_on=evaluation.session.day)

    assert (report.state, report.version) == (AdviceState.DRAFT, 1)


def test_and_while_it_sits(advised):
    assert write(advised.evaluation, advised.head).pk
    assert write(advised.evaluation, advised.both, version=1).version == 2


@pytest.mark.parametrize("who", ["chair", "secretary", "member", "department", "unit"])
def test_nobody_else_writes(advised, people, who):
    with pytest.raises(StepRefused, match="Chỉ thành viên Tổ tư vấn") as refused:
        write(advised.evaluation, dict(people)[who])

    assert refused.value.status == 403


@pytest.mark.parametrize("state", [SessionState.CLOSED, SessionState.CANCELLED])
def test_after_the_session_nobody_writes(advised, state):
    session = advised.evaluation.session
    type(session).objects.filter(pk=session.pk).update(state=state, closed_at=session.ends_at)
    evaluation = Evaluation.objects.get(pk=advised.evaluation.pk)

    with pytest.raises(StepRefused, match="không ghi được"):
        write(evaluation, advised.head)


def test_who_sits_in_the_group_on_another_day_does_not_write(advised):
    seat = advised.board.council.seats.get(members__user=advised.adviser)
    late = advised.evaluation.session.day + timedelta(days=1)
    Member.objects.filter(seat=seat).update(until=late - timedelta(days=2))
    successor = make_user(Role.COUNCIL_MEMBER)
    make_member(seat, user=successor, since=late)

    for person in (advised.adviser, successor):
        assert reports.writing_refusal(advised.evaluation, person).status == 403


def test_a_report_that_another_saved_meanwhile_is_not_written_over(advised):
    write(advised.evaluation, advised.head, proposal="Ý của Tổ trưởng.")

    with pytest.raises(RowChanged) as changed:
        write(advised.evaluation, advised.adviser, proposal="Ý khác.")

    assert changed.value.theirs.proposal == "Ý của Tổ trưởng."
    assert AdvisoryReport.objects.get().proposal == "Ý của Tổ trưởng."


def test_the_trail_tells_that_something_was_written_and_not_what(advised):
    write(advised.evaluation, advised.head, proposal="canary-de-xuat")

    event = Event.objects.get(action="write_advice")
    assert "canary" not in f"{event.data} {event.note} {event.subject}"


# --- Completed and taken back ------------------------------------------------------------------


def test_the_head_completes_it_and_then_nobody_writes(advised):
    report = complete(write(advised.evaluation, advised.adviser), advised.head)

    assert report.completed_at is not None
    with pytest.raises(StepRefused, match="Báo cáo đã hoàn thành"):
        write(advised.evaluation, advised.head, version=1)


@pytest.mark.parametrize("who", ["adviser", "both"])
def test_another_of_the_group_does_not_complete_it(advised, who):
    report = write(advised.evaluation, advised.adviser)

    with pytest.raises(StepRefused, match="Chỉ Tổ trưởng Tổ tư vấn"):
        complete(report, getattr(advised, who))


def test_where_the_head_has_no_account_or_is_in_conflict_another_does(advised):
    report = write(advised.evaluation, advised.adviser)
    head = advised.board.council.seats.get(role=SeatRole.GROUP_HEAD)
    make_conflict(advised.evaluation, head)
    assert complete(report, advised.adviser).state == AdviceState.COMPLETED

    other = write(advised.called(), advised.adviser)
    assert reports.leads(other.evaluation, advised.adviser) is False
    Member.objects.filter(seat=head).update(user=None)
    assert complete(other, advised.adviser).state == AdviceState.COMPLETED


def test_without_a_proposal_it_is_not_completed(advised):
    report = write(advised.evaluation, advised.head, proposal="")

    with pytest.raises(StepRefused, match="Chưa ghi ý kiến đề xuất"):
        complete(report, advised.head)


def test_the_head_takes_it_back_before_the_session_opens(advised):
    evaluation = advised.called()
    report = complete(write(evaluation, advised.head), advised.head)

    report = ADVICE.take(report, "reopen", by=advised.head)

    assert (report.state, report.completed_at) == (AdviceState.DRAFT, None)
    assert write(evaluation, advised.adviser, version=1).version == 2


def test_once_the_session_is_open_it_stands(advised):
    report = complete(write(advised.evaluation, advised.head), advised.head)

    with pytest.raises(StepRefused, match="Phiên họp đã khai mạc"):
        ADVICE.take(report, "reopen", by=advised.head)


# --- Who reads ---------------------------------------------------------------------------------


def test_a_draft_is_read_by_the_group_the_chair_and_the_secretary(advised, people):
    report = make_advice(advised.evaluation)

    assert readers(report, people) == ["head", "adviser", "chair", "secretary"]


def test_a_completed_one_by_all_who_sit_and_by_the_department(advised, people):
    report = make_advice(advised.evaluation, AdviceState.COMPLETED)

    assert readers(report, people) == [
        *("head", "adviser", "chair", "secretary", "member", "expert", "department")
    ]


@pytest.mark.parametrize("state", AdviceState)
def test_who_is_in_conflict_reads_neither(advised, people, state):
    report = make_advice(advised.evaluation, state)
    for person in (advised.adviser, advised.board.chair, advised.board.members[0]):
        seat = advised.board.council.seats.filter(members__user=person).first()
        make_conflict(advised.evaluation, seat)

    found = readers(report, people)

    assert not {"adviser", "chair", "member"} & {*found}
    assert reports.reading_refusal(advised.evaluation, advised.adviser).status == 403
    assert reports.agenda_of(advised.evaluation.session, advised.adviser) == []


def test_who_is_not_in_the_council_on_the_day_of_the_session_reads_nothing(advised):
    report = make_advice(advised.evaluation, AdviceState.COMPLETED)
    gone = advised.board.members[0]
    yesterday = advised.evaluation.session.day - timedelta(days=1)
    Member.objects.filter(user=gone).update(until=yesterday)

    assert not AdvisoryReport.objects.visible_to(gone).filter(pk=report.pk).exists()


def test_what_is_not_begun_is_told_to_those_who_would_read_a_draft(advised, people):
    session, told = advised.evaluation.session, []
    for name, person in people:
        if reports.agenda_of(session, person) == [(advised.evaluation, None)]:
            told.append(name)
            assert reports.reading_refusal(advised.evaluation, person) is None
        else:
            assert reports.reading_refusal(advised.evaluation, person).status == 403

    assert told == ["head", "adviser", "chair", "secretary"]


# --- Beside it ---------------------------------------------------------------------------------


def test_a_conflict_is_the_persons_whichever_seat_it_was_said_of(advised):
    group = advised.board.council.seats.get(role="group_member", members__user=advised.both)

    conflicts.declare(
        advised.evaluation, group, ConflictKind.DECLARED, "Người thân.", by=advised.both
    )

    vote = advised.board.seat(advised.both)
    assert {*Conflict.objects.values_list("seat", flat=True)} == {group.pk, vote.pk}


def test_one_of_the_group_declares_the_own_conflict(advised):
    [seat] = conflicts.own_seats(advised.evaluation, advised.adviser)
    conflicts.declare(
        advised.evaluation, seat, ConflictKind.DECLARED, "Tư vấn.", by=advised.adviser
    )

    assert reports.place_of(advised.evaluation, advised.adviser) is None


def test_the_group_reads_the_dossiers_of_a_session_that_is_prepared_members_once_called(advised):
    prepared = advised.called(SessionState.PREPARING)
    called = advised.called()

    def reads(person, evaluation):
        keys = Product.objects.visible_to(person).values_list("pk", flat=True)
        return evaluation.dossier.product_id in {*keys}

    member = advised.board.members[0]
    assert (reads(advised.adviser, prepared), reads(advised.adviser, called)) == (True, True)
    assert (reads(member, prepared), reads(member, called)) == (False, True)
    assert not reads(make_user(Role.COUNCIL_MEMBER), called)


def test_a_dossier_that_leaves_the_agenda_takes_what_the_group_wrote_along(advised):
    evaluation = advised.called()
    make_advice(evaluation)
    advise(evaluation, advised.head, "1.1")

    preparing.take_off(evaluation, "Rút hồ sơ.", by=advised.board.secretary)

    assert not AdvisoryReport.objects.exists()
    assert not AdvisorySheet.objects.exists()
