"""What a seat gives its holder, whatever the role of the account."""

from councils.enums import SeatRole
from councils.models import Member
from programs import clock
from programs.enums import ADMIN


def places_of(user, council, day=None):
    """The Members as whom this person sits in the Council on the day, today by default."""
    on = Member.objects.on(day or clock.today())
    return on.filter(seat__council=council, user=user).select_related("seat")


def holds(user, council, role, day=None) -> bool:
    """Whether this person has the Council's seat of this role on the day."""
    return places_of(user, council, day).filter(seat__role=role).exists()


def leads(user, council, day=None) -> bool:
    """Whether this person has the chair's seat or the secretary's: they watch over scores (C35)."""
    roles = (SeatRole.CHAIR, SeatRole.SECRETARY)
    return places_of(user, council, day).filter(seat__role__in=roles).exists()


def is_held_by_account(council, role, day=None) -> bool:
    """Whether somebody with an account has the seat of this role."""
    on = Member.objects.on(day or clock.today()).filter(seat__council=council, seat__role=role)
    return on.exclude(user=None).exists()


def prepares(user, council) -> bool:
    """Whether this person prepares sessions of the Council and their agenda (matrix C2)."""
    return user.role in ADMIN or holds(user, council, SeatRole.SECRETARY)


def keeps(user, council, day=None) -> bool:
    """Whether this person keeps a session: attendance, hours, conclusions (matrix C7, C8, C21).

    The secretary; an administrator only where the secretary has no account.
    """
    if holds(user, council, SeatRole.SECRETARY, day):
        return True
    return user.role in ADMIN and not is_held_by_account(council, SeatRole.SECRETARY, day)


def presides(user, council, day=None, *, apart=()) -> bool:
    """Whether this person acts for the chair: opens scores, records findings (matrix C20).

    The holder of the chair's seat; the secretary where the chair has no account or is among the
    seats `apart`, which take no part in the matter; a deputy where the secretary is so too.
    """
    sitting = Member.objects.on(day or clock.today()).filter(seat__council=council)
    for role in (SeatRole.CHAIR, SeatRole.SECRETARY, SeatRole.DEPUTY):
        holders = sitting.filter(seat__role=role).exclude(user=None).exclude(seat__in=apart)
        if people := {*holders.values_list("user", flat=True)}:
            return user.pk in people
    return False
