"""What waits in the register: drafts and revocations to decide, windows that open, post-checks."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from products.certificate_listings import EXPIRING, in_window
from products.enums import OPEN_REVOCATIONS, CertificateState, InspectionState, RevocationState
from products.models import Certificate, Inspection, Revocation
from programs.deadlines import in_words, time_left
from programs.enums import DEPARTMENT, UNIT_ROLES, Role
from programs.tasks import Task

SHOWN = 20  # of each kind, the oldest first


def register_tasks(user):
    """The tasks of the department, or of a unit's people; a fixed number of queries."""
    if user.role in DEPARTMENT:
        return [*_to_issue(user), *_to_decide(user), *_checks(user)]
    if user.role in UNIT_ROLES:
        return [*_to_apply(user), *_to_reply(user)]
    return []


def _end_of(day):
    """The instant at which this last day is over."""
    midnight = datetime.combine(day + timedelta(days=1), time())
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def _due(day):
    return f"{time_left(_end_of(day)).capitalize()}, {in_words(_end_of(day))}"


# --- The department ----------------------------------------------------------------------------


def _to_issue(user):
    """Drafts of others: whoever drafted does not issue (matrix N2)."""
    if user.role != Role.PROVINCE_ADMIN:
        return
    drafts = Certificate.objects.filter(state=CertificateState.PREPARED).exclude(prepared_by=user)
    for draft in drafts.select_related("product", "prepared_by").order_by("pk")[:SHOWN]:
        yield Task(
            title=f"Cấp giấy chứng nhận {draft.star} sao: {draft.product}",
            url=draft.get_absolute_url(),
            at=draft.prepared_at,
            action="Xem và cấp",
            text=f"{draft.prepared_by} dự thảo: {draft.basis.rstrip('.')}.",
        )


def _to_decide(user):
    """Open revocations: a reply that is waited for, or a decision with its last day."""
    rows = Revocation.objects.filter(state__in=OPEN_REVOCATIONS)
    related = ("certificate__product", "proposed_by")
    for row in rows.select_related(*related).order_by("due_on", "pk")[:SHOWN]:
        is_waiting = row.state == RevocationState.PROPOSED
        may_decide = user.role == Role.PROVINCE_ADMIN and row.proposed_by_id != user.pk
        is_heard = not is_waiting or timezone.localdate() > row.reply_until
        last = row.due_on or row.reply_until
        yield Task(
            title=f"Thu hồi {row.certificate}: {row.certificate.product_name}",
            url=row.get_absolute_url(),
            at=_end_of(last),
            action="Xem và quyết định" if may_decide and is_heard else "",
            text=f"{row.get_state_display().capitalize()}; "
            f"giải trình đến hết ngày {row.reply_until:%d/%m/%Y}.",
            when=f"Hạn quyết định: {_due(row.due_on)}" if row.due_on else "",
        )


def _checks(user):
    """Post-checks that wait for the department: replies to decide on, corrections that are due."""
    rows = Inspection.objects.visible_to(user).select_related("certificate", "plan")
    mending = rows.filter(state=InspectionState.MENDING).order_by("mend_by", "pk")
    for row in mending[:SHOWN]:
        is_over = row.mend_by < timezone.localdate()
        yield Task(
            title=str(row),
            url=row.get_absolute_url(),
            at=_end_of(row.mend_by),
            action="Xem và xác nhận" if is_over else "",
            text="Đã quá hạn khắc phục: xác nhận, hoặc đề nghị thu hồi."
            if is_over
            else "Chủ thể đang khắc phục.",
            when=_due(row.mend_by),
        )
    if user.role == Role.PROVINCE_ADMIN:
        yield from _replied(rows)


def _replied(rows):
    today = timezone.localdate()
    heard = rows.filter(state=InspectionState.REPLIED) | rows.filter(
        state=InspectionState.RECORDED, reply_until__lt=today
    )
    for row in heard.order_by("reply_until", "pk")[:SHOWN]:
        yield Task(
            title=str(row),
            url=row.get_absolute_url(),
            at=_end_of(row.reply_until),
            action="Xem và kết luận",
            text=f"{row.get_state_display().capitalize()}: giữ, yêu cầu khắc phục hoặc thu hồi.",
        )


# --- A unit ------------------------------------------------------------------------------------


def _to_apply(user):
    """One task for all products of which a dossier to evaluate anew is due now (article 7.6)."""
    _, rows = EXPIRING.filter(user, {})
    found = (
        in_window(rows, timezone.localdate())
        .order_by()
        .aggregate(count=Count("pk"), last=Min("closes"))
    )
    if not found["count"]:
        return
    is_officer = user.role == Role.UNIT_OFFICER
    yield Task(
        title=f"{found['count']} sản phẩm đến kỳ nộp hồ sơ đánh giá lại",
        url=f"{reverse('products:expiring_list')}?in_window=on",
        at=_end_of(found["last"]),
        action="Xem danh sách" if is_officer else "",
        text="Nhắc chủ thể lập hồ sơ, nộp trong thời gian của từng giấy.",
        when=f"Giấy sớm nhất: {_due(found['last'])}",
    )


def _to_reply(user):
    """Post-checks on the unit's ground to which the producer may still reply."""
    rows = Inspection.objects.visible_to(user).filter(state=InspectionState.RECORDED)
    for row in rows.select_related("certificate", "plan").order_by("reply_until", "pk")[:SHOWN]:
        yield Task(
            title=str(row),
            url=row.get_absolute_url(),
            at=_end_of(row.reply_until),
            action="Ghi ý kiến của chủ thể" if user.role == Role.UNIT_OFFICER else "",
            text="Đã có biên bản; chủ thể có quyền có ý kiến.",
            when=_due(row.reply_until),
        )
