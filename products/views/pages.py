"""One page for one act: a form, the sentence that refuses it, and where it leads once done."""

from django.contrib import messages
from django.shortcuts import redirect, render

from programs.regulations import RegulationMissing
from programs.workflow import StepRefused


def act_page(request, form, act, *, done, to=None, **context):
    """Draw the form, or carry `act(form)` out and go to the row that it answers with, or to `to`.

    A refusal keeps what was typed, and shows beside it what somebody else saved meanwhile. `done`
    is what is said of the row; `context` is for form.html.
    """
    refusal = None
    if form.is_valid():
        try:
            row = act(form)
        except (StepRefused, RegulationMissing) as refused:
            refusal = refused
        else:
            messages.success(request, f"{done}: {row}.")
            return redirect(to or row)
    if theirs := getattr(refusal, "theirs", None):
        context["theirs"] = form.over(theirs).texts_of(theirs)
    context |= {"form": form, "refusal": refusal}
    status = getattr(refusal, "status", 422) if refusal else 200
    return render(request, "form.html", context, status=status)


def posted(request):
    """What a form is bound to: an empty POST is one too."""
    return request.POST if request.method == "POST" else None
