"""The pages of outgoing papers: the register, a paper, its draft and steps, its numbers."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from programs import clock
from programs.acts import StepRefused
from programs.enums import ADMIN, REGISTER_READERS
from programs.forms.steps import StepForm
from programs.models import Event
from programs.next_acts import offer, rail, returned, step_offers
from programs.scoping import require_role
from programs.views.limits import limited
from programs.views.listings import listing_view
from programs.views.pages import act_page, posted, step_page
from programs.workflow import Ask
from reports.enums import NumberState, PaperState
from reports.models import OutgoingPaper, PaperNumber, PaperSeries
from reports.outgoing import copies, drafting, numbers, readers
from reports.outgoing.forms import CopyForm, DraftForm, ReserveForm
from reports.outgoing.listings import OUTGOING_PAPERS, RECEIVED_PAPERS
from reports.outgoing.sources import offered
from reports.outgoing.workflow import OUTGOING


def outgoing_list(request):
    require_role(request.user, REGISTER_READERS)
    return listing_view(request, OUTGOING_PAPERS)


def received_list(request):
    return listing_view(request, RECEIVED_PAPERS)


# --- One paper ---------------------------------------------------------------------------------


def _paper(request, pk):
    rows = OutgoingPaper.objects.visible_to(request.user)
    people = ("drafted_by", "signed_off_by", "numbered_by", "issued_by")
    return get_object_or_404(rows.select_related(*people, "issuer__parent", "replaces"), pk=pk)


@require_safe
def outgoing_detail(request, pk):
    paper, user = _paper(request, pk), request.user
    if request.method == "GET":
        readers.note_opened(paper, user)
    is_draft, reads_register = paper.state == PaperState.DRAFT, user.role in REGISTER_READERS
    context = {
        "paper": paper,
        "rail": rail(_offers(paper, user), waits=OUTGOING.awaited(paper, user)),
        "returned": returned(paper) if is_draft else None,
        "lacks": drafting.lacks(paper) if is_draft else [],
        "outdated": drafting.outdated(paper, user) if is_draft and reads_register else "",
        "successor": paper.successors.exclude(state=PaperState.DROPPED).first(),
        "end": _end(paper),
        "reads_register": reads_register,
        "recipients": readers.opened_by(paper),
        "copies": [(copy, copies.signatures_of(copy)) for copy in paper.copies.all()],
        "trust": copies.TRUST,
        "check_url": reverse("reports:outgoing_check", args=[paper.check_code]),
        "dates": [("Ngày văn bản", paper.day, "")] if paper.day else [],
        "contact": paper.issued_by or paper.drafted_by,
        "contact_of": "Người ban hành" if paper.issued_by else "Người soạn",
        "trail": Event.objects.about(paper).select_related("actor")[:30] if reads_register else [],
    }
    return render(request, "reports/outgoing/detail.html", context)


def _end(paper):
    """The event by which an issued paper ended, or None."""
    if paper.state not in {PaperState.WITHDRAWN, PaperState.REPLACED}:
        return None
    return Event.objects.about(paper).filter(target=paper.state).select_related("actor").first()


def _offers(paper, user):
    may_write = drafting.writing_refusal(paper, user) is None
    may_add = copies.adding_refusal(paper, user) is None
    return [
        *step_offers(OUTGOING, paper, user, "reports:outgoing_step"),
        *offer(may_write, "sửa dự thảo", "reports:outgoing_update", paper.pk),
        *offer(may_add, "nộp bản ký", "reports:outgoing_copy_add", paper.pk),
    ]


def outgoing_step(request, pk, name):
    return step_page(request, _paper(request, pk), OUTGOING, name)


# --- Drafts ------------------------------------------------------------------------------------


def outgoing_create(request):
    """What may be drafted from; and of one of these (?nguon=) the form of a new draft."""
    require_role(request.user, drafting.WRITERS)
    source = request.POST.get("source") or request.GET.get("nguon", "")
    if not source:
        context = {"sources": list(offered(request.user))}
        return render(request, "reports/outgoing/begin.html", context)
    try:
        draft = drafting.begun(source, request.user)
    except StepRefused as gone:
        raise Http404(gone.message) from gone

    def act(form):
        row, to = form.save(commit=False), form.recipients()
        return drafting.create(row, to, by=request.user, key=form.key)

    return _draft_page(request, draft, act, back=reverse(OUTGOING_PAPERS.page))


def outgoing_update(request, pk):
    paper = _paper(request, pk)
    if refused := drafting.writing_refusal(paper, request.user):
        raise refused

    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        facts = {"by": request.user, "version": version, "key": form.key}
        return drafting.change(row, form.recipients(), **facts)

    return _draft_page(request, paper, act, back=paper.get_absolute_url())


def _draft_page(request, paper, act, *, back):
    return act_page(
        request,
        DraftForm(posted(request), instance=paper),
        act,
        done="Đã lưu dự thảo",
        title="Sửa dự thảo" if paper.pk else "Soạn văn bản",
        explanation="Nội dung lấy từ nguồn đã chọn; ghi ở đây phần đầu, người ký và nơi nhận. "
        "Số và ngày để trống đến khi cấp số, ban hành.",
        subject=paper if paper.pk else None,
        back=back,
    )


# --- Copies ------------------------------------------------------------------------------------


# A child process looks into the file: no transaction, and on SQLite nobody's writing, waits.
@transaction.non_atomic_requests
@limited("upload")
def outgoing_copy_add(request, pk):
    paper = _paper(request, pk)
    if refused := copies.adding_refusal(paper, request.user):
        raise refused
    form = CopyForm(posted(request), request.FILES or None)

    def act(form):
        facts = {"by": request.user, "key": form.key}
        return copies.add(paper, form.cleaned_data["upload"], form.content, **facts)

    return act_page(
        request,
        form,
        act,
        done=lambda copy: getattr(copy, "said", "") or "Đã nộp bản ký.",
        to=paper.get_absolute_url(),
        title="Nộp bản ký",
        explanation="Bản PDF đã ký số được nhận ra khi nó bắt đầu bằng đúng bản PDF của cổng; "
        f"tệp khác được lưu là bản quét. {copies.TRUST}",
        subject=paper,
        submit="Nộp",
        back=paper.get_absolute_url(),
    )


# --- Numbers -----------------------------------------------------------------------------------


@require_safe
def number_list(request):
    """How far each series of this year and the last is, and which numbers are kept."""
    require_role(request.user, ADMIN)
    kept = PaperNumber.objects.visible_to(request.user).exclude(state=NumberState.TAKEN)
    years = (clock.today().year, clock.today().year - 1)
    rows = PaperSeries.objects.filter(year__in=years).select_related("issuer")
    kept = kept.select_related("by")
    series = [(row, row.last + 1, kept.filter(series=row)) for row in rows.order_by("-year", "pk")]
    return render(request, "reports/outgoing/numbers.html", {"series": series})


def number_reserve(request):
    require_role(request.user, ADMIN)

    def act(form):
        fields = (form.cleaned_data[name] for name in ("issuer", "kind", "year", "reason"))
        return numbers.reserve(*fields, by=request.user, key=form.key)

    return act_page(
        request,
        ReserveForm(posted(request), user=request.user),
        act,
        done="Đã giữ trước",
        to=_numbers(),
        title="Giữ trước một số",
        explanation="Số kế tiếp của sổ được giữ cho một văn bản sẽ ban hành.",
        submit="Giữ số",
        back=_numbers(),
    )


def number_return(request, pk):
    rows = PaperNumber.objects.visible_to(request.user).filter(state=NumberState.RESERVED)
    row = get_object_or_404(rows.select_related("series__issuer"), pk=pk)

    def act(form):
        facts = {"by": request.user, "key": form.key}
        return numbers.give_back(row, form.answers()["note"], **facts)

    return act_page(
        request,
        StepForm(posted(request), asks=[Ask("note", "Lý do trả lại")], about=row.series),
        act,
        done=f"Đã trả lại số {row.number:02}",
        to=_numbers(),
        title=f"Trả lại số {row.number:02}",
        explanation="Số trả lại được dùng trước cho văn bản kế tiếp của sổ này.",
        submit="Trả lại số",
        back=_numbers(),
    )


def _numbers():
    return reverse("reports:number_list")
