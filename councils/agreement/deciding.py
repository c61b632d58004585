"""How a Council comes to its conclusion on one dossier: signed, opened, agreed upon, closed.

Matrix C5, C8, C19, C20. The figures are judged by councils.agreement.judging alone.
"""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from councils.agreement.judging import Deliberation, Judgement, Rules
from councils.enums import (
    SET_UP_BY_UNIT,
    ForwardRule,
    MinimaRule,
    Presence,
    SessionMode,
    SessionState,
    SheetState,
    Standing,
    Verdict,
)
from councils.membership.rights import places_of, presides
from councils.models import Evaluation, Finding, Member, Score, ScoreSheet, Seat
from councils.sessions.attendance import seats_of
from councils.sessions.conflicts import takes_no_part
from councils.sessions.places import SCORED_IN
from councils.sessions.preparing import keeps_it, noting_refusal
from councils.sessions.results import is_typed
from councils.sheets.part_points import part_sheet
from products.dossiers.clocks import regulation_of
from products.dossiers.sheets import criteria_of
from programs import clock
from programs.acts import StepRefused, act
from programs.answer_sheet import answered
from programs.enums import DEPARTMENT, GateEffect

_BY_SHEET = {
    SheetState.SIGNED: Standing.SIGNED,
    SheetState.ABSTAINED: Standing.ABSTAINED,
    SheetState.DRAFT: None,
}
_MILLIONTH = Decimal("0.000001")


class Place(NamedTuple):
    """A voting seat before one dossier: who has it, how it stands (None: still to sign), where."""

    seat: Seat
    member: Member | None
    standing: Standing | None
    sheet: ScoreSheet | None


def places(evaluation) -> list[Place]:
    """Every voting seat, in the order of the Council."""
    session = evaluation.session
    sheets = {row.seat_id: row for row in evaluation.sheets.current().select_related("member")}
    there = dict(
        session.attendances.filter(presence=Presence.PRESENT).values_list("seat", "member")
    )
    in_conflict = {*evaluation.conflicts.values_list("seat", flat=True)}
    found = []
    for seat, people in seats_of(session):
        sheet = sheets.get(seat.pk)
        if session.mode == SessionMode.WRITTEN:
            there[seat.pk] = people[0].pk if people else None
        member = next((each for each in people if each.pk == there.get(seat.pk)), None)
        if seat.pk in in_conflict:
            standing = Standing.CONFLICT
        elif sheet:
            standing = _BY_SHEET[sheet.state]
        else:
            standing = None if member else Standing.ABSENT
        found.append(Place(seat, member, standing, sheet))
    return found


def waiting(evaluation, known=None) -> list[Place]:
    """Those who are there and have neither signed nor said that they give no points."""
    return [each for each in known or places(evaluation) if each.standing is None]


# --- Opening -----------------------------------------------------------------------------------


def _refuse_unless_presiding(evaluation, user):
    session = evaluation.session
    if not presides_over(evaluation, user):
        sentence = "Chỉ Chủ tịch Hội đồng được mở điểm, ghi kết luận về tiêu chí."
        return StepRefused(sentence, status=403, code="role")
    if session.state not in SCORED_IN[session.mode]:
        state = session.get_state_display()
        return StepRefused(f"Phiên họp ở trạng thái “{state}”.", code="state")
    if evaluation.verdict:
        return StepRefused("Hồ sơ này đã có kết luận.", code="verdict")
    return None


def presides_over(evaluation, user) -> bool:
    """Whether this person acts for the chair: who takes no part in the dossier does not."""
    apart = {*evaluation.conflicts.values_list("seat", flat=True)}
    return presides(user, evaluation.session.council, evaluation.session.day, apart=apart)


def opening_refusal(evaluation, user):
    """The StepRefused that keeps this user from opening the scores, or None."""
    if refused := _refuse_unless_presiding(evaluation, user):
        return refused
    if evaluation.opened_at:
        return StepRefused("Điểm của hồ sơ này đã mở.", code="opened")
    if sentence := opening_objection(evaluation):
        return StepRefused(sentence, code="waiting")
    return None


