"""Why products are not recognised, and which criteria they miss: of many at once."""

from collections import defaultdict

from councils.agreement import minima
from councils.agreement.deciding import rules_of
from councils.enums import Refusal, Verdict
from councils.models import Finding, Score, ScoreSheet
from products.dossiers.clocks import governing
from products.dossiers.sheets import sheets_of
from programs.answer_sheet import answered
from programs.completing import Keys
from programs.models import Criterion, Regulation
from programs.regulations import band_for

# The verdicts by which a product gets no star that is granted.
REFUSED = (Verdict.REFUSE, Verdict.NOT_EVALUATED)


def bands_of(evaluations) -> dict:
    """{evaluation's key: the star band of its mean}, of those that have one; three queries."""
    laws = list(Regulation.objects.prefetch_related("starbands"))
    return {
        each.pk: band_for(governing(each.dossier, laws), each.mean)
        for each in evaluations
        if each.mean is not None
    }


def refusals_of(evaluations) -> dict[int, Refusal]:
    """{evaluation's key: why it is refused}, of those that are."""
    bands = bands_of(evaluations)
    return {
        each.pk: _why(each, bands.get(each.pk)) for each in evaluations if each.verdict in REFUSED
    }


def _why(evaluation, band):
    if evaluation.gate_id or evaluation.own_gate_id:
        return Refusal.GATE
    if band is None or not band.granted_by:
        return Refusal.POINTS
    return Refusal.STATED if evaluation.session.is_past else Refusal.MINIMA


def missed_by(evaluations) -> dict[int, list[Criterion]]:
    """{evaluation's key: criteria that kept it from a star that its points reach}.

    As each Council's Quy chế reads minima, in a fixed number of queries; nothing of what was
    typed from minutes, or of sheets by part.
    """
    bands = bands_of(evaluations)
    scored = [
        each
        for each in evaluations
        if each.pk in bands and each.dossier.criteria_set_id and not each.session.is_past
    ]
    sheets = sheets_of([each.dossier for each in scored])
    answers, findings = _answers(scored, sheets), _findings(scored)
    missed = {}
    for each in scored:
        starred = minima.starred_of(answers[each.pk])
        failing = minima.failing(
            starred, rules_of(each.session.council.rules).minima, findings[each.pk]
        )
        codes = {
            code for star, row in failing.items() if star <= bands[each.pk].star for code in row
        }
        criteria = sheets[each.dossier.criteria_set_id].criteria
        missed[each.pk] = [row for row in criteria if row.code in codes]
    return missed


def _answers(evaluations, sheets):
    """{evaluation's key: the answers of the sheets that count}."""
    rows = ScoreSheet.objects.counted().filter(
        evaluation__in=Keys([each.pk for each in evaluations])
    )
    scores = defaultdict(list)
    for score in Score.objects.filter(sheet__in=rows.values("pk")).order_by():
        scores[score.sheet_id].append(score)
    set_of = {each.pk: each.dossier.criteria_set_id for each in evaluations}
    found = defaultdict(list)
    for pk, evaluation in rows.values_list("pk", "evaluation"):
        if scores[pk]:
            found[evaluation].append(answered(sheets[set_of[evaluation]], scores[pk]))
    return found


def _findings(evaluations):
    """{evaluation's key: {code: the level that the Council recorded}}."""
    found = defaultdict(dict)
    rows = Finding.objects.filter(evaluation__in=Keys([each.pk for each in evaluations]))
    for row in rows.select_related("criterion", "option"):
        found[row.evaluation_id][row.criterion.code] = row.option
    return found
