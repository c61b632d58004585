"""Whom the portal keeps out of a dossier by itself: by unit, by body, by relation, on the day."""

import pytest
from django.utils import timezone

from councils.agreement import deciding
from councils.enums import (
    ConflictKind,
    Presence,
    SeatRole,
    SessionMode,
    SessionState,
    Standing,
    Verdict,
)
from councils.membership import setting_up
from councils.models import Member, ScoreSheet
from councils.sessions import attendance, conflicts, preparing, seeing
from councils.sessions.news import conflict_still_true
from councils.sessions.workflow import SESSION
from councils.sheets import scoring
from products.register.merging import merge
from programs.acts import StepRefused
from programs.enums import Authority, Role
from programs.models import AgencySuccession, Event, Notification
from tests.support.councils import make_member, make_sitting
from tests.support.factories import make_agency, make_producer, make_user
from tests.support.sessions import (
    DAY,
    make_board,
    make_conflict,
    make_evaluation,
    make_ready_dossier,
    make_relation,
    make_scoring,
    make_session,
    save,
    sign,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]

GAPS = {"gaps": "Sở cử người sau."}


@pytest.fixture
def session(board):
    return make_session(board.council, SessionState.PREPARING, make_ready_dossier())


@pytest.fixture
def called(board):
    return make_session(board.council, SessionState.CALLED, make_ready_dossier())


def producer_of(session):
    return session.evaluations.get().dossier.product.producer


def call(session, board):
    return SESSION.take(session, "call", by=board.secretary, answers=GAPS)


def seen(session):
    return [(each.seat, each.kind) for each in seeing.seen(session.evaluations.get())]


def noted(session):
    return [(each.seat, each.kind) for each in session.evaluations.get().conflicts.all()]


def in_words(member):
    return [(each.who, each.reason) for each in member]


# --- Bodies ------------------------------------------------------------------------------------


def test_the_body_of_a_seat_that_supports_the_producer_is_seen(board, session):
    seat = board.seat(board.members[0])
    make_relation(producer_of(session), agency=seat.agency)
    make_relation(agency=seat.agency)  # of another producer

    assert seen(session) == [(seat, ConflictKind.OWN_AGENCY)]


@pytest.mark.parametrize("name", ["Phòng Nông nghiệp huyện", "PHÒNG NÔNG NGHIỆP  huyện"])
def test_a_body_that_is_no_agency_is_known_by_its_name(board, session, name):
    seat = make_sitting(board.council, organisation="Phòng Nông nghiệp huyện")
    make_relation(producer_of(session), organisation=name)

    assert seen(session) == [(seat, ConflictKind.OWN_AGENCY)]


def test_a_body_by_its_name_meets_an_agency_of_that_name_and_the_other_way_round(board, session):
    trade, union = make_agency(name="Sở Công Thương"), make_agency(name="Hội Nông dân tỉnh")
    one = make_sitting(board.council, agency=trade)
    other = make_sitting(board.council, organisation="Hội Nông dân tỉnh")
    make_relation(producer_of(session), organisation="sở công thương")
    make_relation(producer_of(session), agency=union)

    assert {seat for seat, _ in seen(session)} == {one, other}


def test_two_agencies_of_one_short_name_are_two(board, session):
    make_sitting(board.council, agency=make_agency(short_name="Sở X"))
    make_relation(producer_of(session), agency=make_agency(short_name="Sở X"))

    assert seen(session) == []


def test_a_relation_counts_on_the_days_that_it_holds(board, session):
    seat, day = board.seat(board.members[0]), session.day
    relation = make_relation(producer_of(session), agency=seat.agency)
    for since, until, holds in (
        (day, None, True),
        (day - 9 * DAY, day, True),
        (day + DAY, None, False),
        (day - 9 * DAY, day - DAY, False),
    ):
        relation.since, relation.until = since, until
        relation.save()

        assert bool(seen(session)) is holds, (since, until)


def test_what_was_struck_out_counts_on_no_day(board, session):
    seat, clerk = board.seat(board.members[0]), make_user(Role.PROVINCE_STAFF)
    struck = {"struck_at": timezone.now(), "struck_by": clerk, "strike_reason": "Ghi nhầm."}
    make_relation(producer_of(session), agency=seat.agency, **struck)

    assert seen(session) == []


