"""A member's own sheet: who scores, what may be saved, what a signature needs and locks."""

import uuid
from contextlib import suppress

import pytest

from councils.enums import Presence, SeatRole, SessionMode, SessionState, SheetState, Verdict
from councils.models import ScoreSheet
from councils.sessions.places import own_places
from councils.sheets import scoring
from councils.sheets.own_list import own_list
from programs.acts import AlreadyDone, RowChanged, StepRefused
from programs.answers import AnswersChanged, AnswersRefused
from programs.enums import Role
from programs.models import Event, Regulation
from tests.support.councils import make_member, make_sitting
from tests.support.factories import make_criteria_set, make_user, publish
from tests.support.sessions import (
    DAY,
    levels,
    make_board,
    make_conflict,
    make_ready_dossier,
    make_scored_set,
    make_scoring,
    make_session,
    save,
    sign,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]


def refused(act, *args, **facts):
    with pytest.raises(StepRefused) as refusal:
        act(*args, **facts)
    return refusal.value


def said(sheet):
    """{criterion: number of the level} of what a sheet says."""
    return {row.criterion.code: row.option.number for row in sheet.scores.all()}


# --- Who ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["chair", "secretary", "member"])
def test_every_voting_seat_that_is_taken_scores(board, evaluation, place):
    person = board.members[0] if place == "member" else getattr(board, place)

    sheet = save(evaluation, person, "1.1")

    assert (sheet.member.user, sheet.seat) == (person, board.seat(person))


def test_a_deputy_scores_whatever_the_role_of_the_account(board):
    person = make_user(Role.OBSERVER)
    make_sitting(board.council, SeatRole.DEPUTY, user=person)

    assert save(make_scoring(board), person, "1.1").pk


@pytest.mark.parametrize("role", [SeatRole.EXPERT, SeatRole.GROUP_HEAD, SeatRole.GROUP_MEMBER])
def test_experts_and_the_advisory_group_do_not_score(board, role):
    person = make_user(Role.COUNCIL_MEMBER)
    make_sitting(board.council, role, user=person, organisation="Hội Nông dân")

    assert scoring.scoring_refusal(make_scoring(board), person).status == 403


@pytest.mark.parametrize("role", Role)
def test_no_role_scores_without_a_seat(evaluation, role):
    assert scoring.scoring_refusal(evaluation, make_user(role)).status == 403


def test_who_is_not_there_does_not_score(board, evaluation):
    seat = board.seat(board.members[0])
    seat.attendances.update(presence=Presence.ABSENT, member=None)

    assert refused(save, evaluation, board.members[0], "1.1").status == 403


def test_who_is_in_conflict_does_not_score_this_dossier_but_the_next(board):
    session = make_session(
        board.council, SessionState.OPEN, make_ready_dossier(), make_ready_dossier()
    )
    first, second = session.evaluations.all()
    make_conflict(first, board.seat(board.members[0]))

    assert refused(save, first, board.members[0], "1.1").status == 403
    assert save(second, board.members[0], "1.1").pk


@pytest.mark.parametrize("state", sorted(set(SessionState) - {SessionState.OPEN}))
def test_a_sitting_is_scored_while_it_is_open_alone(board, evaluation, state):
    evaluation.session.state = state

    refusal = scoring.scoring_refusal(evaluation, board.members[0])

    assert (refusal.status, refusal.code) == (409, "state")


def test_in_writing_members_score_from_the_call_on_without_being_there(board):
    facts = {"mode": SessionMode.WRITTEN}
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier(), **facts)

    assert save(session.evaluations.get(), board.members[0], "1.1").pk


def test_in_writing_who_also_stands_in_for_another_gives_one_sheet_for_the_own_seat(board):
    facts = {"mode": SessionMode.WRITTEN}
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier(), **facts)
    person, authority = board.members[0], {"authority": "GUQ số 5", "until": session.day}
    others = board.council.seats.voting().exclude(pk=board.seat(person).pk)
    for seat in (others.order_by("position", "pk").first(), others.order_by("position").last()):
        make_member(seat, user=person, stands_in=True, **authority)
    own = board.council.seats.get(members__user=person, members__stands_in=False)

    [place] = own_places(session, person)
    assert place.seat == own
    assert [each.place.seat for each in own_list(session, person)] == [own]
    assert save(session.evaluations.get(), person, "1.1").seat == own


def test_once_there_is_a_conclusion_nobody_scores(board, evaluation):
    evaluation.verdict = Verdict.REFUSE
    evaluation.save()

    assert refused(save, evaluation, board.members[0], "1.1").code == "verdict"


# --- What may be saved -------------------------------------------------------------------------


def test_what_is_not_sent_is_not_scored_any_more(board, evaluation):
    save(evaluation, board.members[0], "1.1")

    sheet = save(evaluation, board.members[0], "1.1", left=["1.3"])

    assert said(sheet) == {"1.1": 2, "1.2": 1}


