"""What a seat gives its holder, whatever the role of the account."""

from councils.enums import SeatRole
from councils.models import Member
from programs import clock
from programs.enums import ADMIN


def places_of(user, council, day=None):
    """The Members as whom this person sits in the Council on the day, today by default."""
    on = Member.objects.on(day or clock.today())
    return on.filter(seat__council=council, user=user).select_related("seat")


def is_secretary(user, council) -> bool:
    return places_of(user, council).filter(seat__role=SeatRole.SECRETARY).exists()


def may_run(user, council) -> bool:
    """Whether this person prepares and keeps the Council's sessions (matrix C2, C8, C21)."""
    return user.role in ADMIN or is_secretary(user, council)
