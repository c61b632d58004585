"""The pages of a periodic report: begun, written section by section, sent, answered."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from programs.acts import AlreadyDone, SentAgain
from programs.deadlines import last_day, time_left
from programs.extensions import asking_refusal
from programs.forms.base import KeyedForm
from programs.models import Campaign, Event, Participant
from programs.next_acts import Checklist, Item, offer, rail, returned, step_offers
from programs.scoping import require_role
from programs.views.listings import listing_view
from programs.views.pages import act_page, posted, step_page
from reports.enums import REPORT_PRIVATE, ReportState
from reports.models import PeriodicReport, SealedReport
from reports.models.report_forms import REPORT_READERS
from reports.periodic.asking import asked_of
from reports.periodic.commenting import comment, comment_refusal
from reports.periodic.filling import (
    clocks_now,
    editing_refusal,
    newest,
    save_section,
    say_nil,
    start,
    starting_refusal,
    what_stands_in_it,
)
from reports.periodic.forms import NilForm, ReportCommentForm, SectionForm, UnlockForm
from reports.periodic.listings import PERIODIC_REPORTS
from reports.periodic.reading import (
    comments_on_corrected,
    earlier,
    last_seal,
    listed_in,
    name_of,
    parts_of,
    sent_lines,
    why_again,
)
from reports.periodic.reviewing import queue_of
from reports.periodic.workflow import (
    REPORT,
    correct,
    correcting_refusal,
    unlock,
    unlocking_refusal,
)


def report_list(request):
    require_role(request.user, REPORT_READERS)
    return listing_view(request, PERIODIC_REPORTS)


def report_of_body(request, pk):
    """The newest version of the report of the user's unit or agency; POST makes the first."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    rows = Participant.objects.visible_to(request.user).filter(campaign=campaign)
    participants = list(rows.select_related("campaign", "unit", "agency"))
    own = next((each for each in participants if each.is_of(request.user)), None)
    participant = own or get_object_or_404(rows[:1])
    if own and (found := newest(own)):
        return redirect(found)
    if refused := starting_refusal(participant, request.user):
        if own and request.method == "GET":  # who only waits for it reads that, and why
            is_late = refused.code == "deadline"
            context = {"campaign": campaign, "participant": own, "refusal": refused}
            context["may_ask"] = is_late and not asking_refusal(own, request.user)
            return render(request, "reports/report_start.html", context)
        raise refused
    return act_page(
        request,
        KeyedForm(posted(request)),
        lambda _form: start(participant, request.user),
        done="Đã lập",
        title="Lập báo cáo",
        explanation=_what_is_known(campaign),
        subject=campaign,
        submit="Lập báo cáo",
        back=campaign.get_absolute_url(),
    )


def _what_is_known(campaign):
    period = campaign.report_period
    return (
        f"Theo {period.form}, số liệu từ {period.data_from:%d/%m/%Y} đến hết "
        f"{period.data_to:%d/%m/%Y}. {what_stands_in_it(campaign)}"
    )


def _report(request, pk):
    related = ("participant__campaign__report_period__form", "participant__unit")
    related += ("participant__agency", "sent_by", "handed_in_by", "corrects")
    rows = PeriodicReport.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(rows, pk=pk)


