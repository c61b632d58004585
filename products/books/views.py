"""The pages of a book of the register: hand it in, decide its rows, confirm what another read."""

from collections import Counter
from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from products.books.columns import BOOK_COLUMNS
from products.books.corrections import book_rows, columns_of, correcting_refusal
from products.books.decisions import rows_of
from products.books.forms import BookAnswerForm, BookDecisionForm, VersionForm
from products.books.matching import NEW_RECORD
from products.books.staging import (
    READABLE,
    answer,
    confirm,
    confirm_refusal,
    correct,
    decide,
    match_again,
    put_columns,
    stage,
)
from products.books.values import COLUMNS
from products.enums import BookDecision, BookStatus
from products.models import RegisterImport
from products.plan_imports import preview
from products.plan_imports.corrections import Alike
from products.plan_imports.forms import CorrectionForm, ImportForm
from products.plans.asked_columns import asked, choices_of
from programs.enums import DEPARTMENT
from programs.intake.outcomes import Outcome
from programs.middleware import wants_json
from programs.scoping import require_role
from programs.uploads.staged import answers_of, is_old, problems_of
from programs.views.pages import posted
from programs.workflow import StepRefused

ROWS_SHOWN = 25
NOTES_SHOWN = 100
LAST = 5
_HEAVY = ("lines", "findings", "problems")


# A file takes its time: no transaction, and on SQLite nobody's writing, waits for it.
@transaction.non_atomic_requests
def book_upload(request):
    """The page before a book is handed in; a script posts it and asks where to go on."""
    require_role(request.user, DEPARTMENT)
    form = ImportForm(posted(request), request.FILES or None, listed=0)
    if form.is_valid() and (stored := _staged(request.user, form)):
        url = stored.get_absolute_url()
        return JsonResponse({"url": url}) if wants_json(request) else redirect(url)
    if form.errors and wants_json(request):
        return JsonResponse({"message": _sentences(form)}, status=422)
    books = RegisterImport.objects.visible_to(request.user).exclude(outcome=Outcome.REJECT_FILE)
    context = {
        "form": form,
        "steps": preview.steps(preview.SENDING),
        "last": books.defer(*_HEAVY).select_related("user")[:LAST],
    }
    return render(request, "products/book_upload.html", context, status=422 if form.errors else 200)


def _staged(user, form):
    upload = form.cleaned_data["upload"]
    stored = stage(user, upload.name, upload.read())
    if stored.outcome != Outcome.REJECT_FILE:
        return stored
    form.add_error("upload", [problem.message for problem in problems_of(stored)])
    return None


def _refuse_faulty(form):
    if not form.is_valid():
        raise StepRefused(_sentences(form), status=422, code="form")


def _sentences(form):
    return " ".join(error for errors in form.errors.values() for error in errors)


def _stored(request, pk):
    books = RegisterImport.objects.visible_to(request.user)
    return get_object_or_404(books.select_related("user", "confirmed_by"), pk=pk)


# --- What was found ----------------------------------------------------------------------------


@require_safe
def book_preview(request, pk):
    return _page(request, _stored(request, pk))


def _page(request, stored, refusal=None, typed=None):
    if stored.confirmed_at:
        steps = preview.steps(preview.DONE)
        context = {"stored": stored, "steps": steps}
        return render(request, "products/book_result.html", context)
    rows, problems = rows_of(stored), problems_of(stored)
    refused = confirm_refusal(stored, request.user)
    is_open = answers_of(stored).leaves_open(problems)
    context = {
        "stored": stored,
        "steps": preview.steps(preview.CHECKING if refused else preview.CONFIRMING),
        "refusal": refusal,
        "refused": refused,
        "is_stale": is_old(stored),
        "is_readable": stored.outcome in READABLE,
        "questions": [each for each in problems if each.code in {*is_open} - {"W_COLUMN_ASKED"}],
        "sheets": [each.value for each in problems if each.code == "W_SEVERAL_SHEETS"],
        "choices_of_columns": list(choices_of(stored.columns, refusal and request.POST)),
        "portal_columns": BOOK_COLUMNS,
        "asked": asked(stored.columns),
        "beside": [problem for problem in problems if problem.is_left_out],
        "notes": [problem for problem in problems if not problem.is_left_out][:NOTES_SHOWN],
        "offers": sum(bool(each["proposal"]) for row in rows for each in row.line["problems"]),
        "taken": sum(row.takes for row in rows),
        "waiting": sum(row.is_open for row in rows),
        "total": len(rows),
        "confirm_form": VersionForm(initial={"version": stored.version}),
        **_rows_shown(request, stored, rows, typed or {}),
    }
    status = refusal.status if refusal else 200
    return render(request, "products/book_preview.html", context, status=status)


