"""The pages of a dossier: what it holds, what it lacks, its forms, and the steps that remain."""

from django.shortcuts import get_object_or_404, render

from products.dossiers import clocks, starting
from products.dossiers.checklist import checklist_of
from products.dossiers.forms import DossierForm, ReportForm, StartForm
from products.dossiers.paper_views import papers_context
from products.dossiers.reviewing import queue_of
from products.dossiers.self_assessment import changes_since, load
from products.dossiers.workflow import DOSSIER_PROCEDURE, editing_refusal
from products.enums import DossierState
from products.models import CommuneReport, Dossier, Product
from programs import clock
from programs.enums import DEPARTMENT, UNIT_ROLES
from programs.models import Event
from programs.next_acts import Checklist, offer, rail, returned, step_offers
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
    "created_by",
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
    may_edit = editing_refusal(dossier, request.user) is None
    events = list(Event.objects.about(dossier).select_related("actor")[:20])
    checklist = _checklist(dossier, papers, answers, may_edit)
    offers = _offers(dossier, request.user, papers, may_edit=may_edit)
    context = papers | {
        "law": law,
        "is_guest": _is_guest(dossier, request.user),
        "rail": rail(offers, checklist, DOSSIER_PROCEDURE.awaited(dossier, request.user)),
        "checklist": checklist,
        "returned": returned(dossier) if dossier.state == DossierState.RETURNED else None,
        "clocks": clocks.clocks_of(dossier),
        "round": dossier.is_open and clocks.coming_round(law, today),
        "dates": _dates(dossier, law),
        "answers": answers,
        "outlook": outlook(answers, law),
        "changes": changes_since(dossier.follows, dossier) if dossier.follows else [],
        "trail": events,
    }
    context |= _contact(dossier, request.user, events)
    return render(request, "products/dossier_detail.html", context)


def _is_guest(dossier, user):
    """Whether a unit's person reads it by a seat alone: then its product's pages are not theirs."""
    if user.role not in UNIT_ROLES or dossier.product.commune.reporting_id == user.unit_id:
        return False
    return not Product.objects.visible_to(user).filter(pk=dossier.product_id).exists()


def _checklist(dossier, papers, answers, may_edit):
    """What is left while the unit has it; what the province has is whole."""
    if not dossier.is_open:
        return Checklist()
    first = {section.label: section.papers[0][0] for section in papers["sections"]}
    known = {"answers": answers, "standing": papers["standing"]}
    return checklist_of(dossier, first, may_edit=may_edit, **known)


def _offers(dossier, user, papers, *, may_edit):
    pk, queue = dossier.pk, queue_of(dossier, user)
    return [
        *step_offers(DOSSIER_PROCEDURE, dossier, user, "products:dossier_step"),
        *(queue.offers(is_decided=dossier.state != DossierState.FORWARDED) if queue else ()),
        *offer(may_edit, "thông tin hồ sơ (Mẫu 01, 02)", "products:dossier_update", pk),
        *offer(may_edit, "tự chấm điểm", "products:dossier_answers", pk),
        *offer(may_edit, "báo cáo của cấp xã (Mẫu 03)", "products:dossier_report", pk),
        *offer(papers["sections"], "tải cả hồ sơ (PDF)", "reports:dossier_file", pk),
    ]


def _dates(dossier, law):
    """[(what for, the day, how long until then)]: the law's clocks, the next round, the paper."""
    running = [
        (each.label, each.last_day, "quá hạn" if each.is_late else f"còn {each.days_left} ngày")
        for each in clocks.clocks_of(dossier)
    ]
    if dossier.is_open and (coming := clocks.coming_round(law, clock.today())):
        _, until, results = coming
        running += [("Đề nghị tỉnh trước ngày", until, ""), ("Có kết quả trước ngày", results, "")]
    if dossier.certificate:
        end = dossier.certificate.expires_on
        running.append((f"Giấy {dossier.certificate.star} sao hết hạn", end, ""))
    return running


def _contact(dossier, user, events):
    """Whom to call: of the province who answered last, or of the unit who filed it."""
    if user.role in UNIT_ROLES:
        answered = (each.actor for each in events if each.actor and each.actor.role in DEPARTMENT)
        return {"contact": next(answered, None), "contact_of": "Người xử lý ở tỉnh"}
    return {"contact": dossier.created_by, "contact_of": "Người lập hồ sơ"}


def dossier_create(request, pk):
    """Begin a dossier of a product (matrix H1)."""
    rows = Product.objects.visible_to(request.user).select_related("commune__parent", "producer")
    product = get_object_or_404(rows, pk=pk)
    if refused := starting.starting_refusal(product, request.user):
        raise refused
    kind, star = starting.usual(product)

    def act(form):
        kind, star = form.cleaned_data["kind"], form.cleaned_data["star"]
        return starting.start(product, kind, star, by=request.user, key=form.key)

    return act_page(
        request,
        StartForm(posted(request), initial={"kind": kind, "star": star}),
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
    queue = queue_of if name in {"accept", "return"} else None
    return step_page(request, row, DOSSIER_PROCEDURE, name, queue=queue)
