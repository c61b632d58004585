"""The steps of the group's report: completed for the Council to read, and taken back in time."""

from councils.advisory.reports import leads
from councils.enums import PREPARED_SESSIONS, UNDECIDED_SESSIONS, AdviceState
from councils.models import AdvisoryReport
from programs import clock
from programs.enums import Role
from programs.workflow import Procedure, Step

ANYBODY = frozenset(Role)  # a seat gives the right: reports.leads says who


def has_proposal(report):
    return "" if report.proposal else "Chưa ghi ý kiến đề xuất của Tổ tư vấn."


def is_not_over(report):
    session = report.evaluation.session
    is_over = session.state not in UNDECIDED_SESSIONS
    return f"Phiên họp ở trạng thái “{session.get_state_display()}”." if is_over else ""


def has_not_begun(report):
    if report.evaluation.session.state in PREPARED_SESSIONS:
        return ""
    return "Phiên họp đã khai mạc: thành viên Hội đồng đang dựa vào báo cáo này."


def finish(report, _by, _answers):
    report.completed_at = clock.now()


def begin_again(report, _by, _answers):
    report.completed_at = None


ADVICE = Procedure(
    AdvisoryReport,
    (
        Step(
            name="complete",
            label="hoàn thành báo cáo",
            done="Đã hoàn thành",
            roles=ANYBODY,
            sources=frozenset({AdviceState.DRAFT}),
            target=AdviceState.COMPLETED,
            guards=(is_not_over, has_proposal),
            effect=finish,
            explanation=(
                "Thành viên Hội đồng đọc được báo cáo và điểm của Tổ tư vấn bên cạnh hồ sơ, phiếu "
                "đánh giá. Báo cáo, phiếu của Tổ tư vấn không sửa được nữa."
            ),
        ),
        Step(
            name="reopen",
            label="mở lại báo cáo",
            done="Đã mở lại",
            roles=ANYBODY,
            sources=frozenset({AdviceState.COMPLETED}),
            target=AdviceState.DRAFT,
            guards=(has_not_begun,),
            effect=begin_again,
            explanation="Tổ tư vấn sửa tiếp; thành viên Hội đồng chưa đọc được cho đến khi xong.",
            onward=False,
        ),
    ),
    owns=lambda report, user: leads(report.evaluation, user),
    who="Tổ trưởng Tổ tư vấn",
)
