"""What a right POST of the pages of periodic reports holds."""

from io import BytesIO

from openpyxl import load_workbook

from reports.models import SealedReport
from reports.periodic.reading import parts_of
from reports.periodic.workbook import workbook_of
from reports.renderers.report_workbook import render as rendered
from tests.support import papers

# The one figure that the world's form asks.
CODE = "sp_moi"


def _published(world):
    [form] = (row.subject for row in world.rows["report_form"] if row.is_known)
    return form


def _draft(world):
    [form] = (row.subject for row in world.rows["report_form_draft"] if row.is_known)
    return form


def section(world, _row, _user):
    [figure] = _published(world).indicators.all()
    return {f"value_{figure.pk}": "4", "text": "Đã làm."}


def files(_world, _row, _user):
    return {"files": [papers.upload()]}


def workbook(_world, row, _user):
    """The draft as it was taken, with one figure filled in."""
    if not row.is_known:
        return {}
    book = load_workbook(BytesIO(rendered(workbook_of(row.subject, parts_of(row.subject)))))
    sheet, content = book["Số liệu"], BytesIO()
    [value] = (cell for cell in sheet[sheet.max_row] if cell.column_letter == "F")
    value.value = 7
    book.save(content)
    return {"upload": papers.upload(content.getvalue(), "bao-cao.xlsx")}


def double(world, row, _user):
    """The agency keeps what the unit counted too."""
    typed = {"indicator": _published(world).indicators.get().pk, "many": "1", "reason": "Một lớp."}
    if not row.is_known:
        return typed
    cut, kept = SealedReport.objects.filter(report__participant__campaign=row.subject).order_by(
        "report__participant__position"
    )
    return typed | {"kept": kept.pk, "cut": cut.pk}


def form(world, _row, _user):
    typed = {"name": "Mẫu mới", "document": "", "valid_from": "01/01/2025", "note": ""}
    return typed | {"version": _draft(world).version}


def form_section(world, row, _user):
    pk = row.pk if row else ""
    typed = {"code": f"IX.{pk}"[:10], "title": "Mục khác", "asked_of": "unit", "position": 9}
    return typed | {"has_text": "on", "version": _draft(world).version}


def form_indicator(world, row, _user):
    draft, pk = _draft(world), row.pk if row else ""
    chosen = {"asked_of": "unit", "source": "typed", "roll_up": "sum", "position": 9}
    typed = {"code": f"khac_{pk}", "label": "Chỉ tiêu khác", "measure": "lớp"}
    return typed | chosen | {"section": draft.sections.first().pk, "version": draft.version}


def period(world, _row, _user):
    days = {"data_from": "15/12/2023", "data_to": "14/06/2024"}
    return days | {"form": _published(world).pk}


def words(_world, _row, _user):
    """Words of the province's report, over whatever stands."""
    return {"text": "Đã tổng hợp.", "read": ""}
