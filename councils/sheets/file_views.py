"""The pages of a workbook of one's own sheets: taken, handed in, looked at, saved as drafts."""

from functools import partial

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from councils.models import SheetsFile
from councils.sheets.file_staging import (
    confirm,
    confirming_refusal,
    found_in,
    handing_refusal,
    stage,
)
from councils.sheets.forms import SheetsConfirmForm, SheetsFileForm
from councils.sheets.own_list import own_list
from councils.sheets.paper_views import session_of
from programs.uploads.staged import problems_of
from programs.views.pages import act_page, posted


# A file takes its time: no transaction, and on SQLite nobody's writing, waits for it.
@transaction.non_atomic_requests
def own_sheets(request, pk):
    """One's own sheets of a session: the workbook to take along, and the one that comes back."""
    session = session_of(request, pk)
    if refused := handing_refusal(session, request.user):
        raise refused
    form = SheetsFileForm(posted(request), request.FILES or None)
    if form.is_valid() and (stored := form.staged(partial(stage, session, request.user))):
        return redirect(stored)
    context = {"session": session, "form": form, "sheets": own_list(session, request.user)}
    status = 422 if form.errors else 200
    return render(request, "councils/own_sheets.html", context, status=status)


def sheets_file(request, pk):
    """What was found in the workbook, and what becomes of each sheet; confirmed once."""
    rows = SheetsFile.objects.visible_to(request.user).select_related("session__council__unit")
    stored = get_object_or_404(rows, pk=pk)
    found = found_in(stored)
    stale = [each for each in found if each.is_taken and each.is_stale]
    refused = confirming_refusal(stored, request.user)

    def act(form):
        return confirm(stored, form.over(), by=request.user, key=form.key)

    return act_page(
        request,
        SheetsConfirmForm(posted(request), stale=stale),
        act,
        done=lambda count: f"Đã lưu {count} phiếu. Hãy mở từng phiếu, xem lại rồi ký.",
        to=stored.session.get_absolute_url(),
        template="councils/sheets_file.html",
        stored=stored,
        session=stored.session,
        found=found,
        taken=[each for each in found if each.is_taken],
        stale=stale,
        problems=problems_of(stored),
        why=refused and refused.message,
    )
