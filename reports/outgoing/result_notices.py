"""The notices of a closed session: drafted for everybody by one act, and bound in one file."""

from councils.enums import SessionState
from councils.models import Session
from programs.acts import StepRefused, act
from programs.citations import Cited
from programs.enums import Authority
from reports.builders.result_notices import addressees, notice
from reports.enums import HAVE_NUMBERS, PaperState
from reports.models import OutgoingPaper, PaperRecipient
from reports.outgoing import drafting
from reports.outgoing.council_sources import NOTICE, decision_on, left, notice_key
from reports.outgoing.issuing import numbered
from reports.papers.values import Paper

# What is typed once for all of them.
TYPED = ("issuer", "symbol", "authority", "signer_title", "signer_name")


def drafting_refusal(session, user):
    """The StepRefused that keeps this user from drafting the notices, or None (matrix V1)."""
    if user.role not in drafting.WRITERS:
        sentence = "Chỉ cơ quan cấp tỉnh, Văn phòng Điều phối được soạn văn bản đi."
        return StepRefused(sentence, status=403, code="role")
    if session.council.level != Authority.PROVINCE:
        sentence = "Văn bản của Hội đồng cấp huyện do văn phòng của huyện lấy số."
        return StepRefused(sentence, code="level")
    if session.council.is_outside:
        sentence = "Hội đồng ngoài cổng: văn bản của phiên họp có trên giấy."
        return StepRefused(sentence, code="outside")
    if session.state != SessionState.CLOSED:
        state = session.get_state_display()
        return StepRefused(f"Phiên họp ở trạng thái “{state}”: chưa có kết quả.", code="state")
    if not left(session):
        return StepRefused("Mọi thông báo của phiên này đã được soạn.", code="drafted")
    return None


def draft_all(session, typed, *, by, key=None) -> Session:
    """Draft a notice for each unit and producer that has none; `typed` are the fields of TYPED."""
    rows = Session.objects.visible_to(by).select_related("council__unit", "council__rules")
    with act(session, by, key, rows=rows, refusal=drafting_refusal) as the:
        waiting = left(the.row)
        for each in waiting:
            _draft(the.row, each, typed, by)
        note = f"{len(waiting):02} thông báo"
        the.record("draft_notices", label="soạn thông báo kết quả", note=note)
    return the.row


def _draft(session, addressee, typed, by):
    paper = drafting.begun(f"{NOTICE}:{notice_key(session, addressee.key)}", by)
    for name in TYPED:
        setattr(paper, name, typed[name])
    paper.issuer_name = typed["issuer"].name
    drafting.create(paper, [_recipient(addressee)], by=by)


def _recipient(addressee):
    if addressee.is_unit:
        return drafting.recipient_of(addressee.whom)
    return PaperRecipient(name=addressee.name)


def registered(session, user) -> dict[str, OutgoingPaper]:
    """{source: the paper that stands for it} of what this user sees of the session's notices."""
    rows = OutgoingPaper.objects.visible_to(user).exclude(
        state__in=[PaperState.DROPPED, PaperState.REPLACED, PaperState.WITHDRAWN]
    )
    rows = rows.filter(source__startswith=f"{NOTICE}:{session.pk}-").select_related(
        "issuer__parent"
    )
    return {row.source: row for row in rows.order_by("pk")}


def papers(session, user) -> list[Paper]:
    """All notices, to print in one file: with their numbers, as far as they have them."""
    known, decision = registered(session, user), decision_on(session)
    return [
        _paper(session, each, known.get(f"{NOTICE}:{notice_key(session, each.key)}"), decision)
        for each in addressees(session).values()
    ]


def _paper(session, addressee, row, decision: Cited | None):
    if row and row.state in HAVE_NUMBERS:
        return numbered(row)
    return notice(session, addressee, decision)