def opening_objection(evaluation) -> str:
    """Why the scores may not be opened yet, in a sentence, or ""."""
    known = places(evaluation)
    session = evaluation.session
    left = waiting(evaluation, known)
    is_over = session.mode == SessionMode.WRITTEN and clock.now() > session.ends_at
    if left and not is_over:
        names = ", ".join(str(each.member) for each in left)
        return f"Còn {len(left):02} phiếu chưa ký: {names}."
    signed = sum(each.standing == Standing.SIGNED for each in known)
    least = session.council.rules.least_sheets
    if signed < least:
        return f"Mới có {signed:02} phiếu đã ký, Quy chế cần ít nhất {least:02} phiếu."
    return ""


def open_scores(evaluation, *, by, key=None) -> Evaluation:
    with act(evaluation, by, key, rows=_rows(by), refusal=opening_refusal) as the:
        the.row.opened_at = clock.now()
        the.row.version += 1
        the.row.save()
        the.record("open_scores", label="mở điểm")
    return the.row


def _rows(user):
    related = ("session__council__rules", "dossier__criteria_set", "gate", "own_gate")
    return Evaluation.objects.visible_to(user).select_related(*related)


def reads_scores(evaluation, user) -> bool:
    """Whether the sheets of the others lie open to this person: asked of the sheets themselves."""
    others = evaluation.sheets.signed().exclude(member__user=user.pk)
    return ScoreSheet.objects.visible_to(user).filter(pk__in=others.values("pk")).exists()


def sees_who_signed(evaluation, user) -> bool:
    """Whether this person is told by name who signed: who brings it to its end (matrix C6)."""
    keeps = keeps_it(evaluation.session, user)
    return keeps or presides_over(evaluation, user) or reads_scores(evaluation, user)


def sees_how_many(evaluation, user) -> bool:
    """Whether this person is told how many sheets are signed: the department, and who sits."""
    session = evaluation.session
    return user.role in DEPARTMENT or places_of(user, session.council, session.day).exists()


# --- What follows ------------------------------------------------------------------------------


def rules_of(row) -> Rules:
    """The settings of a Quy chế as they are judged by."""
    return Rules(
        quorum=Fraction(row.quorum),
        tolerance=Fraction(row.tolerance),
        minima=MinimaRule(row.minima),
        forward=ForwardRule(row.forward),
    )


def judgement_of(evaluation) -> Judgement:
    """What the signed sheets come to now, under the regulation of the dossier and the Quy chế."""
    known = places(evaluation)
    counted = [each for each in known if each.standing in {Standing.SIGNED, Standing.ABSTAINED}]
    in_conflict = sum(each.standing == Standing.CONFLICT for each in known)
    council = evaluation.session.council
    matter = Deliberation(
        sheets=_answers(evaluation, [each for each in known if each.standing == Standing.SIGNED]),
        present=len(counted),
        seats=len(known) - in_conflict,
        findings={row.criterion.code: row.option for row in findings_of(evaluation)},
        gate=evaluation.found_gate,
        spread_reason=evaluation.spread_reason,
    )
    law = regulation_of(evaluation.dossier)
    return Judgement(matter, list(law.starbands.all()), rules_of(council.rules), council.level)


def findings_of(evaluation):
    return evaluation.findings.select_related("criterion", "option__criterion")


def _answers(evaluation, signed):
    """{the member's name and seat: answer sheet} of these places, in a fixed number of queries."""
    sheet = criteria_of(evaluation.dossier)
    if sheet is None:
        law = regulation_of(evaluation.dossier)
        return {_called(place): part_sheet(place.sheet, law) for place in signed}
    rows = {place.sheet.pk: [] for place in signed}
    for score in Score.objects.filter(sheet__in=rows):
        rows[score.sheet_id].append(score)
    return {_called(place): answered(sheet, rows[place.sheet.pk]) for place in signed}


def _called(place):
    return f"{place.sheet.member} ({place.seat.body})"


# --- What the chair records --------------------------------------------------------------------


def recording_refusal(evaluation, user):
    """The StepRefused that keeps this user from recording findings and reasons, or None."""
    if refused := _refuse_unless_presiding(evaluation, user):
        return refused
    if not evaluation.opened_at:
        return StepRefused("Điểm của hồ sơ này chưa mở.", code="closed")
    return None


def record(evaluation, levels, spread_reason, *, by, key=None) -> Evaluation:
    """The levels on which the Council agreed, {criterion: Option or None}, and the reason."""
    with act(evaluation, by, key, rows=_rows(by), refusal=recording_refusal) as the:
        the.row.findings.all().delete()
        Finding.objects.bulk_create(
            Finding(evaluation=the.row, criterion=criterion, option=option)
            for criterion, option in levels.items()
        )
        the.row.spread_reason = spread_reason
        the.row.version += 1
        the.row.save()
        the.record("record_findings", label="ghi kết luận về tiêu chí", note=spread_reason)
    return the.row


