"""A sheet that was signed on paper, keyed in by two people who do not see each other (matrix C16).

It counts once the second has keyed in the same; the paper itself is kept with the minutes.
"""

from contextlib import contextmanager
from typing import NamedTuple

from councils.enums import Presence, SessionMode, SheetState
from councils.models import Evaluation, Member, Score, ScoreSheet, Session
from councils.sessions.places import SCORED_IN, SheetPlace, places_of, typed_refusal
from councils.sessions.preparing import keeps_it
from councils.sheets.codes import EXAMPLE, read_code
from councils.sheets.part_points import PartSheet
from councils.sheets.scoring import load, signing_objection
from programs import clock
from programs.acts import StepRefused, act
from programs.answer_sheet import chosen_otherwise
from programs.answers import AnswersRefused, read_answers
from programs.enums import DEPARTMENT


class Differs(StepRefused):
    """The second entry is another than the first; `codes` say where, and nobody says what it was.

    Somebody without the paper would else read a member's points by keying in anything (A8).
    """

    def __init__(self, codes, what):
        super().__init__(
            f"Khác lần nhập đầu ở {what} {', '.join(codes)}: đối chiếu lại phiếu giấy; nếu lần đầu "
            "nhập sai, người nhập lần đầu nhập lại.",
            status=422,
            code="differs",
        )
        self.codes = codes


class Waiting(NamedTuple):
    """A sheet on paper that waits for somebody: to be keyed in, or a second time."""

    place: SheetPlace
    is_second: bool


def member_on(evaluation, seat) -> Member | None:
    """Who sits on the seat in the session and takes part in the dossier."""
    session = evaluation.session
    if evaluation.conflicts.filter(seat=seat).exists():
        return None
    if session.mode == SessionMode.WRITTEN:
        return Member.objects.on(session.day).filter(seat=seat).order_by("-stands_in").first()
    there = session.attendances.filter(seat=seat, presence=Presence.PRESENT)
    attendance = there.select_related("member").first()
    return attendance and attendance.member


def session_refusal(session, user):
    """The StepRefused that keeps this user from keying in sheets of the session, or None."""
    if not (keeps_it(session, user) or user.role in DEPARTMENT):
        sentence = "Chỉ thư ký Hội đồng, cơ quan cấp tỉnh được nhập phiếu giấy."
        return StepRefused(sentence, status=403, code="role")
    if session.is_past:
        return typed_refusal()
    if session.state not in SCORED_IN[session.mode]:
        state = session.get_state_display()
        return StepRefused(
            f"Phiên họp ở trạng thái “{state}” nên không nhập phiếu được.", code="state"
        )
    return None


def opening_refusal(evaluation, user):
    """The same for the sheets of one dossier."""
    if refused := session_refusal(evaluation.session, user):
        return refused
    if evaluation.verdict:
        return StepRefused("Hồ sơ này không còn chấm.", code="state")
    return None


def keying_refusal(evaluation, seat, user):
    """The same for the sheet of one seat."""
    if refused := opening_refusal(evaluation, user):
        return refused
    if evaluation.conflicts.filter(seat=seat).exists():
        return StepRefused(
            "Ghế này không tham gia hồ sơ vì xung đột lợi ích: phiếu không được tính.",
            code="conflict",
        )
    member = member_on(evaluation, seat)
    if member is None:
        return StepRefused("Ghế này vắng mặt: phiếu không được tính.", code="absent")
    if member.user_id:
        return StepRefused(f"{member} có tài khoản: tự chấm trên cổng.", code="account")
    sheet = current(evaluation, seat)
    if sheet and sheet.state != SheetState.DRAFT:
        return StepRefused("Phiếu của ghế này đã nhập xong.", code="signed")
    return None


def waits(evaluation, seat, user) -> bool:
    """Whether a sheet of this seat waits for this person: to be keyed in, or a second time."""
    if keying_refusal(evaluation, seat, user):
        return False
    sheet = current(evaluation, seat)
    return sheet is None or sheet.typed_by_id != user.pk


def waiting(session, user) -> list[Waiting]:
    """All of a session that wait for this person, in the order in which they are printed."""
    current = ScoreSheet.objects.current().filter(evaluation__session=session)
    sheets = {(each.evaluation_id, each.seat_id): each for each in current}
    found = []
    for place in places_of(session):
        sheet = sheets.get((place.evaluation.pk, place.seat.pk))
        typed_by = sheet and sheet.typed_by_id
        is_done = sheet and (sheet.state != SheetState.DRAFT or typed_by == user.pk)
        if not (is_done or place.evaluation.verdict or place.member.user_id):
            found.append(Waiting(place, is_second=typed_by is not None))
    return found


