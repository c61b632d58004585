"""One's own news, which of it comes by mail, and the reminders that a unit was sent."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs import accounts, notices
from programs.enums import REMINDER_KINDS, REMINDER_READERS, UNIT_ROLES, NotificationKind, Role
from programs.forms.notices import MailChoicesForm
from programs.models import Notification, Participant
from programs.scoping import require_role
from programs.text import whole_number
from programs.views.pages import form_page, posted


def notification_list(request):
    rows = Notification.objects.visible_to(request.user).order_by("-pk")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "programs/notification_list.html", {"page_obj": page})


@require_POST
def notifications_read(request):
    """Mark all of one's news as read; or one, and go where it leads."""
    own = Notification.objects.visible_to(request.user)
    pk = request.POST.get("pk", "")
    if not pk:
        notices.mark_read(own)
        return redirect("programs:notification_list")
    row = get_object_or_404(own, pk=whole_number(pk))
    notices.mark_read(own.filter(pk=row.pk))
    return redirect(row.url)


def mail_choices(request):
    muted = request.user.muted_kinds
    kinds = [kind for kind in NotificationKind.values if kind not in muted]
    return form_page(
        request,
        MailChoicesForm(posted(request), initial={"kinds": kinds}),
        lambda form: accounts.choose_mail(request.user, form.muted(), key=form.key),
        done="Đã lưu lựa chọn nhận thư",
        to="programs:profile",
        title="Nhận thông báo qua thư",
        explanation=(
            "Mọi thông báo luôn hiện ở chuông trên trang. Thư gộp trong một lá mỗi ngày; "
            "việc cần làm ngay thì gửi sớm."
        ),
        back=reverse("programs:profile"),
    )


def reminder_list(request, pk):
    """Which reminders a participant was sent, to whom and when (matrix M2)."""
    participants = Participant.objects.visible_to(request.user)
    participant = get_object_or_404(
        participants.select_related("campaign", "unit", "agency"), pk=pk
    )
    require_role(request.user, REMINDER_READERS | UNIT_ROLES | {Role.AGENCY_OFFICER})
    rows = Notification.objects.about(participant).filter(kind__in=REMINDER_KINDS)
    rows = rows.select_related("recipient", "mail").order_by("-pk")[:200]
    context = {"participant": participant, "reminders": rows}
    return render(request, "programs/reminder_list.html", context)
