"""The numbers under the appendix: what each unit declared and listed, where its plan stands."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Count, FilteredRelation, Q, Value

from products.enums import SENT_STATES, RegistrationForm
from products.models import Plan, Registration, RegistrationCount
from products.plans.status import leading, status_of
from programs.models import Unit


class Source(StrEnum):
    """Whose numbers stand in the appendix."""

    DECLARED = "declared"
    LISTED = "listed"
    BOTH = "both"

    @property
    def label(self):
        return _LABELS[self]


_LABELS = {
    Source.DECLARED: "Số đơn vị đã khai",
    Source.LISTED: "Số theo danh sách đã gửi",
    Source.BOTH: "Đối chiếu hai số",
}


FORMS = tuple(RegistrationForm.values)


class Version(NamedTuple):
    """A version of a unit's plan, as far as its status asks."""

    pk: int
    state: str
    is_late: bool
    is_nil: bool
    first_sent_at: datetime | None


@dataclass
class UnitFigures:
    """A unit's numbers by source and form; a form that is missing was not stated."""

    participant: int
    unit: int
    code: str
    name: str
    plan: Version | None
    counts: dict = field(default_factory=lambda: {Source.DECLARED: {}, Source.LISTED: {}})

    @property
    def is_sent(self):
        return self.plan is not None and self.plan.state in SENT_STATES

    @property
    def status(self):
        return status_of(self.plan).label

    def numbers(self, source):
        """One for each form and their sum, as this source says; None is what was not stated.

        Zero is stated by rows that were sent without a form, and by a plan of no products.
        """
        says_zero = self.is_sent and (source == Source.LISTED or self.plan.is_nil)
        unsaid = 0 if says_zero else None
        numbers = [self.counts[source].get(form, unsaid) for form in FORMS]
        said = [number for number in numbers if number is not None]
        return (*numbers, sum(said) if said else None)


def unit_figures(campaign, sources):
    """The figures of each unit asked, in the campaign's order, as these sources say them.

    Two queries at any size.
    """
    figures, owners = [], {}
    for participant, group in groupby(_participants(campaign), key=itemgetter(0)):
        rows = list(group)
        versions = [Version(*row[5:]) for row in rows if row[5]]
        _, pk, code, kind, name = rows[0][:5]
        unit = UnitFigures(participant, pk, code, _before(kind) + name, leading(versions))
        figures.append(unit)
        owners[Source.DECLARED, participant] = unit
        owners |= {(Source.LISTED, version.pk): unit for version in versions}
    for source, owner, form, count in _counts(campaign, sources):
        owners[source, owner].counts[source][form] = count
    return figures


@cache
def _before(kind):
    """What stands before the name of a unit of this kind: "Huyện ", "Tp. "."""
    return Unit(kind=kind, name="").short_name


def _participants(campaign):
    """A row for each version of each unit's plan, or one for a unit without."""
    mine = Q(unit__plans__campaign=campaign)
    return (
        campaign.participants.filter(unit__isnull=False)
        .annotate(version=FilteredRelation("unit__plans", condition=mine))
        .order_by("position", "pk", "version__version")
        .values_list(
            *("pk", "unit_id", "unit__code", "unit__kind", "unit__name"),
            *("version__pk", "version__state", "version__is_late", "version__is_nil"),
            "version__first_sent_at",
        )
    )


def _counts(campaign, sources):
    """(source, participant or plan, form, count) of these sources.

    Rows are grouped over the index of plan and form. Names are joined afterwards by key: a join
    here would cost the index.
    """
    declared = (
        RegistrationCount.objects.filter(participant__campaign=campaign)
        .order_by()
        .values_list(Value(Source.DECLARED.value), "participant_id", "form", "count")
    )
    plans = Plan.objects.filter(campaign=campaign).counting()
    listed = (
        Registration.objects.filter(plan__in=plans)
        .order_by()
        .values("plan_id", "form")
        .annotate(rows=Count("*"))
        .values_list(Value(Source.LISTED.value), "plan_id", "form", "rows")
    )
    counts = {Source.DECLARED: declared, Source.LISTED: listed}
    first, *others = (counts[source] for source in sources)
    return first.union(*others, all=True)
