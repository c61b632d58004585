"""What signed sheets come to, summed up by the database from each score, and the check by it."""

from collections import defaultdict

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from councils.enums import SheetState
from councils.models import Evaluation, Score, ScoreSheet
from programs.checks import ruled


def sums(session=None) -> dict[int, tuple[int, int]]:
    """{evaluation's key: (points of its signed sheets, how many)}, in one query.

    No points of a signed sheet are left uncounted (`signing_objection`), so that its total is the
    plain sum of its levels. Sheets by part have no scores: they are not among these.
    """
    scores = Score.objects.filter(sheet__state=SheetState.SIGNED)
    if session:
        scores = scores.filter(sheet__evaluation__session=session)
    of_sheets = scores.order_by().values("sheet__evaluation")
    points, count = Coalesce(Sum("option__points"), 0), Count("sheet", distinct=True)
    return {
        pk: (total, sheets)
        for pk, total, sheets in of_sheets.values_list("sheet__evaluation", points, count)
    }


def check_totals():
    """What a signature and a conclusion fixed is what the scores come to."""
    yield ruled("Tổng điểm đã ghi của phiếu và hồ sơ đúng bằng điểm từng tiêu chí", _otherwise())


def _otherwise():
    found, signed = defaultdict(lambda: (0, 0), sums()), defaultdict(lambda: (0, 0))
    sheets = ScoreSheet.objects.signed().values_list("evaluation", "total", "parts")
    for evaluation, total, parts in sheets.iterator():
        signed[evaluation] = _plus(signed[evaluation], total)
        if parts:
            found[evaluation] = _plus(found[evaluation], sum(parts.values()))
    for evaluation in Evaluation.objects.select_related("dossier__product").iterator():
        fixed = evaluation.points_sum, evaluation.sheet_count
        told = {signed[evaluation.pk], *([fixed] if evaluation.points_sum is not None else [])}
        if told != {found[evaluation.pk]}:
            yield evaluation


def _plus(before, points):
    return before[0] + points, before[1] + 1
