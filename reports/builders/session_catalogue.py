"""Every paper of a session, once: what it is called where, and when there is something to print."""

from collections.abc import Callable
from dataclasses import dataclass

from councils.enums import CALLED_SESSIONS, SessionState, Verdict
from councils.models import Session
from reports.builders.council_papers import invitation
from reports.builders.proposals import forwarding_decision, forwarding_letter, submission
from reports.builders.session_papers import minutes, recognition_decision
from reports.builders.session_report import session_report
from reports.papers.values import Paper

CLOSED = frozenset({SessionState.CLOSED})


@dataclass(frozen=True)
class SessionPaper:
    """`name` is that of the command line, `slug` that in its address, `source` in the register.

    It is there in these states, and where a dossier has one of these verdicts; `nothing` is said
    where none has.
    """

    name: str
    slug: str
    source: str
    title: str
    build: Callable[[Session], Paper | None]
    states: frozenset[str] = CLOSED
    verdicts: frozenset[str] = frozenset()
    nothing: str = ""

    @property
    def drafted_in(self):
        """The states in which it goes into the register: nobody is invited once it is over."""
        return self.states if self.states == CLOSED else self.states - CLOSED

    def lacks(self, session) -> str:
        """Why there is nothing to print of this session, in a sentence, or ""."""
        if session.council.is_outside:
            return f"Phiên {session.code} họp ngoài cổng: văn bản của phiên có trên giấy."
        if session.state not in self.states:
            return (
                f"Phiên {session.code} ở trạng thái “{session.get_state_display()}”: chưa in được."
            )
        told = session.evaluations.filter(verdict__in=sorted(self.verdicts))
        if self.verdicts and not told.exists():
            return f"Phiên {session.code} {self.nothing}."
        return ""


_RECOGNISED, _FORWARDED = frozenset({Verdict.RECOGNISE}), frozenset({Verdict.FORWARD})
_NOT_FORWARDED = "không đề nghị cấp trên sản phẩm nào"

SESSION_PAPERS = (
    SessionPaper(
        "invitation",
        "giay-moi",
        "invitation",
        "Giấy mời (thông báo, công văn) họp Hội đồng",
        invitation,
        CALLED_SESSIONS,
    ),
    SessionPaper("minutes", "bien-ban", "council-minutes", "Biên bản phiên họp Hội đồng", minutes),
    SessionPaper(
        "session-report",
        "bao-cao",
        "session-report",
        "Báo cáo kết quả phiên họp Hội đồng",
        session_report,
    ),
    SessionPaper(
        "submission",
        "to-trinh",
        "submission",
        "Tờ trình công nhận kết quả, danh sách kèm theo",
        submission,
        verdicts=_RECOGNISED | _FORWARDED,
        nothing="không có sản phẩm nào để trình công nhận, phê duyệt",
    ),
    SessionPaper(
        "recognition-decision",
        "quyet-dinh",
        "recognition",
        "Quyết định công nhận sản phẩm, danh sách kèm theo",
        recognition_decision,
        verdicts=_RECOGNISED,
        nothing="không đề nghị công nhận sản phẩm nào",
    ),
    SessionPaper(
        "forwarding-decision",
        "quyet-dinh-phe-duyet",
        "forwarding-decision",
        "Quyết định phê duyệt kết quả, đề nghị cấp trên đánh giá",
        forwarding_decision,
        verdicts=_FORWARDED,
        nothing=_NOT_FORWARDED,
    ),
    SessionPaper(
        "forwarding-letter",
        "cong-van-de-nghi",
        "forwarding-letter",
        "Công văn gửi hồ sơ lên cấp trên",
        forwarding_letter,
        verdicts=_FORWARDED,
        nothing=_NOT_FORWARDED,
    ),
)
BY_SLUG = {paper.slug: paper for paper in SESSION_PAPERS}
