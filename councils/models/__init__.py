"""The judgement: Councils, their Quy chế, seats and members."""

from councils.models.membership import Council, Member, Seat
from councils.models.rules import CouncilRules, GroupSeat

__all__ = ["Council", "CouncilRules", "GroupSeat", "Member", "Seat"]
