"""What a Council concludes on a dossier, as its minutes say it (matrix C8, C22)."""

from fractions import Fraction

from councils.enums import Verdict
from councils.models import Evaluation
from councils.sessions.preparing import noting_refusal
from products.dossiers.clocks import regulation_of
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


def verdict_of(evaluation) -> str:
    """What follows from gate, mean and star; "" while nothing was concluded.

    Raises StepRefused with the sentence for what cannot be so.
    """
    gate, mean, star = evaluation.found_gate, evaluation.mean, evaluation.star
    _refuse_gate(evaluation, gate)
    if gate and gate.effect != GateEffect.NOT_MET:
        if star:
            sentence = "Hồ sơ bị loại thì không có hạng sao: bỏ hạng sao, hoặc bỏ điều kiện loại."
            raise StepRefused(sentence, status=422, code="star")
        return Verdict.NOT_EVALUATED
    if star is None and mean is None and not gate:
        return ""
    if star is None or mean is None:
        raise StepRefused("Ghi cả điểm trung bình và hạng sao.", status=422, code="mean")
    law = regulation_of(evaluation.dossier)
    band = band_for(law, Fraction(mean))
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
    return _verdict(law, star, evaluation.session.council.level, refused=bool(gate))


def _refuse_gate(evaluation, gate):
    product_set, rules = evaluation.dossier.product.product_set, evaluation.session.council.rules_id
    if gate and not gate.holds_for(product_set and product_set.number):
        raise StepRefused(f"Bộ sản phẩm này không có điều kiện “{gate}”.", status=422, code="gate")
    if evaluation.own_gate and evaluation.own_gate.rules_id != rules:
        sentence = f"“{gate}” không phải của Quy chế mà Hội đồng này theo."
        raise StepRefused(sentence, status=422, code="gate")


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