def _rows_shown(request, stored, rows, typed):
    """A page of the rows of the status that the address asks for; the gravest by default."""
    found = {status.value: [row for row in rows if row.status == status] for status in BookStatus}
    usual = next((name for name, those in found.items() if those), BookStatus.NEW.value)
    which = request.GET.get("dong")
    which = which if which in found else usual
    counts = Counter(value for row in found[which] for value, _ in row.choices)
    bulk = {**dict(BookDecision.choices), NEW_RECORD: "tạo mới"}
    page = Paginator(found[which], ROWS_SHOWN).get_page(request.GET.get("page"))
    can_correct = not correcting_refusal(stored, request.user)
    return {
        "shown": _shown(stored, page, typed, can_correct=can_correct),
        "choices": {key: column.choices for key, column in COLUMNS.items() if can_correct},
        "which": which,
        "filters": [(status.value, status.label, len(found[status])) for status in BookStatus],
        "bulk": [(value, words, counts[value]) for value, words in bulk.items() if counts[value]],
        "page_obj": page,
    }


def _shown(stored, page, typed, *, can_correct):
    """(row, its cells to be mended or None, what is told of it beside them) of a page."""
    rows, columns = book_rows(stored), columns_of(stored)
    likes, shown = Alike(rows, COLUMNS), []
    for row in page:
        mine = rows[row.number]
        wrong = {each.column for each in mine.faults}
        own = {k: c for k, c in COLUMNS.items() if k in columns or c.title in wrong}
        card = preview.Card(mine, typed, likes, own) if can_correct and mine.cells else None
        beside = {cell.column.title for cell in card.wrong} if card else set()
        told = [each for each in row.told if not (each[0] and each[1] in beside)]
        shown.append((row, card, told))
    return shown


# --- Deciding and confirming -------------------------------------------------------------------


def _act(request, pk, form, act, typed=None):
    """Carry `act(stored, form)` out and go back to the same place; a refusal stands on the page."""
    stored = _stored(request, pk)
    try:
        _refuse_faulty(form)
        act(stored, form)
    except StepRefused as refused:
        return _page(request, _stored(request, pk), refusal=refused, typed=typed)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{stored.get_absolute_url()}{query}#cac-dong")


@require_POST
@transaction.non_atomic_requests
def book_decide(request, pk):
    """Keep what was said of the rows of the page and mended in them, or of all rows of a status."""
    mended = CorrectionForm(request.POST, COLUMNS)

    def act(stored, form):
        _refuse_faulty(mended)
        version, which = form.cleaned_data["version"], form.cleaned_data["which"]
        if form.bulk_values():
            decide(stored, request.user, version, form.said(), form.bulk_values(), which)
        else:
            given, said = _given(stored, mended, form.said())
            correct(stored, request.user, said, given)

    return _act(request, pk, BookDecisionForm(request.POST), act, typed=mended.cells)


def _given(stored, mended, said):
    """The corrections of the page, and its decisions with those of the rows that are left out."""
    given, rows = mended.corrections(), book_rows(stored)
    if row := rows.get(given.leave_alike):
        likes = Alike(rows, COLUMNS).rows(row)
        said = said | {str(number): BookDecision.SKIP.value for number in likes}
    return replace(given, leave_alike=0), said


@require_POST
@transaction.non_atomic_requests
def book_answer(request, pk):
    """Read the file again with what was said of it; or match its rows with the register of now."""

    def act(stored, form):
        version, said = form.cleaned_data["version"], form.said()
        if "columns" in request.POST:
            put_columns(stored, request.user, version, request.POST)
        elif said:
            answer(stored, request.user, version, **said)
        else:
            match_again(stored, request.user, version)

    return _act(request, pk, BookAnswerForm(request.POST), act)


@require_POST
def book_confirm(request, pk):
    stored, form = _stored(request, pk), VersionForm(request.POST)
    if (refused := confirm_refusal(stored, request.user)) and refused.code == "person":
        raise refused  # never for this person: a page of its own, and a line in the trail
    try:
        _refuse_faulty(form)
        stored = confirm(stored, request.user, form.cleaned_data["version"], key=form.key)
    except StepRefused as refused:
        return _page(request, _stored(request, pk), refusal=refused)
    messages.success(request, f"Đã nhập {stored.written['rows']} dòng của tệp “{stored.name}”.")
    return redirect(stored)
