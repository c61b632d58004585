"""Whether a unit filed on time, is late, or still owes: of the sealed sendings and the clocks.

The first sealed sending of a unit in a campaign decides, by the clocks that held then: a return,
an adjustment or a later extension makes nobody late who was not, and nobody punctual who was late.
"""

from dataclasses import dataclass
from datetime import datetime

from products.enums import SENT_STATES
from products.models import Plan
from programs import clock
from programs.deadlines import Clocks, clocks

ON_TIME, LATE = "đúng hạn", "gửi muộn"


@dataclass(frozen=True)
class Timeliness:
    """Where a unit stands against its clocks at the instant `at`.

    `owes_again` is what was sent and came back, by a return or taken back, and was not sent since.
    """

    clocks: Clocks
    at: datetime
    is_filed: bool
    is_late: bool
    owes_again: bool

    @property
    def deadline(self) -> datetime:
        """What the unit works towards: to file, or to file again, until the campaign locks."""
        is_asked_by_a_day = self.clocks.extended or not self.owes_again
        return self.clocks.due if is_asked_by_a_day else self.clocks.lock

    @property
    def is_overdue(self) -> bool:
        return not self.is_filed and self.at >= self.deadline

    @property
    def may_file(self) -> bool:
        return not self.is_filed and not self.clocks.objection(self.at)


def timeliness(versions, leading, clocks, at) -> Timeliness:
    """Of the versions of one unit in one campaign, `leading` being the one it is judged by."""
    is_filed = leading is not None and leading.state in SENT_STATES
    first = next((plan for plan in versions if plan.first_sent_at), None)
    return Timeliness(
        clocks=clocks,
        at=at,
        is_filed=is_filed,
        is_late=first is not None and first.is_late,
        owes_again=first is not None and not is_filed,
    )


def in_words(first_sent_at, is_late) -> str:
    """Against the deadline: "đúng hạn", "gửi muộn", or "" where nothing was sent yet."""
    return "" if first_sent_at is None else LATE if is_late else ON_TIME


def would_be_late(plan) -> bool:
    """Whether sending this plan now would be the unit's first sending, and after the deadline."""
    return first_sent(plan) is None and clocks(plan.campaign, plan.unit_id).is_late(clock.now())


def first_sent(plan) -> Plan | None:
    """The version of the unit's plan in this campaign that was sealed first, or None."""
    versions = Plan.objects.filter(campaign=plan.campaign_id, unit=plan.unit_id)
    return versions.exclude(first_sent_at=None).order_by("version").first()


def note_sending(plan) -> None:
    """Set on a plan that is sent now what the first sending says of it: when, and whether late."""
    if first := first_sent(plan):
        plan.first_sent_at, plan.is_late = first.first_sent_at, first.is_late
    else:
        plan.is_late, plan.first_sent_at = would_be_late(plan), clock.now()
