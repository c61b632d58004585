"""The reports that wait for the department, one after the other."""

from programs.completing import joined
from programs.enums import DEPARTMENT
from programs.next_acts import Queue, queue_after
from reports.enums import ReportState
from reports.models import PeriodicReport


def queue_of(report, user) -> Queue | None:
    """The reports of the campaign that wait for this reviewer; None for who reviews none."""
    if user.role not in DEPARTMENT:
        return None
    waiting = PeriodicReport.objects.visible_to(user).filter(
        participant__campaign=report.participant.campaign_id, state=ReportState.SENT
    )
    waiting = joined(
        waiting.order_by("participant__position", "pk"),
        *("participant__position", "participant__unit__kind", "participant__unit__name"),
        "participant__agency__short_name",
    )
    return queue_after(
        report,
        waiting,
        lambda each: (each.participant.position, each.pk),
        noun="báo cáo",
        page="reports:report_list",
        name=lambda each: each.reporter,
    )
