"""The pages of a dossier's papers: what is filed, what each says, filing and taking out."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from products.dossiers import evidence, filing
from products.dossiers.paper_forms import ChangeForm, ReuseForm, UploadForm
from products.dossiers.workflow import editing_refusal
from products.models import Document, Dossier
from programs import clock
from programs.forms.steps import StepForm
from programs.middleware import wants_json
from programs.views.files import file_answer, shown_answer
from programs.views.limits import limited
from programs.views.pages import act_page, posted, removal_page
from programs.workflow import Ask, StepRefused


def _dossier(request, pk):
    rows = Dossier.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("product__commune__parent", "follows"), pk=pk)


def _document(request, pk):
    rows = Document.objects.visible_to(request.user)
    related = ("dossier__product__commune__parent", "uploaded_by", "withdrawn_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def _papers(dossier):
    return reverse("products:dossier_documents", args=[dossier.pk])


# --- What is there -----------------------------------------------------------------------------


@require_safe
def dossier_documents(request, pk):
    dossier = _dossier(request, pk)
    return render(request, "products/dossier_documents.html", papers_context(dossier, request.user))


def papers_context(dossier, user):
    """What products/_documents.html needs, for the page of the papers and that of the dossier."""
    may_file = editing_refusal(dossier, user) is None
    return {
        "dossier": dossier,
        "sections": evidence.sections(dossier, user),
        "standing": evidence.standing(dossier),
        "may_file": may_file,
        "may_reuse": may_file and filing.reusable(dossier, user).exists(),
        "expired": evidence.expired_before(dossier) if may_file else [],
    }


@require_safe
def document_detail(request, pk):
    document = _document(request, pk)
    context = {
        "document": document,
        "has_expired": document.has_expired(clock.today()),
        "is_there": default_storage.exists(document.file.name),
        "may_change": editing_refusal(document.dossier, request.user) is None,
        "may_withdraw": filing.withdrawing_refusal(document, request.user) is None,
    }
    return render(request, "products/document_detail.html", context)


@require_safe
def document_file(request, pk):
    """The file, to be saved."""
    document = _document(request, pk)
    return file_answer(document.file, document.name, document.content_type)


@require_safe
@xframe_options_sameorigin
def document_preview(request, pk):
    """The file, to be looked at inside the page of the paper."""
    document = _document(request, pk)
    if not document.is_shown:
        raise Http404("A browser shows no such file.")
    return shown_answer(document.file, document.name, document.content_type)


# --- Filing ------------------------------------------------------------------------------------


# Files take their time: no transaction, and on SQLite nobody's writing, waits for them.
@transaction.non_atomic_requests
@limited("upload")
def document_add(request, pk):
    """File papers; a script posts them one by one and asks where to go on (matrix H2)."""
    dossier = _dossier(request, pk)
    if refused := editing_refusal(dossier, request.user):
        raise refused
    initial = {"kind": request.GET.get("loai")}
    form = UploadForm(posted(request), request.FILES or None, initial=initial)
    refusal = None
    if form.is_valid():
        try:
            return _filed(request, dossier, form)
        except StepRefused as refused:
            refusal = refused
    if wants_json(request):
        return _json_refusal(form, refusal)
    context = {"form": form, "dossier": dossier, "refusal": refusal}
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "products/document_add.html", context, status=status)


def _filed(request, dossier, form):
    papers, facts = form.cleaned_data["files"], form.facts()
    filing.add(dossier, papers, facts, by=request.user, key=form.key)
    if wants_json(request):
        return JsonResponse({"url": _papers(dossier)})
    messages.success(request, f"Đã tải lên {len(papers)} tệp.")
    return redirect(_papers(dossier))


def _json_refusal(form, refusal):
    if refusal:
        return JsonResponse({"faults": [refusal.message]}, status=refusal.status)
    faults = [fault for name in form.errors for fault in _named_faults(form, name)]
    return JsonResponse({"faults": faults}, status=422)


def _named_faults(form, name):
    """The faults of a field, with its label where the sentence does not say what it is about."""
    label = form.fields[name].label if name in form.fields and name != "files" else ""
    return [f"{label.capitalize()}: {fault}" if label else fault for fault in form.errors[name]]


@transaction.non_atomic_requests
def document_reuse(request, pk):
    """Take over papers of the dossier that this one follows (matrix H2)."""
    dossier = _dossier(request, pk)
    if refused := editing_refusal(dossier, request.user):
        raise refused
    # The same form posted twice brings papers that are no longer on offer.
    offered = filing.followed if request.method == "POST" else filing.reusable

    def act(form):
        papers = form.cleaned_data["papers"]
        filing.reuse(dossier, papers, by=request.user, key=form.key)
        return papers

    return act_page(
        request,
        ReuseForm(posted(request), papers=offered(dossier, request.user)),
        act,
        done=lambda papers: f"Đã dùng lại {len(papers)} giấy tờ.",
        to=_papers(dossier),
        title="Dùng lại giấy tờ của hồ sơ trước",
        subject=dossier.product,
        submit="Dùng lại",
        back=_papers(dossier),
    )


def document_update(request, pk):
    document = _changeable(request, pk)

    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        filing.change(row, by=request.user, version=version, key=form.key)
        return row

    return act_page(
        request,
        ChangeForm(posted(request), instance=document),
        act,
        done="Đã lưu",
        to=document.get_absolute_url(),
        title="Sửa thông tin giấy tờ",
        subject=document,
        back=document.get_absolute_url(),
    )


def _changeable(request, pk):
    document = _document(request, pk)
    if refused := editing_refusal(document.dossier, request.user):
        raise refused
    return document


def document_delete(request, pk):
    document = _changeable(request, pk)

    def act(form):
        filing.remove(document, by=request.user, key=form.key)
        return document

    return removal_page(
        request,
        act,
        done="Đã xóa",
        to=_papers(document.dossier),
        title="Xóa giấy tờ",
        explanation=f"“{document.title}” và tệp của nó ra khỏi hồ sơ, không lấy lại được.",
        subject=document,
        back=document.get_absolute_url(),
    )


def document_withdraw(request, pk):
    document = _document(request, pk)
    if refused := filing.withdrawing_refusal(document, request.user):
        raise refused

    def act(form):
        facts = {"by": request.user, "key": form.key, "read": form.cleaned_data["read"]}
        filing.withdraw(document, form.answers()["note"], **facts)
        return document

    return act_page(
        request,
        StepForm(posted(request), asks=[Ask("note", "Lý do rút")], about=document.dossier),
        act,
        done="Đã rút",
        to=document.get_absolute_url(),
        title="Rút giấy tờ",
        explanation="Giấy tờ vẫn được giữ và đọc được, nhưng gạch đi và không còn được tính.",
        subject=document,
        submit="Rút",
        back=document.get_absolute_url(),
    )