def test_an_option_of_another_criterion_is_refused_and_nothing_is_written(board, evaluation):
    chosen = levels(evaluation, "1.1")
    one, two, *_ = chosen
    chosen[one] = chosen[two]

    with pytest.raises(AnswersRefused) as refusal:
        scoring.save(evaluation, chosen, {}, by=board.members[0], version=1)

    assert "mức đã chọn không thuộc tiêu chí này" in refusal.value.message
    assert not ScoreSheet.objects.exists()


def test_a_criterion_of_another_set_is_refused(board, evaluation):
    other = levels(make_scoring(make_board(level="district")))

    with pytest.raises(AnswersRefused, match="không thuộc bộ tiêu chí"):
        scoring.save(evaluation, other, {}, by=board.members[0], version=1)


def test_a_sheet_does_not_speak_of_two_cases(board):
    cases = {"option_1": {"case": "Cộng đồng"}, "option_2": {"case": "Tổ chức"}}
    evaluation = make_scoring(board, make_scored_set(**cases))

    with pytest.raises(AnswersRefused):
        save(evaluation, board.members[0], "1.1")

    assert said(save(evaluation, board.members[0], "1.1", "1.2", "1.3"))["1.2"] == 2


def with_a_story():
    """A sheet whose second criterion counts only where the first has points, as 5.2 does."""
    criteria_set = make_criteria_set(Regulation.objects.get(code="26-2026"), points=(37, 23, 40))
    told = criteria_set.criteria.get(code="1.2")
    told.needs = criteria_set.criteria.get(code="1.1")
    told.save()
    return publish(criteria_set)


def test_how_a_story_is_told_is_not_scored_where_there_is_none(board):
    evaluation, person = make_scoring(board, with_a_story()), board.members[0]

    with pytest.raises(AnswersRefused):
        save(evaluation, person, "1.2")

    sheet = save(evaluation, person, "1.3", left=["1.2"])
    assert scoring.sign(sheet, "", by=person, read=sheet.version).total == 40


def test_of_two_windows_of_one_member_the_older_is_told(board, evaluation):
    save(evaluation, board.members[0], "1.1")

    with pytest.raises(AnswersChanged):
        save(evaluation, board.members[0], "1.2", version=1)

    assert said(ScoreSheet.objects.get())["1.2"] == 1


def test_what_is_already_so_is_saved_without_a_word(board, evaluation):
    save(evaluation, board.members[0], "1.1")

    sheet = save(evaluation, board.members[0], "1.1", version=1)

    assert sheet.version == 2


def test_a_form_that_is_sent_twice_is_one_act(board, evaluation):
    facts = {"by": board.members[0], "version": 1, "key": uuid.uuid4()}
    for _ in range(2):
        with suppress(AlreadyDone):
            scoring.save(evaluation, levels(evaluation, "1.1"), {}, **facts)

    assert ScoreSheet.objects.get().version == 2
    assert Event.objects.filter(action="save_sheet").count() == 1


def test_every_member_has_a_sheet_of_the_own(board, evaluation):
    for person, best in zip(board.voting, ("1.1", "1.2", "1.3", "1.1"), strict=True):
        save(evaluation, person, best)

    for person, best in zip(board.voting, ("1.1", "1.2", "1.3", "1.1"), strict=True):
        assert said(evaluation.sheets.get(member__user=person))[best] == 2


def test_of_two_who_hold_one_seat_the_one_who_is_there_scores(board):
    seat = board.seat(board.members[0])
    other = make_user(Role.COUNCIL_MEMBER)
    facts = {"stands_in": True, "authority": "GUQ số 5", "until": seat.council.starts_on + 99 * DAY}
    make_member(seat, user=other, **facts)
    evaluation = make_scoring(board)

    assert save(evaluation, board.members[0], "1.1").member.user == board.members[0]
    assert refused(save, evaluation, other, "1.2").status == 403


def test_of_two_who_hold_one_seat_in_writing_the_second_does_not_touch_the_sheet(board):
    seat = board.seat(board.members[0])
    other = make_user(Role.COUNCIL_MEMBER)
    facts = {"stands_in": True, "authority": "GUQ số 5", "until": seat.council.starts_on + 99 * DAY}
    make_member(seat, user=other, **facts)
    facts = {"mode": SessionMode.WRITTEN}
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier(), **facts)
    evaluation = session.evaluations.get()
    save(evaluation, board.members[0], "1.1")

    assert refused(save, evaluation, other, "1.2").code == "person"
    assert ScoreSheet.objects.get().member.user == board.members[0]


# --- Signing -----------------------------------------------------------------------------------


def test_a_signed_sheet_bears_its_total(board, evaluation):
    sheet = sign(evaluation, board.members[0], "1.1", "1.3")

    assert (sheet.state, sheet.total, bool(sheet.signed_at)) == (SheetState.SIGNED, 77, True)


