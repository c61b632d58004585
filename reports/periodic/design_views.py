"""The pages of the form of reports, and of what a campaign asks by it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from programs.enums import ADMIN
from programs.forms.base import KeyedForm
from programs.models import Campaign, Event
from programs.next_acts import offer, rail, step_offers
from programs.scoping import require_role
from programs.views.listings import listing_view
from programs.views.pages import act_page, posted, step_page
from reports.models import FormSection, Indicator, ReportForm, ReportPeriod
from reports.models.report_forms import REPORT_READERS
from reports.periodic.counting import COUNTINGS
from reports.periodic.design_forms import (
    FormSectionForm,
    IndicatorForm,
    ReportFormForm,
    ReportPeriodForm,
)
from reports.periodic.design_listings import REPORT_FORMS
from reports.periodic.designing import FORM, create, remove, write, writing_refusal
from reports.periodic.periods import BEGUN, set_period, setting_refusal


def form_list(request):
    require_role(request.user, REPORT_READERS)
    return listing_view(request, REPORT_FORMS)


def _form(request, pk):
    return get_object_or_404(ReportForm.objects.visible_to(request.user), pk=pk)


def form_detail(request, pk):
    form, user = _form(request, pk), request.user
    may_write, is_admin = writing_refusal(form, user) is None, user.role in ADMIN
    indicators = form.indicators.select_related("section", "part", "whole")
    lines = {}
    for row in indicators.order_by("position", "pk"):
        lines.setdefault(row.section_id, []).append((row, _counted_by(row)))
    sections = form.sections.select_related("agency").order_by("position", "pk")
    offers = [
        *step_offers(FORM, form, user, "reports:form_step"),
        *offer(may_write, "sửa đầu mẫu", "reports:form_update", form.pk),
        *offer(may_write, "thêm mục", "reports:form_section_add", form.pk),
        *offer(may_write, "thêm chỉ tiêu", "reports:form_indicator_add", form.pk),
        *offer(is_admin, "soạn phiên bản mới từ mẫu này", "reports:form_create_after", form.pk),
    ]
    context = {
        "form": form,
        "sections": [(section, lines.get(section.pk, [])) for section in sections],
        "may_write": may_write,
        "rail": rail(offers),
        "dates": [("Dùng từ ngày", form.valid_from, "")],
        "trail": Event.objects.about(form).select_related("actor")[:20] if is_admin else [],
    }
    return render(request, "reports/form_detail.html", context)


def _counted_by(indicator):
    """What the portal counts it by, in words, or ""."""
    counting = COUNTINGS.get(indicator.function)
    return counting.label if counting else ""


def form_create(request, pk=None):
    after = pk and _form(request, pk)
    require_role(request.user, ADMIN)
    return act_page(
        request,
        KeyedForm(posted(request)),
        lambda form: create(after, by=request.user, key=form.key),
        done="Đã soạn bản nháp",
        title="Soạn mẫu báo cáo",
        explanation=(
            f"Bản nháp có sẵn mục và chỉ tiêu của “{after}”."
            if after
            else "Bản nháp có sẵn các mục theo Công văn tháng 3/2024 và chỉ tiêu cổng đề xuất."
        ),
        submit="Soạn bản nháp",
        back=reverse(REPORT_FORMS.page),
    )


def _writable(request, pk):
    form = _form(request, pk)
    if refused := writing_refusal(form, request.user):
        raise refused
    return form


def form_update(request, pk):
    row = _writable(request, pk)
    return _page(request, ReportFormForm(posted(request), instance=row), "Sửa mẫu báo cáo", row)


def section_add(request, pk):
    owner = _writable(request, pk)
    row = FormSection(form=owner, position=owner.sections.count() + 1)
    return _page(request, FormSectionForm(posted(request), instance=row), "Thêm mục", owner)


def section_update(request, pk):
    row = get_object_or_404(FormSection.objects.select_related("form"), pk=pk)
    owner = _writable(request, row.form_id)
    row.form = owner
    return _page(request, FormSectionForm(posted(request), instance=row), "Sửa mục", owner)


def indicator_add(request, pk):
    owner = _writable(request, pk)
    row = Indicator(form=owner, position=owner.indicators.count() + 1)
    return _page(request, IndicatorForm(posted(request), instance=row), "Thêm chỉ tiêu", owner)


def indicator_update(request, pk):
    row = get_object_or_404(Indicator.objects.select_related("form"), pk=pk)
    owner = _writable(request, row.form_id)
    row.form = owner
    return _page(request, IndicatorForm(posted(request), instance=row), "Sửa chỉ tiêu", owner)


def _page(request, form, title, owner):
    def act(form):
        row, version = form.save(commit=False), form.cleaned_data["version"]
        return write(row, by=request.user, version=version, key=form.key)

    back = owner.get_absolute_url()
    return act_page(
        request, form, act, done="Đã lưu", to=back, title=title, subject=owner, back=back
    )


def section_remove(request, pk):
    row = get_object_or_404(FormSection.objects.select_related("form"), pk=pk)
    return _removal(request, row, f"Bỏ mục {row} và các chỉ tiêu của mục")


def indicator_remove(request, pk):
    row = get_object_or_404(Indicator.objects.select_related("form"), pk=pk)
    return _removal(request, row, f"Bỏ chỉ tiêu {row}")


def _removal(request, row, title):
    owner = _writable(request, row.form_id)

    def act(form):
        remove(row, by=request.user, version=owner.version, key=form.key)

    back = owner.get_absolute_url()
    return act_page(
        request,
        KeyedForm(posted(request)),
        act,
        done="Đã bỏ.",
        to=back,
        title=title,
        subject=owner,
        submit="Bỏ",
        is_removal=True,
        back=back,
    )


def form_step(request, pk, name):
    return step_page(request, _form(request, pk), FORM, name)


# --- The period of a campaign ------------------------------------------------------------------


def period_set(request, pk):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    period = ReportPeriod.objects.filter(campaign=campaign).first()
    if refused := setting_refusal(campaign, request.user):
        if refused.code == BEGUN and request.method == "GET":
            context = {"period": period, "campaign": campaign, "refusal": refused}
            return render(request, "reports/period_detail.html", context)
        raise refused
    form = ReportPeriodForm(posted(request), instance=period or ReportPeriod(campaign=campaign))

    def act(form):
        return set_period(form.save(commit=False), by=request.user, key=form.key)

    return act_page(
        request,
        form,
        act,
        done="Đã chọn mẫu và kỳ số liệu của",
        to=campaign,
        title="Mẫu và kỳ số liệu",
        subject=campaign,
        back=campaign.get_absolute_url(),
    )