def report_detail(request, pk):
    """The report as it is being written, or as it was sent."""
    report, user = _report(request, pk), request.user
    editing = editing_refusal(report, user)
    context = {
        "report": report,
        "newer": PeriodicReport.objects.visible_to(user).filter(corrects=report).first(),
        "editing": editing,
        "may_edit": not editing,
        "seals": report.seals.select_related("sealed_by"),
        "comments": report.comments.select_related("author", "section"),
        "events": Event.objects.about(report).select_related("actor")[:30],
        "attachments": report.attachments.standing(),
        "dates": _dates(report),
        "checklist": Checklist(),
    }
    if report.state in REPORT_PRIVATE:
        parts = parts_of(report)
        context |= {"parts": parts, "returned": returned(report), "again": why_again(report)}
        context["comments_before"] = comments_on_corrected(report).get(None, [])
        context["checklist"] = _checklist(report, parts, may_edit=not editing)
    else:
        context |= _as_sent(report, last_seal(report))
        context["returned"] = returned(report) if report.state == ReportState.RETURNED else None
    queue = queue_of(report, user)
    offers = _offers(report, user, may_edit=not editing)
    offers += queue.offers(is_decided=report.state != ReportState.SENT) if queue else []
    waits = REPORT.awaited(report, user)
    context["rail"] = rail(offers, context["checklist"], waits)
    return render(request, "reports/report_detail.html", context)


def _as_sent(report, sealed):
    last = earlier(report)
    lines = sent_lines(report, sealed, last) if sealed else []
    return {"sealed": sealed, "lines": lines, "earlier": name_of(last)}


def _checklist(report, parts, *, may_edit):
    return Checklist(
        [
            Item(
                f"{part.section.code}. {part.section.title}",
                lacks=part.lacks,
                said=_said(part),
                url=_address(report, part) if may_edit else "",
                act=f"Ghi mục {part.section.code}" if may_edit else "",
                may_lack=part.is_wordless and not part.lines,
            )
            for part in parts
        ]
    )


def _said(part):
    if part.is_wordless:
        return f"{'đủ số liệu, ' if part.lines else ''}chưa có lời (không bắt buộc)"
    return "đã đủ"


def _address(report, part):
    return reverse("reports:report_section", args=[report.pk, part.section.code])


def _offers(report, user, *, may_edit):
    pk = report.pk
    return [
        *step_offers(REPORT, report, user, "reports:report_step"),
        *offer(
            correcting_refusal(report, user) is None,
            "lập phiên bản sửa",
            "reports:report_correct",
            pk,
            onward=True,
        ),
        *offer(may_edit, "báo cáo Excel", "reports:report_workbook", pk),
        *offer(may_edit, "thêm tài liệu gửi kèm", "reports:report_attach", pk),
        *offer(may_edit, "trong kỳ không phát sinh", "reports:report_nil", pk),
        *offer(comment_refusal(report, user) is None, "góp ý", "reports:report_comment", pk),
        *offer(
            unlocking_refusal(report, user) is None, "mở khóa để sửa", "reports:report_unlock", pk
        ),
    ]


def _dates(report):
    asked, running = clocks_now(report.participant), report.state in REPORT_PRIVATE
    due = ("Hạn gửi (đã gia hạn)" if asked.extended else "Hạn gửi", asked.due)
    return [
        (words, last_day(instant), time_left(instant) if running else "")
        for words, instant in (due, ("Đợt khóa sau ngày", asked.lock))
    ]


# --- Writing -----------------------------------------------------------------------------------


def report_section(request, pk, code):
    report = _report(request, pk)
    refused = editing_refusal(report, request.user)
    if refused and refused.code == "role":
        raise refused
    part = _part(report, code)
    form = SectionForm(posted(request), part=part)
    if refused:  # handed in or locked while somebody typed: that is not lost with the refusal
        refused.typed = form.texts_typed()
        raise refused

    def act(form):
        try:
            return save_section(report, part.section, form.typed(), by=request.user, key=form.key)
        except AlreadyDone:  # who went back and typed on loses nothing
            if form.says_what_stands():
                raise
            raise SentAgain(part) from None

    return act_page(
        request,
        form,
        act,
        done=f"Đã ghi mục {part.section.code}",
        to=lambda row: _onward(row, part),
        template="reports/report_section.html",
        title=f"{part.section.code}. {part.section.title}",
        subject=report,
        part=part,
        again=why_again(report),
        back=report.get_absolute_url(),
    )


def _part(report, code):
    part = next(iter(parts_of(report, only=code)), None)
    if part is None:
        raise Http404(f"The report has no section {code}.")
    return part


