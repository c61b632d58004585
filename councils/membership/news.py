"""What people are told of a Council: its unit's, the department's, and who sits in it."""

from councils.enums import CouncilState
from councils.models import Council, Member
from programs import clock, notices
from programs.enums import DEPARTMENT, LEADER, OFFICER, NotificationKind
from programs.models import User
from programs.news import News, NewsTable, is_concerned

COUNCIL_NEWS = NewsTable(
    Council,
    {
        "hand_in": News(
            NotificationKind.HANDED_IN,
            LEADER,
            "{row}: cán bộ trình thành phần, chờ duyệt.",
            frozenset({CouncilState.PROPOSED}),
        ),
        "give_back": News(
            NotificationKind.RETURNED,
            OFFICER,
            "{row}: lãnh đạo trả lại thành phần: {note}",
            frozenset({CouncilState.DRAFT}),
        ),
        "confirm": News(
            NotificationKind.COUNCIL,
            DEPARTMENT,
            "{row} đã có quyết định thành lập.",
            frozenset({CouncilState.IN_FORCE}),
        ),
    },
    concerns=lambda person, council: is_concerned(person, council) or _sits(person, council),
)


def _sits(person, council):
    return Member.objects.filter(seat__council=council, user=person).exists()


def tell_members(council, by):
    """Those with an account who sit in it learn that they do."""
    sitting = Member.objects.on(max(clock.today(), council.starts_on)).filter(seat__council=council)
    people = User.objects.filter(pk__in=sitting.values("user"), is_active=True).exclude(pk=by.pk)
    text = f"Bạn có trong thành phần {council}."
    url = council.get_absolute_url()
    notices.tell(NotificationKind.COUNCIL, people, council, text, url)
