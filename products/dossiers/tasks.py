"""What waits for people in the dossiers: one act each, the nearest clock first."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from products.enums import DossierState
from products.models import Dossier
from programs.completing import joined
from programs.deadlines import time_left
from programs.enums import DEPARTMENT, Role
from programs.models import Event
from programs.tasks import Task

SHOWN = 20
# What each may do next, by the state of the dossier: (label of the act, what it is about).
OFFICERS = {
    DossierState.DRAFT: ("Hoàn thành hồ sơ", "Điền Mẫu 01, 02, tự chấm và đính kèm minh chứng."),
    DossierState.RETURNED: ("Bổ sung hồ sơ", "Hồ sơ được trả lại để bổ sung."),
    DossierState.SUBMITTED: ("Ghi báo cáo Mẫu 03", "Cấp xã đang kiểm tra; lãnh đạo sẽ đề nghị."),
}
LEADERS = {
    DossierState.SUBMITTED: ("Xem và đề nghị tỉnh", "Đề nghị tỉnh đánh giá, hoặc trả lại chủ thể.")
}
DEPARTMENTS = {
    DossierState.FORWARDED: ("Kiểm tra, tiếp nhận", "Tiếp nhận, hoặc trả lại kèm lý do."),
}
ALONE = OFFICERS | {
    DossierState.SUBMITTED: (
        "Xem và đề nghị tỉnh",
        "Ghi báo cáo Mẫu 03 rồi đề nghị tỉnh đánh giá, hoặc trả lại chủ thể.",
    )
}
ACTS = {Role.UNIT_OFFICER: OFFICERS, Role.UNIT_LEADER: LEADERS} | dict.fromkeys(
    DEPARTMENT, DEPARTMENTS
)


def dossier_tasks(user):
    """The dossiers whose next act is this person's, in two queries."""
    acts = ALONE if user.is_alone else ACTS.get(user.role)
    if not acts:
        return []
    rows = Dossier.objects.visible_to(user).filter(state__in=list(acts))
    rows = joined(rows.order_by("check_by", "conclude_by", "pk"), "product__name")[:SHOWN]
    returned = _returned([row.pk for row in rows if row.state == DossierState.RETURNED])
    return [_task(row, acts[row.state], returned.get(row.pk, "")) for row in rows]


def _returned(pks):
    """{dossier: what was written when it was last given back}, in one query where there are any."""
    if not pks:
        return {}
    events = Event.objects.filter(
        subject_type=Dossier._meta.label_lower,
        subject_id__in=pks,
        action__in=["return", "give_back"],
        refused=False,
    )
    return {event.subject_id: event.note for event in events.order_by("pk")}


def _task(dossier, act, quote):
    action, text = act
    due = _due(dossier)
    url = dossier.get_absolute_url()
    if dossier.state == DossierState.SUBMITTED and action == OFFICERS[dossier.state][0]:
        url = reverse("products:dossier_report", args=[dossier.pk])
    return Task(
        title=str(dossier),
        url=url,
        at=due or dossier.changed_at,
        is_due=due is not None,
        action=action,
        text=text,
        when=f"{time_left(due).capitalize()}, hạn hết ngày {due:%d/%m/%Y}" if due else "",
        quote=quote,
        state=(dossier.tone, dossier.get_state_display()),
    )


def _due(dossier):
    """The end of the last day for what comes next, or None where the law sets none."""
    day = dossier.check_by if dossier.state == DossierState.SUBMITTED else dossier.conclude_by
    return day and timezone.make_aware(datetime.combine(day, time.max))
