"""The sheet of criteria of a dossier, with what was answered on it."""

from products.models import Answer
from programs.answer_sheet import answered
from programs.criteria_sheets import sheet_of
from programs.models import CriteriaSet


def criteria_of(dossier):
    """The criteria that the dossier goes by, in three queries; None where they are not loaded."""
    sets = CriteriaSet.objects.filter(pk=dossier.criteria_set_id).select_related("product_set")
    criteria_set = sets.prefetch_related("criteria__options").first()
    return criteria_set and sheet_of(criteria_set)


def load(dossier):
    """The answer sheet of the dossier in four queries; None where its criteria are not loaded."""
    sheet = criteria_of(dossier)
    if sheet is None:
        return None
    answers = dossier.answers.filter(criterion__criteria_set=dossier.criteria_set_id)
    return answered(sheet, answers)


def sheets_of(dossiers):
    """{criteria_set's key: its sheet} of those that these dossiers go by, in four queries."""
    keys = {each.criteria_set_id for each in dossiers}
    sets = CriteriaSet.objects.filter(pk__in=keys).select_related("product_set")
    return {row.pk: sheet_of(row) for row in sets.prefetch_related("criteria__options")}


def own_totals(dossiers):
    """{dossier's key: points of its self-assessment}, of those that answered some criterion."""
    sheets = sheets_of(dossiers)
    said = {each.pk: [] for each in dossiers if each.criteria_set_id in sheets}
    set_of = {each.pk: each.criteria_set_id for each in dossiers}
    for answer in Answer.objects.filter(dossier__in=said).select_related("criterion"):
        if answer.criterion.criteria_set_id == set_of[answer.dossier_id]:
            said[answer.dossier_id].append(answer)
    return {pk: answered(sheets[set_of[pk]], rows).total for pk, rows in said.items() if rows}
