"""What waits for the advisory group: dossiers of which it has not completed its report."""

from collections import Counter

from django.urls import reverse

from councils.enums import IN_GROUP, SessionState
from councils.models import AdvisoryReport, Conflict, Evaluation, Member, Session
from programs import clock
from programs.tasks import SHOWN, Task

_WAITING = (SessionState.CALLED, SessionState.OPEN)


def advisory_tasks(user) -> list[Task]:
    """A task for each called or open session whose group this person is of; few queries."""
    places = Member.objects.on(clock.today()).filter(user=user, seat__role__in=sorted(IN_GROUP))
    sessions = Session.objects.filter(
        council__in=places.values("seat__council"), state__in=_WAITING
    ).select_related("council")
    sessions = list(sessions.order_by("starts_at")[:SHOWN])
    if not sessions:
        return []
    left = Evaluation.objects.filter(session__in=sessions, verdict="")
    left = left.exclude(pk__in=AdvisoryReport.objects.completed().values("evaluation"))
    apart = Conflict.objects.filter(seat__members__user=user)
    left = left.exclude(pk__in=apart.values("evaluation"))
    counts = Counter(left.values_list("session", flat=True))
    return [
        Task(
            title=f"Tổ tư vấn: {session}",
            url=reverse("councils:advice_list", args=[session.pk]),
            at=session.starts_at,
            action="Ghi ý kiến Tổ tư vấn",
            text=f"{counts[session.pk]:02} hồ sơ chờ ý kiến Tổ tư vấn.",
        )
        for session in sessions
        if counts[session.pk]
    ]
