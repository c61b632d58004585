"""How what a campaign asks is filed: said for each kind of campaign by the app that keeps it.

An app above puts a `Filing` into `FILINGS` when it is loaded; the board, the reminders and the
tasks of all campaigns ask it, and know of what is filed no more than it says.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from programs.acts import StepRefused
from programs.enums import CampaignKind, Role, Tone
from programs.models import Campaign, Participant, User
from programs.tables import Column


@dataclass(frozen=True)
class Status:
    """In which state a participant stands: `name` is for filters, `label` for people.

    `shared` is what all of this name are called, where it is not the label.
    """

    name: str
    label: str
    tone: Tone
    shared: str = ""

    @property
    def group(self) -> str:
        return self.shared or self.label

    def beside(self, words) -> "Status":
        """The same with what is said of this one beside it: "đã tiếp nhận (…)"."""
        return replace(self, label=f"{self.label} ({words})", shared=self.group)


def nothing_more(_participants):
    """The further facts of a kind that has none."""
    return {}


def nothing_stands(_campaign):
    """The obstacle of a kind of which nothing more is to be chosen."""


@dataclass(frozen=True)
class Filing:
    """How a kind of campaign is filed, one version of a row after the other by each participant.

    `noun` is what is filed, `whom` who is asked, `subject` what the board tells of, `change` what
    is done by a further version; `readers` see the board. `page`, `board`, `remind` are URL names
    (of a campaign): what one's own unit or agency files, the board, reminding.
    `versions(participants)` reads the versions once, and answers with a function that gives those
    of one participant, the oldest first; of them `leading` is the one to judge it by, `status` says
    where that stands (of None: missing), `is_turn_of` whether it waits for this person of its unit
    or agency. A version has `state`, `first_sent_at`, `is_late`, `sent_at`, `changed_at`; by its
    state it is `sent`, `readable` to those who read the board, `working` where its people have yet
    to act or wait. `facts(participants)` are further facts of lines, {participant: {name: value}},
    `columns` what files of the board tell besides, of its lines. `obstacle(campaign)` is what keeps
    everybody from filing until the province has chosen more, or None.
    """

    noun: str
    whom: str
    subject: str
    change: str
    readers: frozenset[Role]
    page: str
    board: str
    remind: str
    sent: frozenset[str]
    readable: frozenset[str]
    working: frozenset[str]
    versions: Callable[[QuerySet[Participant]], Callable[[Participant], list[Any]]]
    leading: Callable[[list[Any]], Any]
    status: Callable[[Any], Status]
    is_turn_of: Callable[[Any, User], bool]
    facts: Callable[[QuerySet[Participant]], dict[int, dict[str, Any]]] = nothing_more
    columns: tuple[Column, ...] = ()
    asks_agencies: bool = True
    obstacle: Callable[[Campaign], StepRefused | None] = nothing_stands

    def address(self, name: str, campaign: Campaign) -> str:
        """The address of its `page`, `board` or `remind` for this campaign."""
        return reverse(getattr(self, name), args=[campaign.pk])


FILINGS: dict[CampaignKind, Filing] = {}


def filing_of(campaign) -> Filing | None:
    """How this campaign is filed; of some kinds nothing is."""
    return FILINGS.get(campaign.kind)
