"""What the editor of a plan's rows asks for: the rows as they stand, and to change them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from products.models import Plan
from products.plans.editor.blocks import read_block
from products.plans.editor.forms import BlockForm, RowsForm
from products.plans.editor.moving import move_rows, remove_rows, restore_rows
from products.plans.editor.saving import RowsChanged, save_rows
from products.plans.editor.sheet import Sheet, stamp
from products.plans.place_names import Places
from products.plans.suggestions import suggestions
from products.plans.values import COLUMNS
from products.plans.workflow import editing_refusal, open_for_editing
from programs.middleware import wants_json
from programs.models import ProductSet
from programs.scoping import own_units
from programs.workflow import StepRefused

# A text that may be longer than this is typed in a field of several lines.
ONE_LINE = 300
ACTS = {"save": save_rows, "remove": remove_rows, "restore": restore_rows, "move": move_rows}


def _plan(request, pk):
    plans = Plan.objects.visible_to(request.user).select_related("campaign", "unit")
    return get_object_or_404(plans, pk=pk)


def _own_plan(request, pk):
    plan = _plan(request, pk)
    if not own_units(request.user).filter(pk=plan.unit_id).exists():
        raise PermissionDenied("Chỉ người của đơn vị được xem bảng đang soạn.")
    return plan


@require_GET
def plan_rows(request, pk):
    """The rows, where they are not as in the stamp that the page has; a light answer else."""
    plan = _own_plan(request, pk)
    refused = editing_refusal(plan, request.user)
    answer = {"stamp": stamp(plan), "refusal": refused.message if refused else ""}
    if request.GET.get("stamp") != answer["stamp"]:
        answer |= {"rows": Sheet(plan).show_all(), "csrf": get_token(request)}
    return JsonResponse(answer)


@require_POST
def plan_rows_act(request, pk, name):
    """Save, remove, restore or move rows; a page without scripts is sent back to the plan."""
    plan = _plan(request, pk)
    if name not in ACTS:
        raise Http404(f"No act is called {name!r}.")
    # Locked from here on, so that what the page learns of others' changes is all there is.
    plan = open_for_editing(plan, request.user)
    form = RowsForm(request.POST)
    if not form.is_valid():
        raise StepRefused(next(iter(form.errors.values()))[0], status=422, code="form")
    before = stamp(plan)
    try:
        refs = ACTS[name](plan, form.cleaned_data["rows"], by=request.user, key=form.key)
    except RowsChanged as refusal:
        return JsonResponse({"message": refusal.message, "theirs": refusal.theirs}, status=409)
    if not wants_json(request):
        return redirect(plan)
    return JsonResponse(_answer(plan, form.cleaned_data["rows"], refs, before))


@require_POST
def plan_block(request, pk):
    """Read a pasted table for the page to put into its rows; nothing of it is saved here."""
    plan = _own_plan(request, pk)
    form = BlockForm(request.POST)
    if not form.is_valid():
        raise StepRefused(next(iter(form.errors.values()))[0], status=422, code="form")
    rows = form.cleaned_data["rows"]
    return JsonResponse(read_block(plan, rows, request.POST) if rows else {})


def _answer(plan, typed, refs, before):
    """What was saved, under the refs that the page sent, and the plan's stamps around it."""
    plan.refresh_from_db(fields=["edition"])
    sheet = Sheet(plan)
    lines = {each.ref: sheet.find(refs.get(each.ref, each.ref)) for each in typed}
    return {
        "before": before,
        "stamp": stamp(plan),
        "at": f"{timezone.localtime():%H:%M}",
        "rows": {ref: sheet.show(line) for ref, line in lines.items() if line},
    }


def editor_of(request, plan, comparison):
    """What the editor needs to begin, as plain values."""
    choices = choices_of(plan)
    return {
        "url": reverse("products:plan_rows", args=[plan.pk]),
        "csrf": get_token(request),
        "stamp": stamp(plan),
        "columns": [_column(column, choices) for column in COLUMNS.values()],
        "forms": [(form.label, said) for form, said, _ in comparison],
        "rows": Sheet(plan).show_all(),
        "suggestions": [
            {"cells": offer.cells, "reason": offer.reason, "group": offer.group}
            for offer in suggestions(plan)
        ],
    }


def choices_of(plan):
    """The values to choose from in each column of a closed list, as they are written."""
    choices = {key: column.choices for key, column in COLUMNS.items()}
    choices["commune"] = map(str, Places(plan).communes)
    choices["product_set"] = map(str, ProductSet.objects.order_by("number"))
    return {key: list(values) for key, values in choices.items()}


def _column(column, choices):
    return {
        "key": column.key,
        "title": column.title,
        "required": column.required,
        "choices": choices[column.key],
        "long": column.max_length > ONE_LINE,
    }
