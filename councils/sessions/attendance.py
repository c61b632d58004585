"""Who is there: a seat at a time, and whether they are enough (matrix C21)."""

from dataclasses import dataclass
from decimal import Decimal

from councils.enums import Presence, SeatRole
from councils.membership.composition import Composition
from councils.models import Attendance, Member, Seat
from councils.sessions import seeing
from councils.sessions.preparing import noting_refusal
from programs.acts import StepRefused, act
from programs.text import in_figures


@dataclass(frozen=True)
class Quorum:
    """How many of the voting seats are taken, how many must be, and whether the chair is there."""

    present: int
    seats: int
    share: Decimal
    has_chair: bool

    @property
    def is_reached(self):
        return self.has_chair and self.present >= self.share * self.seats

    def __str__(self):
        figures = f"{self.present:02}/{self.seats:02} ghế chấm điểm có mặt"
        if not self.has_chair:
            return f"{figures}; ghế Chủ tịch Hội đồng chưa có người"
        if not self.is_reached:
            return f"{figures}, chưa đủ {in_figures(100 * self.share)}% theo Quy chế"
        return figures


def seats_of(session) -> list[tuple[Seat, list[Member]]]:
    """The voting seats with the people who may take them on the day of the session."""
    composition = Composition(session.council, session.day)
    return [(seat, composition.people[seat.pk]) for seat in composition.voting]


def record(session, marks, *, by, key=None):
    """Note who is there: `marks` are (seat, presence, member or None, note) of every seat."""
    with act(session, by, key, refusal=noting_refusal) as the:
        _refuse_twice(marks)
        the.row.attendances.all().delete()
        Attendance.objects.bulk_create(
            Attendance(session=the.row, seat=seat, presence=presence, member=member, note=note)
            for seat, presence, member, note in marks
        )
        if the.row.state in seeing.NOTED_IN:
            seeing.note(the.row, by)
        the.record("note_attendance", label="điểm danh", note=f"{quorum_of(the.row)}.")
    return the.row


def _refuse_twice(marks):
    """Nobody has two votes: who stands in for another leaves the own seat empty."""
    there = [member for _, presence, member, _ in marks if presence == Presence.PRESENT]
    names = [member.user_id or member.full_name for member in there]
    for member, name in zip(there, names, strict=True):
        if names.count(name) > 1:
            raise StepRefused(
                f"{member} ngồi hai ghế: người đi thay thì ghế của mình là vắng mặt.",
                status=422,
                code="twice",
            )


def quorum_of(session) -> Quorum:
    """As it was noted: seats of which nothing was noted are not taken."""
    voting = session.council.seats.voting()
    present = session.attendances.filter(presence=Presence.PRESENT, seat__in=voting)
    roles = [each.seat.role for each in present.select_related("seat")]
    seats = voting.count()
    share = session.council.rules.quorum
    return Quorum(len(roles), seats, share, SeatRole.CHAIR in roles)
