"""The pages of what one gave in closed sessions, and what the head of the body confirms."""

from django.shortcuts import get_object_or_404, render

from councils.agreement import records
from programs.forms.base import KeyedForm
from programs.next_acts import offer, rail
from programs.views.pages import act_page, posted


def record_list(request):
    rows = records.records_of(request.user)[:200]
    return render(request, "councils/record_list.html", {"records": rows})


def _record(request, pk):
    return get_object_or_404(records.records_of(request.user), pk=pk)


def record_detail(request, pk):
    row = _record(request, pk)
    may_confirm = records.confirming_refusal(row, request.user) is None
    offers = [
        *offer(may_confirm, "xác nhận đã xem", "councils:record_confirm", pk, onward=True),
        *offer(True, "in (PDF)", "reports:member_record", pk, "pdf"),
        *offer(True, "in (Word)", "reports:member_record", pk, "docx"),
    ]
    context = {
        "record": row,
        "lines": records.lines_of(row.session, row.seat),
        "reading": records.reading_of(row.session, row.seat),
        "rail": rail(offers),
    }
    return render(request, "councils/record_detail.html", context)


def record_confirm(request, pk):
    row = _record(request, pk)
    if refused := records.confirming_refusal(row, request.user):
        raise refused

    def act(form):
        records.confirm(row, by=request.user, key=form.key)

    return act_page(
        request,
        KeyedForm(posted(request)),
        act,
        done="Đã xác nhận.",
        to="councils:record_list",
        title="Xác nhận đã xem kết quả",
        explanation=f"Kết quả của {row.member} tại phiên {row.session.code}.",
        subject=row.session.council,
        submit="Đã xem",
    )
