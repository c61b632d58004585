"""The page of an import: hand in a file, see and mend what was found, confirm, and take back."""

from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from products.models import Plan, PlanImport
from products.plan_imports import preview
from products.plan_imports.corrections import Alike, corrected, file_rows
from products.plan_imports.forms import ConfirmForm, CorrectionForm, ImportForm, RereadForm
from products.plan_imports.staging import confirm, is_stale, refuse_others, reread, stage
from products.plan_imports.undo import counts_of, undo, undo_refusal
from products.plans.asked_columns import asked, choices_of, columns_said
from products.plans.columns import REGISTRATION_COLUMNS
from products.plans.editor.views import choices_of as values_of
from products.plans.workflow import editing_refusal
from products.titles import remember
from programs.enums import UNIT_ROLES
from programs.intake.outcomes import QUESTIONS, Outcome
from programs.middleware import wants_json
from programs.scoping import require_role
from programs.uploads.staged import answers_of, problems_of
from programs.views.pages import posted
from programs.workflow import StepRefused

# More is read better in the workbook with the marks.
PROBLEMS_SHOWN = 500
ROWS_SHOWN = 25


# --- Handing in ----------------------------------------------------------------------------------


# A file takes its time: no transaction, and on SQLite nobody's writing, waits for it.
@transaction.non_atomic_requests
def import_upload(request, pk):
    """The page before a file is handed in; a script posts the file and asks where to go on."""
    plans = Plan.objects.visible_to(request.user).select_related("campaign", "unit")
    plan = get_object_or_404(plans, pk=pk)
    if refused := editing_refusal(plan, request.user):
        raise refused
    listed = plan.registrations.count()
    form = ImportForm(posted(request), request.FILES or None, listed=listed)
    if form.is_valid() and (stored := _staged(plan, request.user, form)):
        url = stored.get_absolute_url()
        return JsonResponse({"url": url}) if wants_json(request) else redirect(url)
    if form.errors and wants_json(request):
        return JsonResponse({"message": _sentences(form)}, status=422)
    context = {
        "plan": plan,
        "form": form,
        "steps": preview.steps(preview.SENDING),
        "last": _last(plan),
    }
    status = 422 if form.errors else 200
    return render(request, "products/import_upload.html", context, status=status)


def _staged(plan, user, form):
    """The import of the file in the form; None where it is refused, and the form says why."""
    upload, replaces = form.cleaned_data["upload"], form.cleaned_data.get("replaces", False)
    stored = stage(plan, user, upload.name, upload.read(), replaces=replaces)
    if stored.outcome != Outcome.REJECT_FILE:
        return stored
    form.add_error("upload", [problem.message for problem in problems_of(stored)])
    return None


def _sentences(form):
    return " ".join(error for errors in form.errors.values() for error in errors)


def _last(plan):
    """The import of this plan that one may want to go on with, or to take back."""
    imports = plan.imports.exclude(outcome=Outcome.REJECT_FILE).filter(undone_at=None)
    return imports.defer("rows", "lines", "problems").select_related("user").first()


# --- What was found in the file ------------------------------------------------------------------


def _stored(request, pk):
    """The import, where it is of the user's own unit and the user one of its officers."""
    imports = PlanImport.objects.visible_to(request.user)
    stored = get_object_or_404(imports.select_related("plan__campaign", "plan__unit"), pk=pk)
    require_role(request.user, UNIT_ROLES)
    return stored


def import_preview(request, pk):
    return _page(request, _stored(request, pk))


def _page(request, stored, *, form=None, typed=None, refusal=None):
    """The page of an import that was read, with what was typed and why it was not taken."""
    if stored.confirmed_at:
        return _result(request, stored)
    problems, rows = problems_of(stored), file_rows(stored)
    is_mine = stored.user_id == request.user.pk
    editing = editing_refusal(stored.plan, request.user)
    can_act = is_mine and not editing
    context = {
        "stored": stored,
        "plan": stored.plan,
        "sums": preview.sums(rows),
        "listed": stored.plan.registrations.count(),
        "is_mine": is_mine,
        "can_act": can_act,
        "editing": editing,
        "refusal": refusal,
        "is_stale": is_stale(stored),
        "form": form or ConfirmForm(questions=_questions(stored), stored=stored),
        "can_confirm": can_act and _is_ready(stored),
        "choices_of_columns": list(choices_of(stored.columns, refusal and request.POST)),
        "portal_columns": REGISTRATION_COLUMNS,
        "asked": asked(stored.columns),
        **_told(problems),
        **_rows_shown(request, rows, typed or {}, can_act=can_act),
    }
    at = preview.CONFIRMING if _is_ready(stored) else preview.CHECKING
    context["steps"] = preview.steps(at)
    if context["cards"]:
        context["choices"] = values_of(stored.plan)
    status = 422 if form else refusal.status if refusal else 200
    return render(request, "products/import_preview.html", context, status=status)


def _questions(stored):
    return {problem.code for problem in problems_of(stored)} & QUESTIONS