def test_who_advises_for_the_body_does_not_judge_on_another_seat(board, session):
    group = make_sitting(board.council, SeatRole.GROUP_MEMBER, user=board.members[0])
    make_relation(producer_of(session), agency=group.agency)

    assert {*seen(session)} == {
        (group, ConflictKind.OWN_AGENCY),
        (board.seat(board.members[0]), ConflictKind.OWN_AGENCY),
    }


def test_who_took_an_agency_over_is_in_conflict_for_what_that_one_advised(board, session):
    day = session.day
    old = make_agency(name="Sở cũ", valid_to=day - 40 * DAY)
    between = make_agency(valid_to=day - 20 * DAY)
    seat = board.seat(board.members[0])
    AgencySuccession.objects.create(old=old, new=between, on=day - 39 * DAY)
    AgencySuccession.objects.create(old=between, new=seat.agency, on=day - 19 * DAY)
    relation = make_relation(producer_of(session), agency=old, since=day - 60 * DAY)

    assert seen(session) == [(seat, ConflictKind.OWN_AGENCY)]
    assert in_words(seeing.seen(session.evaluations.get())) == [(seat.body, "trước là Sở cũ")]
    relation.until = day - DAY
    relation.save()
    assert seen(session) == []


def test_who_takes_over_after_the_day_of_the_session_is_not_yet_in_conflict(board, session):
    old, seat = make_agency(), board.seat(board.members[0])
    AgencySuccession.objects.create(old=old, new=seat.agency, on=session.day + DAY)
    make_relation(producer_of(session), agency=old)

    assert seen(session) == []


# --- People ------------------------------------------------------------------------------------


def test_a_person_who_is_related_to_the_producer_is_seen(board, session):
    make_relation(producer_of(session), user=board.members[0])
    make_relation(producer_of(session), user=make_user(Role.COUNCIL_MEMBER))

    [found] = seeing.seen(session.evaluations.get())
    assert (found.seat, found.kind) == (board.seat(board.members[0]), ConflictKind.RELATION)
    assert found.member.user == board.members[0]
    assert found.reason == ""  # whose brother it is, nobody else need read


def test_a_person_without_an_account_is_known_by_the_name(board, session):
    seat = make_member(board.council.seats.first(), full_name="Đinh Thị Hoà").seat
    Member.objects.filter(seat=seat).exclude(full_name="Đinh Thị Hoà").delete()
    make_relation(producer_of(session), full_name="Đinh Thị Hòa")

    assert seen(session) == [(seat, ConflictKind.RELATION)]


def test_a_namesake_with_another_account_is_another_person(board, session):
    other = make_user(Role.OBSERVER, full_name=board.members[0].full_name)
    make_relation(producer_of(session), user=other)

    assert seen(session) == []


def stand_in(seat, day, **facts):
    paper = {"stands_in": True, "authority": "GUQ số 5", "since": day, "until": day}
    return make_member(seat, **paper | facts)


def test_a_substitute_is_looked_at_instead_of_who_is_represented(board, session):
    seat = board.seat(board.members[0])
    make_relation(producer_of(session), user=board.members[0])
    assert seen(session) == [(seat, ConflictKind.RELATION)]

    instead = stand_in(seat, session.day, full_name="Người đi thay")

    assert seen(session) == []
    make_relation(producer_of(session), full_name="Người đi thay")
    assert [each.member for each in seeing.seen(session.evaluations.get())] == [instead]


def test_the_substitute_of_a_body_in_conflict_is_in_conflict_too(board, session):
    seat = board.seat(board.members[0])
    make_relation(producer_of(session), agency=seat.agency)
    stand_in(seat, session.day)

    assert seen(session) == [(seat, ConflictKind.OWN_AGENCY)]


def test_who_is_noted_as_present_is_looked_at(board, called):
    seat = board.seat(board.members[0])
    instead = stand_in(seat, called.day, full_name="Người đi thay")
    make_relation(producer_of(called), user=board.members[0])
    marks = [
        (each, Presence.PRESENT, people[0], "") for each, people in attendance.seats_of(called)
    ]
    attendance.record(called, marks, by=board.secretary)
    assert noted(called) == [(seat, ConflictKind.RELATION)]  # who came after all

    [conflict] = called.evaluations.get().conflicts.all()
    conflicts.take_back(conflict, "Người đi thay chấm.", by=board.secretary)
    marks = [
        (each, there, instead if each == seat else member, note)
        for each, there, member, note in marks
    ]
    attendance.record(called, marks, by=board.secretary)
    assert noted(called) == []


