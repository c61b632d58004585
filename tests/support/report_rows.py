"""Forms of periodic reports, periods and reports in any state, and a valid row of each model."""

import hashlib
from dataclasses import asdict
from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from programs import sealing
from programs.enums import CampaignKind, Role
from programs.models import Participant
from reports.enums import REPORT_PRIVATE, FormState, ReportState
from reports.models import (
    DoubleCount,
    FilledReport,
    FormSection,
    Indicator,
    PeriodicReport,
    ProvinceReport,
    ProvinceText,
    ReceiptSeries,
    ReportAttachment,
    ReportComment,
    ReportFigure,
    ReportForm,
    ReportPeriod,
    ReportText,
    SealedProvinceReport,
    SealedReport,
)
from reports.periodic import sealing as periodic_sealing
from reports.periodic.filling import mark_of_part
from reports.periodic.reading import parts_of
from reports.periodic.workbook import workbook_of
from reports.periodic.workbook_reading import Found
from reports.provincial.content import content
from reports.renderers.report_workbook import render
from tests.support.factories import make_agency, make_campaign, make_unit, make_user, numbers


def make_form(state="draft", **fields):
    values = {"name": f"Mẫu báo cáo số {next(numbers)}", "valid_from": date(2024, 1, 1)}
    form = ReportForm.objects.create(**values | fields)
    if state != FormState.DRAFT:
        publish(form, state)
    return form


def publish(form, state=FormState.PUBLISHED):
    """As if it had been published: from now on triggers hold it."""
    ReportForm.objects.filter(pk=form.pk).update(state=state)
    form.refresh_from_db()
    return form


def make_section(form=None, **fields):
    number = next(numbers)
    values = {"code": f"II.{number}", "title": f"Mục {number}", "position": number}
    return FormSection.objects.create(form=form or make_form(), **values | fields)


def make_indicator(section=None, **fields):
    """A typed figure of units, added up, unless told otherwise."""
    section, number = section or make_section(), next(numbers)
    values = {"code": f"so_{number}", "label": f"Chỉ tiêu {number}", "measure": "sản phẩm"}
    return Indicator.objects.create(
        form=section.form, section=section, position=number, **values | fields
    )


def make_ratio():
    part, whole = make_indicator(), make_indicator()
    return make_indicator(roll_up="ratio", source="computed", part=part, whole=whole)


def make_period(form=None, *, bodies=(), kind=CampaignKind.HALF_YEAR_REPORT, **fields):
    """A campaign of reports that asks these units and agencies by this published form."""
    campaign = make_campaign(kind=kind, **fields.pop("campaign", {}))
    for position, body in enumerate(bodies, 1):
        name = body._meta.model_name
        Participant.objects.create(campaign=campaign, position=position, **{name: body})
    values = {"data_from": date(2023, 12, 15), "data_to": date(2024, 6, 14)}
    form = form or make_form("published")
    return ReportPeriod.objects.create(campaign=campaign, form=form, **values | fields)


def make_periodic(state="draft", *, participant=None, figures=None, **fields):
    """A report in this state as if its steps had been taken; `figures` are {indicator: value}."""
    if participant is None:
        participant = make_period(bodies=[make_unit()]).campaign.participants.get()
    report = PeriodicReport.objects.create(participant=participant, **fields)
    for indicator, value in (figures or {}).items():
        ReportFigure.objects.create(report=report, indicator=indicator, value=value)
    if state not in REPORT_PRIVATE:
        now = timezone.now()
        report.sent_at, report.sent_by = report.sent_at or now, make_user(Role.UNIT_LEADER)
        report.first_sent_at = report.first_sent_at or now
    report.state = state
    report.save()
    return report


def make_figure(report=None, **fields):
    report = report or make_periodic()
    return ReportFigure.objects.create(report=report, indicator=make_indicator(), **fields)


def make_text(report=None, **fields):
    report = report or make_periodic()
    return ReportText.objects.create(report=report, section=make_section(), **fields)


def make_receipt_series():
    return ReceiptSeries.objects.create(year=2024)


def make_comment():
    report = make_periodic(ReportState.SENT)
    author = make_user(Role.PROVINCE_STAFF)
    return ReportComment.objects.create(report=report, author=author, text="Xem lại số lớp.")


def make_attachment(report=None, **fields):
    """A file beside a report, as it was uploaded to its draft; it stands in storage."""
    report, data = report or make_periodic(), f"tệp {next(numbers)}".encode()
    state, sha256 = report.state, hashlib.sha256(data).hexdigest()
    PeriodicReport.objects.filter(pk=report.pk).update(state=ReportState.DRAFT)
    values = {
        "name": "Biên bản.pdf",
        "content_type": "application/pdf",
        "size": len(data),
        "sha256": sha256,
        "file": ContentFile(data, name=f"{sha256}.pdf"),
        "uploaded_by": make_user(Role.UNIT_OFFICER),
    }
    row = ReportAttachment.objects.create(report=report, **values | fields)
    PeriodicReport.objects.filter(pk=report.pk).update(state=state)
    return row


