"""The pages of the Quy chế: its versions, one of them, the draft of the next."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from councils.ground.forms import SETTINGS, CouncilRulesForm
from councils.ground.listings import COUNCIL_RULES
from councils.ground.operating_rules import (
    RULES,
    begun,
    functions_of,
    write,
    writing_refusal,
)
from councils.ground.own_gates import gates_of, gates_said
from councils.models import CouncilRules
from programs.enums import ADMIN, Authority, BodyFunction, ProductGroup
from programs.models import Event
from programs.next_acts import offer, rail, step_offers
from programs.scoping import require_role
from programs.text import in_figures
from programs.views.listings import listing_view
from programs.views.pages import act_page, posted, step_page


def rules_list(request):
    return listing_view(request, COUNCIL_RULES)


def _rules(request, pk):
    rows = CouncilRules.objects.visible_to(request.user).prefetch_related(
        "group_seats", "own_gates"
    )
    return get_object_or_404(rows, pk=pk)


def rules_detail(request, pk):
    row, user = _rules(request, pk), request.user
    may_write = writing_refusal(row, user) is None
    form = CouncilRulesForm(instance=row, functions=functions_of(row))
    is_admin = user.role in ADMIN
    offers = [
        *step_offers(RULES, row, user, "councils:rules_step"),
        *offer(may_write, "sửa bản nháp", "councils:rules_update", row.pk),
        *offer(is_admin, "soạn phiên bản mới từ bản này", "councils:rules_create_after", row.pk),
        *offer(True, "in quyết định, Quy chế (PDF)", "reports:rules_paper", row.pk, "pdf"),
        *offer(True, "in quyết định, Quy chế (Word)", "reports:rules_paper", row.pk, "docx"),
    ]
    context = {
        "rules": row,
        "settings": [(form[name].label, _said(row, name)) for name in SETTINGS],
        "groups": [
            (ProductGroup(group).label, [BodyFunction(name).label for name in names])
            for group, names in functions_of(row).items()
        ],
        "gates": gates_said(row),
        "rail": rail(offers),
        "dates": [("Áp dụng từ ngày", row.valid_from, "")],
        "trail": Event.objects.about(row).select_related("actor")[:20] if is_admin else [],
    }
    return render(request, "councils/rules_detail.html", context)


def _said(row, name):
    """A setting in words, or in figures without noughts that say nothing."""
    display = getattr(row, f"get_{name}_display", None)
    return display() if display else in_figures(getattr(row, name))


def rules_create(request, pk=None):
    """A draft of the next version: after the one that is named, or from the proposals."""
    after = pk and _rules(request, pk)
    require_role(request.user, ADMIN)
    row, functions = begun(Authority.PROVINCE, after)
    gates = gates_of(after) if after else []
    return _rules_page(request, row, functions, gates, title="Soạn Quy chế", back=_list())


def rules_update(request, pk):
    row = _rules(request, pk)
    if refused := writing_refusal(row, request.user):
        raise refused
    facts = {"title": "Sửa Quy chế", "back": row.get_absolute_url()}
    return _rules_page(request, row, functions_of(row), gates_of(row), **facts)


def _rules_page(request, row, functions, gates, **facts):
    form = CouncilRulesForm(posted(request), instance=row, functions=functions, gates=gates)

    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        facts = {"by": request.user, "version": version, "key": form.key}
        return write(row, form.functions(), form.gates(), **facts)

    return act_page(request, form, act, done="Đã lưu", **facts)


def _list():
    return reverse(COUNCIL_RULES.page)


def rules_step(request, pk, name):
    return step_page(request, _rules(request, pk), RULES, name)
