"""What was printed for ever, papers that go out, files made on request, periodic reports."""

from reports.models.attachments import FilledReport, ReportAttachment
from reports.models.doubles import DoubleCount
from reports.models.exports import ExportJob
from reports.models.layouts import CertificateLayout
from reports.models.outgoing import (
    OutgoingPaper,
    PaperCopy,
    PaperNumber,
    PaperOpening,
    PaperRecipient,
    PaperSeries,
)
from reports.models.periodic import (
    PeriodicReport,
    ReceiptSeries,
    ReportComment,
    ReportFigure,
    ReportPeriod,
    ReportText,
    SealedReport,
)
from reports.models.provincial import ProvinceReport, ProvinceText, SealedProvinceReport
from reports.models.report_forms import FormSection, Indicator, ReportForm
from reports.models.sealed import SealedDocument

__all__ = [
    "CertificateLayout",
    "DoubleCount",
    "ExportJob",
    "FilledReport",
    "FormSection",
    "Indicator",
    "OutgoingPaper",
    "PaperCopy",
    "PaperNumber",
    "PaperOpening",
    "PaperRecipient",
    "PaperSeries",
    "PeriodicReport",
    "ProvinceReport",
    "ProvinceText",
    "ReceiptSeries",
    "ReportAttachment",
    "ReportComment",
    "ReportFigure",
    "ReportForm",
    "ReportPeriod",
    "ReportText",
    "SealedDocument",
    "SealedProvinceReport",
    "SealedReport",
]