@pytest.mark.parametrize("left", [["1.1"], ["1.2", "1.3"]])
def test_what_is_not_scored_blocks_the_signature_and_is_named(board, evaluation, left):
    sheet = save(evaluation, board.members[0], "1.1", left=left)

    refusal = refused(scoring.sign, sheet, "", by=board.members[0], read=sheet.version)

    assert refusal.message == f"Còn {len(left):02} tiêu chí chưa chấm: {', '.join(left)}."


def test_that_no_level_is_reached_is_an_answer(board):
    evaluation = make_scoring(board, make_scored_set(option_1={"points": 10}))
    chosen = levels(evaluation) | {evaluation.dossier.criteria_set.criteria.get(code="1.1").pk: 0}

    sheet = scoring.save(evaluation, chosen, {}, by=board.members[0], version=1)
    sheet = scoring.sign(sheet, "", by=board.members[0], read=sheet.version)

    assert sheet.total == 20
    assert sheet.scores.get(criterion__code="1.1").meets_none


def test_a_sheet_that_changed_since_it_was_read_is_not_signed(board, evaluation):
    read = save(evaluation, board.members[0], "1.1").version
    sheet = save(evaluation, board.members[0], "1.2")

    with pytest.raises(RowChanged):
        scoring.sign(sheet, "", by=board.members[0], read=read)


def test_a_signed_sheet_is_neither_changed_nor_signed_again_nor_withdrawn(board, evaluation):
    person = board.members[0]
    sheet = sign(evaluation, person, "1.1")

    assert refused(save, evaluation, person, "1.2").code == "signed"
    assert refused(scoring.sign, sheet, "", by=person, read=sheet.version).code == "signed"
    assert refused(scoring.abstain, evaluation, "Bận.", by=person).code == "signed"
    assert ScoreSheet.objects.get().total == 37


@pytest.mark.parametrize("who", ["chair", "secretary", "another"])
def test_nobody_signs_the_sheet_of_another(board, evaluation, who):
    sheet = save(evaluation, board.members[0], "1.1")
    person = board.members[1] if who == "another" else getattr(board, who)

    with pytest.raises((StepRefused, ScoreSheet.DoesNotExist)):
        scoring.sign(sheet, "", by=person, read=sheet.version)

    assert ScoreSheet.objects.get().state == SheetState.DRAFT


def test_the_trail_tells_that_a_sheet_was_signed_and_nothing_of_what_it_says(board, evaluation):
    code = evaluation.dossier.criteria_set.criteria.get(code="1.1").pk
    sign(evaluation, board.members[0], "1.1", evidence={code: "Trang 12"})

    for event in Event.objects.filter(action__in=["save_sheet", "sign_sheet"]):
        assert (event.note, event.data) == ("", {})


# --- Without points, and again -----------------------------------------------------------------


def test_who_abstains_says_why_and_leaves_no_points(board, evaluation):
    save(evaluation, board.members[0], "1.1")

    sheet = scoring.abstain(evaluation, "Không đủ chuyên môn.", by=board.members[0])

    assert (sheet.state, sheet.total, sheet.comment) == (
        SheetState.ABSTAINED,
        None,
        "Không đủ chuyên môn.",
    )
    assert not sheet.scores.exists()


def test_the_secretary_opens_a_signed_sheet_again_and_the_old_one_stays(board, evaluation):
    old = sign(evaluation, board.members[0], "1.1")

    new = scoring.open_again(old, "Chấm nhầm tiêu chí.", by=board.secretary)

    old.refresh_from_db()
    assert (old.state, old.total, said(old)["1.1"]) == (SheetState.REPLACED, 37, 2)
    assert (new.state, new.edition, said(new)) == (SheetState.DRAFT, 2, said(old))
    assert sign(evaluation, board.members[0], "1.2").total == 23
    assert [row.total for row in evaluation.sheets.order_by("edition")] == [37, 23]


def test_an_abstention_is_opened_again_as_a_sheet(board, evaluation):
    sheet = scoring.abstain(evaluation, "Bận.", by=board.members[0])

    scoring.open_again(sheet, "Đã có mặt lại.", by=board.secretary)

    assert sign(evaluation, board.members[0], "1.2").total == 23


@pytest.mark.parametrize("who", ["chair", "member", "admin", "staff"])
def test_nobody_else_opens_a_signed_sheet_again(board, evaluation, who):
    sheet = sign(evaluation, board.members[0], "1.1")
    people = {"chair": board.chair, "member": board.members[0]}
    roles = {"admin": Role.PROVINCE_ADMIN, "staff": Role.PROVINCE_STAFF}
    person = people.get(who) or make_user(roles[who])

    assert refused(scoring.open_again, sheet, "Chấm nhầm.", by=person).status == 403


def test_a_sheet_is_not_opened_again_once_there_is_a_conclusion(board, evaluation):
    sheet = sign(evaluation, board.members[0], "1.1")
    evaluation.verdict = Verdict.REFUSE
    evaluation.save()

    assert refused(scoring.open_again, sheet, "Chấm nhầm.", by=board.secretary).code == "verdict"
