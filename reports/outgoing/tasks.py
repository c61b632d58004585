"""What waits of outgoing papers: drafts to be signed off, papers to be numbered and issued."""

from programs.completing import joined
from programs.enums import Role
from programs.tasks import SHOWN, Task
from reports.enums import PaperState
from reports.models import OutgoingPaper

# What the second person does next in each state.
_NEXT = {
    PaperState.DRAFT: "Xem và duyệt",
    PaperState.SIGNED_OFF: "Cấp số",
    PaperState.NUMBERED: "Ban hành",
}


def outgoing_tasks(user):
    """The papers of others that this administrator may take a step further; one query."""
    if user.role != Role.PROVINCE_ADMIN:
        return []
    rows = OutgoingPaper.objects.visible_to(user).filter(state__in=_NEXT)
    rows = joined(rows.exclude(drafted_by=user), "drafted_by__full_name", "drafted_by__username")
    return [
        Task(
            title=str(row),
            url=row.get_absolute_url(),
            at=row.drafted_at,
            action=_NEXT[row.state],
            text=f"{row.subject if row.number else row.get_state_display().capitalize()}. "
            f"{row.drafted_by} soạn.",
        )
        for row in rows.order_by("drafted_at", "pk")[:SHOWN]
    ]
