"""Where a participant's periodic report stands, in the words of boards and tasks."""

from programs.enums import Tone
from programs.filing import Status
from reports.enums import REPORT_TONES, ReportState

NIL = "không phát sinh"


def _of(state, label):
    return Status(state.value, label, REPORT_TONES[state])


MISSING = Status("missing", "chưa có", Tone.BAD)
DRAFT = _of(ReportState.DRAFT, "đang soạn")
HANDED_IN = _of(ReportState.HANDED_IN, "chờ duyệt")
ON_TIME = _of(ReportState.SENT, "đã gửi, chờ tiếp nhận")
LATE = Status("late", "gửi muộn, chờ tiếp nhận", Tone.HEED)
RETURNED = _of(ReportState.RETURNED, "trả lại, chờ gửi lại")
REOPENED = Status("returned", "đang sửa, chờ gửi lại", Tone.HEED, RETURNED.label)
ACCEPTED = _of(ReportState.ACCEPTED, "đã tiếp nhận")
ACCEPTED_NIL = Status("nil", "đã tiếp nhận (không phát sinh)", Tone.GOOD, "không phát sinh")


def status_of(report):
    """The status of one version, or of none; a nil that was sent says so beside its state."""
    if report is None:
        return MISSING
    status = {
        ReportState.DRAFT: REOPENED if report.first_sent_at or report.corrects_id else DRAFT,
        ReportState.HANDED_IN: HANDED_IN,
        ReportState.SENT: LATE if report.is_late else ON_TIME,
        ReportState.RETURNED: RETURNED,
        ReportState.ACCEPTED: ACCEPTED_NIL if report.is_nil else ACCEPTED,
    }.get(report.state, MISSING)
    said = report.is_nil and report.state in {ReportState.SENT, ReportState.RETURNED}
    return status.beside(NIL) if said else status


def leading(versions):
    """Of one participant's versions the one to judge it by: the accepted one, else the newest."""
    standing = [each for each in versions if each.state != ReportState.SUPERSEDED]
    accepted = [each for each in standing if each.state == ReportState.ACCEPTED]
    return next(iter(accepted or standing[-1:]), None)