# --- The conclusion ----------------------------------------------------------------------------


def concluding_refusal(evaluation, user):
    """The StepRefused that keeps this user from closing the dossier, or None."""
    if refused := noting_refusal(evaluation.session, user):
        return refused
    if evaluation.session.state != SessionState.OPEN:
        return StepRefused("Phiên họp chưa khai mạc.", code="state")
    if evaluation.verdict:
        return StepRefused("Hồ sơ này đã có kết luận.", code="verdict")
    if is_typed(evaluation):
        return StepRefused("Kết luận của hồ sơ này ghi theo biên bản.", code="typed")
    if sentence := concluding_objection(evaluation):
        if evaluation.opened_at and takes_no_part(evaluation, user):
            sentence = "Hội đồng còn vướng mắc về điểm của hồ sơ này: Chủ tịch Hội đồng xem lại."
        return StepRefused(sentence, code="open")
    return None


def concluding_objection(evaluation) -> str:
    """Why the Council cannot conclude yet, all reasons in one text, or "".

    A product that misses what is compulsory is refused with its points; any other gate needs none.
    """
    gate = evaluation.found_gate
    if gate and gate.effect != GateEffect.NOT_MET:
        return ""
    if sentence := opening_objection(evaluation):
        return sentence
    if not evaluation.opened_at:
        return "Chủ tịch Hội đồng chưa mở điểm."
    return "" if gate else " ".join(judgement_of(evaluation).obstacles)


def conclude(evaluation, *, by, key=None) -> Evaluation:
    """Fix what follows from the sheets, the findings and the gate."""
    with act(evaluation, by, key, rows=_rows(by), refusal=concluding_refusal) as the:
        row, judged = the.row, judgement_of(the.row)
        row.verdict, row.star = judged.verdict, star_of(judged)
        if row.verdict != Verdict.NOT_EVALUATED and judged.figures.mean is not None:
            row.points_sum = sum(judged.figures.totals.values())
            row.sheet_count = len(judged.figures.totals)
            row.mean = (Decimal(row.points_sum) / row.sheet_count).quantize(_MILLIONTH)
        row.reason = " ".join(filter(None, (why(judged), row.reason)))
        row.version += 1
        row.save()
        the.record("conclude_evaluation", label="chốt kết luận")  # told once the session closes
    return row


def star_of(judgement) -> int | None:
    """The star that the Council names.

    One that is refused by a gate is none that is granted. A district's Council under Decision 148
    names the star that its own unit grants, whatever more the points reach: the product goes up.
    """
    star, bands = judgement.star, judgement.bands
    if star is None:
        return None
    if judgement.verdict == Verdict.REFUSE:
        return min(star, max(band.star for band in bands if not band.granted_by))
    if judgement.level in SET_UP_BY_UNIT:
        return max(row.star for row in bands if row.granted_by == judgement.level)
    return star


def why(judgement) -> str:
    """Why the star is lower than the points give, in a sentence, or ""."""
    if judgement.star is None or judgement.star == judgement.band:
        return ""
    missed = [
        f"hạng {star} sao: tiêu chí {', '.join(codes)}"
        for star, codes in judgement.failing.items()
        if codes and star <= judgement.band
    ]
    return f"Chưa đạt mức tối thiểu của {'; '.join(missed)}." if missed else ""


def reconsider(evaluation, note, *, by, key=None) -> Evaluation:
    """Take a conclusion back while the session is open: the sheets stay as they are."""

    def refusal(row, user):
        if refused := noting_refusal(row.session, user):
            return refused
        if is_typed(row):
            sentence = "Kết luận ghi theo biên bản: sửa ở “Ghi diễn biến, kết luận”."
            return StepRefused(sentence, code="typed")
        return None if row.verdict else StepRefused("Hồ sơ này chưa có kết luận.", code="verdict")

    with act(evaluation, by, key, rows=_rows(by), refusal=refusal) as the:
        row = the.row
        row.reason = row.reason.removeprefix(why(judgement_of(row))).strip()
        row.verdict, row.star, row.mean = "", None, None
        row.points_sum = row.sheet_count = None
        row.version += 1
        row.save()
        the.record("reconsider_evaluation", label="mở lại kết luận", note=note)
    return row
