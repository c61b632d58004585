"""What a form asks of one reporter: its sections, and the indicators under each."""

from dataclasses import dataclass

from reports.enums import AskedOf, RollUp
from reports.models import FormSection, Indicator


@dataclass(frozen=True)
class AskedSection:
    """A section as one reporter gets it; a ratio is never asked, it follows from its parts."""

    section: FormSection
    indicators: list[Indicator]


def asked_of(form, participant) -> list[AskedSection]:
    """The sections that this participant answers, in the form's order; two queries.

    A section of one agency is that agency's alone.
    """
    kind = AskedOf.UNIT if participant.unit_id else AskedOf.AGENCY
    mine = {kind, AskedOf.BOTH}
    indicators = {}
    rows = form.indicators.filter(asked_of__in=mine).exclude(roll_up=RollUp.RATIO)
    for row in rows.order_by("position", "pk"):
        indicators.setdefault(row.section_id, []).append(row)
    sections = form.sections.filter(asked_of__in=mine).order_by("position", "pk")
    return [
        AskedSection(section, indicators.get(section.pk, []))
        for section in sections
        if section.agency_id in (None, participant.agency_id)
        and (section.has_text or section.pk in indicators)
    ]
