"""What people are told of a step, as a table of its news."""

from dataclasses import dataclass

from programs.enums import NotificationKind, Role

OFFICER, LEADER = frozenset({Role.UNIT_OFFICER}), frozenset({Role.UNIT_LEADER})


@dataclass(frozen=True)
class News:
    """What a step tells, to which roles (of the unit, or of the department).

    `{plan}`, `{by}` and `{note}` are filled in.
    """

    kind: NotificationKind
    roles: frozenset[Role]
    text: str
