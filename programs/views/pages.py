"""One page for one act: a form, the sentence that refuses it, and where it leads once done."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from programs import drafts
from programs.acts import ALREADY, AlreadyDone, MovedOn, RowChanged, StepRefused, refuse_moved
from programs.forms.base import KeyedForm
from programs.forms.steps import StepForm
from programs.next_acts import READ
from programs.regulations import RegulationMissing
from programs.views.drafts import offered


def form_page(request, form, act, *, done, to=None, template="form.html", **context):
    """Draw the form, or carry `act(form)` out and go to the row that it answers with, or to `to`.

    `done` is what is said of the row, or alone where `act` answers with nothing; it and `to` may
    be functions of the answer. `context` is for the template. A refusal goes on to the middleware:
    it gets a page of its own and a line in the trail.
    """
    if not form.is_valid():
        context |= {"form": form} | offered(request, form)
        return render(request, template, context)
    try:
        answer = act(form)
    except AlreadyDone as done_before:  # the same form twice: once is enough, and that is said
        answer = done_before.row
        messages.info(request, ALREADY)
    else:
        messages.success(request, _said(done, answer))
    if getattr(form, "is_long", False):
        drafts.drop(request.user, request.path)
    return redirect(to(answer) if callable(to) else to or answer)


def _said(done, answer):
    if callable(done):
        return done(answer)
    return f"{done}." if answer is None else f"{done}: {answer}."


def act_page(request, form, act, *, done, to=None, template="form.html", **context):
    """The same, where a refusal stands beside the form, which keeps what was typed.

    What somebody else saved or did meanwhile is shown with it.
    """
    try:
        return form_page(request, form, act, done=done, to=to, template=template, **context)
    except MovedOn as moved:
        form, refusal = form.over(moved.theirs), moved
    except RowChanged as changed:
        form, refusal = form.over(changed.theirs), changed
        context["theirs"] = changed.theirs and form.texts_of(changed.theirs)
    except (StepRefused, RegulationMissing) as refused:
        refusal = refused
    context |= {"form": form, "refusal": refusal}
    return render(request, template, context, status=getattr(refusal, "status", 422))


def removal_page(request, act, **facts):
    """The page that asks whether something shall go, where nothing is typed."""
    form = KeyedForm(posted(request))
    return form_page(request, form, act, submit="Xóa", is_removal=True, **facts)


def step_page(request, row, procedure, name, *, queue=None, **shown):
    """The page of one step of a procedure: what it asks, or the sentence that refuses it.

    `queue(row, user)` is the programs.next_acts.Queue by which a reviewer is led on, or None;
    `shown` is what a `template` of its own shows besides.
    """
    if name not in procedure.steps:
        raise Http404(f"No step is called {name!r}.")
    step = procedure.steps[name]
    if refused := procedure.refusal(row, step, request.user):
        raise refused

    def act(form):
        facts = {"answers": form.answers(), "key": form.key, "read": form.cleaned_data["read"]}
        return procedure.take(row, name, by=request.user, **facts)

    def done(row):
        happened, left = _said(step.done, row), queue and queue(row, request.user)
        return left.told(happened) if left else happened

    read = request.GET.get(READ, "")
    context = {"refusal": None if posted(request) else _moved_since(row, read)}
    asks = step.asks_for(row, request.user)
    return act_page(
        request,
        StepForm(posted(request), asks=asks, about=row, read=not context["refusal"] and read),
        act,
        done=done,
        title=step.called(row),
        explanation=step.explanation,
        subject=row,
        submit=step.called(row),
        is_removal=step.away,
        back=row.get_absolute_url(),
        **context,
        **shown,
    )


def _moved_since(row, read):
    """The MovedOn of a row that has changed since the page that leads here, or None."""
    try:
        refuse_moved(row, read)
    except MovedOn as moved:
        return moved
    return None


def posted(request):
    """What a form is bound to: an empty POST is one too."""
    return request.POST if request.method == "POST" else None
