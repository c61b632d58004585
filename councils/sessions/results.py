"""What a Council concludes on a dossier, as its minutes say it (matrix C8, C22)."""

from fractions import Fraction

from councils.enums import SessionState, Verdict
from councils.models import Evaluation
from councils.sessions.preparing import (
    goes_up,
    keeps_it,
    leave,
    noting_refusal,
    take_back,
)
from products.dossiers.clocks import regulation_of
from products.dossiers.workflow import DOSSIER_PROCEDURE
from programs.acts import StepRefused, act
from programs.enums import GateEffect
from programs.regulations import band_for, is_above
from programs.text import in_figures


def is_typed(evaluation) -> bool:
    """Whether the conclusion is typed from signed minutes, and not computed from sheets."""
    return evaluation.session.is_past


def noting(evaluation, user):
    """The StepRefused that keeps this user from noting anything of this dossier, or None."""
    return noting_refusal(evaluation.session, user)


def note(evaluation, *, by, version=None, key=None) -> Evaluation:
    """Save what was presented, asked, seen and handed over, and what the Council concluded.

    Of the conclusion `gate`, `own_gate`, `mean`, `sheet_count`, `star` and `reason` are the row's;
    the verdict follows from them. RowChanged where the row has another version.
    """
    rows = Evaluation.objects.visible_to(by)
    with act(evaluation, by, key, rows=rows, refusal=noting, read=version or 0) as the:
        if is_typed(evaluation):
            evaluation.verdict = verdict_of(evaluation)
        evaluation.version = the.row.version + 1
        evaluation.save()
        the.record("note_evaluation", label="ghi diễn biến, kết luận")
    return evaluation


# --- One result of a sitting that was entered, while no certificate rests on it ----------------


def correcting_refusal(evaluation, user):
    """The StepRefused that keeps this user from mending a typed result that was told, or None.

    One that follows from sheets is mended by opening its session again.
    """
    if not is_typed(evaluation) or not keeps_it(evaluation.session, user):
        sentence = "Chỉ người ghi lại phiên đã họp được sửa kết quả đã ghi."
        return StepRefused(sentence, status=403, code="role")
    if evaluation.session.state != SessionState.CLOSED:
        return StepRefused(
            "Phiên họp chưa kết thúc: sửa ở “Ghi diễn biến, kết luận”.", code="state"
        )
    if hasattr(evaluation, "outside_result"):
        return StepRefused("Hồ sơ đã mang kết quả của Trung ương.", code="recorded")
    return None


def correct(evaluation, note, *, by, version=None, key=None) -> Evaluation:
    """Save the conclusion as the minutes do say it, and tell it to the dossier."""
    rows = Evaluation.objects.visible_to(by)
    with act(evaluation, by, key, rows=rows, refusal=correcting_refusal, read=version or 0) as the:
        evaluation.verdict = verdict_of(evaluation)
        if not (_is_result(evaluation) and _is_result(the.row)):
            sentence = "Không phải sửa điểm, hạng sao: bỏ kết quả này rồi ghi lại ở phiên khác."
            raise StepRefused(sentence, code="verdict")
        evaluation.version = the.row.version + 1
        evaluation.save()
        answers = {"mean": evaluation.mean, "star": evaluation.star, "above": evaluation.reason}
        answers |= {"concluded_on": evaluation.session.day, "note": note}
        DOSSIER_PROCEDURE.call(evaluation.dossier, "correct", by=by, answers=answers)
        the.record("correct_evaluation", label="sửa kết quả đã ghi", note=note)
    return evaluation


def _is_result(evaluation):
    """Whether it is the dossier's result, and not that there is none or that it goes up."""
    return evaluation.verdict not in {"", Verdict.NOT_EVALUATED} and not goes_up(evaluation)


def strike(evaluation, note, *, by, key=None):
    """Take a result away that was entered for the wrong dossier: it waits for a Council again."""
    rows = Evaluation.objects.visible_to(by)
    with act(evaluation, by, key, rows=rows, refusal=correcting_refusal) as the:
        session, dossier = the.row.session, the.row.dossier
        if the.row.verdict != Verdict.NOT_EVALUATED:
            take_back(the.row, note, by)
            leave(dossier, note, by)
        the.row.delete()
        said = f"{dossier}; {note}"
        the.record("strike_evaluation", session, label="bỏ kết quả ghi nhầm hồ sơ", note=said)


def verdict_of(evaluation) -> str:
    """What follows from gate, mean and star; "" while nothing was concluded.

    Raises StepRefused with the sentence for what cannot be so.
    """
    gate, mean, star = evaluation.found_gate, evaluation.mean, evaluation.star
    _refuse_gate(evaluation, gate)
    if gate and gate.effect != GateEffect.NOT_MET:
        return Verdict.NOT_EVALUATED
    if star is None and mean is None and not gate:
        return ""
    if star is None or mean is None:
        raise StepRefused("Ghi cả điểm trung bình và hạng sao.", status=422, code="mean")
    law = regulation_of(evaluation.dossier)
    _refuse_star(evaluation, band_for(law, Fraction(mean)))
    return _verdict(law, star, evaluation.session.council.level, refused=bool(gate))


def _refuse_star(evaluation, band):
    """Points name the most; less needs a reason."""
    mean, star = evaluation.mean, evaluation.star
    if star > band.star:
        raise StepRefused(
            f"Điểm trung bình {in_figures(mean)} thuộc hạng {band.star} sao nên không thể kết luận "
            f"{star} sao.",
            status=422,
            code="star",
        )
    if star < band.star and not evaluation.reason:
        raise StepRefused(
            f"Điểm trung bình {in_figures(mean)} thuộc hạng {band.star} sao mà kết luận {star} "
            "sao: ghi lý do, ví dụ tiêu chí chưa đạt mức tối thiểu.",
            status=422,
            code="reason",
        )


def _refuse_gate(evaluation, gate):
    product_set, rules = evaluation.dossier.product.product_set, evaluation.session.council.rules_id
    if gate and not gate.holds_for(product_set and product_set.number):
        raise StepRefused(f"Bộ sản phẩm này không có điều kiện “{gate}”.", status=422, code="gate")
    if evaluation.own_gate and evaluation.own_gate.rules_id != rules:
        sentence = f"“{gate}” không phải của Quy chế mà Hội đồng này theo."
        raise StepRefused(sentence, status=422, code="gate")
    if gate and gate.effect != GateEffect.NOT_MET and evaluation.star:
        sentence = "Hồ sơ bị loại thì không có hạng sao: bỏ hạng sao, hoặc bỏ điều kiện loại."
        raise StepRefused(sentence, status=422, code="star")


def _verdict(law, star, level, *, refused):
    granted_by = next(band.granted_by for band in law.starbands.all() if band.star == star)
    if refused and granted_by:
        raise StepRefused(
            f"Sản phẩm không đạt yêu cầu bắt buộc thì không được kết luận {star} sao.",
            status=422,
            code="star",
        )
    if not granted_by:
        return Verdict.REFUSE
    return Verdict.FORWARD if is_above(granted_by, level) else Verdict.RECOGNISE
