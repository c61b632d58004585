"""The province's board: where everybody stands whom a campaign asks, without what drafts say."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from programs import clock
from programs.deadlines import clocks_of, in_words, time_left
from programs.enums import REMINDER_KINDS, CampaignState
from programs.filing import FILINGS, Filing, Status, filing_of
from programs.models import Campaign, ExtensionRequest, Notification, Participant
from programs.timeliness import Timeliness, timeliness

FILED, UNFILED, OVERDUE, BEHIND = "filed", "unfiled", "overdue", "behind"


@dataclass(frozen=True)
class BoardLine:
    """One participant: how it stands in time, the version it is judged by, the one in work beside.

    `is_waiting` is of one that asked for more time and has no answer yet; `facts` are what its kind
    of campaign tells besides.
    """

    participant: Participant
    campaign: Campaign
    status: Status
    leading: Any
    in_work: Any
    timeliness: Timeliness
    facts: dict[str, Any] = field(default_factory=dict)
    reminded_at: datetime | None = None
    is_waiting: bool = False

    @property
    def filing(self) -> Filing:
        return filing_of(self.campaign)

    @property
    def body(self):
        return self.participant.body

    @property
    def newest(self):
        """The version that its people work on, or the one that it is judged by."""
        return self.in_work or self.leading

    @property
    def clocks(self):
        return self.timeliness.clocks

    @property
    def at(self):
        return self.timeliness.at

    @property
    def is_filed(self):
        return self.timeliness.is_filed

    @property
    def is_readable(self):
        return self.leading is not None and self.leading.state in self.filing.readable

    @property
    def is_late(self):
        return self.timeliness.is_late

    @property
    def is_overdue(self):
        return self.timeliness.is_overdue

    @property
    def is_owing(self):
        """Whether it still has to file, and may."""
        return self.timeliness.may_file

    @property
    def is_reminded_today(self):
        today = timezone.localdate(self.at)
        return bool(self.reminded_at) and timezone.localdate(self.reminded_at) == today

    @property
    def names(self):
        """The filters under which this line is shown."""
        groups = [FILED if self.is_filed else UNFILED]
        return [self.status.name, *groups, *[OVERDUE] * self.is_overdue, *[BEHIND] * self.is_late]


@dataclass(frozen=True)
class Completeness:
    """How many of those asked have filed, and how many of them on time.

    `behind` are those that filed first after the deadline, whatever came after.
    """

    asked: int
    filed: int
    on_time: int
    overdue: int
    behind: int = 0

    @property
    def unfiled(self):
        return self.asked - self.filed

    @property
    def filed_share(self):
        return round(100 * self.filed / self.asked) if self.asked else 0

    @property
    def on_time_share(self):
        return round(100 * self.on_time / self.asked) if self.asked else 0


@dataclass(frozen=True)
class Board:
    campaign: Campaign
    lines: list[BoardLine] = field(default_factory=list)

    @property
    def filing(self) -> Filing:
        return filing_of(self.campaign)

    @property
    def title(self):
        return f"Tình hình {self.filing.subject}"

    @property
    def url(self):
        return self.filing.address("board", self.campaign)

    @property
    def remind_url(self):
        return self.filing.address("remind", self.campaign)

    @property
    def completeness(self):
        filed = [line for line in self.lines if line.is_filed]
        return Completeness(
            asked=len(self.lines),
            filed=len(filed),
            on_time=sum(not line.is_late for line in filed),
            overdue=sum(line.is_overdue for line in self.lines),
            behind=sum(line.is_late for line in self.lines),
        )

    @property
    def time_left(self):
        """How long they have who have not filed: until the nearest of their deadlines."""
        due = [line.timeliness.deadline for line in self.lines if not line.is_filed]
        if self.lines and not due:
            return f"mọi {self.filing.whom} đã gửi"
        nearest = min(due, default=self.campaign.due_at)
        is_own = nearest != self.campaign.due_at
        own = f" đến hạn gần nhất của {self.filing.whom} chưa gửi, {in_words(nearest)}"
        return f"{time_left(nearest)}{own if is_own else ''}"

    @property
    def groups(self):
        """The filters across states under which there is somebody: [(name, label, count)]."""
        done = self.completeness
        groups = [
            (FILED, "đã gửi", done.filed),
            (UNFILED, "chưa gửi", done.unfiled),
            (OVERDUE, "quá hạn", done.overdue),
            (BEHIND, "gửi lần đầu sau hạn", done.behind),
        ]
        return [group for group in groups if group[2]]

    def narrowed(self, name):
        """The lines under a filter; without one, all of them."""
        return [line for line in self.lines if not name or name in line.names]

    def tally(self):
        """How many stand in each state, the largest number first: [(name, label, count)]."""
        counts = Counter((line.status.name, line.status.group) for line in self.lines)
        return [(*status, count) for status, count in counts.most_common()]


# --- Read from the database --------------------------------------------------------------------


def open_boards(user):
    """The boards of the campaigns that are open now, or in which somebody still has time."""
    kinds = [kind for kind, filing in FILINGS.items() if user.role in filing.readers]
    extended = Q(participants__extensions__until__gt=clock.now())
    campaigns = Campaign.objects.visible_to(user).filter(
        Q(state=CampaignState.OPEN) | extended,
        kind__in=kinds,
        opens_on__lte=clock.today(),
    )
    return boards(campaigns.distinct().order_by("-year", "kind", "number", "pk"))


def board(campaign):
    """The board of one campaign, a line for each participant in the campaign's order."""
    return boards([campaign])[0]


