"""The page of a sheet of criteria: read, filled in, and refused with every fault at once."""

from django.contrib import messages
from django.shortcuts import redirect, render

from programs import drafts
from programs.acts import AlreadyDone, StepRefused
from programs.answer_sheet import stored_otherwise
from programs.answers import AnswersRefused, read_answers
from programs.views.drafts import TAKEN, draft_for

UNREADABLE = "Trang gửi lên không đầy đủ: hãy tải lại trang rồi chấm lại."


def answers_page(request, form, stored, save, *, done, template, **context):
    """Draw the stored sheet, or carry out `save(form)` and go to the row that it answers with.

    The template includes _answer_sheet.html. A refusal keeps what was typed, and shows beside it
    what somebody else saved meanwhile. Where `stored` is None there is nothing to answer.
    """
    refusal, told = None, {}
    if stored and form.is_valid():
        try:
            row = _saved(form, save)
        except StepRefused as refused:
            refusal, told = refused, _refused(form, stored, refused)
        else:
            drafts.drop(request.user, request.path)
            messages.success(request, done)
            return redirect(row)
    elif stored and form.is_bound:
        told = {"faults": [UNREADABLE]}
    elif stored:
        told = _of_draft(request, form, stored)
    status = getattr(refusal, "status", 422) if form.is_bound and told else 200
    context |= {"form": form, "answers": stored} | told
    return render(request, template, context, status=status)


def _of_draft(request, form, stored):
    """What the page says of a draft of the sheet; one that was asked for is on the sheet."""
    draft = draft_for(request, form)
    if draft is None:
        return {}
    facts = {"draft": draft, "moved_on": form.has_moved_on(draft.typed)}
    if TAKEN not in request.GET:
        return facts
    typed, _ = _read(stored, type(form)(draft.typed, instance=form.instance))
    theirs = stored_otherwise(stored, typed) if facts["moved_on"] else []
    return facts | {"is_taken": True, "answers": typed, "theirs": theirs}


def _read(stored, form):
    return read_answers(stored.sheet, form.choices(), form.evidence())


def _saved(form, save):
    try:
        return save(form)
    except AlreadyDone as done_before:
        return done_before.row


def _refused(form, stored, refusal):
    """What was typed with every fault, to be saved over what it was compared with."""
    typed, _ = _read(stored, form)
    if isinstance(refusal, AnswersRefused):
        return {"answers": typed, "faults": refusal.faults}
    theirs = stored_otherwise(stored, typed)
    if theirs:
        form.over(form.instance)
    return {"answers": typed, "faults": [refusal.message], "theirs": theirs}
