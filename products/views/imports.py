"""The pages of an import: hand in a file, see what was found in it, confirm."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from products.forms.imports import ConfirmForm, ImportForm, RereadForm
from products.importing import confirm, problems_of, reread, stage
from products.models import Plan, PlanImport
from products.plan_workflow import OFFICER, editing_refusal
from programs.intake.outcomes import QUESTIONS, Outcome
from programs.scoping import require_role

# More is read better in the workbook with the marks.
PROBLEMS_SHOWN = 500


# A file takes its time: no transaction, and on SQLite nobody's writing, waits for it.
@transaction.non_atomic_requests
def import_upload(request, pk):
    plans = Plan.objects.visible_to(request.user).select_related("campaign", "unit")
    plan = get_object_or_404(plans, pk=pk)
    if refused := editing_refusal(plan, request.user):
        raise refused
    form = ImportForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["upload"]
        stored = stage(
            plan,
            request.user,
            upload.name,
            upload.read(),
            replaces=form.cleaned_data["replaces"],
        )
        return redirect("products:import_preview", stored.pk)
    return render(request, "products/import_upload.html", {"plan": plan, "form": form})


def _stored(request, pk):
    """The import, where it is of the user's own unit and the user one of its officers."""
    imports = PlanImport.objects.visible_to(request.user)
    stored = get_object_or_404(imports.select_related("plan__campaign", "plan__unit"), pk=pk)
    require_role(request.user, OFFICER)
    return stored


def import_preview(request, pk):
    stored = _stored(request, pk)
    return _preview(request, stored, ConfirmForm(questions=_questions(stored)))


def _questions(stored):
    return {problem.code for problem in problems_of(stored)} & QUESTIONS


def _preview(request, stored, form, status=200):
    problems = problems_of(stored)
    faults = [problem for problem in problems if not problem.is_warning]
    warnings = [problem for problem in problems if problem.is_warning]
    can_confirm = stored.outcome in {
        Outcome.ACCEPT,
        Outcome.ACCEPT_WARN,
        Outcome.NEEDS_CONFIRM,
    }
    context = {
        "stored": stored,
        "plan": stored.plan,
        "form": form,
        "faults": faults[:PROBLEMS_SHOWN],
        "warnings": warnings[:PROBLEMS_SHOWN],
        "more": max(0, len(faults) - PROBLEMS_SHOWN) + max(0, len(warnings) - PROBLEMS_SHOWN),
        "bad_rows": len({problem.row for problem in faults if problem.row}),
        "sheets": _values(problems, "W_SEVERAL_SHEETS"),
        "chosen": _values(problems, "W_SHEET_CHOSEN"),
        "offers": any(problem.proposal for problem in faults),
        "can_confirm": can_confirm and not stored.confirmed_at,
        "is_mine": stored.user_id == request.user.pk,
    }
    return render(request, "products/import_preview.html", context, status=status)


def _values(problems, code):
    return [problem.value for problem in problems if problem.code == code]


@require_POST
@transaction.non_atomic_requests
def import_confirm(request, pk):
    """Write what was read; or read the same file again, another sheet or with what was offered."""
    stored, again = _stored(request, pk), RereadForm(request.POST)
    if again.is_asked():
        stored = reread(stored, request.user, again.answers())
        return redirect("products:import_preview", stored.pk)
    form = ConfirmForm(request.POST, questions=_questions(stored))
    if not form.is_valid():
        return _preview(request, stored, form, status=422)
    written = confirm(stored, request.user, form.answers())
    messages.success(request, f"Đã nhập {written} sản phẩm từ tệp “{stored.name}”.")
    return redirect(stored.plan)
