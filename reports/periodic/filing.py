"""How periodic reports are filed in their campaigns: by units and agencies, a receipt for each."""

from itertools import groupby
from operator import attrgetter

from programs.enums import REGISTER_READERS
from programs.filing import Filing
from programs.tables import Column, Kind
from reports.enums import REPORT_PRIVATE, REPORT_WORKING, ReportState
from reports.models import PeriodicReport
from reports.periodic.periods import unset
from reports.periodic.status import leading, status_of
from reports.periodic.workflow import SENDERS

SENT = frozenset({ReportState.SENT, ReportState.ACCEPTED})


def _versions(participants):
    rows = PeriodicReport.objects.filter(participant__in=participants.values("pk"))
    rows = rows.order_by("participant_id", "version")
    groups = groupby(rows, key=attrgetter("participant_id"))
    found = {pk: list(versions) for pk, versions in groups}

    def of(participant):
        versions = found.get(participant.pk, [])
        for report in versions:
            report.participant = participant
        return versions

    return of


def _is_turn_of(report, person):
    """Of whoever approves, once it is handed in: never of who handed it in (matrix T2)."""
    if report is None or report.state != ReportState.HANDED_IN:
        return True
    return person.role in SENDERS and person.pk != report.handed_in_by_id


REPORT_FILING = Filing(
    noun="báo cáo",
    whom="nơi báo cáo",
    subject="các nơi báo cáo",
    change="sửa",
    readers=REGISTER_READERS,
    page="reports:report_of_body",
    board="reports:report_board",
    remind="reports:report_remind",
    sent=SENT,
    readable=frozenset(ReportState) - REPORT_PRIVATE,
    working=REPORT_WORKING | {ReportState.RETURNED},
    versions=_versions,
    leading=leading,
    status=status_of,
    is_turn_of=_is_turn_of,
    obstacle=unset,
    columns=(
        Column(
            key="on_time",
            title="So với hạn",
            value=lambda line: line.timeliness.words,
            width=12,
        ),
        Column(
            key="receipt",
            title="Số tiếp nhận",
            kind=Kind.NUMBER,
            value=lambda line: line.leading and line.leading.receipt,
        ),
    ),
)