def boards(campaigns, at=None, only=None):
    """The boards of these campaigns, in their order, of kinds that are filed.

    Two queries, and those of the filing of each kind, at any size. `at` is the instant that clocks
    are read at, `only` the participants to draw.
    """
    at = at or clock.now()
    by_campaign = {campaign.pk: Board(campaign) for campaign in campaigns}
    participants = _participants(by_campaign, only)
    asks = ExtensionRequest.objects.waiting().filter(participant=OuterRef("pk"))
    rows = participants.with_clocks().annotate(asks_for_time=Exists(asks))
    rows = list(rows.select_related("unit", "agency").order_by("position", "pk"))
    read = {kind: _read(kind, participants) for kind in _kinds(by_campaign)}
    reminded = _reminded(participants)
    for row in rows:
        place = by_campaign[row.campaign_id]
        row.campaign = place.campaign
        versions, facts = read[place.campaign.kind]
        time = (clocks_of(row, place.campaign, at), at)
        more = {"reminded_at": reminded.get(row.pk), "is_waiting": row.asks_for_time}
        place.lines.append(_line(row, versions(row), time, facts.get(row.pk, {}), more))
    return list(by_campaign.values())


def _kinds(by_campaign):
    return dict.fromkeys(board.campaign.kind for board in by_campaign.values())


def _participants(campaigns, only):
    """Those that are asked: agencies where what is asked is theirs too."""
    of_agencies = [kind for kind, filing in FILINGS.items() if filing.asks_agencies]
    asked = Q(unit__isnull=False) | Q(campaign__kind__in=of_agencies)
    rows = Participant.objects.filter(asked, campaign__in=campaigns)
    return rows if only is None else rows.filter(pk__in=only)


def _read(kind, participants):
    """(versions of a participant, {participant: further facts}) of those of this kind."""
    own = participants.filter(campaign__kind=kind)
    return FILINGS[kind].versions(own), FILINGS[kind].facts(own)


def _reminded(participants):
    """{participant: the instant of the last reminder}."""
    rows = Notification.objects.filter(
        subject_type=Participant._meta.label_lower,
        subject_id__in=participants.values("pk"),
        kind__in=REMINDER_KINDS,
    )
    rows = rows.order_by().values("subject_id").annotate(last=Max("created_at"))
    return dict(rows.values_list("subject_id", "last"))


def _line(participant, versions, time, facts, more):
    filing = filing_of(participant.campaign)
    leading = filing.leading(versions)
    working = next((each for each in versions[-1:] if each.state in filing.working), None)
    is_filed = leading is not None and leading.state in filing.sent
    return BoardLine(
        participant=participant,
        campaign=participant.campaign,
        status=filing.status(leading),
        leading=leading,
        in_work=working if working is not leading else None,
        timeliness=timeliness(versions, *time, is_filed=is_filed),
        facts=facts,
        **more,
    )


# How many are named one by one.
NAMED = 5


def names_of(lines):
    """Who stands in these lines; of many the first few, and how many others."""
    names = [line.body.short_name for line in lines]
    rest = len(names) - NAMED
    others = f" và {rest} {lines[0].filing.whom} khác" if rest > 0 else ""
    return ", ".join(names[:NAMED]) + others
