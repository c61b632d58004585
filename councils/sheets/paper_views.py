"""The pages of paper mode: what is printed of a session, and the sheets that are keyed in."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from councils.models import Session
from councils.sessions.places import PRINTED_AT_ONCE, printing_refusal, takers_of
from councils.sessions.views import evaluation_of
from councils.sheets import keying, scoring
from councils.sheets.codes import code_of
from councils.sheets.forms import KeyingForm, PartsForm
from councils.sheets.part_points import PartSheet
from products.dossiers.clocks import regulation_of
from programs.acts import StepRefused
from programs.text import whole_number
from programs.views.pages import act_page, posted


def session_of(request, pk):
    """The session with what these pages read of it, if the reader may see it."""
    rows = Session.objects.visible_to(request.user).select_related("council__unit")
    return get_object_or_404(rows, pk=pk)


def session_sheets(request, pk):
    """What is printed of the session, and the sheets that wait to be keyed in.

    `ma` is the code of a sheet, which leads to its grid; left empty, the first that waits does.
    """
    session, user = session_of(request, pk), request.user
    refused = printing_refusal(session, user)
    if keying.session_refusal(session, user):
        if refused:
            raise refused
        return _page(request, session, may_key=False)
    if "ma" not in request.GET:
        return _page(request, session, may_print=not refused)
    try:
        return redirect(_asked(request, session))
    except StepRefused as refusal:
        return _page(request, session, refusal=refusal, may_print=not refused)


def _asked(request, session):
    """The address of the grid that is asked for."""
    if code := request.GET["ma"].strip():
        evaluation, seat = keying.sheet_by_code(session, code[:80], request.user)
        return grid_of(evaluation, seat)
    for each in keying.waiting(session, request.user):
        return grid_of(each.place.evaluation, each.place.seat)
    raise StepRefused("Không còn phiếu giấy nào chờ bạn nhập.", code="done")


def grid_of(evaluation, seat):
    return f"{reverse('councils:sheet_key', args=[evaluation.pk])}?ghe={seat.pk}"


def _page(request, session, evaluation=None, *, may_key=True, may_print=True, refusal=None):
    waiting = keying.waiting(session, request.user) if may_key else []
    if evaluation:
        waiting = [each for each in waiting if each.place.evaluation.pk == evaluation.pk]
    context = {
        "session": session,
        "evaluation": evaluation,
        "waiting": waiting,
        "may_key": may_key,
        "may_print": may_print and not evaluation,
        "refusal": refusal,
        "typed": request.GET.get("ma", "")[:80],
    }
    if context["may_print"]:
        context |= _printed(session)
    return render(
        request, "councils/sheets_on_paper.html", context, status=refusal.status if refusal else 200
    )


def _printed(session):
    """The members and dossiers of whom sheets are printed, and in how many files a member's are."""
    agenda = list(session.evaluations.select_related("dossier__product"))
    files = range(1, 1 + -(-len(agenda) // PRINTED_AT_ONCE))
    takers = takers_of(session)
    return {
        "takers": takers,
        "agenda": agenda,
        "files": files if len(files) > 1 else [],
        "is_one_file": 0 < len(agenda) * len(takers) <= PRINTED_AT_ONCE,
    }


def sheet_key(request, pk):
    """Key in the sheet that a member without an account signed on paper; the grid begins empty.

    `ghe` is the key of the seat; without it, those whose sheets wait are to be chosen from.
    """
    evaluation = evaluation_of(request, pk)
    if refused := keying.opening_refusal(evaluation, request.user):
        raise refused
    if not request.GET.get("ghe"):
        return _page(request, evaluation.session, evaluation)
    seats = evaluation.session.council.seats.voting()
    place = get_object_or_404(seats, pk=whole_number(request.GET["ghe"]) or 0)
    if refused := keying.keying_refusal(evaluation, place, request.user):
        raise refused
    empty = keying.blank(evaluation, place)
    answers = scoring.load(empty, evaluation)
    context = {
        "evaluation": evaluation,
        "sheet": empty,
        "code": code_of(evaluation, place),
        "keyed": True,
        "may_edit": True,
        "to": f"{reverse('councils:session_sheets', args=[evaluation.session_id])}#nhap",
        "done": _done,
    }
    page = _keyed_parts if isinstance(answers, PartSheet) else _keyed
    return page(request, place, answers, context)


def _done(sheet):
    if sheet.signed_at:
        return f"{sheet}: hai lần nhập khớp nhau, phiếu được tính."
    return f"{sheet}: đã nhập lần đầu, chờ người thứ hai nhập lại."


def _keyed(request, place, answers, context):
    evaluation = context["evaluation"]

    def act(form):
        said = (form.choices(), form.cleaned_data["comment"])
        return keying.key_in(evaluation, place, *said, by=request.user, key=form.key)

    form = KeyingForm(posted(request), leaves=answers.leaves)
    facts = {"template": "councils/keying.html", "answers": answers}
    return act_page(request, form, act, **facts, **context)


def _keyed_parts(request, place, answers, context):
    evaluation = context["evaluation"]

    def act(form):
        facts = {"by": request.user, "key": form.key}
        return keying.key_in_parts(evaluation, place, form.points(), **facts)

    form = PartsForm(posted(request), instance=context["sheet"], parts=answers.parts)
    facts = {"template": "councils/part_sheet.html", "answers": answers}
    return act_page(request, form, act, law=regulation_of(evaluation.dossier), **facts, **context)
