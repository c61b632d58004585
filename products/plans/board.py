"""The province's board: where every unit's plan stands, without the rows of a draft."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Exists, Max, OuterRef, Sum
from django.utils import timezone

from products.enums import WORKING_STATES
from products.models import Plan
from products.plans.status import LABELS, PlanStatus, leading, status_of
from products.plans.timeliness import Timeliness, timeliness
from programs import clock
from programs.deadlines import clocks_of, in_words, time_left
from programs.enums import REMINDER_KINDS
from programs.models import Campaign, ExtensionRequest, Notification, Participant

FILED, UNFILED, OVERDUE = "filed", "unfiled", "overdue"


@dataclass(frozen=True)
class BoardLine:
    """One unit: how it stands in time, the version it is judged by, and the one in work beside.

    `is_waiting` is of a unit that asked for more time and has no answer yet.
    """

    participant: Participant
    campaign: Campaign
    status: PlanStatus
    plan: Plan | None
    in_work: Plan | None
    declared: int | None
    timeliness: Timeliness
    reminded_at: datetime | None = None
    is_waiting: bool = False

    @property
    def unit(self):
        return self.participant.unit

    @property
    def clocks(self):
        return self.timeliness.clocks

    @property
    def at(self):
        return self.timeliness.at

    @property
    def is_filed(self):
        return self.timeliness.is_filed

    is_readable = is_filed

    @property
    def is_late(self):
        return self.timeliness.is_late

    @property
    def is_overdue(self):
        return self.timeliness.is_overdue

    @property
    def is_reminded_today(self):
        today = timezone.localdate(self.at)
        return bool(self.reminded_at) and timezone.localdate(self.reminded_at) == today

    @property
    def names(self):
        """The filters under which this line is shown."""
        groups = [FILED if self.is_filed else UNFILED] + [OVERDUE] * self.is_overdue
        return [self.status.name, *groups]


@dataclass(frozen=True)
class Completeness:
    """How many of the units asked have filed, and how many of them on time."""

    asked: int
    filed: int
    on_time: int
    overdue: int

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
    def completeness(self):
        filed = [line for line in self.lines if line.is_filed]
        return Completeness(
            asked=len(self.lines),
            filed=len(filed),
            on_time=sum(not line.is_late for line in filed),
            overdue=sum(line.is_overdue for line in self.lines),
        )

    @property
    def time_left(self):
        """How long they have who have not filed: until the nearest of their deadlines."""
        due = [line.timeliness.deadline for line in self.lines if not line.is_filed]
        if self.lines and not due:
            return "mọi đơn vị đã gửi"
        nearest = min(due, default=self.campaign.due_at)
        is_own = nearest != self.campaign.due_at
        own = f" đến hạn gần nhất của đơn vị chưa gửi, {in_words(nearest)}" if is_own else ""
        return f"{time_left(nearest)}{own}"

    def narrowed(self, name):
        """The lines under a filter; without one, all of them."""
        return [line for line in self.lines if not name or name in line.names]

    def tally(self):
        """How many units stand in each state, the largest number first: [(name, label, count)]."""
        counts = Counter(line.status.name for line in self.lines)
        return [(name, LABELS[name], count) for name, count in counts.most_common()]


def board(campaign):
    """The board of one campaign, a line for each unit asked in the campaign's order."""
    return boards([campaign])[0]


def boards(campaigns, at=None, only=None):
    """The boards of these campaigns, in their order; four queries at any size.

    `at` is the instant that clocks are read at, `only` the participants to draw.
    """
    at = at or clock.now()
    by_campaign = {campaign.pk: Board(campaign) for campaign in campaigns}
    participants = Participant.objects.filter(campaign__in=by_campaign, unit__isnull=False)
    if only is not None:
        participants = participants.filter(pk__in=only)
    rows = participants.with_clocks().select_related("unit").order_by("position", "pk")
    asks = ExtensionRequest.objects.waiting().filter(participant=OuterRef("pk"))
    rows = list(rows.annotate(asks_for_time=Exists(asks)))
    declared = dict(participants.annotate(total=Sum("counts__count")).values_list("pk", "total"))
    plans, reminded = _plans(by_campaign, participants), _reminded(participants)
    for row in rows:
        place = by_campaign[row.campaign_id]
        facts = {"declared": declared[row.pk], "reminded_at": reminded.get(row.pk)}
        facts["is_waiting"] = row.asks_for_time
        read = clocks_of(row, place.campaign, at)
        versions = plans.get((row.campaign_id, row.unit_id), [])
        for plan in versions:
            plan.campaign, plan.unit = place.campaign, row.unit
        place.lines.append(_line(row, place.campaign, versions, (read, at), facts))
    return list(by_campaign.values())


def _plans(campaigns, participants):
    """{(campaign, unit): versions} with their number of products."""
    plans = Plan.objects.filter(campaign__in=campaigns, unit__in=participants.values("unit"))
    plans = plans.annotate(row_count=Count("registrations"))
    key = attrgetter("campaign_id", "unit_id")
    rows = plans.order_by("campaign_id", "unit_id", "version")
    return {place: list(versions) for place, versions in groupby(rows, key=key)}


def _reminded(participants):
    """{participant: the instant of the last reminder}."""
    rows = Notification.objects.filter(
        subject_type=Participant._meta.label_lower,
        subject_id__in=participants.values("pk"),
        kind__in=REMINDER_KINDS,
    )
    rows = rows.order_by().values("subject_id").annotate(last=Max("created_at"))
    return dict(rows.values_list("subject_id", "last"))


def _line(participant, campaign, plans, time, facts):
    plan = leading(plans)
    working = next((each for each in plans if each.state in WORKING_STATES), None)
    return BoardLine(
        participant=participant,
        campaign=campaign,
        status=status_of(plan),
        plan=plan,
        in_work=working if working is not plan else None,
        timeliness=timeliness(plans, plan, *time),
        **facts,
    )
