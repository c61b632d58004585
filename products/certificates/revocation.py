"""Taking a certificate back: a conclusion, the producer's reply, another person's decision."""

from products.certificates.decisions import granting_body
from products.certificates.history import status_of
from products.certificates.issuing import DECISION, NOTE, locked, refuse_ahead
from products.certificates.news import REVOCATION_NEWS
from products.enums import (
    IN_FORCE,
    OPEN_PETITIONS,
    OPEN_REVOCATIONS,
    CertificateState,
    EventKind,
    RevocationState,
)
from products.models import CertificateEvent, Product, Revocation
from programs import clock
from programs.acts import StepRefused, act
from programs.citations import Citations, Cited, day_in_text
from programs.enums import ADMIN, DEPARTMENT, UNIT_ROLES, Clock, LegalEvent
from programs.regulations import end_of, period_of, regulation_for
from programs.workflow import Ask, Procedure, Step


def proposing_refusal(certificate, user, status=None):
    """The StepRefused that keeps this user from proposing to revoke it, or None.

    `status` is its status of today, where that is known already.
    """
    if user.role not in DEPARTMENT:
        return StepRefused("Chỉ cơ quan cấp tỉnh được đề nghị thu hồi.", status=403, code="role")
    is_issued = certificate.state == CertificateState.ISSUED
    if not is_issued or (status or status_of(certificate)) not in IN_FORCE:
        return StepRefused("Chỉ thu hồi được giấy chứng nhận còn hiệu lực.", code="status")
    if certificate.revocations.filter(state__in=OPEN_REVOCATIONS).exists():
        return StepRefused("Giấy chứng nhận này đang được xem xét thu hồi.", code="open")
    return None


def petitioning_refusal(certificate, user, status=None):
    """The StepRefused that keeps this user from asking that it is revoked, or None (matrix N6).

    `status` is its status of today, where that is known already.
    """
    if user.role not in UNIT_ROLES:
        return StepRefused(
            "Chỉ cán bộ đơn vị được soạn đề nghị thu hồi gửi tỉnh.", status=403, code="role"
        )
    is_issued = certificate.state == CertificateState.ISSUED
    if not is_issued or (status or status_of(certificate)) not in IN_FORCE:
        return StepRefused("Chỉ đề nghị thu hồi giấy chứng nhận còn hiệu lực.", code="status")
    if certificate.petitions.filter(state__in=OPEN_PETITIONS).exists():
        return StepRefused("Giấy này đang có một đề nghị thu hồi chưa giải quyết.", code="open")
    if certificate.revocations.filter(state__in=OPEN_REVOCATIONS).exists():
        return StepRefused("Giấy chứng nhận này đang được xem xét thu hồi.", code="open")
    return None


def propose(revocation, *, by, key=None):
    """Open the way to a revocation; the last day to decide is the law's on the conclusion's day."""
    certificate, products = revocation.certificate, Product.objects.all()

    def refusal(_product, user):
        return proposing_refusal(certificate, user)

    with act(certificate.product, by, key, rows=products, refusal=refusal) as the:
        _refuse_day(revocation)
        regulation = regulation_for(LegalEvent.REVOCATION, revocation.concluded_on)
        _refuse_ground(revocation, regulation)
        if period := period_of(regulation, Clock.REVOCATION):
            revocation.due_on = end_of(period, revocation.concluded_on)
        revocation.proposed_by = by
        revocation.save()
        note = revocation.conclusion
        the.record("propose_revocation", certificate, label="đề nghị thu hồi", note=note)
        REVOCATION_NEWS.tell(revocation, "propose", by, revocation.conclusion)


def _refuse_day(revocation):
    """The conclusion is about this paper, and was made: it lies between its issue and today."""
    day, issued_on = revocation.concluded_on, revocation.certificate.issued_on
    refuse_ahead(day, "concluded_on")
    if day < issued_on:
        raise StepRefused(
            f"Ngày kết luận không được trước ngày cấp giấy ({issued_on:%d/%m/%Y}).",
            status=422,
            code="concluded_on",
        )


