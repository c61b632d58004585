"""The sheets of the group: written and signed as any sheet, read by few until the report is."""

import pytest

from councils.advisory import points, reports
from councils.advisory.points import GROUP, points_of
from councils.enums import AdviceState, SheetState
from councils.membership.setting_up import member_fault
from councils.models import AdvisorySheet, ScoreSheet
from councils.sheets import scoring
from programs.acts import StepRefused
from programs.answers import AnswersChanged
from programs.enums import Role
from tests.support.factories import make_user
from tests.support.sessions import advise, make_advice, make_conflict, save, sign

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def read_by(person, evaluation):
    return sorted(sheet.total for sheet in points_of(evaluation, person).sheets)


def test_one_of_the_group_scores_before_the_session_and_signs(advised):
    evaluation = advised.called()

    sheet = advise(evaluation, advised.head, "1.1", "1.2")

    assert (sheet.state, sheet.total) == (SheetState.SIGNED, 60)
    with pytest.raises(StepRefused, match="Phiếu đã ký"):
        save(evaluation, advised.head, "1.1", desk=GROUP)


def test_whoever_is_in_both_has_two_sheets(advised):
    advise(advised.evaluation, advised.both, "1.1")
    sign(advised.evaluation, advised.both, "1.3")

    assert AdvisorySheet.objects.get().total == 37
    assert ScoreSheet.objects.get().total == 40


@pytest.mark.parametrize("who", ["chair", "secretary"])
def test_who_is_in_the_council_alone_has_none_in_the_group(advised, who):
    with pytest.raises(StepRefused, match="Chỉ thành viên Tổ tư vấn"):
        save(advised.evaluation, getattr(advised.board, who), "1.1", desk=GROUP)


def test_who_is_in_the_group_alone_has_none_in_the_council(advised):
    with pytest.raises(StepRefused, match="Chỉ thành viên có mặt"):
        save(advised.evaluation, advised.head, "1.1")


def test_who_is_in_conflict_scores_nowhere(advised):
    group = advised.board.council.seats.get(role="group_member", members__user=advised.both)
    make_conflict(advised.evaluation, group)

    assert points.GROUP.place_of(advised.evaluation, advised.both) is None
    with pytest.raises(StepRefused):
        save(advised.evaluation, advised.both, "1.1", desk=GROUP)


def test_a_sheet_that_was_changed_in_another_window_is_not_written_over(advised):
    save(advised.evaluation, advised.head, "1.1", desk=GROUP)

    with pytest.raises(AnswersChanged):
        save(advised.evaluation, advised.head, "1.3", desk=GROUP, version=1)


def test_an_unfinished_sheet_is_not_signed(advised):
    sheet = save(advised.evaluation, advised.head, left=("1.2",), desk=GROUP)

    with pytest.raises(StepRefused, match=r"Còn 01 tiêu chí chưa chấm: 1\.2"):
        scoring.sign(sheet, "", by=advised.head, read=sheet.version, desk=GROUP)


def test_ones_own_signature_is_taken_back_until_the_report_is_completed(advised):
    sheet = advise(advised.evaluation, advised.head, "1.1")

    sheet = points.open_again(sheet, by=advised.head)
    assert (sheet.state, sheet.total, sheet.signed_at) == (SheetState.DRAFT, None, None)
    again = advise(advised.evaluation, advised.head, "1.3")
    make_advice(advised.evaluation, AdviceState.COMPLETED)

    assert again.total == 40
    with pytest.raises(StepRefused, match="Báo cáo đã hoàn thành"):
        points.open_again(again, by=advised.head)


def test_nobody_takes_back_the_signature_of_another_or_one_that_is_not_there(advised):
    sheet = advise(advised.evaluation, advised.head, "1.1")
    draft = save(advised.evaluation, advised.adviser, "1.1", desk=GROUP)

    assert points.reopening_refusal(sheet, advised.adviser).status == 403
    assert points.reopening_refusal(draft, advised.adviser).code == "state"
    with pytest.raises(AdvisorySheet.DoesNotExist):
        points.open_again(sheet, by=advised.adviser)


# --- Who reads the points ----------------------------------------------------------------------


def test_until_the_report_is_completed_the_council_reads_no_points_of_the_group(advised):
    advise(advised.evaluation, advised.head, "1.1", "1.3")
    make_advice(advised.evaluation)

    for person in (*advised.board.voting, make_user(Role.PROVINCE_ADMIN)):
        assert read_by(person, advised.evaluation) == []


def test_among_themselves_those_who_signed_read_each_other(advised):
    advise(advised.evaluation, advised.head, "1.1", "1.3")
    assert read_by(advised.adviser, advised.evaluation) == []
    save(advised.evaluation, advised.adviser, "1.1", desk=GROUP)
    assert read_by(advised.adviser, advised.evaluation) == []

    sign_own = scoring.own_sheet(advised.evaluation, advised.adviser, GROUP)
    save(advised.evaluation, advised.adviser, "1.2", desk=GROUP, version=sign_own.version)
    advise(advised.evaluation, advised.adviser, "1.2")

    assert read_by(advised.adviser, advised.evaluation) == [23, 77]
    assert read_by(advised.head, advised.evaluation) == [23, 77]


def test_but_who_votes_too_reads_the_own_alone(advised):
    advise(advised.evaluation, advised.head, "1.1", "1.3")
    advise(advised.evaluation, advised.both, "1.2")

    assert read_by(advised.both, advised.evaluation) == [23]


def test_once_it_is_completed_all_who_read_the_report_read_them(advised):
    advise(advised.evaluation, advised.head, "1.1", "1.3")
    make_advice(advised.evaluation, AdviceState.COMPLETED)

    for person in (*advised.board.voting, advised.adviser, make_user(Role.PROVINCE_STAFF)):
        assert read_by(person, advised.evaluation) == [77]
    for person in (make_user(Role.OBSERVER), make_user(Role.COUNCIL_MEMBER)):
        assert read_by(person, advised.evaluation) == []


def test_who_is_in_conflict_reads_no_points_even_then(advised):
    advise(advised.evaluation, advised.head, "1.1", "1.3")
    advise(advised.evaluation, advised.adviser, "1.2")
    make_advice(advised.evaluation, AdviceState.COMPLETED)
    for person in (advised.board.chair, advised.adviser):
        seat = advised.board.council.seats.get(members__user=person)
        make_conflict(advised.evaluation, seat)

    assert read_by(advised.board.chair, advised.evaluation) == []
    others = AdvisorySheet.objects.visible_to(advised.adviser)
    assert [sheet.total for sheet in others] == [23]
    assert reports.reading_refusal(advised.evaluation, advised.adviser).code == "secret"


def test_the_group_reads_no_sheet_of_the_council_before_the_session_is_closed(advised):
    for person in advised.board.voting:
        sign(advised.evaluation, person, "1.1")
    advise(advised.evaluation, advised.head, "1.1")
    type(advised.evaluation).objects.update(opened_at=advised.evaluation.session.starts_at)

    for person in (advised.head, advised.adviser):
        assert not ScoreSheet.objects.visible_to(person).exists()
    assert ScoreSheet.objects.visible_to(advised.both).count() == 4


def test_who_scored_in_the_group_with_an_account_keeps_the_account(advised):
    advise(advised.evaluation, advised.head, "1.1")
    seat = advised.board.council.seats.get(members__user=advised.head)
    member = seat.members.get()
    member.user = make_user(Role.COUNCIL_MEMBER)

    assert "đã chấm điểm bằng tài khoản của mình" in member_fault(member)
