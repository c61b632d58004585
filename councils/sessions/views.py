"""The pages of sessions: the list, one with its agenda, and what is noted of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.enums import IN_GROUP, UNDECIDED_SESSIONS, SessionState, SheetState
from councils.membership.composition import Composition
from councils.membership.rights import leads
from councils.models import Conflict, Council, Evaluation, OutsideResult, Session
from councils.sessions import (
    attendance,
    certificates,
    conflicts,
    outside,
    places,
    preparing,
    results,
    seeing,
)
from councils.sessions.calendar import as_calendar
from councils.sessions.forms import (
    AgendaForm,
    AttendanceForm,
    ConflictForm,
    CorrectionForm,
    EvaluationForm,
    OutsideForm,
    SessionForm,
)
from councils.sessions.listings import SESSIONS
from councils.sessions.workflow import KEEPERS, SESSION, only_its_keeper, wanted_of
from programs.acts import StepRefused
from programs.forms.steps import StepForm
from programs.models import Event
from programs.next_acts import Offer, offer, rail, step_offers
from programs.views.listings import listing_view
from programs.views.pages import act_page, posted, step_page
from programs.workflow import Ask


def session_list(request):
    return listing_view(request, SESSIONS)


def session_of(request, pk):
    rows = Session.objects.visible_to(request.user)
    related = ("council__unit", "council__rules", "campaign", "prepared_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def session_detail(request, pk):
    session, user = session_of(request, pk), request.user
    is_open = session.state in UNDECIDED_SESSIONS
    noted = list(session.attendances.select_related("seat__agency", "member"))
    standing = places.own_standing(session, user)
    waits = places.next_own(standing)
    offers = [*_of_own_sheet(waits), *_offers(session, user)]
    context = {
        "session": session,
        "rail": rail(offers, waits="" if waits else SESSION.awaited(session, user)),
        "agenda": _agenda(session, standing),
        "scores": bool(standing),
        "knows_results": session.state == SessionState.CLOSED or preparing.keeps_it(session, user),
        "may_write": preparing.writing_refusal(session, user) is None,
        "may_note": preparing.noting_refusal(session, user) is None,
        "gaps": wanted_of(session) if is_open else [],
        "foreseen": _foreseen(session, user),
        "in_both": Composition(session.council, session.day).in_both(),
        "attendances": noted,
        "quorum": attendance.quorum_of(session) if noted else None,
        "dates": [("Bắt đầu", session.starts_at, ""), ("Kết thúc", session.ends_at, "")],
        "contact": session.prepared_by,
        "contact_of": "Người chuẩn bị",
        "trail": Event.objects.about(session).select_related("actor")[:30],
    }
    return render(request, "councils/session_detail.html", context)


# What a member reads of the own sheet, dossier by dossier.
_OWN = {"": "chưa chấm", **dict(SheetState.choices)}


def _of_own_sheet(evaluation):
    """The way to the own sheet that waits next."""
    if evaluation is None:
        return []
    return offer(True, "chấm phiếu của tôi", "councils:sheet", evaluation.pk, onward=True)


def _foreseen(session, user):
    """Which dossiers lose whom, for who may still ask for substitutes before the call."""
    is_before = session.state == SessionState.PREPARING
    if is_before and preparing.writing_refusal(session, user) is None:
        return seeing.foreseen(session)
    return []


def _agenda(session, standing):
    """The dossiers, each with what a member reads there of the `own` sheet."""
    related = ("dossier__product__commune", "dossier__product__producer", "gate")
    rows = session.evaluations.select_related(*related).prefetch_related("conflicts__seat__agency")
    own = {each.pk: _OWN[state] for each, state in standing}
    for row in rows:
        row.own = own.get(row.pk, "")
    return rows


def _offers(session, user):
    pk = session.pk
    may_write = preparing.writing_refusal(session, user) is None
    may_note = preparing.noting_refusal(session, user) is None
    advises = session.council.seats.filter(role__in=sorted(IN_GROUP)).exists()
    is_outside = session.council.is_outside
    is_empty = may_write and not session.evaluations.exists()
    return [
        *step_offers(SESSION, session, user, "councils:session_step"),
        *offer(may_write, "đưa hồ sơ vào", "councils:agenda_add", pk, onward=is_empty),
        *offer(may_note and not is_outside, "điểm danh", "councils:session_attendance", pk),
        *offer(may_write, "sửa phiên họp", "councils:session_update", pk),
        *_of_certificates(session, user),
        *offer(advises, "ý kiến Tổ tư vấn", "councils:advice_list", pk),
        *offer(
            places.printing_refusal(session, user) is None,
            "phiếu giấy",
            "councils:session_sheets",
            pk,
        ),
        *offer(
            places.scores_there(session, user), "phiếu của tôi (Excel)", "councils:own_sheets", pk
        ),
        *offer(True, "tệp lịch (.ics)", "councils:session_calendar", pk),
        *_of_scores(session, user),
        *_statistics(session),
        *offer(not is_outside, "văn bản của phiên họp", "reports:session_papers", pk),
    ]


def _of_scores(session, user):
    """Chair and secretary compare the members once scores of some dossier are open."""
    may_see = leads(user, session.council, session.day)
    is_there = may_see and session.evaluations.exclude(opened_at=None).exists()
    return offer(is_there, "độ lệch điểm của các thành viên", "councils:leniency", session.pk)


def _statistics(session):
    """The ways to the statistics of a closed session, and of all sessions of its campaign."""
    is_over, page = session.state == SessionState.CLOSED, reverse("reports:round_statistics")
    if is_over:
        yield Offer("thống kê phiên họp", f"{page}?session={session.pk}")
    if is_over and session.campaign_id:
        yield Offer("thống kê cả đợt", f"{page}?campaign={session.campaign_id}")


def _of_certificates(session, user):
    """The way to the certificates of a closed session, filled while some are still to prepare."""
    if certificates.refusal(session, user):
        return []
    is_left = any(line.is_ready for line in certificates.lines_of(session))
    address = "councils:session_certificates"
    return offer(True, "chuẩn bị giấy chứng nhận", address, session.pk, onward=is_left)


def session_create(request, pk):
    council = get_object_or_404(Council.objects.visible_to(request.user), pk=pk)
    session = Session(council=council)
    if refused := preparing.creating_refusal(council, request.user):
        raise refused
    return _session_page(request, session, "Chuẩn bị phiên họp", council.get_absolute_url())


def session_update(request, pk):
    session = session_of(request, pk)
    if refused := preparing.writing_refusal(session, request.user):
        raise refused
    return _session_page(request, session, "Sửa phiên họp", session.get_absolute_url())


def _session_page(request, session, title, back):
    form = SessionForm(posted(request), instance=session)

    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        return preparing.write(row, by=request.user, version=version, key=form.key)

    return act_page(
        request, form, act, done="Đã lưu", title=title, subject=session.council, back=back
    )


def session_step(request, pk, name):
    session = session_of(request, pk)
    if name in KEEPERS and (sentence := only_its_keeper(session, request.user)):
        raise StepRefused(sentence, status=403, code="role")
    return step_page(request, session, SESSION, name)


@require_safe
def session_calendar(request, pk):
    """The session for the calendar of whoever is invited (RFC 5545)."""
    session = session_of(request, pk)
    answer = HttpResponse(as_calendar(session), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="phien-{session.code}.ics"'
    return answer


# --- The agenda --------------------------------------------------------------------------------


def agenda_add(request, pk):
    session = session_of(request, pk)
    if refused := preparing.writing_refusal(session, request.user):
        raise refused
    if request.method != "POST" and not preparing.candidates(session).exists():
        raise StepRefused(preparing.nothing_to_add(session), code="nothing")

    def act(form):
        dossiers = form.cleaned_data["dossiers"]
        return preparing.put_on(session, dossiers, by=request.user, key=form.key)

    return act_page(
        request,
        AgendaForm(posted(request), session=session),
        act,
        done="Đã đưa hồ sơ vào chương trình của",
        title="Đưa hồ sơ vào chương trình",
        explanation="Hồ sơ tỉnh đã tiếp nhận, chưa ở phiên nào khác.",
        subject=session,
        submit="Đưa vào",
        back=session.get_absolute_url(),
    )


def agenda_remove(request, pk):
    evaluation = evaluation_of(request, pk)
    session = evaluation.session
    if refused := preparing.writing_refusal(session, request.user):
        raise refused

    def act(form):
        note = form.answers()["note"]
        preparing.take_off(evaluation, note, by=request.user, key=form.key)

    back = session.get_absolute_url()
    return act_page(
        request,
        StepForm(posted(request), asks=[Ask("note", "Lý do")], about=session),
        act,
        done="Đã đưa hồ sơ ra khỏi chương trình.",
        to=back,
        title=f"Đưa ra khỏi chương trình: {evaluation}",
        explanation="Báo cáo, phiếu của Tổ tư vấn về hồ sơ này (nếu có) cũng bị bỏ.",
        subject=session,
        submit="Đưa ra",
        is_removal=True,
        back=back,
    )


def session_attendance(request, pk):
    session = session_of(request, pk)
    if refused := preparing.noting_refusal(session, request.user):
        raise refused
    if session.council.is_outside:
        raise StepRefused("Hội đồng ngoài cổng: ai dự họp đã ghi ở biên bản đã ký.", code="outside")

    def act(form):
        return attendance.record(session, list(form.marks()), by=request.user, key=form.key)

    return act_page(
        request,
        AttendanceForm(posted(request), session=session),
        act,
        done=lambda row: f"Đã điểm danh: {attendance.quorum_of(row)}.",
        title="Điểm danh",
        subject=session,
        back=session.get_absolute_url(),
    )


# --- One dossier of a session ------------------------------------------------------------------


def evaluation_of(request, pk):
    """The dossier of a session with what its pages read, if the reader may see the session."""
    rows = Evaluation.objects.visible_to(request.user)
    related = ("session__council__unit", "session__council__rules", "gate", "own_gate")
    related += ("dossier__product__commune", "dossier__product__producer")
    related += ("dossier__product__product_set", "dossier__criteria_set__regulation")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def evaluation_note(request, pk):
    evaluation = evaluation_of(request, pk)
    if refused := results.noting(evaluation, request.user):
        raise refused
    form = EvaluationForm(posted(request), instance=evaluation)

    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        return results.note(row, by=request.user, version=version, key=form.key)

    back = evaluation.get_absolute_url()
    title = "Ghi diễn biến, kết luận"
    return act_page(
        request, form, act, done="Đã ghi", to=back, title=title, subject=evaluation, back=back
    )


def result_correct(request, pk):
    evaluation = evaluation_of(request, pk)
    if refused := results.correcting_refusal(evaluation, request.user):
        raise refused
    form = CorrectionForm(posted(request), instance=evaluation)

    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        note = form.cleaned_data["note"]
        return results.correct(row, note, by=request.user, version=version, key=form.key)

    back = evaluation.get_absolute_url()
    title = "Sửa kết quả đã ghi"
    return act_page(
        request,
        form,
        act,
        done="Đã sửa",
        to=back,
        title=title,
        explanation="Ghi lại đúng biên bản. Kết quả cũ vẫn còn trong diễn biến của hồ sơ.",
        subject=evaluation,
        back=back,
    )


def result_strike(request, pk):
    evaluation = evaluation_of(request, pk)
    session = evaluation.session
    if refused := results.correcting_refusal(evaluation, request.user):
        raise refused

    def act(form):
        results.strike(evaluation, form.answers()["note"], by=request.user, key=form.key)

    back = session.get_absolute_url()
    return act_page(
        request,
        StepForm(posted(request), asks=[Ask("note", "Lý do")], about=session),
        act,
        done="Đã bỏ kết quả ghi nhầm hồ sơ.",
        to=back,
        title=f"Bỏ kết quả ghi nhầm hồ sơ: {evaluation}",
        explanation="Hồ sơ lại chờ Hội đồng. Kết quả cũ vẫn còn trong diễn biến của hồ sơ.",
        subject=session,
        submit="Bỏ kết quả",
        is_removal=True,
        back=evaluation.get_absolute_url(),
    )


def conflict_declare(request, pk):
    evaluation = evaluation_of(request, pk)
    if refused := conflicts.declaring_refusal(evaluation, request.user):
        raise refused
    if results.noting(evaluation, request.user) is None:
        seats = [seat for seat, _ in conflicts.seats_concerned(evaluation.session)]
    else:
        seats = conflicts.own_seats(evaluation, request.user)
    form = ConflictForm(posted(request), instance=Conflict(evaluation=evaluation), seats=seats)

    def act(form):
        facts = (form.cleaned_data[name] for name in ("seat", "kind", "reason"))
        return conflicts.declare(evaluation, *facts, by=request.user, key=form.key)

    back = evaluation.get_absolute_url()
    return act_page(
        request,
        form,
        act,
        done="Đã ghi",
        to=back,
        title="Ghi xung đột lợi ích",
        explanation="Thành viên này không chấm, không đọc phiếu của hồ sơ; biên bản ghi lại.",
        subject=evaluation,
        back=back,
    )


def conflict_remove(request, pk):
    rows = Conflict.objects.filter(evaluation__in=Evaluation.objects.visible_to(request.user))
    related = ("evaluation__session__council", "evaluation__dossier__product", "seat__agency")
    conflict = get_object_or_404(rows.select_related(*related), pk=pk)
    evaluation = conflict.evaluation
    if refused := results.noting(evaluation, request.user):
        raise refused

    def act(form):
        note = form.answers()["note"]
        conflicts.take_back(conflict, note, by=request.user, key=form.key)

    back = evaluation.get_absolute_url()
    return act_page(
        request,
        StepForm(posted(request), asks=[Ask("note", "Lý do")], about=evaluation),
        act,
        done="Đã bỏ ghi xung đột lợi ích.",
        to=back,
        title=f"Bỏ ghi xung đột lợi ích: {conflict}",
        subject=evaluation,
        submit="Bỏ",
        is_removal=True,
        back=back,
    )


def outside_record(request, pk):
    evaluation = evaluation_of(request, pk)
    if refused := outside.recording_refusal(evaluation, request.user):
        raise refused
    form = OutsideForm(posted(request), instance=OutsideResult(evaluation=evaluation))

    def act(form):
        return outside.record(form.save(commit=False), by=request.user, key=form.key)

    back = evaluation.get_absolute_url()
    return act_page(
        request,
        form,
        act,
        done="Đã ghi",
        to=back,
        title="Ghi kết quả của Trung ương",
        explanation=(
            "Hồ sơ mang kết quả này: dưới khung cao nhất, tỉnh công nhận 3 hoặc 4 sao theo đó, "
            "hoặc đánh giá lại."
        ),
        subject=evaluation,
        back=back,
    )