def test_where_opinions_are_written_everybody_of_the_seat_is_looked_at(board):
    session = make_session(
        board.council, SessionState.PREPARING, make_ready_dossier(), mode=SessionMode.WRITTEN
    )
    seat = board.seat(board.members[0])
    make_relation(producer_of(session), user=board.members[0])
    stand_in(seat, session.day)

    assert seen(session) == [(seat, ConflictKind.RELATION)]


def test_a_producer_carries_what_was_marked_of_the_one_that_was_merged_into_it(board, session):
    kept, seat = producer_of(session), board.seat(board.members[0])
    gone = make_producer(commune=kept.commune)
    make_relation(gone, agency=seat.agency)

    merge(gone, kept, "Trùng.", by=make_user(Role.PROVINCE_ADMIN))

    assert seen(session) == [(seat, ConflictKind.OWN_AGENCY)]


def test_a_merge_notes_what_is_seen_then_in_sessions_that_are_called(board, called):
    kept, seat = producer_of(called), board.seat(board.members[0])
    gone = make_producer(commune=kept.commune)
    make_relation(gone, agency=seat.agency)
    assert noted(called) == []

    merge(gone, kept, "Trùng.", by=make_user(Role.PROVINCE_ADMIN))

    assert noted(called) == [(seat, ConflictKind.OWN_AGENCY)]


def test_a_merge_notes_it_of_products_that_pass_to_the_kept_one(board, called):
    gone, seat = producer_of(called), board.seat(board.members[0])
    kept = make_producer(commune=gone.commune)
    make_relation(kept, agency=seat.agency)

    merge(gone, kept, "Trùng.", by=make_user(Role.PROVINCE_ADMIN))

    assert noted(called) == [(seat, ConflictKind.OWN_AGENCY)]


# --- When it is noted --------------------------------------------------------------------------


def test_the_call_notes_what_is_seen_and_the_trail_tells_without_the_source(board, session):
    seat = board.seat(board.members[0])
    relation = make_relation(producer_of(session), user=board.members[0], source="Anh trai kể.")

    call(session, board)

    conflict = session.evaluations.get().conflicts.get()
    assert (conflict.seat, conflict.relation, conflict.member.user) == (
        seat,
        relation,
        board.members[0],
    )
    event = Event.objects.about(session.evaluations.get()).get(action="note_conflict")
    assert event.actor is None  # it is nobody's word
    assert str(conflict.member) in event.note
    assert "Anh trai" not in event.note + conflict.reason


def test_a_dossier_that_is_put_on_later_is_looked_at(board, called):
    dossier, seat = make_ready_dossier(), board.seat(board.members[0])
    make_relation(dossier.product.producer, agency=seat.agency)

    preparing.put_on(called, [dossier], by=board.secretary)

    row = called.evaluations.get(dossier=dossier)
    assert [each.seat for each in row.conflicts.all()] == [seat]


def test_a_substitute_who_comes_after_the_call_is_looked_at(board, called, admin):
    seat = board.seat(board.members[0])
    make_relation(producer_of(called), full_name="Người đi thay")
    paper = {"stands_in": True, "authority": "GUQ số 5", "since": called.day, "until": called.day}
    member = Member(seat=seat, full_name="Người đi thay", **paper)

    setting_up.member(member, by=admin)

    assert noted(called) == [(seat, ConflictKind.RELATION)]


def test_a_seat_that_is_given_to_another_body_after_the_call_is_looked_at(board, called, admin):
    agency, seat = make_agency(), board.seat(board.members[0])
    make_relation(producer_of(called), agency=agency)
    seat.agency = agency

    setting_up.seat(seat, None, by=admin)

    assert noted(called) == [(seat, ConflictKind.OWN_AGENCY)]


def test_a_session_that_is_moved_is_looked_at_by_its_new_day(board, called):
    seat = board.seat(board.members[0])
    make_relation(producer_of(called), agency=seat.agency, since=called.day + DAY)
    called.starts_at += DAY
    called.ends_at += DAY

    preparing.write(called, by=board.secretary, version=called.version)

    assert noted(called) == [(seat, ConflictKind.OWN_AGENCY)]


