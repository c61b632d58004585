"""The province's figures of a campaign of reports, and its report as files (matrix T5, T22)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programs.enums import REGISTER_READERS, REPORT_KINDS
from programs.models import Campaign
from programs.scoping import require_role
from reports import sealed
from reports.builders.province import figure_table, province_table
from reports.enums import ProvinceReportState
from reports.formats import RENDERERS, attachment
from reports.models import ProvinceReport
from reports.periodic.doubles import outdated
from reports.periodic.periods import unset
from reports.periodic.province import Province
from reports.provincial import papers as province_report
from reports.provincial.writing import beginning_refusal
from reports.renderers import markup
from reports.views.downloading import download

FORMATS = ("xlsx", "pdf", "docx", "csv", "json")
_CAMPAIGN = "campaign__report_period__form"


def _province(request, pk):
    rows = Campaign.objects.visible_to(request.user).filter(kind__in=sorted(REPORT_KINDS))
    campaign = get_object_or_404(rows.select_related("report_period__form"), pk=pk)
    require_role(request.user, REGISTER_READERS)
    if refused := unset(campaign):
        raise refused
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
        "versions": ProvinceReport.objects.visible_to(request.user)
        .filter(campaign=province.campaign)
        .select_related("seal"),
        "may_begin": beginning_refusal(province.campaign, request.user) is None,
        "is_part": is_part,
        "outdated": outdated(province.campaign),
    }
    return render(request, "reports/province_figures.html", context)


@download(*FORMATS)
def province_figures_file(request, pk, extension):
    province = _province(request, pk)
    table = province_table(province)
    return attachment(RENDERERS[extension].render(table), table.title, extension)


@download(*province_report.FORMATS)
def province_report_export(request, pk, extension):
    """The sealed bytes; one that is being written is marked as a draft."""
    rows = ProvinceReport.objects.visible_to(request.user).select_related(_CAMPAIGN, "seal")
    report = get_object_or_404(rows, pk=pk)
    draft = "" if report.state == ProvinceReportState.SEALED else " bản nháp"
    return attachment(sealed.province_report(report, extension), f"{report}{draft}", extension)
