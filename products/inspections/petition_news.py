"""What people are told of a petition to revoke, and while what it is worth a mail."""

from products.enums import PetitionState
from products.models import Petition
from programs.enums import DEPARTMENT, LEADER, OFFICER, UNIT_ROLES, NotificationKind
from programs.news import News, NewsTable

DONE = frozenset({PetitionState.TAKEN_UP, PetitionState.CHECKING, PetitionState.ANSWERED})

PETITION_NEWS = NewsTable(
    Petition,
    {
        "hand_in": News(
            NotificationKind.HANDED_IN,
            LEADER,
            "{row}: {by} trình, chờ bạn gửi tỉnh.",
            frozenset({PetitionState.HANDED_IN}),
        ),
        "give_back": News(
            NotificationKind.RETURNED,
            OFFICER,
            "{row} được trả lại để sửa: {note}",
            frozenset({PetitionState.DRAFT}),
        ),
        "send": News(
            NotificationKind.SENT,
            DEPARTMENT,
            "{row}: đơn vị gửi, chờ giải quyết.",
            frozenset({PetitionState.SENT}),
        ),
        "take_up": News(
            NotificationKind.ACCEPTED,
            UNIT_ROLES,
            "{row}: tỉnh đã mở thủ tục thu hồi. {note}",
            DONE,
        ),
        "check": News(
            NotificationKind.ACCEPTED,
            UNIT_ROLES,
            "{row}: tỉnh đưa vào hậu kiểm. {note}",
            DONE,
        ),
        "answer": News(
            NotificationKind.ACCEPTED,
            UNIT_ROLES,
            "{row}: tỉnh trả lời, không thu hồi. {note}",
            DONE,
        ),
    },
)
tell = PETITION_NEWS.tell
