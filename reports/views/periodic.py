"""A periodic report as a file: as it was sent, or marked as a draft (matrix T3, T16)."""

from django.shortcuts import get_object_or_404

from reports.builders import periodic_report
from reports.enums import REPORT_PRIVATE
from reports.formats import attachment
from reports.models import PeriodicReport, SealedReport
from reports.periodic import sealing
from reports.sealed import report_file
from reports.views.downloading import download

_RELATED = ("participant__campaign__report_period__form", "participant__unit")
_RELATED += ("participant__agency",)


@download(*periodic_report.FORMATS)
def report_export(request, pk, extension):
    """The report as it was last sent; one that is being written is marked as a draft."""
    rows = PeriodicReport.objects.visible_to(request.user).select_related(*_RELATED)
    report = get_object_or_404(rows, pk=pk)
    if report.state in REPORT_PRIVATE:
        content = periodic_report.render(sealing.content(report), extension)
        return attachment(content, f"{report} bản nháp", extension)
    seal = report.seals.order_by("-number").first()
    return attachment(report_file(seal, extension), f"{report}", extension)


@download(*periodic_report.FORMATS)
def sealed_report_export(request, pk, extension):
    rows = SealedReport.objects.visible_to(request.user)
    related = (f"report__{name}" for name in _RELATED)
    seal = get_object_or_404(rows.select_related(*related), pk=pk)
    name = f"{seal.report} lần gửi {seal.number}"
    return attachment(report_file(seal, extension), name, extension)
