"""A member's own sheet of a dossier: scored criterion by criterion, then signed (matrix C3, C4).

The scores of others are nobody's business until the chair opens them: what is written here into
the trail tells that a sheet was saved or signed, never what it says.
"""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any, NamedTuple

from councils.enums import Presence, SessionMode, SheetState
from councils.models import Evaluation, Member, Score, ScoreSheet
from councils.sessions.places import OWN_SEAT_FIRST, SCORED_IN, typed_refusal
from councils.sessions.preparing import noting_refusal
from councils.sheets.part_points import PartSheet, part_sheet
from products.dossiers.clocks import regulation_of
from products.dossiers.sheets import criteria_of
from programs import clock
from programs.acts import RowChanged, StepRefused, act
from programs.answer_sheet import AnswerSheet, answered
from programs.answers import accepted

_NAMED = 8  # so many criteria that wait are named in one sentence


def load(sheet, evaluation) -> AnswerSheet | PartSheet:
    """What was scored on it: of each criterion, or of each part where no criteria are known."""
    criteria = criteria_of(evaluation.dossier)
    if criteria is None:
        return part_sheet(sheet, regulation_of(evaluation.dossier))
    return answered(criteria, sheet.scores.all() if sheet.pk else ())


def place_of(evaluation, user) -> Member | None:
    """As whom this person scores the dossier: with a voting seat, there, and without conflict."""
    session = evaluation.session
    sitting = Member.objects.on(session.day).filter(
        user=user.pk, seat__in=session.council.seats.voting()
    )
    if session.mode == SessionMode.SITTING:
        there = session.attendances.filter(presence=Presence.PRESENT)
        sitting = sitting.filter(pk__in=there.values("member"))
    free = sitting.exclude(seat__in=evaluation.conflicts.values("seat"))
    return free.select_related("seat").order_by(*OWN_SEAT_FIRST).first()


def scoring_refusal(evaluation, user):
    """The StepRefused that keeps this user from scoring the dossier now, or None."""
    session = evaluation.session
    if place_of(evaluation, user) is None:
        return StepRefused(
            "Chỉ thành viên có mặt, không có xung đột lợi ích với hồ sơ này, được chấm.",
            status=403,
            code="role",
        )
    if session.is_past:
        return typed_refusal()
    if session.state not in SCORED_IN[session.mode]:
        state = session.get_state_display()
        return StepRefused(f"Phiên họp ở trạng thái “{state}” nên không chấm được.", code="state")
    if evaluation.verdict:
        return StepRefused("Hồ sơ này đã có kết luận.", code="verdict")
    return None


class Desk(NamedTuple):
    """Where sheets are written and who may: `place_of` and `refusal` as those of the Council.

    `home` and `signing` are URL names; `reopened` says who opens a signed one again.
    """

    model: type
    place_of: Callable[[Evaluation, Any], Member | None]
    refusal: Callable[[Evaluation, Any], StepRefused | None]
    home: str
    signing: str
    reopened: str


COUNCIL = Desk(
    ScoreSheet,
    place_of,
    scoring_refusal,
    home="councils:evaluation_detail",
    signing="councils:sheet_sign",
    reopened="chỉ thư ký mở lại được, có lý do.",
)


def own_sheet(evaluation, user, desk=COUNCIL):
    """The current sheet of this person, or a new one that is not saved yet."""
    member = desk.place_of(evaluation, user)
    seat = member and member.seat
    rows = desk.model.objects.exclude(state=SheetState.REPLACED)
    rows = rows.filter(evaluation=evaluation, seat=seat)
    if found := rows.select_related("member", "seat").first():
        found.evaluation = evaluation  # with what is known of it already
        return found
    return desk.model(evaluation=evaluation, member=member, seat=seat)


def awaits(evaluation, user) -> bool:
    """Whether the dossier waits for this person to score and sign."""
    return writing_refusal(own_sheet(evaluation, user), user) is None


def writing_refusal(sheet, user, desk=COUNCIL):
    """The StepRefused that keeps this user from changing the sheet, or None."""
    return desk.refusal(sheet.evaluation, user) or _sheet_refusal(sheet, user)


def _sheet_refusal(sheet, user):
    """The same, of somebody who may score the dossier."""
    if refused := person_refusal(sheet, user):
        return refused
    if sheet.state != SheetState.DRAFT:
        return StepRefused(
            "Phiếu đã ký: muốn chấm lại, đề nghị thư ký mở lại phiếu.", code="signed"
        )
    return None


def person_refusal(sheet, user):
    """The StepRefused for whoever shares the seat with the one whose sheet it is, or None."""
    if sheet.member.user_id == user.pk:
        return None
    return StepRefused("Phiếu của ghế này do người khác chấm.", status=403, code="person")


@contextmanager
def _written(evaluation, by, *, key=None, desk=COUNCIL):
    """(act, own sheet) of who may write it: the dossier's row is locked, so it is made once."""
    rows = Evaluation.objects.visible_to(by).select_related("session__council", "dossier")
    with act(evaluation, by, key, rows=rows, refusal=desk.refusal) as the:
        sheet = own_sheet(the.row, by, desk)
        if refused := _sheet_refusal(sheet, by):
            raise refused
        yield the, sheet


def save(evaluation, choices, evidence, *, by, version, **how):
    """Save the whole sheet: what is not among `choices` is not scored any more.

    AnswersChanged where it has another version, AnswersRefused where answers are wrong: then
    nothing is written. `how` are the key of the form, and the desk of the group.
    """
    with _written(evaluation, by, **how) as (the, sheet):
        before = load(sheet, the.row)
        after, changes = accepted(before, choices, evidence, is_stale=sheet.version != version)
        if changes:
            sheet.version += 1
            sheet.save()
            _write(sheet, after, changes)
            the.record("save_sheet", sheet, label=f"chấm phiếu{sheet.whose}")
    return sheet


