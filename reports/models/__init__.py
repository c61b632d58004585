"""What was printed for ever, what goes out and its numbers, files made on request, layouts."""

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
from reports.models.sealed import SealedDocument

__all__ = [
    "CertificateLayout",
    "ExportJob",
    "OutgoingPaper",
    "PaperCopy",
    "PaperNumber",
    "PaperOpening",
    "PaperRecipient",
    "PaperSeries",
    "SealedDocument",
]
