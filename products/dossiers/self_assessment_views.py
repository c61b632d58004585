"""The page of the self-assessment: every criterion with its options, in one form."""

from django.contrib import messages
from django.shortcuts import redirect, render

from products.dossiers.forms import AnswersForm
from products.dossiers.self_assessment import AnswersRefused, load, read_answers, save_answers
from products.dossiers.views import dossier_of
from products.dossiers.workflow import editing_refusal
from programs.views.pages import posted
from programs.workflow import StepRefused


def dossier_answers(request, pk):
    """Read the sheet, and change it where the dossier may be changed (matrix H1, H3)."""
    dossier = dossier_of(request, pk)
    refused = editing_refusal(dossier, request.user)
    if request.method == "POST" and refused:
        raise refused
    answers, form = load(dossier), AnswersForm(posted(request), instance=dossier)
    context = {"dossier": dossier, "may_edit": answers and not refused, "answers": answers}
    status = 200
    if answers and form.is_valid():
        choices, evidence = form.choices(), form.evidence()
        try:
            facts = {"by": request.user, "version": form.cleaned_data["version"], "key": form.key}
            save_answers(dossier, choices, evidence, **facts)
        except StepRefused as refusal:
            status = refusal.status
            context |= _refused(answers, choices, evidence, refusal)
            if context["theirs"]:
                form = form.over(dossier)
        else:
            messages.success(request, "Đã lưu bảng tự chấm.")
            return redirect(dossier)
    elif answers and form.is_bound:
        status = 422
        context["faults"] = ["Trang gửi lên không đầy đủ: hãy tải lại trang rồi chấm lại."]
    return render(request, "products/dossier_answers.html", context | {"form": form}, status=status)


def _refused(stored, choices, evidence, refusal):
    """What was typed stays, with every fault; and what somebody else saved meanwhile beside it."""
    typed, _ = read_answers(stored.sheet, choices, evidence)
    faults = refusal.faults if isinstance(refusal, AnswersRefused) else [refusal.message]
    theirs = [] if isinstance(refusal, AnswersRefused) else _differing(stored, typed)
    return {"answers": typed, "faults": faults, "theirs": theirs}


def _differing(stored, typed):
    """[(criterion, what is stored)] where something else was typed."""
    pairs = zip(stored.leaves, typed.leaves, strict=True)
    return [
        (str(old.criterion), f"{old.chosen or 'chưa chọn'} {old.evidence}".strip())
        for old, new in pairs
        if (old.chosen, old.evidence) != (new.chosen, new.evidence)
    ]
