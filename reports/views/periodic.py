"""A periodic report as a file: as it was sent, a draft, a workbook to fill in (T3, T16)."""

from pathlib import PurePath

from django.http import Http404
from django.shortcuts import get_object_or_404

from programs.acts import StepRefused
from programs.uploads.staged import bytes_of, problems_of
from reports.builders import periodic_report
from reports.builders.marked_file import marked_bytes
from reports.enums import REPORT_PRIVATE
from reports.formats import attachment
from reports.models import PeriodicReport, SealedReport
from reports.periodic import sealing, workbook
from reports.periodic.reading import parts_of
from reports.periodic.workbook_staging import filled_reports
from reports.renderers import report_workbook
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


@download("xlsx")
def report_workbook_file(request, pk, extension):
    """The draft as a workbook to be filled in (matrix T16)."""
    rows = PeriodicReport.objects.visible_to(request.user).select_related(*_RELATED)
    report = get_object_or_404(rows, pk=pk)
    if report.state not in REPORT_PRIVATE:
        raise StepRefused("Báo cáo đã gửi: hãy tải tệp của bản đã gửi.", code="state")
    content = report_workbook.render(workbook.workbook_of(report, parts_of(report)))
    return attachment(content, f"{report} để điền", extension)


@download("xlsx")
def filled_report_marked(request, pk, extension):
    """The workbook that was handed in, with a remark at each cell that is wrong."""
    row = get_object_or_404(filled_reports(request.user), pk=pk)
    if not row.file:
        raise Http404("The bytes of this file were not kept.")
    cells = [
        {
            "sheet": sheet,
            "row": at,
            "column": place + 1,
            "fault": True,
            "said": [said],
            "text": None,
        }
        for sheet, at, place, said in row.marks
    ]
    lines = [(each.row or None, each.column, each.value, each.message) for each in problems_of(row)]
    content = marked_bytes(bytes_of(row), cells, lines)
    if content is None:
        raise StepRefused(
            "Tệp quá nặng để đánh dấu: hãy xem danh sách lỗi trên trang.", code="file"
        )
    return attachment(content, f"{PurePath(row.name).stem} đánh dấu lỗi", extension)
