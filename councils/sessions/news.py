"""What people are told of a session: its members when it is called, moved or cancelled."""

from django.utils.timezone import localtime

from councils.enums import CALLED_SESSIONS, SeatRole, SessionState
from councils.models import Evaluation, Member, Session
from programs import notices
from programs.citations import day_in_text
from programs.enums import NotificationKind
from programs.models import Notification, User


def members_of(session):
    """The people with an account who have a seat on the day of the session."""
    sitting = Member.objects.on(session.day)
    sitting = sitting.filter(seat__council=session.council_id)
    return User.objects.filter(pk__in=sitting.values("user"), is_active=True)


def tell(session, by, text):
    """The latest news of a session replaces what was told of it before."""
    notices.settle(Notification.objects.about(session))
    people = members_of(session).exclude(pk=by.pk)
    url = session.get_absolute_url()
    notices.tell(NotificationKind.COUNCIL, people, session, text, url)


def was_told(session) -> bool:
    """Whether anybody counts on the session."""
    return Notification.objects.about(session).exists()


def tell_secretary(evaluation, by, text):
    """Whoever prepares the session learns what concerns one of its dossiers."""
    session = evaluation.session
    held = Member.objects.on(session.day).filter(
        seat__council=session.council_id, seat__role=SeatRole.SECRETARY
    )
    people = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk=by.pk)
    url = evaluation.get_absolute_url()
    notices.tell(NotificationKind.COUNCIL, people, evaluation, text, url)


def invitation(session) -> str:
    """As in "Mời dự Phiên 2024-dot-1: Hội đồng … lúc 08:00 ngày 20/3/2024 tại hội trường."."""
    at = localtime(session.starts_at)
    where = f" tại {session.place}" if session.place else ""
    return f"Mời dự {session} lúc {at:%H:%M} ngày {day_in_text(at.date())}{where}."


def moved(session) -> str:
    return f"Đổi lịch họp. {invitation(session)}"


def still_true(notifications, at) -> list[Notification]:
    """News of sessions that are to be held, or will not be held as it was told before."""
    rows = Session.objects.in_bulk({each.subject_id for each in notifications})
    return [
        each
        for each in notifications
        if each.done_at is None and (row := rows.get(each.subject_id)) and _matters(row, at)
    ]


def conflict_still_true(notifications, _at) -> list[Notification]:
    """News of a dossier that is still to be concluded."""
    keys = {each.subject_id for each in notifications}
    rows = Evaluation.objects.filter(pk__in=keys, verdict="")
    rows = rows.filter(session__state__in=sorted(CALLED_SESSIONS - {SessionState.CLOSED}))
    left = {*rows.values_list("pk", flat=True)}
    return [each for each in notifications if each.done_at is None and each.subject_id in left]


def _matters(session, at):
    if session.state == SessionState.CANCELLED:
        return at < session.ends_at
    return session.state in CALLED_SESSIONS - {SessionState.CLOSED}
