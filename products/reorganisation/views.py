"""What a reorganisation of units moves, and the decisions that a split asks for, one by one."""

from dataclasses import replace
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from products.enums import Splitting
from products.models import Producer, Product
from products.reorganisation.carrying_out import decide, deciding_refusal, hindrances
from products.reorganisation.forms import HeirForm
from products.reorganisation.preview import COUNTED, WHAT, Reorganisation, days_of_change
from programs.models import User
from programs.views.pages import act_page, posted
from programs.workflow import StepRefused

_MODELS = {Splitting.USER: User, Splitting.PRODUCER: Producer, Splitting.PRODUCT: Product}


def reorganisation(request):
    """The preview of a day's reorganisation, the latest unless told; it changes nothing."""
    if refused := deciding_refusal(request.user):
        raise refused
    days = days_of_change()
    asked = [day for day in days if day.isoformat() == request.GET.get("ngay")]
    context = {"days": days, "what": WHAT, "counted": COUNTED}
    if days:
        change = Reorganisation((asked or days)[0])
        totals = [change.totals[what] for what in WHAT]
        context |= {"change": change, "totals": totals, "hindrances": hindrances(change)}
    return render(request, "products/reorganisation.html", context)


def reorganisation_decide(request, day, kind, pk):
    """Say which successor takes an account, a producer or a product."""
    if kind not in _MODELS:
        raise Http404(f"Nobody decides about a {kind!r} here.")
    get_object_or_404(_MODELS[kind].objects.visible_to(request.user), pk=pk)
    if refused := deciding_refusal(request.user):
        raise refused
    case = _case(day, kind, pk)

    def act(form):
        decided = replace(case, chosen=form.cleaned_data["heir"])
        decide(decided, by=request.user, key=form.key)
        return decided

    return act_page(
        request,
        HeirForm(posted(request), case=case),
        act,
        done="Đã quyết định",
        to=case.get_absolute_url(),
        title="Chọn đơn vị kế thừa",
        explanation=f"{case.old} được chia cho nhiều đơn vị.",
        subject=case,
        back=case.get_absolute_url(),
    )


def _case(day, kind, pk):
    """What the split of this day asks about the row, or the refusal that it asks nothing."""
    try:
        cases = Reorganisation(date.fromisoformat(day)).splits
    except (ValueError, OverflowError) as error:
        raise Http404(f"{day!r} is no day.") from error
    if found := [case for case in cases if case.key == (kind, pk)]:
        return found[0]
    raise StepRefused("Không có gì phải chọn: đơn vị không bị chia, hoặc đã chuyển rồi.")
