"""Whether somebody filed on time, is late, or still owes: of the sealed sendings and the clocks.

The first sealed sending of a participant decides, by the clocks that held then: a return, an
adjustment or a later extension makes nobody late who was not, and nobody punctual who was late.
"""

from dataclasses import dataclass
from datetime import datetime

from programs import clock
from programs.deadlines import Clocks

ON_TIME, LATE = "đúng hạn", "gửi muộn"


@dataclass(frozen=True)
class Timeliness:
    """Where a participant stands against its clocks at the instant `at`.

    `owes_again` is what was sent and came back, by a return or taken back, and was not sent since.
    """

    clocks: Clocks
    at: datetime
    is_filed: bool
    is_late: bool
    owes_again: bool

    @property
    def deadline(self) -> datetime:
        """What it works towards: to file, or to file again, until the campaign locks."""
        is_asked_by_a_day = self.clocks.extended or not self.owes_again
        return self.clocks.due if is_asked_by_a_day else self.clocks.lock

    @property
    def is_overdue(self) -> bool:
        return not self.is_filed and self.at >= self.deadline

    @property
    def words(self) -> str:
        """By the first sending, whatever came after: "đúng hạn", "gửi muộn"; "" before it."""
        return (LATE if self.is_late else ON_TIME) if self.is_filed or self.owes_again else ""

    @property
    def may_file(self) -> bool:
        return not self.is_filed and not self.clocks.objection(self.at)


def timeliness(versions, clocks, at, *, is_filed) -> Timeliness:
    """Of the versions of one participant, the oldest first."""
    first = next((each for each in versions if each.first_sent_at), None)
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


def would_be_late(versions, clocks) -> bool:
    """Whether sending one of these versions now would be the first sending, and after the deadline.

    `versions` are the rows of one participant in the database.
    """
    return first_sent(versions) is None and clocks.is_late(clock.now())


def first_sent(versions):
    """The version of one participant that was sealed first, or None."""
    return versions.exclude(first_sent_at=None).order_by("version").first()


def note_sending(row, versions, clocks) -> None:
    """Set on a version that is sent now what the first sending says: when, and whether late."""
    if first := first_sent(versions):
        row.first_sent_at, row.is_late = first.first_sent_at, first.is_late
    else:
        row.is_late, row.first_sent_at = would_be_late(versions, clocks), clock.now()
