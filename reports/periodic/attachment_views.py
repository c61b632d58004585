"""Files that go along with a report: added, handed out, taken out of a draft (matrix T1, T3)."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from programs.views.files import file_answer
from programs.views.limits import limited
from programs.views.pages import act_page, posted, removal_page
from reports.models import PeriodicReport, ReportAttachment
from reports.periodic import attachments
from reports.periodic.filling import editing_refusal
from reports.periodic.forms import AttachForm

_RELATED = ("participant__campaign__report_period__form", "participant__unit")
_RELATED += ("participant__agency",)


# Files take their time: no transaction, and on SQLite nobody's writing, waits for them.
@transaction.non_atomic_requests
@limited("upload")
def attach(request, pk):
    rows = PeriodicReport.objects.visible_to(request.user).select_related(*_RELATED)
    report = get_object_or_404(rows, pk=pk)
    if refused := editing_refusal(report, request.user):
        raise refused

    def act(form):
        return attachments.add(report, form.cleaned_data["files"], by=request.user, key=form.key)

    return act_page(
        request,
        AttachForm(posted(request), request.FILES or None),
        act,
        done=lambda rows: f"Đã thêm {len(rows):02} tệp.",
        to=report.get_absolute_url(),
        title="Thêm tài liệu gửi kèm",
        explanation=(
            "Tệp đi cùng báo cáo khi gửi; ai xem được báo cáo thì tải được tệp. Gửi rồi thì tệp "
            "được giữ cùng bản đã gửi."
        ),
        subject=report,
        submit="Tải lên",
        back=report.get_absolute_url(),
    )


def _attachment(request, pk):
    rows = ReportAttachment.objects.visible_to(request.user)
    related = (f"report__{name}" for name in _RELATED)
    return get_object_or_404(rows.select_related(*related), pk=pk)


@require_safe
def attachment_file(request, pk):
    """The file, to be saved."""
    row = _attachment(request, pk)
    return file_answer(row.file, row.name, row.content_type)


def attachment_remove(request, pk):
    row = _attachment(request, pk)
    if refused := editing_refusal(row.report, request.user):
        raise refused
    return removal_page(
        request,
        lambda form: attachments.remove(row, by=request.user, key=form.key),
        done="Đã bỏ tài liệu khỏi báo cáo",
        to=row.report.get_absolute_url(),
        title="Bỏ tài liệu gửi kèm",
        explanation=f"“{row.name}” ra khỏi bản nháp. Bản đã gửi trước đây, nếu có, vẫn giữ tệp.",
        subject=row.report,
        back=row.report.get_absolute_url(),
    )
