"""Who reads a paper that was sent to them, and when they opened it."""

from django.db.models import Q, QuerySet

from programs.enums import UNIT_ROLES
from programs.models import User
from reports.models import PaperOpening


def accounts_of(paper) -> QuerySet[User]:
    """The open accounts of those that the paper goes to."""
    units = paper.recipients.exclude(unit=None).values("unit")
    agencies = paper.recipients.exclude(agency=None).values("agency")
    theirs = Q(role__in=UNIT_ROLES, unit__in=units) | Q(agency__in=agencies)
    return User.objects.filter(theirs, is_active=True)


def note_opened(paper, user) -> None:
    """Write down that an account of a recipient has it open; the first time counts."""
    is_theirs = paper.is_issued and accounts_of(paper).filter(pk=user.pk).exists()
    if is_theirs and not paper.openings.filter(user=user).exists():
        PaperOpening.objects.bulk_create(
            [PaperOpening(paper=paper, user=user)], ignore_conflicts=True
        )


def opened_by(paper) -> list[tuple[str, list[tuple[User, object]]]]:
    """[(recipient, [(account, when it opened the paper or None)])], in the order of recipients."""
    opened = dict(paper.openings.values_list("user", "opened_at"))
    people = list(accounts_of(paper).order_by("full_name", "pk"))
    return [
        (row, [(who, opened.get(who.pk)) for who in people if _is_of(who, row)])
        for row in paper.recipients.all()
    ]


def _is_of(person, recipient):
    if recipient.unit_id:
        return person.role in UNIT_ROLES and person.unit_id == recipient.unit_id
    return bool(recipient.agency_id) and person.agency_id == recipient.agency_id