def _is_ready(stored):
    ready = {Outcome.ACCEPT, Outcome.ACCEPT_WARN, Outcome.NEEDS_CONFIRM}
    return stored.outcome in ready and bool(stored.rows) and not asked(stored.columns)


def _told(problems):
    """What there is to know and to choose about the whole file."""
    left_out = [problem for problem in problems if problem.is_left_out]
    warnings = [problem for problem in problems if problem.is_warning and not problem.is_left_out]
    return {
        "beside": left_out[:PROBLEMS_SHOWN],
        "faults": [problem for problem in problems if not problem.is_warning],
        "warnings": warnings[:PROBLEMS_SHOWN],
        "warning_count": len(warnings),
        "more": max(0, len(warnings) - PROBLEMS_SHOWN),
        "sheets": [each.value for each in problems if each.code == "W_SEVERAL_SHEETS"],
        "offers": sum(bool(problem.proposal) for problem in problems if not problem.is_warning),
    }


def _rows_shown(request, rows, typed, *, can_act):
    """A page of the rows that the filter in the address asks for."""
    found = {name: preview.chosen(rows, name) for name in preview.FILTERS}
    usual = preview.FAULTY if found[preview.FAULTY] else preview.ALL
    which = request.GET.get("dong")
    which = which if which in found else usual
    page = Paginator(found[which], ROWS_SHOWN).get_page(request.GET.get("page"))
    is_form, alike = which == preview.FAULTY and can_act, Alike(rows)
    return {
        "which": which,
        "filters": [(name, preview.FILTERS[name], len(found[name])) for name in found],
        "page_obj": page,
        "cards": [preview.Card(row, typed, alike) for row in page] if is_form else [],
        "lines": [] if is_form else [preview.line_of(row) for row in page],
        "columns": REGISTRATION_COLUMNS[1:],
    }


@require_POST
@transaction.non_atomic_requests
def import_correct(request, pk):
    """Keep what was corrected in the rows of the file, and read it again with that."""
    stored, form = _stored(request, pk), CorrectionForm(request.POST)
    refuse_others(stored, request.user)
    if refused := editing_refusal(stored.plan, request.user):
        raise refused
    if stored.confirmed_at:
        return redirect(stored)
    try:
        stored = _mended(stored, request.user, form)
    except StepRefused as refused:
        # Shown with what was typed, beside the file as it is read by now.
        return _page(request, _stored(request, pk), typed=form.cells, refusal=refused)
    return redirect(_same_place(request, stored))


def _mended(stored, user, form):
    if not form.is_valid():
        raise StepRefused(_sentences(form), status=422, code="form")
    return reread(stored, user, corrected(stored, form.corrections()))


def _same_place(request, stored):
    """The page of the import under the same filter, at its sums."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return f"{stored.get_absolute_url()}{query}#kiem-tra"


# --- Writing, and taking back --------------------------------------------------------------------


@require_POST
@transaction.non_atomic_requests
def import_confirm(request, pk):
    """Write what was read; or read the same file again, another sheet or with what was offered."""
    stored, again = _stored(request, pk), RereadForm(request.POST)
    if again.says_columns():
        return _put_columns(request, stored)
    if again.is_asked():
        answers, replaces = again.answers(answers_of(stored)), again.cleaned_data["replaces"]
        stored = reread(stored, request.user, answers, replaces=replaces)
        return redirect(f"{stored.get_absolute_url()}#kiem-tra")
    form = ConfirmForm(request.POST, questions=_questions(stored), stored=stored)
    if not form.is_valid():
        return _page(request, stored, form=form)
    written = confirm(stored, request.user, form.answers())
    messages.success(request, f"Đã nhập {written} sản phẩm từ tệp “{stored.name}”.")
    return redirect(stored)


def _put_columns(request, stored):
    """Read the same file again, its columns as the page says."""
    refuse_others(stored, request.user)
    try:
        before = stored.columns
        said = columns_said(before, REGISTRATION_COLUMNS, request.POST)
        stored = reread(stored, request.user, replace(answers_of(stored), **said))
    except StepRefused as refused:
        return _page(request, _stored(request, stored.pk), refusal=refused)
    remember(stored.plan.unit_id, before, said["columns"])
    return redirect(f"{stored.get_absolute_url()}#kiem-tra")


def _result(request, stored):
    context = {
        "stored": stored,
        "plan": stored.plan,
        "steps": preview.steps(preview.DONE),
        "refused": undo_refusal(stored, request.user),
        "editing": editing_refusal(stored.plan, request.user),
        **counts_of(stored),
    }
    return render(request, "products/import_result.html", context)


@require_POST
def import_undo(request, pk):
    """Put the rows of the plan back as they were before this import."""
    taken, back = undo(_stored(request, pk), by=request.user)
    restored = f", lấy lại {back} sản phẩm đã bị thay" if back else ""
    messages.success(request, f"Đã hoàn tác: gỡ {taken} sản phẩm vừa nhập{restored}.")
    return redirect(reverse("products:import_preview", args=[pk]))
