"""The pages of a member's own sheet: to score, to sign, to give no points; and to open it again."""

from allauth.account.decorators import reauthentication_required
from django.shortcuts import get_object_or_404
from django.urls import reverse

from councils.models import AdvisoryReport, ScoreSheet
from councils.sessions.views import evaluation_of
from councils.sheets import scoring
from councils.sheets.forms import PartsForm, SheetForm, SigningForm
from councils.sheets.part_points import PartSheet
from products.dossiers.clocks import regulation_of
from programs.forms.steps import StepForm
from programs.next_star import star_bands
from programs.views.answers import answers_page
from programs.views.pages import act_page, posted
from programs.workflow import Ask


def _own(request, pk, desk=scoring.COUNCIL):
    """(dossier of a session, one's own sheet of it), or the sentence that refuses it."""
    evaluation = evaluation_of(request, pk)
    if desk.place_of(evaluation, request.user) is None:
        raise desk.refusal(evaluation, request.user)
    own = scoring.own_sheet(evaluation, request.user, desk)
    if refused := scoring.person_refusal(own, request.user):
        raise refused
    return evaluation, own


def sheet(request, pk, desk=scoring.COUNCIL):
    """Read one's own sheet, and score on it while it may be written."""
    evaluation, own = _own(request, pk, desk)
    refused = scoring.writing_refusal(own, request.user, desk)
    if request.method == "POST" and refused:
        raise refused
    answers = scoring.load(own, evaluation)
    context = _about(request, evaluation, own, desk) | {
        "why": refused and refused.message,
        "objection": scoring.signing_objection(answers),
        "may_edit": not refused,
    }
    if isinstance(answers, PartSheet):
        return _parts_page(request, evaluation, own, answers, desk, context)

    def save(form):
        facts = {"by": request.user, "version": form.cleaned_data["version"], "key": form.key}
        return scoring.save(evaluation, form.choices(), form.evidence(), desk=desk, **facts)

    return answers_page(
        request,
        SheetForm(posted(request), instance=own),
        answers,
        save,
        done="Đã lưu phiếu. Khi chấm xong, hãy ký phiếu.",
        template="councils/sheet.html",
        bands=star_bands(evaluation.dossier.criteria_set.regulation),
        saved_at=own.changed_at if own.pk else None,
        **context,
    )


def _about(request, evaluation, own, desk):
    """What every page of a sheet says: whose it is, what is read beside it, where it leads."""
    advice = AdvisoryReport.objects.completed().visible_to(request.user)
    return {
        "evaluation": evaluation,
        "sheet": own,
        "home": reverse(desk.home, args=[evaluation.pk]),
        "signing": reverse(desk.signing, args=[evaluation.pk]),
        "abstains": desk is scoring.COUNCIL,
        "advice": advice.filter(evaluation=evaluation).first(),
    }


def _parts_page(request, evaluation, own, answers, desk, context):
    """The sheet of a regulation whose criteria are not known: points by part."""
    form = PartsForm(posted(request), instance=own, parts=answers.parts)

    def act(form):
        facts = {"by": request.user, "version": form.cleaned_data["version"], "key": form.key}
        return scoring.save_parts(evaluation, form.points(), desk=desk, **facts)

    return act_page(
        request,
        form,
        act,
        done="Đã lưu phiếu. Khi chấm xong, hãy ký phiếu",
        template="councils/part_sheet.html",
        answers=answers,
        law=regulation_of(evaluation.dossier),
        **context,
    )


def sheet_sign(request, pk, desk=scoring.COUNCIL):
    """Sign one's own sheet: the password is asked for again where it was not typed of late."""
    evaluation, own = _own(request, pk, desk)
    if refused := scoring.writing_refusal(own, request.user, desk):
        raise refused
    return _signing_page(request, evaluation, own, desk)


@reauthentication_required
def _signing_page(request, evaluation, own, desk):
    form = SigningForm(posted(request), sheet=own)

    def act(form):
        comment, version = form.cleaned_data["comment"], form.cleaned_data["version"]
        facts = {"by": request.user, "key": form.key, "read": version}
        return scoring.sign(own, comment, desk=desk, **facts)

    answers = scoring.load(own, evaluation)
    return act_page(
        request,
        form,
        act,
        done="Đã ký",
        to=reverse(desk.home, args=[evaluation.pk]),
        title=f"Ký phiếu đánh giá{own.whose}",
        explanation=f"Tổng điểm {answers.total}. Sau khi ký, phiếu được khóa; {desk.reopened}",
        subject=own,
        submit="Ký phiếu",
        back=own.get_absolute_url(),
    )


def sheet_abstain(request, pk):
    evaluation, own = _own(request, pk)
    if refused := scoring.writing_refusal(own, request.user):
        raise refused

    def act(form):
        return scoring.abstain(evaluation, form.answers()["note"], by=request.user, key=form.key)

    return act_page(
        request,
        StepForm(posted(request), asks=[Ask("note", "Lý do")], about=evaluation),
        act,
        done="Đã ghi không chấm điểm",
        to=evaluation.get_absolute_url(),
        title="Không chấm điểm hồ sơ này",
        explanation="Bạn được tính là có mặt; hồ sơ này không có phiếu điểm của bạn.",
        subject=evaluation,
        submit="Không chấm điểm",
        is_removal=True,
        back=own.get_absolute_url(),
    )


def sheet_reopen(request, pk):
    """The secretary opens a signed sheet again, without reading it."""
    rows = ScoreSheet.objects.current().select_related(
        "evaluation__session__council", "evaluation__dossier__product", "member", "seat"
    )
    found = get_object_or_404(rows, pk=pk)
    evaluation_of(request, found.evaluation_id)
    if refused := scoring.reopening_refusal(found, request.user):
        raise refused

    def act(form):
        return scoring.open_again(found, form.answers()["note"], by=request.user, key=form.key)

    back = found.evaluation.get_absolute_url()
    return act_page(
        request,
        StepForm(posted(request), asks=[Ask("note", "Lý do")], about=found.evaluation),
        act,
        done="Đã mở lại",
        to=back,
        title=f"Mở lại phiếu của {found.member}",
        explanation="Phiếu cũ được giữ lại; thành viên chấm và ký lại.",
        subject=found.evaluation,
        submit="Mở lại phiếu",
        back=back,
    )
