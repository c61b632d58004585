"""The paper: what was printed for ever, what goes out and its numbers, files made on request."""

from reports.models.exports import ExportJob
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
    "ExportJob",
    "OutgoingPaper",
    "PaperCopy",
    "PaperNumber",
    "PaperOpening",
    "PaperRecipient",
    "PaperSeries",
    "SealedDocument",
]
