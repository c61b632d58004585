"""The province's figures of a campaign of reports, and the reports behind each (matrix T22)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programs.acts import StepRefused
from programs.enums import REGISTER_READERS, REPORT_KINDS
from programs.models import Campaign
from programs.scoping import require_role
from reports.builders.province import figure_table, province_table
from reports.formats import RENDERERS, attachment
from reports.periodic.province import Province
from reports.renderers import markup
from reports.views.downloading import download

FORMATS = ("xlsx", "pdf", "docx", "csv", "json")


def _province(request, pk):
    rows = Campaign.objects.visible_to(request.user).filter(kind__in=sorted(REPORT_KINDS))
    campaign = get_object_or_404(rows.select_related("report_period__form"), pk=pk)
    require_role(request.user, REGISTER_READERS)
    if not hasattr(campaign, "report_period"):
        raise StepRefused("Kỳ báo cáo này chưa chọn mẫu và kỳ số liệu.", code="period")
    return Province(campaign)


@require_safe
def province_figures(request, pk):
    province = _province(request, pk)
    return _page(request, province, province_table(province))


@require_safe
def province_figure(request, pk, code):
    province = _province(request, pk)
    line = next((line for line in province.lines() if line.indicator.code == code), None)
    if line is None:
        raise Http404(f"The form has no indicator {code!r}.")
    return _page(request, province, figure_table(province, line), is_part=True)


def _page(request, province, table, *, is_part=False):
    context = {
        "campaign": province.campaign,
        "table": table,
        "head": markup.head(table),
        "body": markup.body(table),
        "formats": [] if is_part else FORMATS,
        "is_part": is_part,
    }
    return render(request, "reports/province_figures.html", context)


@download(*FORMATS)
def province_figures_file(request, pk, extension):
    province = _province(request, pk)
    table = province_table(province)
    return attachment(RENDERERS[extension].render(table), table.title, extension)
