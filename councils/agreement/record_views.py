"""The pages of what one gave in closed sessions, and what the head of the body confirms."""

from django.http import Http404
from django.shortcuts import render

from councils.agreement import records
from programs.forms.base import KeyedForm
from programs.next_acts import offer, rail
from programs.views.pages import act_page, posted


def record_list(request):
    rows = records.records_of(request.user)[:200]
    return render(request, "councils/record_list.html", {"records": rows})


def _record(request, pk, seat):
    rows = records.records_of(request.user).select_related("session__council__unit")
    found = rows.filter(session=pk, seat=seat).first()
    if found is None:
        raise Http404("No record of this seat in this session.")
    return found


def record_detail(request, pk, seat):
    row, user = _record(request, pk, seat), request.user
    may_confirm = records.confirming_refusal(row.session, row.seat, user) is None
    path = (row.session_id, row.seat_id)
    offers = [
        *offer(may_confirm, "xác nhận đã xem", "councils:record_confirm", *path, onward=True),
        *offer(True, "in (PDF)", "reports:member_record", *path, "pdf"),
        *offer(True, "in (Word)", "reports:member_record", *path, "docx"),
    ]
    context = {
        "record": row,
        "lines": records.lines_of(row.session, row.seat),
        "reading": records.reading_of(row.session, row.seat),
        "rail": rail(offers),
    }
    return render(request, "councils/record_detail.html", context)


def record_confirm(request, pk, seat):
    row = _record(request, pk, seat)
    if refused := records.confirming_refusal(row.session, row.seat, request.user):
        raise refused

    def act(form):
        records.confirm(row.session, row.seat, by=request.user, key=form.key)

    return act_page(
        request,
        KeyedForm(posted(request)),
        act,
        done="Đã xác nhận.",
        to="councils:record_list",
        title="Xác nhận đã xem kết quả",
        explanation=f"Kết quả của {row.member} tại phiên {row.session.code}.",
        subject=row.session,
        submit="Đã xem",
    )
