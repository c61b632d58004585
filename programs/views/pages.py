"""One page for one act: a form, the sentence that refuses it, and where it leads once done."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from programs.forms.base import KeyedForm
from programs.forms.steps import StepForm
from programs.regulations import RegulationMissing
from programs.workflow import StepRefused


def form_page(request, form, act, *, done, to=None, template="form.html", **context):
    """Draw the form, or carry `act(form)` out and go to the row that it answers with, or to `to`.

    `done` is what is said of the row, or alone where `act` answers with nothing; it and `to` may
    be functions of the answer. `context` is for the template. A refusal goes on to the middleware:
    it gets a page of its own and a line in the trail.
    """
    if not form.is_valid():
        return render(request, template, context | {"form": form})
    answer = act(form)
    messages.success(request, _said(done, answer))
    return redirect(to(answer) if callable(to) else to or answer)


def _said(done, answer):
    if callable(done):
        return done(answer)
    return f"{done}." if answer is None else f"{done}: {answer}."


def act_page(request, form, act, *, done, to=None, template="form.html", **context):
    """The same, where a refusal stands beside the form, which keeps what was typed.

    What somebody else saved meanwhile is shown with it.
    """
    try:
        return form_page(request, form, act, done=done, to=to, template=template, **context)
    except (StepRefused, RegulationMissing) as refused:
        refusal = refused
    if theirs := getattr(refusal, "theirs", None):
        context["theirs"] = form.over(theirs).texts_of(theirs)
    context |= {"form": form, "refusal": refusal}
    return render(request, template, context, status=getattr(refusal, "status", 422))


def removal_page(request, act, **facts):
    """The page that asks whether something shall go, where nothing is typed."""
    form = KeyedForm(posted(request))
    return form_page(request, form, act, submit="Xóa", is_removal=True, **facts)


def step_page(request, row, procedure, name, *, to=None):
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
        to=to,
        title=step.label,
        explanation=step.explanation,
        subject=row,
        submit=step.label,
        back=row.get_absolute_url(),
    )


def posted(request):
    """What a form is bound to: an empty POST is one too."""
    return request.POST if request.method == "POST" else None