def test_what_is_seen_by_the_opening_is_noted(board, called):
    marks = [
        (seat, Presence.PRESENT, people[0], "") for seat, people in attendance.seats_of(called)
    ]
    attendance.record(called, marks, by=board.secretary)
    make_relation(producer_of(called), user=board.members[0])  # as by a merge, unseen till now

    SESSION.take(called, "open", by=board.secretary)

    assert noted(called) == [(board.seat(board.members[0]), ConflictKind.RELATION)]


@pytest.mark.parametrize("state", ["preparing", "closed", "cancelled"])
def test_nothing_is_noted_where_nobody_scores(board, state, admin):
    session = make_session(board.council, state, make_ready_dossier())
    seat = board.seat(board.members[0])
    make_relation(producer_of(session), agency=seat.agency)

    seeing.follow_producer(producer_of(session), admin)
    seeing.follow_council(board.council, admin)

    assert noted(session) == []


def test_once_scores_are_opened_or_concluded_nothing_is_noted(board, evaluation, admin):
    concluded = make_evaluation(evaluation.session, verdict="recognise", star=3, mean=60)
    for row in (evaluation, concluded):
        make_relation(row.dossier.product.producer, user=board.members[0])
    evaluation.opened_at = timezone.now()
    evaluation.save()

    seeing.note(evaluation.session, admin)

    assert not evaluation.conflicts.exists()
    assert not concluded.conflicts.exists()


def test_a_seat_is_noted_once_whatever_is_seen_of_it(board, called, admin):
    seat = board.seat(board.members[0])
    make_conflict(called.evaluations.get(), seat)
    make_relation(producer_of(called), agency=seat.agency)
    make_relation(producer_of(called), user=board.members[0])

    for _ in range(2):
        seeing.note(called, admin)

    assert noted(called) == [(seat, ConflictKind.DECLARED)]


def test_the_secretary_is_told_what_was_noted_after_the_call(board, called, admin):
    seat = board.seat(board.members[0])
    make_relation(producer_of(called), agency=seat.agency)

    seeing.note(called, admin)

    [news] = Notification.objects.about(called.evaluations.get())
    assert (news.recipient, news.url) == (
        board.secretary,
        called.evaluations.get().get_absolute_url(),
    )
    assert seat.body in news.text
    assert conflict_still_true([news], timezone.now()) == [news]
    called.evaluations.update(verdict="recognise", star=3, mean=60)
    assert conflict_still_true([news], timezone.now()) == []


# --- Taken back --------------------------------------------------------------------------------


def test_what_was_taken_back_does_not_come_back_by_itself(board, called, admin):
    seat = board.seat(board.members[0])
    make_relation(producer_of(called), agency=seat.agency)
    seeing.note(called, admin)
    [conflict] = called.evaluations.get().conflicts.all()

    conflicts.take_back(conflict, "Đã thôi hỗ trợ từ 2020.", by=board.secretary)
    seeing.note(called, admin)
    setting_up.member(seat.members.get(), by=admin)

    assert noted(called) == []
    kept = called.evaluations.get().dismissals.get()
    assert (kept.reason, kept.dismissed_by) == ("Đã thôi hỗ trợ từ 2020.", board.secretary)


def test_another_fact_of_the_same_seat_is_noted_all_the_same(board, called, admin):
    seat = board.seat(board.members[0])
    make_relation(producer_of(called), agency=seat.agency)
    seeing.note(called, admin)
    [conflict] = called.evaluations.get().conflicts.all()
    conflicts.take_back(conflict, "Đã thôi hỗ trợ.", by=board.secretary)

    make_relation(producer_of(called), user=board.members[0])
    seeing.note(called, admin)

    assert noted(called) == [(seat, ConflictKind.RELATION)]


def test_only_who_keeps_the_session_takes_back_what_the_portal_saw(board, called, admin):
    make_relation(producer_of(called), user=board.members[0])
    seeing.note(called, admin)
    [conflict] = called.evaluations.get().conflicts.all()

    with pytest.raises(StepRefused) as refusal:
        conflicts.take_back(conflict, "Không sao.", by=board.members[0])

    assert refusal.value.status == 403
    assert not called.evaluations.get().dismissals.exists()


# --- What follows ------------------------------------------------------------------------------

KINDS = [ConflictKind.OWN_AGENCY, ConflictKind.RELATION]