def make_filled_report(report=None, **fields):
    """A workbook of a draft that was read and changes its one section; its bytes are in storage."""
    report = report or make_periodic()
    parts = parts_of(report)
    data = render(workbook_of(report, parts))
    found = [
        Found(
            part.section.code,
            part.section.title,
            mark_of_part(part),
            {line.indicator.code: [5, ""] for line in part.lines},
            changes=[[line.indicator.label, "3", "5"] for line in part.lines],
        )
        for part in parts
    ]
    values = {
        "name": "bao-cao.xlsx",
        "sha256": hashlib.sha256(data).hexdigest(),
        "file": ContentFile(data, name="bao-cao.xlsx"),
        "outcome": "ACCEPT",
        "lines": [asdict(each) for each in found],
        "user": make_user(Role.UNIT_OFFICER),
    }
    return FilledReport.objects.create(report=report, **values | fields)


def make_double(**fields):
    """That a unit and an agency of one campaign counted one event, both accepted."""
    if "indicator" not in fields:
        form = make_form()
        figure = make_indicator(make_section(form, asked_of="both"), asked_of="both")
        kept, cut = make_told(publish(form), figure, (make_unit(), make_agency()))
        fields |= {"indicator": figure, "kept": kept, "cut": cut}
    values = {"many": 1, "reason": "Một hội chợ."}
    staff = make_user(Role.PROVINCE_STAFF)
    return DoubleCount.objects.create(**values | {"recorded_by": staff} | fields)


def make_told(form, figure, bodies, state=ReportState.ACCEPTED, value=3):
    """The seals of what these bodies said of a figure, in one campaign."""
    participants = make_period(form, bodies=bodies).campaign.participants.order_by("position")
    said = {"figures": {figure: value}}
    return [make_seal(make_periodic(state, participant=each, **said)) for each in participants]


def make_sealed_report():
    return make_seal(make_periodic(ReportState.SENT))


def make_seal(report):
    """What it says, as it is, sealed by whoever sent it."""
    row = SealedReport(report=report, number=1, sealed_at=report.sent_at, sealed_by=report.sent_by)
    facts = {"sent_by": report.sent_by.full_name, "receipt": report.receipt}
    sealing.seal(row, periodic_sealing.content(report) | facts).save()
    return row


def make_correction():
    old = make_periodic(ReportState.RETURNED)
    return make_periodic(participant=old.participant, version=2, corrects=old)


def make_province_report(state="draft", *, campaign=None, **fields):
    """A version of the province's report; a sealed one has its seal."""
    campaign = campaign or make_period(bodies=[make_unit()]).campaign
    writer = fields.pop("prepared_by", None) or make_user(Role.PROVINCE_STAFF)
    report = ProvinceReport.objects.create(campaign=campaign, prepared_by=writer, **fields)
    for section in campaign.report_period.form.sections.filter(has_text=True):
        make_province_text(report, section=section, text="Đã làm.")
    if state == "sealed":
        now, by = timezone.now(), make_user(Role.PROVINCE_ADMIN)
        row = SealedProvinceReport(report=report, sealed_at=now, sealed_by=by)
        facts = {"sealed_at": timezone.localtime(now).isoformat(), "sealed_by": by.full_name}
        sealing.seal(row, content(report) | facts).save()
        report.state, report.sealed_by = state, by
        report.save()
    return report


def make_province_text(report=None, **fields):
    report = report or make_province_report()
    section = fields.pop("section", None) or make_section()
    by = report.prepared_by
    return ProvinceText.objects.create(report=report, section=section, written_by=by, **fields)


def make_sealed_province_report():
    return make_province_report("sealed").seal


PERIODIC_MAKERS = {
    ReportForm: make_form,
    FormSection: make_section,
    Indicator: make_indicator,
    ReportPeriod: make_period,
    PeriodicReport: make_periodic,
    ReceiptSeries: make_receipt_series,
    ReportFigure: make_figure,
    ReportText: make_text,
    ReportComment: make_comment,
    SealedReport: make_sealed_report,
    ProvinceReport: make_province_report,
    ProvinceText: make_province_text,
    SealedProvinceReport: make_sealed_province_report,
    ReportAttachment: make_attachment,
    FilledReport: make_filled_report,
    DoubleCount: make_double,
}
