"""Loading a regulation's criteria: proven, all or nothing, and published for ever."""

from django.db import transaction

from programs import clock
from programs.criteria_files import read_sheets
from programs.criteria_sheets import Fault, Sheet, faults_of, sheet_of
from programs.models import CriteriaSet, Criterion, Option, ProductSet


class CriteriaRefused(Exception):
    """The files are not taken; `faults` says why, row by row."""

    def __init__(self, faults):
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def published_sheets(regulation) -> dict[int, Sheet]:
    """The sheets of a regulation in the database, by the number of their set, in three queries."""
    sets = regulation.criteria_sets.select_related("product_set")
    sheets = [sheet_of(row) for row in sets.prefetch_related("criteria__options")]
    return {sheet.number: sheet for sheet in sheets}


def parts_of(regulation) -> dict[str, int]:
    """The points of each part of the regulation's sheets, by its code."""
    return {part.code: part.max_points for part in regulation.parts.all()}


@transaction.atomic
def load_criteria(regulation, folder) -> list[Sheet]:
    """Publish the sets of criteria in these files; the answer is the sheets that are new.

    A set that is published already is left alone where it is the same, and refused where it is
    not. Raises CriteriaRefused with every fault; then nothing is written.
    """
    sheets, faults = read_sheets(folder)
    if not faults:
        faults = [fault for sheet in sheets for fault in faults_of(sheet, parts_of(regulation))]
    published = published_sheets(regulation)
    faults += _changes(sheets, published)
    if faults:
        raise CriteriaRefused(faults)
    new = [sheet for sheet in sheets if sheet.number not in published]
    _publish(regulation, new)
    return new


def _changes(sheets, published):
    for sheet in sheets:
        there = published.get(sheet.number)
        if there and there.content() != sheet.content():
            yield Fault(
                sheet.place,
                f"bộ {sheet.number} đã công bố với nội dung khác; bộ đã công bố không thay đổi.",
            )


def _publish(regulation, sheets):
    product_sets = {row.number: row for row in ProductSet.objects.all()}
    sets = {
        sheet.number: CriteriaSet(
            regulation=regulation, product_set=product_sets[sheet.number], doubt=sheet.doubt
        )
        for sheet in sheets
    }
    CriteriaSet.objects.bulk_create(sets.values())
    for sheet in sheets:
        for criterion in sheet.criteria:
            criterion.criteria_set = sets[sheet.number]
    _insert_from_the_top([criterion for sheet in sheets for criterion in sheet.criteria])
    Option.objects.bulk_create([option for sheet in sheets for option in sheet.options])
    rows = CriteriaSet.objects.filter(pk__in=[row.pk for row in sets.values()])
    rows.update(published_at=clock.now())


def _insert_from_the_top(criteria):
    """Insert each criterion after those that it refers to: a level of the tree at a time."""
    while criteria:
        ready, waiting = [], []
        for row in criteria:
            (ready if _is_there(row.parent) and _is_there(row.needs) else waiting).append(row)
        Criterion.objects.bulk_create(ready)
        criteria = waiting


def _is_there(criterion):
    return criterion is None or criterion.pk is not None
