"""The judgement: Councils with their Quy chế, seats and members; sessions and their dossiers."""

from councils.models.membership import Council, Member, Seat
from councils.models.rules import CouncilRules, GroupSeat
from councils.models.sessions import Attendance, Conflict, Evaluation, Session

__all__ = [
    "Attendance",
    "Conflict",
    "Council",
    "CouncilRules",
    "Evaluation",
    "GroupSeat",
    "Member",
    "Seat",
    "Session",
]
