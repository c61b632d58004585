"""The pages of the advisory group: its dossiers of a session, the report on one, one's signature.

A sheet of the group is the page of any sheet (councils.sheets.views), at the group's own desk.
"""

from django.shortcuts import get_object_or_404, render

from councils.advisory import points, reports
from councils.advisory.forms import AdvisoryReportForm
from councils.advisory.points import GROUP
from councils.advisory.workflow import ADVICE
from councils.enums import AdviceState, SheetState
from councils.membership.composition import Composition
from councils.models import AdvisoryReport, Session
from councils.sessions.views import evaluation_of
from councils.sheets import scoring
from programs.forms.base import KeyedForm
from programs.models import Event
from programs.next_acts import offer, rail, step_offers
from programs.views.pages import act_page, posted, step_page


def advice_list(request, pk):
    """The dossiers of a session with what the group says of them, as far as this person reads."""
    rows = Session.objects.visible_to(request.user).select_related("council")
    session = get_object_or_404(rows, pk=pk)
    agenda = reports.agenda_of(session, request.user)
    context = {
        "session": session,
        "agenda": agenda,
        "in_both": Composition(session.council, session.day).in_both(),
        "is_printed": any(row and row.state == AdviceState.COMPLETED for _, row in agenda),
    }
    return render(request, "councils/advice_list.html", context)


def _read(request, pk):
    """(dossier of a session, the group's report of it), or the sentence that refuses it."""
    evaluation = evaluation_of(request, pk)
    if refused := reports.reading_refusal(evaluation, request.user):
        raise refused
    return evaluation, reports.report_of(evaluation)


def advice_detail(request, pk):
    evaluation, report = _read(request, pk)
    user = request.user
    given = points.points_of(evaluation, user)
    context = {
        "evaluation": evaluation,
        "report": report,
        "rail": rail(_offers(evaluation, report, user)),
        "given": given,
        "signed": points.signed_count(evaluation),
        "not_counted": points.NOT_COUNTED,
        "trail": Event.objects.about(report).select_related("actor")[:20] if report.pk else (),
    }
    return render(request, "councils/advice_detail.html", context)


def _offers(evaluation, report, user):
    may_write = reports.writing_refusal(evaluation, user) is None
    own = scoring.own_sheet(evaluation, user, GROUP)
    is_signed = own.state == SheetState.SIGNED
    reopens = is_signed and points.reopening_refusal(own, user) is None
    return [
        *(step_offers(ADVICE, report, user, "councils:advice_step") if report.pk else ()),
        *offer(may_write, "ghi báo cáo", "councils:advice_update", evaluation.pk),
        *offer(
            may_write or bool(own.pk and own.member.user_id == user.pk),
            "phiếu của tôi trong Tổ tư vấn",
            "councils:advice_sheet",
            evaluation.pk,
        ),
        *offer(reopens, "mở lại phiếu của tôi", "councils:advice_sheet_reopen", evaluation.pk),
    ]


def advice_update(request, pk):
    evaluation = evaluation_of(request, pk)
    if refused := reports.writing_refusal(evaluation, request.user):
        raise refused
    report = reports.report_of(evaluation)
    form = AdvisoryReportForm(posted(request), instance=report)

    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        return reports.write(row, by=request.user, version=version, key=form.key)

    back = report.get_absolute_url()
    return act_page(
        request,
        form,
        act,
        done="Đã ghi",
        title="Báo cáo của Tổ tư vấn",
        explanation=(
            "Ngày thành viên Hội đồng xem tại chỗ và số mẫu bàn giao do thư ký ghi ở diễn biến "
            "của phiên họp, không ghi lại ở đây."
        ),
        subject=evaluation,
        back=back,
    )


def advice_step(request, pk, name):
    rows = AdvisoryReport.objects.visible_to(request.user)
    related = ("evaluation__session__council", "evaluation__dossier__product")
    report = get_object_or_404(rows.select_related(*related), pk=pk)
    return step_page(request, report, ADVICE, name)


def advice_sheet_reopen(request, pk):
    """Take back one's own signature."""
    evaluation = evaluation_of(request, pk)
    if reports.place_of(evaluation, request.user) is None:
        raise reports.writing_refusal(evaluation, request.user)
    own = scoring.own_sheet(evaluation, request.user, GROUP)
    if refused := points.reopening_refusal(own, request.user):
        raise refused

    def act(form):
        return points.open_again(own, by=request.user, key=form.key)

    return act_page(
        request,
        KeyedForm(posted(request)),
        act,
        done="Đã mở lại",
        title="Mở lại phiếu của tôi trong Tổ tư vấn",
        explanation="Chấm tiếp rồi ký lại; điểm đã ký không được giữ.",
        subject=own,
        submit="Mở lại phiếu",
        back=reports.report_of(evaluation).get_absolute_url(),
    )
