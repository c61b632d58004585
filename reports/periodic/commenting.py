"""What readers say of a sent report, section by section (matrix T4, T15)."""

from programs.acts import StepRefused, act
from programs.enums import REGISTER_READERS, Role
from reports.enums import REPORT_PRIVATE
from reports.models import ReportComment
from reports.periodic.workflow import BODIES

READERS = REGISTER_READERS - {Role.OBSERVER}


def comment_refusal(report, user):
    """The StepRefused that keeps this user from commenting, or None."""
    if user.role not in READERS and not (user.role in BODIES and report.participant.is_of(user)):
        sentence = "Chỉ cấp tỉnh và nơi báo cáo được góp ý."
        return StepRefused(sentence, status=403, code="role")
    if report.state in REPORT_PRIVATE:
        return StepRefused("Chỉ góp ý vào báo cáo đã gửi.", code="state")
    return None


def comment(report, section_id, text, *, by, key=None) -> None:
    """Write down what is said of a section, or of all where it is None."""
    with act(report, by, key, refusal=comment_refusal) as the:
        ReportComment.objects.create(report=the.row, section_id=section_id, author=by, text=text)
        the.record("comment", label="góp ý", note=text)
