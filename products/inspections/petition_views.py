"""The pages of a unit's petitions to revoke: written, sent, answered."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from products.certificates.revocation import petitioning_refusal
from products.enums import PetitionState
from products.inspections import petitions
from products.inspections.petition_forms import PetitionForm
from products.inspections.petition_listings import PETITIONS
from products.models import Certificate, Inspection, Petition
from programs.enums import REGISTER_READERS, UNIT_ROLES
from programs.models import Event
from programs.next_acts import offer, rail, returned, step_offers
from programs.scoping import require_role
from programs.views.files import file_answer
from programs.views.limits import limited
from programs.views.listings import listing_view
from programs.views.pages import act_page, posted, step_page


def _petition(request, pk):
    rows = Petition.objects.visible_to(request.user)
    related = ("certificate__product__commune__parent", "ground", "prepared_by", "sent_by")
    return get_object_or_404(rows.select_related(*related, "revocation", "inspection"), pk=pk)


@require_safe
def petition_detail(request, pk):
    petition = _petition(request, pk)
    context = {
        "petition": petition,
        "rail": rail(
            _offers(petition, request.user),
            waits=petitions.PETITION.awaited(petition, request.user),
        ),
        "returned": returned(petition) if petition.state == PetitionState.DRAFT else None,
        "contact": petition.sent_by or petition.prepared_by,
        "contact_of": "Người gửi" if petition.sent_by else "Người soạn",
        "inspection_url": _inspection_url(petition, request.user),
        "trail": Event.objects.about(petition).select_related("actor")[:20],
    }
    return render(request, "products/petition_detail.html", context)


def _offers(petition, user):
    may_write = petitions.writing_refusal(petition, user) is None
    return [
        *step_offers(petitions.PETITION, petition, user, "products:petition_step"),
        *offer(may_write, "sửa đề nghị", "products:petition_update", petition.pk),
    ]


def _inspection_url(petition, user):
    """Where the post-check is read, for those who may: checks to come are the department's."""
    rows = Inspection.objects.visible_to(user).filter(pk=petition.inspection_id)
    return petition.inspection.get_absolute_url() if rows.exists() else ""


def petition_list(request):
    require_role(request.user, REGISTER_READERS | UNIT_ROLES)
    return listing_view(request, PETITIONS)


@limited("upload")
def petition_create(request, pk):
    rows = Certificate.objects.visible_to(request.user)
    certificate = get_object_or_404(rows.select_related("product__commune__parent"), pk=pk)
    if refused := petitioning_refusal(certificate, request.user):
        raise refused

    def act(form):
        facts = {"by": request.user, "paper": form.cleaned_data["upload"], "key": form.key}
        return petitions.create(form.save(commit=False), **facts)

    return _page(request, Petition(certificate=certificate), act, back=certificate)


@limited("upload")
def petition_update(request, pk):
    petition = _petition(request, pk)
    if refused := petitions.writing_refusal(petition, request.user):
        raise refused

    def act(form):
        facts = {"by": request.user, "paper": form.cleaned_data["upload"], "key": form.key}
        row, version = form.save(commit=False), form.cleaned_data["version"]
        return petitions.change(row, version=version, **facts)

    return _page(request, petition, act, back=petition)


def _page(request, petition, act, *, back):
    return act_page(
        request,
        PetitionForm(posted(request), request.FILES or None, instance=petition),
        act,
        done="Đã lưu",
        title="Đề nghị thu hồi giấy chứng nhận",
        explanation="Cán bộ soạn, lãnh đạo đơn vị gửi; cơ quan cấp tỉnh giải quyết hoặc trả lời.",
        subject=petition.certificate,
        back=back.get_absolute_url(),
    )


@require_safe
def petition_file(request, pk):
    petition = _petition(request, pk)
    if not petition.file:
        raise Http404("This petition has no file.")
    return file_answer(petition.file, petition.name, petition.content_type)


def petition_step(request, pk, name):
    return step_page(request, _petition(request, pk), petitions.PETITION, name)