def _onward(report, part):
    """The next section that still lacks something, or the report where none does."""
    parts = parts_of(report)
    places = [each.section.pk for each in parts]
    after = parts[places.index(part.section.pk) + 1 :]
    following = next((each for each in after if each.lacks), None)
    return _address(report, following) if following else report.get_absolute_url()


def report_nil(request, pk):
    report = _report(request, pk)
    if refused := editing_refusal(report, request.user):
        raise refused

    def act(form):
        is_nil = form.cleaned_data["is_nil"]
        return say_nil(report, is_nil=is_nil, by=request.user, key=form.key)

    return act_page(
        request,
        NilForm(posted(request), initial={"is_nil": report.is_nil}),
        act,
        done="Đã ghi",
        title="Trong kỳ không phát sinh",
        subject=report,
        back=report.get_absolute_url(),
    )


# --- Steps, versions, comments -----------------------------------------------------------------


def report_step(request, pk, name):
    """Whoever answers a report that was sent is led on to the next one."""
    report, shown = _report(request, pk), {}
    if name == "return":
        comments = report.comments.select_related("author", "section")
        shown = {"template": "reports/report_return.html", "comments": comments}
    queue = queue_of if name in {"accept", "return"} else None
    return step_page(request, report, REPORT, name, queue=queue, **shown)


def report_correct(request, pk):
    report = _report(request, pk)
    if refused := correcting_refusal(report, request.user):
        raise refused
    return act_page(
        request,
        KeyedForm(posted(request)),
        lambda form: correct(report, by=request.user, key=form.key),
        done="Đã lập",
        title="Lập phiên bản sửa",
        explanation="Phiên bản mới có sẵn nội dung đã gửi; bản bị trả lại vẫn được lưu.",
        subject=report,
        submit="Lập phiên bản sửa",
        back=report.get_absolute_url(),
    )


def report_unlock(request, pk):
    report = _report(request, pk)
    if refused := unlocking_refusal(report, request.user):
        raise refused

    def act(form):
        note, until = form.cleaned_data["note"], form.cleaned_data["until"]
        return unlock(report, note, until, by=request.user, key=form.key)

    return act_page(
        request,
        UnlockForm(posted(request)),
        act,
        done="Đã mở khóa",
        to=report,
        title="Mở khóa báo cáo đã tiếp nhận",
        explanation=(
            "Nơi báo cáo được lập phiên bản mới; bản đã tiếp nhận vẫn tính cho đến khi bản mới "
            "được tiếp nhận."
        ),
        subject=report,
        submit="Mở khóa",
        back=report.get_absolute_url(),
    )


def report_comment(request, pk):
    report = _report(request, pk)
    if refused := comment_refusal(report, request.user):
        raise refused
    asked = asked_of(report.period.form, report.participant)

    def act(form):
        section, text = form.cleaned_data["section"], form.cleaned_data["text"]
        comment(report, section, text, by=request.user, key=form.key)

    return act_page(
        request,
        ReportCommentForm(posted(request), sections=[each.section for each in asked]),
        act,
        done="Đã góp ý.",
        to=report,
        title="Góp ý",
        subject=report,
        submit="Góp ý",
        back=report.get_absolute_url(),
    )


def sealed_report(request, pk):
    rows = SealedReport.objects.visible_to(request.user)
    related = ("report__participant__campaign__report_period__form", "sealed_by")
    related += ("report__participant__unit",)
    seal = get_object_or_404(rows.select_related(*related, "report__participant__agency"), pk=pk)
    sealed = seal.values()
    context = {"seal": seal, "report": seal.report} | _as_sent(seal.report, sealed)
    files = seal.report.attachments.visible_to(request.user)
    context["attachments"] = files.filter(sha256__in=[row["sha256"] for row in listed_in(sealed)])
    return render(request, "reports/sealed_report.html", context)
