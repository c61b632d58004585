"""What waits of certificates: drafts and revocations to decide, windows that open."""

from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Min, OuterRef, Subquery
from django.urls import reverse

from products.certificates.expiry_listings import in_window
from products.certificates.history import ending_soon, law_of, with_end
from products.certificates.notices import untold
from products.enums import OPEN_REVOCATIONS, CertificateState, RevocationState
from products.models import Certificate, Revocation
from programs import clock
from programs.completing import joined
from programs.deadlines import due_words, end_of
from programs.enums import DEPARTMENT, UNIT_ROLES, Clock, Role
from programs.models import Period
from programs.regulations import re_evaluation_window
from programs.tasks import SHOWN, Task

# How long before the last day to tell of an end it becomes a task.
TELL_AHEAD = timedelta(days=14)
# What a task says of a certificate.
NAMED = tuple(
    f"certificate__{name}"
    for name in ("star", "number", "year", "series", "decision_number", "product_name")
)


def certificate_tasks(user):
    """The tasks of the department, or of a unit's people; a fixed number of queries."""
    if user.role in DEPARTMENT:
        return [*_to_tell(user), *_to_issue(user), *_to_decide(user)]
    if user.role in UNIT_ROLES:
        return _to_apply(user)
    return []


# --- The department ----------------------------------------------------------------------------


def _to_tell(user):
    """The months in which certificates end that no letter tells of, from a while before its day.

    The day is the one that the certificate's own regulation sets (Decision 148/QĐ-TTg, not
    Decision 26/2026/QĐ-TTg); a month is told of as a whole, as the list shows it.
    """
    today = clock.today()
    notice = Period.objects.filter(regulation=OuterRef("regulation"), clock=Clock.NOTICE)
    rows = with_end(ending_soon(Certificate.objects.visible_to(user), today, law_of(today)))
    days = untold(rows).order_by().annotate(notice=Subquery(notice.values("amount")[:1]))
    days = days.values("ends_on", "notice").annotate(count=Count("pk"))
    counts, first = Counter(), {}
    for ends_on, amount, count in days.values_list("ends_on", "notice", "count"):
        month = ends_on.replace(day=1)
        counts[month] += count
        if amount is not None:
            told_by = ends_on - timedelta(days=amount), amount
            first[month] = min(first.get(month, told_by), told_by)
    for month, (last, amount) in sorted(first.items()):
        if last <= today + TELL_AHEAD:
            yield _letters_of(month, counts[month], last, amount)


def _letters_of(month, count, last, amount):
    narrowed = urlencode({"month": month.month, "year": month.year, "untold": "on"})
    return Task(
        title=f"{count} giấy hết hạn tháng {month:%m/%Y} chưa báo chủ thể",
        url=f"{reverse('products:expiring_list')}?{narrowed}",
        at=end_of(last),
        is_due=True,
        action="Soạn công văn báo",
        text=f"Quy định: báo chậm nhất {amount} ngày trước khi hết hạn.",
        when=due_words(last),
    )


def _to_issue(user):
    """Drafts of others: whoever drafted does not issue (matrix N2)."""
    if user.role != Role.PROVINCE_ADMIN:
        return
    drafts = Certificate.objects.filter(state=CertificateState.PREPARED).exclude(prepared_by=user)
    names = ("product__name", "prepared_by__full_name", "prepared_by__username")
    for draft in joined(drafts.order_by("pk"), *names)[:SHOWN]:
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
    for row in joined(rows.order_by("due_on", "pk"), *NAMED)[:SHOWN]:
        is_waiting = row.state == RevocationState.PROPOSED
        may_decide = user.role == Role.PROVINCE_ADMIN and row.proposed_by_id != user.pk
        is_heard = not is_waiting or clock.today() > row.reply_until
        last = row.due_on or row.reply_until
        yield Task(
            title=f"Thu hồi {row.certificate}: {row.certificate.product_name}",
            url=row.get_absolute_url(),
            at=end_of(last),
            is_due=row.due_on is not None,
            action="Xem và quyết định" if may_decide and is_heard else "",
            text=f"{row.get_state_display().capitalize()}; "
            f"giải trình đến hết ngày {row.reply_until:%d/%m/%Y}.",
            when=f"Hạn quyết định: {due_words(row.due_on)}" if row.due_on else "",
        )


# --- A unit ------------------------------------------------------------------------------------


def _to_apply(user):
    """One task for all products of which a dossier to evaluate anew is due now (article 7.6)."""
    today = clock.today()
    law = law_of(today)
    rows = in_window(ending_soon(Certificate.objects.visible_to(user), today, law), today, law)
    found = rows.aggregate(count=Count("pk"), first=Min("expires_on"))
    if not found["count"]:
        return
    _, last = re_evaluation_window(law, found["first"])
    is_officer = user.role == Role.UNIT_OFFICER or user.is_alone
    yield Task(
        title=f"{found['count']} sản phẩm đến kỳ nộp hồ sơ đánh giá lại",
        url=f"{reverse('products:expiring_list')}?in_window=on",
        at=end_of(last),
        is_due=True,
        action="Xem danh sách" if is_officer else "",
        text="Nhắc chủ thể lập hồ sơ, nộp trong thời gian của từng giấy.",
        when=f"Giấy sớm nhất: {due_words(last)}",
    )
