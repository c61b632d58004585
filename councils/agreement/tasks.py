"""What waits of sessions: to be read before, to be scored, concluded, closed."""

from collections import defaultdict

from django.db.models import Count, Q
from django.utils.timezone import localtime

from councils.enums import (
    UNDECIDED_SESSIONS,
    VOTING,
    Presence,
    SeatRole,
    SessionState,
    SheetState,
)
from councils.models import Attendance, Conflict, Evaluation, Member, ScoreSheet, Session
from councils.sessions import tasks
from programs import clock
from programs.enums import DEPARTMENT
from programs.tasks import SHOWN, Task

# Who brings a session to its end: they see what is left of it besides their own sheets.
_KEEPING = frozenset({SeatRole.SECRETARY, SeatRole.CHAIR})


def session_tasks(user) -> list[Task]:
    """Of the sessions of Councils in which this person has a seat; a fixed number of queries.

    The secretary sees besides what could be put on an agenda; the department what was held on
    paper, and what waits for a session at all or for certificates.
    """
    return [*_of_department(user), *_by_seat(user)]


def _of_department(user):
    if user.role not in DEPARTMENT:
        return []
    left = Count("evaluations", filter=Q(evaluations__verdict=""))
    rows = Session.objects.filter(is_past=True, state__in=sorted(UNDECIDED_SESSIONS))
    rows = rows.select_related("council").annotate(left=left).order_by("starts_at")[:SHOWN]
    return [*tasks.of_department(), *(_entered(session, user) for session in rows)]


def _entered(session, user):
    is_ready = session.state == SessionState.OPEN and not session.left
    is_mine = session.prepared_by_id == user.pk
    action = "Đối chiếu, xác nhận" if is_ready and not is_mine else "Ghi lại theo biên bản"
    if is_ready:
        text = "Chờ người thứ hai xác nhận." if is_mine else "Kết luận đã ghi: đối chiếu biên bản."
    else:
        text = f"Còn {session.left:02} hồ sơ chưa có kết luận."
    return Task(
        title=str(session),
        url=session.get_absolute_url(),
        at=session.starts_at,
        action=action,
        text=text,
    )


def _by_seat(user):
    places = list(Member.objects.on(clock.today()).filter(user=user).select_related("seat"))
    if not places:
        return []
    councils = {place.seat.council_id for place in places}
    rows = Session.objects.filter(council__in=councils).select_related("council")
    called = rows.filter(state=SessionState.CALLED).order_by("starts_at")[:SHOWN]
    under_way = list(rows.filter(state=SessionState.OPEN).order_by("starts_at")[:SHOWN])
    keeping = {place.seat.council_id for place in places if place.seat.role in _KEEPING}
    left = _left(under_way)
    unsigned = _unsigned(left, places)
    secretary = {each.seat.council_id for each in places if each.seat.role == SeatRole.SECRETARY}
    return [
        *(tasks.of_secretary(secretary) if secretary else ()),
        *_preparing(rows.filter(council__in=secretary)),
        *(_coming(session) for session in called),
        *(
            Task(
                title=str(session),
                url=session.get_absolute_url(),
                at=session.starts_at,
                action="Mở phiên họp",
                text=text,
            )
            for session in under_way
            if (text := _to_do(session, left, unsigned, keeping))
        ),
    ]


def _preparing(rows):
    """The sessions that the secretary has still to call."""
    rows = rows.filter(state=SessionState.PREPARING, is_past=False)
    rows = rows.annotate(dossiers=Count("evaluations")).order_by("starts_at")[:SHOWN]
    return [
        Task(
            title=str(session),
            url=session.get_absolute_url(),
            at=session.starts_at,
            action="Chuẩn bị, mời họp",
            text=f"{session.dossiers:02} hồ sơ trong chương trình, chưa mời họp.",
        )
        for session in rows
    ]


def _coming(session):
    at = localtime(session.starts_at)
    return Task(
        title=str(session),
        url=session.get_absolute_url(),
        at=session.starts_at,
        action="Xem chương trình, đọc hồ sơ",
        text=f"Họp lúc {at:%H:%M} ngày {at:%d/%m/%Y}, {session.place}.",
    )


def _left(sessions):
    """{session: its dossiers without a conclusion}."""
    left = defaultdict(list)
    rows = Evaluation.objects.filter(session__in=sessions, verdict="")
    for evaluation in rows:
        left[evaluation.session_id].append(evaluation)
    return left


def _unsigned(left, places):
    """{session: how many of its dossiers wait for a sheet of these people's voting seats}."""
    keys = [evaluation.pk for rows in left.values() for evaluation in rows]
    seats = [place.seat_id for place in places if place.seat.role in VOTING]
    done = ScoreSheet.objects.filter(evaluation__in=keys, seat__in=seats)
    done = {*done.exclude(state=SheetState.DRAFT).values_list("evaluation", flat=True)}
    done |= {
        *Conflict.objects.filter(evaluation__in=keys, seat__in=seats).values_list(
            "evaluation", flat=True
        )
    }
    there = Attendance.objects.filter(session__is_past=False).filter(
        session__in=left, member__in=places, seat__in=seats, presence=Presence.PRESENT
    )
    there = {*there.values_list("session", flat=True)}
    typed = {*Session.objects.filter(pk__in=left, is_past=True).values_list("pk", flat=True)}
    return {
        session: sum(row.pk not in done for row in rows)
        for session, rows in left.items()
        if session in there and session not in typed
    }


def _to_do(session, left, unsigned, keeping):
    if count := unsigned.get(session.pk):
        return f"Còn {count:02} phiếu của bạn chưa ký."
    if session.council_id not in keeping:
        return ""
    if rows := left.get(session.pk):
        return f"Còn {len(rows):02} hồ sơ chưa kết luận."
    return "Mọi hồ sơ đã có kết luận: kết thúc phiên họp."
