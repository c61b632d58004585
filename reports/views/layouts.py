"""The layout of certificates: its versions, a draft of the next, how it prints, its publishing."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from programs import clock
from programs.enums import ADMIN
from programs.forms.steps import StepForm
from programs.models import Event
from programs.next_acts import offer, rail
from programs.scoping import require_role
from programs.views.listings import listing_view
from programs.views.pages import act_page, posted, removal_page
from reports import layout_acts
from reports.formats import attachment
from reports.forms import LayoutForm
from reports.layout_listings import LAYOUTS
from reports.layouts import SHIPPED
from reports.models import CertificateLayout
from reports.renderers.certificate import render as print_paper
from reports.views.downloading import download


def layout_list(request):
    require_role(request.user, ADMIN)
    return listing_view(request, LAYOUTS)


def _layout(request, pk):
    return get_object_or_404(CertificateLayout.objects.visible_to(request.user), pk=pk)


def _draft(request, pk):
    layout = _layout(request, pk)
    if refused := layout_acts.changing_refusal(layout, request.user):
        raise refused
    return layout


def layout_detail(request, pk):
    layout = _layout(request, pk)
    context = {
        "layout": layout,
        "rail": rail(_offers(layout)),
        "dates": [("Áp dụng cho giấy cấp từ ngày", layout.valid_from, "")],
        "trail": Event.objects.about(layout).select_related("actor")[:20],
    }
    return render(request, "reports/layout_detail.html", context)


def _offers(layout):
    pk, is_draft = layout.pk, not layout.is_published
    why = layout_acts.publishing_objection(layout) if is_draft else ""
    onward = {"onward": True, "why": why}
    return [
        *offer(is_draft, "công bố mẫu", "reports:layout_publish", pk, **onward),
        *offer(True, "in thử (PDF)", "reports:layout_preview", pk),
        *offer(is_draft, "sửa bản nháp", "reports:layout_update", pk),
        *offer(True, "sao thành bản nháp mới", "reports:layout_copy", pk),
        *offer(is_draft, "bỏ bản nháp", "reports:layout_delete", pk, away=True),
    ]


def layout_create(request):
    require_role(request.user, ADMIN)
    first = {name: SHIPPED[name] for name in layout_acts.COPIED}
    layout = CertificateLayout(valid_from=clock.today(), **first)
    return _layout_page(request, layout, "soạn mẫu giấy chứng nhận", reverse(LAYOUTS.page))


def layout_copy(request, pk):
    source = _layout(request, pk)
    layout, back = layout_acts.copied(source), source.get_absolute_url()
    return _layout_page(request, layout, "sao thành bản nháp mới", back)


def layout_update(request, pk):
    layout = _draft(request, pk)
    return _layout_page(request, layout, "sửa bản nháp", layout.get_absolute_url())


def _layout_page(request, layout, title, back):
    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        return layout_acts.write(row, by=request.user, version=version, key=form.key)

    return act_page(
        request,
        LayoutForm(posted(request), instance=layout),
        act,
        done="Đã lưu bản nháp",
        title=title,
        explanation="Lưu xong thì in thử; công bố rồi thì mẫu không sửa được nữa.",
        subject=layout if layout.pk else None,
        back=back,
    )


def layout_publish(request, pk):
    layout = _draft(request, pk)

    def act(form):
        read = form.cleaned_data["read"]
        return layout_acts.publish(layout, by=request.user, key=form.key, read=read)

    return act_page(
        request,
        StepForm(posted(request), about=layout),
        act,
        done="Đã công bố",
        title="công bố mẫu",
        submit="công bố",
        explanation=(
            f"Giấy cấp từ ngày {layout.valid_from:%d/%m/%Y} in theo mẫu này. Giấy đã in giữ "
            "nguyên. Mẫu đã công bố không sửa, không bỏ được."
        ),
        subject=layout,
        back=layout.get_absolute_url(),
    )


def layout_delete(request, pk):
    layout = _draft(request, pk)
    return removal_page(
        request,
        lambda form: layout_acts.discard(layout, by=request.user, key=form.key),
        done="Đã bỏ bản nháp",
        to=reverse(LAYOUTS.page),
        title="bỏ bản nháp",
        subject=layout,
        back=layout.get_absolute_url(),
    )


@download("pdf")
def layout_preview(request, pk, extension):
    layout = _layout(request, pk)
    paper = layout_acts.sample_paper(layout)
    return attachment(print_paper(paper), f"In thử {layout}", extension)