def relate(evaluation, seat, kind):
    """Mark what keeps the seat out, and let the portal see it."""
    producer = evaluation.dossier.product.producer
    is_body = kind == ConflictKind.OWN_AGENCY
    who = {"agency": seat.agency} if is_body else {"user": seat.members.get().user}
    make_relation(producer, **who)
    seeing.note(evaluation.session, make_user(Role.PROVINCE_STAFF))


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_seen_to_be_in_conflict_neither_scores_nor_reads(board, evaluation, kind):
    member, other = board.members
    sheet = save(evaluation, member, "1.1")

    relate(evaluation, board.seat(member), kind)

    assert scoring.scoring_refusal(evaluation, member).status == 403
    with pytest.raises(StepRefused):
        scoring.sign(sheet, "", by=member, read=sheet.version)
    for person in (board.chair, board.secretary, other):
        sign(evaluation, person, "1.1", "1.3")
    deciding.open_scores(evaluation, by=board.chair)
    assert not deciding.reads_scores(evaluation, member)
    assert deciding.reads_scores(evaluation, other)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", ["draft", "signed"])
def test_a_sheet_that_is_there_is_set_aside(board, evaluation, kind, state):
    member = board.members[0]
    (save if state == "draft" else sign)(evaluation, member, "1.1", "1.2", "1.3")
    relate(evaluation, board.seat(member), kind)
    for person in (board.chair, board.secretary, board.members[1]):
        sign(evaluation, person, "1.1", "1.3")

    judged = deciding.judgement_of(evaluation)

    standing = {place.seat: place.standing for place in deciding.places(evaluation)}
    assert standing[board.seat(member)] == Standing.CONFLICT
    assert ScoreSheet.objects.get(member__user=member).state == state  # kept as it was
    assert (judged.matter.seats, len(judged.figures.totals)) == (3, 3)
    assert judged.figures.mean == 77


@pytest.mark.parametrize("kind", KINDS)
def test_a_chair_in_conflict_leaves_opening_to_the_secretary(board, evaluation, kind):
    relate(evaluation, board.seat(board.chair), kind)
    for person in (board.secretary, *board.members):
        sign(evaluation, person, "1.1", "1.3")

    assert deciding.opening_refusal(evaluation, board.chair).status == 403
    deciding.open_scores(evaluation, by=board.secretary)


@pytest.mark.parametrize("kind", KINDS)
def test_with_everybody_in_conflict_there_are_too_few_sheets(board, evaluation, kind):
    for seat in board.council.seats.voting():
        relate(evaluation, seat, kind)

    assert "Quy chế cần ít nhất" in deciding.opening_objection(evaluation)
    assert deciding.judgement_of(evaluation).figures.mean is None
    for person in board.voting:
        assert scoring.scoring_refusal(evaluation, person).status == 403
    refused = deciding.concluding_refusal(evaluation, board.secretary)
    assert refused.code == "open"


def test_the_minimum_of_sheets_holds_where_a_few_are_left(board, evaluation):
    least = board.council.rules.least_sheets
    for person in board.voting[least - 1 :]:
        relate(evaluation, board.seat(person), ConflictKind.RELATION)
    for person in board.voting[: least - 1]:
        sign(evaluation, person, "1.1")

    assert f"ít nhất {least:02} phiếu" in deciding.opening_objection(evaluation)


# --- A district's ------------------------------------------------------------------------------


def test_the_unit_that_set_the_council_up_judges_its_own_products(today):
    board = make_board(1, level=Authority.DISTRICT)
    officer = make_user(Role.UNIT_OFFICER, unit=board.council.unit)
    make_sitting(board.council, user=officer, organisation="Phòng Kinh tế")
    commune = board.council.unit.children.first()
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier(commune=commune))

    assert seen(session) == []


def test_what_is_seen_costs_the_same_for_one_dossier_and_many(board, django_assert_max_num_queries):
    session = make_session(board.council, SessionState.PREPARING, make_ready_dossier())
    seat = board.seat(board.members[0])
    for _ in range(4):
        row = make_evaluation(session)
        make_relation(row.dossier.product.producer, agency=seat.agency)

    with django_assert_max_num_queries(9):
        assert len(seeing.foreseen(session)) == 4


def test_what_is_concluded_keeps_its_conflicts_and_so_its_mean(board):
    evaluation = make_scoring(board)
    conflict = make_conflict(evaluation, board.seat(board.members[0]))
    evaluation.verdict = Verdict.RECOGNISE
    evaluation.save()

    with pytest.raises(StepRefused, match="đã có kết luận"):
        conflicts.take_back(conflict, "Ghi nhầm.", by=board.secretary)
