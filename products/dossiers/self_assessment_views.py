"""The page of the self-assessment: every criterion with its options, in one form."""

from products.dossiers.forms import DossierAnswersForm
from products.dossiers.self_assessment import load, save_answers
from products.dossiers.views import dossier_of
from products.dossiers.workflow import editing_refusal
from programs.models import Event
from programs.next_star import star_bands
from programs.views.answers import answers_page
from programs.views.pages import posted


def dossier_answers(request, pk):
    """Read the sheet, and change it where the dossier may be changed (matrix H1, H3)."""
    dossier = dossier_of(request, pk)
    refused = editing_refusal(dossier, request.user)
    if request.method == "POST" and refused:
        raise refused
    answers = load(dossier)

    def save(form):
        facts = {"by": request.user, "version": form.cleaned_data["version"], "key": form.key}
        return save_answers(dossier, form.choices(), form.evidence(), **facts)

    return answers_page(
        request,
        DossierAnswersForm(posted(request), instance=dossier),
        answers,
        save,
        done="Đã lưu bảng tự chấm.",
        template="products/dossier_answers.html",
        dossier=dossier,
        bands=answers and star_bands(dossier.criteria_set.regulation),
        saved_at=_saved_at(dossier),
        may_edit=answers and not refused,
    )


def _saved_at(dossier):
    saved = Event.objects.about(dossier).filter(action="answer")
    return saved.values_list("at", flat=True).first()
