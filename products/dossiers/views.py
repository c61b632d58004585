"""The pages of a dossier: what it holds, what it lacks, its forms, and the steps that remain."""

from django.shortcuts import get_object_or_404, render

from products.dossiers import checklist, clocks, starting
from products.dossiers.forms import DossierForm, ReportForm, StartForm
from products.dossiers.paper_views import papers_context
from products.dossiers.self_assessment import changes_since, load
from products.dossiers.workflow import DOSSIER_PROCEDURE, editing_refusal
from products.enums import DossierState
from products.models import CommuneReport, Dossier, Product
from programs import clock
from programs.models import Event
from programs.next_star import outlook
from programs.views.pages import act_page, posted, step_page

_RELATED = (
    "product__commune__parent",
    "product__producer",
    "product__product_set",
    "certificate__product",
    "criteria_set__product_set",
    "criteria_set__regulation",
    "follows",
    "report",
)


def dossier_of(request, pk):
    """The dossier with what its pages read, if the reader may see it (matrix H3)."""
    rows = Dossier.objects.visible_to(request.user).select_related(*_RELATED)
    return get_object_or_404(rows, pk=pk)


def editable(request, pk):
    """The dossier, if this person may change it now (matrix H1)."""
    dossier = dossier_of(request, pk)
    if refused := editing_refusal(dossier, request.user):
        raise refused
    return dossier


def dossier_detail(request, pk):
    [dossier] = clocks.tell_results([dossier_of(request, pk)])
    law, today = clocks.regulation_of(dossier), clock.today()
    answers, papers = load(dossier), papers_context(dossier, request.user)
    known = {"answers": answers, "standing": papers["standing"]}
    context = papers | {
        "law": law,
        "steps": _steps_of(dossier, request.user),
        "may_edit": editing_refusal(dossier, request.user) is None,
        "lacks": checklist.missing_in(dossier, **known) if dossier.is_open else [],
        "missing_in_report": checklist.missing_in_report(dossier),
        "clocks": clocks.clocks_of(dossier),
        "round": dossier.is_open and clocks.coming_round(law, today),
        "answers": answers,
        "outlook": outlook(answers, law),
        "changes": changes_since(dossier.follows, dossier) if dossier.follows else [],
        "trail": Event.objects.about(dossier).select_related("actor")[:20],
    }
    return render(request, "products/dossier_detail.html", context)


def _steps_of(dossier, user):
    """The steps to offer; of a result that stands, what can no longer be undone is no news."""
    steps = DOSSIER_PROCEDURE.steps_for(dossier, user)
    is_done = dossier.state == DossierState.CONCLUDED
    return [(step, sentence) for step, sentence in steps if not (is_done and sentence)]


def dossier_create(request, pk):
    """Begin a dossier of a product (matrix H1)."""
    rows = Product.objects.visible_to(request.user).select_related("commune__parent", "producer")
    product = get_object_or_404(rows, pk=pk)
    if refused := starting.starting_refusal(product, request.user):
        raise refused

    def act(form):
        kind, star = form.cleaned_data["kind"], form.cleaned_data["star"]
        return starting.start(product, kind, star, by=request.user, key=form.key)

    return act_page(
        request,
        StartForm(posted(request)),
        act,
        done="Đã lập",
        title="Lập hồ sơ đánh giá",
        explanation=(
            "Nâng hạng và đánh giá lại bắt đầu từ hồ sơ trước của sản phẩm, nếu có trên cổng."
        ),
        subject=product,
        submit="Lập hồ sơ",
        back=product.get_absolute_url(),
    )


def dossier_update(request, pk):
    """The registration form and the report of the producer (Mẫu 01, 02)."""
    dossier = editable(request, pk)

    def act(form):
        version = form.cleaned_data["version"]
        starting.change(form.save(commit=False), by=request.user, version=version, key=form.key)
        return dossier

    return act_page(
        request,
        DossierForm(posted(request), instance=dossier),
        act,
        done="Đã lưu",
        title="Sửa thông tin hồ sơ (Mẫu 01, 02)",
        subject=dossier,
        back=dossier.get_absolute_url(),
    )


def dossier_report(request, pk):
    """The report of the unit (Mẫu 03)."""
    dossier = editable(request, pk)
    report = getattr(dossier, "report", None) or CommuneReport(dossier=dossier)

    def act(form):
        version = form.cleaned_data["version"]
        row = form.save(commit=False)
        starting.write_report(row, by=request.user, version=version, key=form.key)
        return dossier

    return act_page(
        request,
        ReportForm(posted(request), instance=report),
        act,
        done="Đã lưu báo cáo",
        title="Báo cáo của cấp xã (Mẫu 03)",
        explanation="Bốn nội dung cấp xã đánh giá, và đề xuất với tỉnh.",
        subject=dossier,
        back=dossier.get_absolute_url(),
    )


def dossier_step(request, pk, name):
    row = dossier_of(request, pk)
    return step_page(request, row, DOSSIER_PROCEDURE, name)
