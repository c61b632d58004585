"""A workbook of own sheets that waits to be confirmed: kept when it was read, saved as drafts once.

Nothing is ever signed by it: a member reads each sheet on the portal and signs there.
"""

from django.db import transaction

from councils.models import Evaluation, SheetsFile
from councils.sessions.places import PRINTED_IN, own_seats, typed_refusal
from councils.sheets import scoring
from councils.sheets.file_reading import Found, examine
from councils.sheets.workbook import standing_of
from programs import clock
from programs.acts import StepRefused, act
from programs.uploads import staged


def handing_refusal(session, user):
    """The StepRefused that keeps this user from a workbook of own sheets, or None."""
    if not own_seats(session, user):
        sentence = "Chỉ thành viên giữ ghế chấm điểm có phiếu của mình ở phiên này."
        return StepRefused(sentence, status=403, code="role")
    if session.is_past:
        return typed_refusal()
    if session.state not in PRINTED_IN:
        state = session.get_state_display()
        return StepRefused(f"Phiên họp ở trạng thái “{state}” nên không chấm.", code="state")
    return None


def stage(session, user, name, data) -> SheetsFile:
    """Read the file and keep what was found, for this member to confirm."""
    reading = examine(session, user, name, data)
    stored = SheetsFile(session=session, user=user, outcome=reading.outcome, lines=reading.lines)
    stored.problems = [problem._asdict() for problem in reading.problems]
    return staged.keep(stored, name, data, ("read_file", "nộp tệp phiếu để kiểm tra"))


def found_in(stored) -> list[Found]:
    return [Found(**each) for each in stored.lines]


def confirming_refusal(stored, user):
    if refused := handing_refusal(stored.session, user):
        return refused
    if stored.confirmed_at:
        return StepRefused("Tệp này đã được lưu rồi; không lưu lần thứ hai.", code="import")
    if staged.is_old(stored):
        return StepRefused("Kết quả đọc tệp đã quá một giờ. Hãy nộp lại tệp.", code="import")
    return None


def confirm(stored, over, *, by, key=None) -> int:
    """Save the sheets of the file as drafts, all or none; the answer is how many.

    `over` are the keys of the dossiers whose sheets have changed since the workbook was written,
    and are to be as in the file all the same.
    """
    rows = SheetsFile.objects.visible_to(by).select_related("session__council")
    with act(stored, by, key, rows=rows, refusal=confirming_refusal) as the:
        taken = [each for each in found_in(the.row) if _is_wanted(each, over)]
        if not taken:
            raise StepRefused("Không có phiếu nào để lưu.", status=422, code="import")
        staged.bytes_of(the.row)  # refuses where they are gone or have changed
        for each in taken:
            _save(each, the.row.session, by)
        the.row.confirmed_at = clock.now()
        the.row.save(update_fields=["confirmed_at"])
        the.record("save_sheets", label="lưu phiếu từ tệp Excel", note=f"{len(taken)} phiếu")
    return len(taken)


def _is_wanted(found, over):
    return found.is_taken and (not found.is_stale or found.evaluation in over)


def _save(found, session, by):
    rows = Evaluation.objects.visible_to(by).filter(session=session, pk=found.evaluation)
    evaluation = rows.select_related("session__council", "dossier__product").first()
    if evaluation is None:
        raise _moved(found)
    with transaction.atomic():
        own = scoring.own_sheet(evaluation, by)
        if own.seat_id is None or standing_of(own) != found.standing:
            raise _moved(found)
        try:
            _write(found, evaluation, {"by": by, "version": own.version})
            scoring.keep_comment(evaluation, found.comment, by=by)
        except StepRefused as refused:
            raise StepRefused(
                f"{found.product}: {refused.message} Chưa phiếu nào được lưu.", code="import"
            ) from refused


def _write(found, evaluation, facts):
    if found.parts or not evaluation.dossier.criteria_set_id:
        scoring.save_parts(evaluation, found.parts, **facts)
        return
    choices = {int(pk): level for pk, level in found.choices.items()}
    evidence = {int(pk): text for pk, text in found.evidence.items()}
    scoring.save(evaluation, choices, evidence, **facts)


def _moved(found):
    return StepRefused(
        f"{found.product}: phiếu trên cổng vừa thay đổi sau khi đọc tệp. Chưa phiếu nào được lưu; "
        "hãy nộp lại tệp.",
        code="import",
    )