def sheet_by_code(session, text, user):
    """(dossier, seat) of the sheet that bears this code; a sentence where it is not to be keyed."""
    code = read_code(text)
    if code is None:
        sentence = (
            f"“{text}” không phải mã phiếu, hoặc có chữ số gõ sai. Gõ đúng mã in ở đầu phiếu, ví "
            f"dụ {EXAMPLE}."
        )
        raise StepRefused(sentence, status=422, code="code")
    if code.session != session.pk:
        other = Session.objects.visible_to(user).filter(pk=code.session).first()
        named = f"phiên {other.code}" if other else "một phiên khác"
        sentence = f"Phiếu {code} là của {named}, không phải phiên {session.code}."
        raise StepRefused(sentence, status=422, code="session")
    evaluation = session.evaluations.filter(pk=code.evaluation).first()
    seat = session.council.seats.voting().filter(pk=code.seat).first()
    if not (evaluation and seat):
        sentence = f"Phiếu {code}: hồ sơ không có trong chương trình, hoặc ghế không còn."
        raise StepRefused(sentence, status=422, code="gone")
    if refused := keying_refusal(evaluation, seat, user):
        raise StepRefused(f"Phiếu {code}: {refused.message}", status=422, code=refused.code)
    return evaluation, seat


def current(evaluation, seat) -> ScoreSheet | None:
    return ScoreSheet.objects.current().filter(evaluation=evaluation, seat=seat).first()


def blank(evaluation, seat) -> ScoreSheet:
    """What each of the two begins with."""
    return ScoreSheet(evaluation=evaluation, seat=seat, member=member_on(evaluation, seat))


def key_in(evaluation, seat, choices, comment="", *, by, key=None) -> ScoreSheet:
    """Keep what the first person keyed in; sign it once a second one has keyed in the same.

    The member's comment is kept as who typed it first has it: it is not compared.
    """
    empty = load(blank(evaluation, seat), evaluation)
    answers, faults = read_answers(empty.sheet, choices, {})
    if faults:
        raise AnswersRefused(faults)
    with _keying(evaluation, seat, answers, by, key) as (the, sheet, is_first):
        if not is_first:
            differing = chosen_otherwise(load(sheet, the.row), answers)
            _refuse_difference([change.criterion.code for change in differing], "tiêu chí")
            sheet.comment = sheet.comment or comment
        else:
            sheet.comment = comment
            sheet.save()
            sheet.scores.all().delete()
            Score.objects.bulk_create(
                Score(
                    sheet=sheet,
                    criterion=leaf.criterion,
                    option=None if leaf.meets_none else leaf.chosen,
                    meets_none=leaf.meets_none,
                )
                for leaf in answers.leaves
                if leaf.chosen
            )
        _finish(the, sheet, answers, is_first=is_first)
    return sheet


def key_in_parts(evaluation, seat, points, *, by, key=None) -> ScoreSheet:
    """The same of a sheet without criteria: {code of a part: points}."""
    empty = load(blank(evaluation, seat), evaluation)
    answers = PartSheet(empty.parts, points)
    if faults := [*answers.faults()]:
        raise StepRefused(" ".join(faults), status=422, code="points")
    with _keying(evaluation, seat, answers, by, key) as (the, sheet, is_first):
        if not is_first:
            codes = {*sheet.parts, *points}
            differing = sorted(code for code in codes if sheet.parts.get(code) != points.get(code))
            _refuse_difference(differing, "phần")
        else:
            sheet.parts = points
            sheet.save()
        _finish(the, sheet, answers, is_first=is_first)
    return sheet


@contextmanager
def _keying(evaluation, seat, answers, by, key):
    """(act, sheet, whether this person is the first) under the lock of the dossier's row."""

    def refusal(row, user):
        return keying_refusal(row, seat, user)

    rows = Evaluation.objects.visible_to(by).select_related("session__council", "dossier")
    with act(evaluation, by, key, rows=rows, refusal=refusal) as the:
        if sentence := signing_objection(answers):
            raise StepRefused(sentence, status=422, code="unanswered")
        sheet = current(the.row, seat) or blank(the.row, seat)
        is_first = sheet.typed_by_id in {None, by.pk}
        if is_first:
            sheet.typed_by = by
        yield the, sheet, is_first


def _refuse_difference(codes, what):
    if codes:
        raise Differs(codes, what)


def _finish(the, sheet, answers, *, is_first):
    if is_first:
        the.record("key_sheet", sheet, label="nhập phiếu giấy")
        return
    sheet.state, sheet.total, sheet.signed_at = SheetState.SIGNED, answers.total, clock.now()
    sheet.save()
    the.record("confirm_sheet", sheet, label="nhập lại phiếu giấy, khớp")
