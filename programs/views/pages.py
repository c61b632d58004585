"""One page for one act: a form, the sentence that refuses it, and where it leads once done."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from programs.forms.steps import StepForm
from programs.regulations import RegulationMissing
from programs.workflow import StepRefused


def act_page(request, form, act, *, done, to=None, template="form.html", **context):
    """Draw the form, or carry `act(form)` out and go to the row that it answers with, or to `to`.

    A refusal keeps what was typed, and shows beside it what somebody else saved meanwhile. `done`
    is what is said of the row; `context` is for the template.
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
    return render(request, template, context, status=status)


def step_page(request, row, procedure, name):
    """The page of one step of a procedure: what it asks, or the sentence that refuses it."""
    if name not in procedure.steps:
        raise Http404(f"No step is called {name!r}.")
    step = procedure.steps[name]
    if refused := procedure.refusal(row, step, request.user):
        raise refused

    def act(form):
        facts = {"by": request.user, "answers": form.answers(), "key": form.key}
        return procedure.take(row, name, **facts)

    return act_page(
        request,
        StepForm(posted(request), asks=step.asks_for(row, request.user)),
        act,
        done=step.done,
        title=step.label,
        explanation=step.explanation,
        subject=row,
        submit=step.label,
        back=row.get_absolute_url(),
    )


def posted(request):
    """What a form is bound to: an empty POST is one too."""
    return request.POST if request.method == "POST" else None
