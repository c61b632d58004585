"""The news of a procedure, as a table: what each step tells, to whom, and how long it is true."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from programs import notices
from programs.enums import DEPARTMENT, UNIT_ROLES, NotificationKind, Role
from programs.models import Notification, User


def people_of(roles, unit_id, agency_id=None) -> QuerySet[User]:
    """The people in these roles whose account is open: the department's, this unit's or agency's.

    Of no unit or no agency there are none.
    """
    found = Q(role__in=roles & DEPARTMENT)
    if unit_id:
        found |= Q(role__in=roles & UNIT_ROLES, unit=unit_id)
    if agency_id:
        found |= Q(role__in=roles & {Role.AGENCY_OFFICER}, agency=agency_id)
    return User.objects.filter(found, is_active=True)


def is_concerned(person, row) -> bool:
    """Whether what is told of this row still is this person's business."""
    if person.role == Role.AGENCY_OFFICER:
        return person.agency_id is not None and person.agency_id == _agency_of(row)
    return person.role in DEPARTMENT or (
        person.role in UNIT_ROLES and person.unit_id == row.unit_id
    )


def _agency_of(row):
    """The agency whose row it is; most rows are those of units."""
    return getattr(row, "agency_id", None)


def _page_of(row):
    return row.get_absolute_url()


@dataclass(frozen=True)
class News:
    """What a step tells, to which roles (of the row's unit or agency, or of the department).

    `text` is filled in with {row}, {by}, {note} and the facts of its table; `page(row)` is the
    address it leads to. It is not yet done with while the row is in a state of `holds_in`.
    """

    kind: NotificationKind
    roles: frozenset[Role]
    text: str
    holds_in: frozenset[str]
    page: Callable[[Any], str] = _page_of


class NewsTable:
    """The news of one procedure by the names of its steps.

    `facts(row)` gives what else its texts name; `concerns(person, row)` says whether a row still
    is the business of somebody who was told of it.
    """

    def __init__(self, model, news, *, facts=lambda _row: {}, concerns=lambda _person, _row: True):
        self.model, self.news, self.facts, self.concerns = model, news, facts, concerns
        self.states = defaultdict(set)  # in which the news of each kind holds
        for each in news.values():
            self.states[each.kind] |= each.holds_in

    def tell(self, row, step, by, note="") -> str:
        """Write the news of a step, in its transaction, for everybody concerned but its author.

        The answer is what it says.
        """
        news = self.news[step]
        people = people_of(news.roles, row.unit_id, _agency_of(row)).exclude(pk=by.pk)
        text = news.text.format(row=row, by=by.full_name, note=note, **self.facts(row))
        notices.tell(news.kind, people, row, text, news.page(row))
        return text

    def settle(self, row):
        """What was told of the row, and does not hold in the state that it has now, is over."""
        over = [kind for kind, states in self.states.items() if row.state not in states]
        notices.settle(Notification.objects.about(row).filter(kind__in=over))

    def still_true(self, notifications, _at) -> list[Notification]:
        """Of these, which are about rows of the procedure, those that are not yet done with."""
        rows = self.model.objects.in_bulk({each.subject_id for each in notifications})
        return [each for each in notifications if self._holds(each, rows.get(each.subject_id))]

    def _holds(self, told, row):
        if row is None or not self.concerns(told.recipient, row):
            return False
        return told.kind not in self.states or row.state in self.states[told.kind]


def still_true(rules, notifications, at) -> list[Notification]:
    """Those of the notifications that are not yet done with, whatever they are about.

    `rules` is {model: rule(notifications, at)}; news of what has no rule never is done with.
    """
    by_subject = {model._meta.label_lower: rule for model, rule in rules.items()}
    true = [each for each in notifications if each.subject_type not in by_subject]
    for subject, rule in by_subject.items():
        if about := [each for each in notifications if each.subject_type == subject]:
            true += rule(about, at)
    return true