def _refuse_ground(revocation, regulation):
    """The ground is one of the regulation's, where it names any."""
    known = regulation.revocationgrounds.all()
    if known and revocation.ground not in known:
        raise StepRefused(
            f"Hãy chọn căn cứ thu hồi của Quyết định số {regulation.number}, "
            "quy định có hiệu lực vào ngày kết luận.",
            status=422,
            code="ground",
        )


# --- Steps -------------------------------------------------------------------------------------


def is_anothers(revocation, user):
    if revocation.proposed_by_id == user.pk:
        return "Người đề nghị không được tự quyết định thu hồi: cần một quản trị cấp tỉnh khác."
    return ""


def producer_was_heard(revocation):
    """The producer's right of reply: until its day, or until the reply has come."""
    is_waiting = revocation.state == RevocationState.PROPOSED
    if is_waiting and clock.today() <= revocation.reply_until:
        return f"Chủ thể còn được giải trình đến hết ngày {revocation.reply_until:%d/%m/%Y}."
    return ""


def still_in_force(revocation):
    if status_of(revocation.certificate) not in IN_FORCE:
        return "Giấy chứng nhận không còn hiệu lực."
    return ""


def is_late(revocation, _user):
    return revocation.due_on is not None and clock.today() > revocation.due_on


def note_reply(revocation, by, answers):
    revocation.reply = answers["note"]
    REVOCATION_NEWS.tell(revocation, "reply", by, answers["note"])


def revoke(revocation, by, answers):
    """The number of a revoked certificate stays used; the paper ends with the decision's day."""
    locked(revocation.certificate.product)
    day = answers["decision_date"]
    refuse_ahead(day, "decision_date")
    if day < revocation.concluded_on:
        raise StepRefused(
            "Ngày quyết định không được trước ngày kết luận.", status=422, code="decision_date"
        )
    if not revocation.reply and day <= revocation.reply_until:
        raise StepRefused(
            f"Chủ thể được giải trình đến hết ngày {revocation.reply_until:%d/%m/%Y}: "
            "ngày quyết định phải sau ngày này.",
            status=422,
            code="decision_date",
        )
    CertificateEvent.objects.create(
        certificate=revocation.certificate,
        kind=EventKind.REVOKED,
        on=day,
        reason=answers["note"],
        decision_number=answers["decision_number"],
        decision_date=day,
        recorded_by=by,
    )
    body = granting_body(revocation.certificate, day)
    decision = Citations().cite(Cited(answers["decision_number"], day, body))
    by_whom = f"từ ngày {day_in_text(day)} theo {decision}"
    REVOCATION_NEWS.tell(revocation, "revoke", by, f"{by_whom}: {answers['note']}")


def tell_of_dismissal(revocation, by, answers):
    REVOCATION_NEWS.tell(revocation, "dismiss", by, answers["note"])


REVOCATION = Procedure(
    Revocation,
    (
        Step(
            name="reply",
            label="ghi ý kiến giải trình của chủ thể",
            done="Đã ghi ý kiến giải trình",
            roles=DEPARTMENT,
            sources=frozenset({RevocationState.PROPOSED}),
            target=RevocationState.REPLIED,
            asks=(Ask("note", "Ý kiến của chủ thể"),),
            effect=note_reply,
            explanation="Ghi đúng lời giải trình mà chủ thể đã gửi.",
        ),
        Step(
            name="revoke",
            label="thu hồi giấy chứng nhận",
            done="Đã thu hồi",
            roles=ADMIN,
            sources=OPEN_REVOCATIONS,
            target=RevocationState.DECIDED,
            between=is_anothers,
            guards=(still_in_force, producer_was_heard),
            asks=(NOTE, *DECISION, Ask("late", "Lý do quyết định quá hạn", is_late)),
            effect=revoke,
            explanation="Giấy hết hiệu lực từ ngày quyết định; số của giấy không dùng lại.",
        ),
        Step(
            name="dismiss",
            label="không thu hồi",
            done="Đã kết thúc, không thu hồi",
            roles=ADMIN,
            sources=OPEN_REVOCATIONS,
            target=RevocationState.DISMISSED,
            asks=(NOTE,),
            effect=tell_of_dismissal,
            explanation="Đề nghị được đóng lại cùng lý do; giấy chứng nhận giữ hiệu lực.",
            onward=False,
        ),
    ),
    news=REVOCATION_NEWS,
)
