"""The pages of a report's workbook: taken, handed in, looked at, written into the draft."""

from functools import partial

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from programs.uploads.staged import problems_of
from programs.views.limits import limited
from programs.views.pages import act_page, posted
from reports.periodic.filling import editing_refusal, rows_for
from reports.periodic.forms import FilledConfirmForm, FilledReportForm
from reports.periodic.workbook_staging import (
    confirm,
    confirming_refusal,
    filled_reports,
    found_in,
    stage,
)


# A file takes its time: no transaction, and on SQLite nobody's writing, waits for it.
@transaction.non_atomic_requests
@limited("upload")
def report_workbook(request, pk):
    """The workbook to take along, and the one that comes back."""
    report = get_object_or_404(rows_for(request.user), pk=pk)
    if refused := editing_refusal(report, request.user):
        raise refused
    form = FilledReportForm(posted(request), request.FILES or None)
    if form.is_valid() and (row := form.staged(partial(stage, report, request.user))):
        return redirect(row)
    context = {"report": report, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reports/report_workbook.html", context, status=status)


def filled_report(request, pk):
    """What was found in the workbook, and what becomes of each section; written once."""
    row = get_object_or_404(filled_reports(request.user), pk=pk)
    if refused := editing_refusal(row.report, request.user):
        raise refused
    refused = confirming_refusal(row, request.user)

    def act(form):
        is_over = form.cleaned_data.get("is_over", False)
        return confirm(row, is_over=is_over, by=request.user, key=form.key)

    return act_page(
        request,
        FilledConfirmForm(posted(request), is_stale=row.is_stale),
        act,
        done="Đã ghi vào bản nháp các mục của tệp",
        to=row.report.get_absolute_url(),
        template="reports/filled_report.html",
        filled=row,
        report=row.report,
        found=found_in(row),
        problems=problems_of(row),
        why=refused and refused.message,
    )