def save_parts(evaluation, points, *, by, version, **how):
    """Save {code of a part: points}; what is not there is not scored."""
    with _written(evaluation, by, **how) as (the, sheet):
        if sheet.pk and sheet.version != version:
            raise RowChanged(sheet)
        sheet.parts = points
        if faults := [*load(sheet, the.row).faults()]:
            raise StepRefused(" ".join(faults), status=422, code="points")
        sheet.version += 1
        sheet.save()
        the.record("save_sheet", sheet, label=f"chấm phiếu{sheet.whose}")
    return sheet


def keep_comment(evaluation, comment, *, by):
    """Keep the comment on the whole sheet until it is signed with it."""
    rows = Evaluation.objects.visible_to(by).select_related("session__council", "dossier")
    with act(evaluation, by, rows=rows, refusal=scoring_refusal) as the:
        sheet = own_sheet(the.row, by)
        if refused := _sheet_refusal(sheet, by):
            raise refused
        if sheet.comment != comment:
            sheet.comment = comment
            sheet.version += 1
            sheet.save()
            the.record("save_sheet", sheet, label="ghi ý kiến vào phiếu")
    return sheet


def _write(sheet, answers, changes):
    changed = [leaf for leaf in answers.leaves if leaf.criterion.code in changes]
    empty = [leaf.criterion for leaf in changed if not (leaf.chosen or leaf.evidence)]
    sheet.scores.filter(criterion__in=empty).delete()
    scores = sheet.scores.model
    scores.objects.bulk_create(
        [
            scores(
                sheet=sheet,
                criterion=leaf.criterion,
                option=None if leaf.meets_none else leaf.chosen,
                meets_none=leaf.meets_none,
                evidence=leaf.evidence,
            )
            for leaf in changed
            if leaf.chosen or leaf.evidence
        ],
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["option", "meets_none", "evidence"],
    )


def signing_objection(answers) -> str:
    """Why the sheet cannot be signed as it is, in a sentence, or ""."""
    if isinstance(answers, PartSheet):
        missing, what = answers.missing, "phần"
    else:
        what = "tiêu chí"
        missing = [leaf.criterion.code for leaf in answers.unanswered]
    if missing:
        named = f": {', '.join(missing)}" if len(missing) <= _NAMED else ""
        return f"Còn {len(missing):02} {what} chưa chấm{named}."
    return " ".join(answers.faults())


def sign(sheet, comment, *, by, key=None, read=0, desk=COUNCIL):
    """Lock the sheet with its total: from now on it is the member's, and never changes."""

    def refusal(row, user):
        return writing_refusal(row, user, desk)

    rows = desk.model.objects.filter(member__user=by)
    rows = rows.select_related("evaluation__session__council", "evaluation__dossier", "seat")
    with act(sheet, by, key, rows=rows, refusal=refusal, read=read) as the:
        answers = load(the.row, the.row.evaluation)
        if sentence := signing_objection(answers):
            raise StepRefused(sentence, status=422, code="unanswered")
        the.row.state, the.row.comment = SheetState.SIGNED, comment
        the.row.total, the.row.signed_at = answers.total, clock.now()
        the.row.save()
        the.record("sign_sheet", label=f"ký phiếu{the.row.whose}")
    return the.row


def abstain(evaluation, reason, *, by, key=None) -> ScoreSheet:
    """A member who is there gives no points, and says why: it counts for the quorum alone."""
    with _written(evaluation, by, key=key) as (the, sheet):
        sheet.state, sheet.comment, sheet.signed_at = SheetState.ABSTAINED, reason, clock.now()
        sheet.parts = {}
        sheet.save()
        sheet.scores.all().delete()
        the.record("abstain", sheet, label="không chấm điểm", note=reason)
    return sheet


def open_again(sheet, note, *, by, key=None) -> ScoreSheet:
    """Keep a signed sheet as it is, and give its member a new one that begins like it (C7)."""
    rows = ScoreSheet.objects.filter(state__in=[SheetState.SIGNED, SheetState.ABSTAINED])
    with act(sheet, by, key, rows=rows, refusal=reopening_refusal) as the:
        old = the.row
        if old.state == SheetState.ABSTAINED:  # there is nothing of it to keep but the reason
            old.state, old.signed_at = SheetState.DRAFT, None
            old.save()
            the.record("open_sheet", old, label="mở lại phiếu không chấm điểm", note=note)
            return old
        old.state = SheetState.REPLACED
        old.save()
        new = ScoreSheet.objects.create(
            evaluation=old.evaluation,
            seat=old.seat,
            member=old.member,
            edition=old.edition + 1,
            parts=old.parts,
        )
        Score.objects.bulk_create(
            Score(
                sheet=new,
                criterion_id=score.criterion_id,
                option_id=score.option_id,
                meets_none=score.meets_none,
                evidence=score.evidence,
            )
            for score in old.scores.all()
        )
        the.record("open_sheet", new, label="mở lại phiếu đã ký", note=note)
    return new


def reopening_refusal(sheet, user):
    """Only who keeps the session opens a signed sheet again, while the dossier is not concluded."""
    if refused := noting_refusal(sheet.evaluation.session, user):
        return refused
    if sheet.evaluation.verdict:
        return StepRefused("Hồ sơ này đã có kết luận.", code="verdict")
    return None
