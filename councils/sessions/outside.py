"""The Ministry's result on a product that a session forwarded (matrix C18)."""

from councils.enums import SessionState, Verdict
from councils.models import Evaluation, OutsideResult
from councils.sessions.preparing import goes_up
from products.dossiers.clocks import regulation_of
from products.dossiers.workflow import DOSSIER_PROCEDURE
from programs import clock
from programs.acts import StepRefused, act
from programs.enums import ADMIN
from programs.regulations import band_for
from programs.text import in_figures


def recording_refusal(evaluation, user):
    """The StepRefused that keeps this user from recording it, or None."""
    if user.role not in ADMIN:
        sentence = "Chỉ quản trị cấp tỉnh được ghi kết quả của Trung ương."
        return StepRefused(sentence, status=403, code="role")
    is_forwarded = evaluation.verdict == Verdict.FORWARD and not goes_up(evaluation)
    if not is_forwarded or evaluation.session.state != SessionState.CLOSED:
        return StepRefused("Hồ sơ này không được đề nghị Trung ương.", code="state")
    if hasattr(evaluation, "outside_result"):
        return StepRefused("Kết quả của Trung ương đã ghi.", code="recorded")
    return None


def record(result, *, by, key=None) -> OutsideResult:
    """Keep it, and give the dossier the star that follows: from then on it goes by this result."""
    if sentence := fault(result):
        raise StepRefused(sentence, status=422, code="outside")
    rows = Evaluation.objects.visible_to(by).select_related("session", "dossier")
    with act(result.evaluation, by, key, rows=rows, refusal=recording_refusal) as the:
        result.recorded_by = by
        result.save()
        said = f"{result.number}: {in_figures(result.mean)} điểm, {result.star} sao"
        answers = {
            "mean": result.mean,
            "star": result.star,
            "above": result.note or said,
            "concluded_on": result.issued_on,
            "note": f"Kết quả của Hội đồng Trung ương theo {said}. {result.note}".strip(),
        }
        DOSSIER_PROCEDURE.call(the.row.dossier, "correct", by=by, answers=answers)
        why = " ".join(filter(None, (said, result.note)))
        the.record("record_outside", label="ghi kết quả của Trung ương", note=why)
    return result


def fault(result) -> str:
    """Why the result cannot be as it is typed, in a sentence, or ""."""
    if result.issued_on > clock.today():
        return f"Ngày {result.issued_on:%d/%m/%Y} chưa đến."
    band = band_for(regulation_of(result.evaluation.dossier), result.mean)
    if result.star > band.star:
        return (
            f"Điểm trung bình {in_figures(result.mean)} thuộc hạng {band.star} sao nên không thể "
            f"ghi {result.star} sao."
        )
    return ""
