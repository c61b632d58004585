"""The sheet of criteria of a dossier, with what was answered on it."""

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
