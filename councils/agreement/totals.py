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
    found, signed = defaultdict(lambda: (0, 0), sums()), _totals(ScoreSheet.objects.signed())
    for evaluation, points, count in _by_part():
        before = found[evaluation]
        found[evaluation] = before[0] + points, before[1] + count
    counted = _totals(ScoreSheet.objects.counted())
    for evaluation in Evaluation.objects.select_related("dossier__product").iterator():
        pk, fixed = evaluation.pk, (evaluation.points_sum, evaluation.sheet_count)
        is_as_fixed = evaluation.points_sum is None or fixed == counted[pk]
        if signed[pk] != found[pk] or not is_as_fixed:
            yield evaluation


def _totals(sheets):
    """{evaluation's key: (sum of the totals, how many)} of these sheets."""
    rows = sheets.order_by().values("evaluation")
    rows = rows.values_list("evaluation", Sum("total"), Count("pk"))
    return defaultdict(lambda: (0, 0), {pk: (total, count) for pk, total, count in rows})


def _by_part():
    """(evaluation, points of its parts, 1) of each signed sheet without criteria."""
    for evaluation, parts in ScoreSheet.objects.signed().values_list("evaluation", "parts"):
        if parts:
            yield evaluation, sum(parts.values()), 1
