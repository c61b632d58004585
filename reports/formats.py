"""The files that a table is written as, and how a file is handed out."""

import re
from io import BytesIO

from django.http import FileResponse

from programs.text import fold
from reports.renderers import (
    csv,
    json,
    paper_pdf,
    paper_word,
    pdf,
    pdf_stream,
    word,
    xlsx,
    xlsx_stream,
)

# Tables, and papers that are no table.
RENDERERS = {"pdf": pdf, "docx": word, "xlsx": xlsx, "json": json, "csv": csv}
PAPERS = {"pdf": paper_pdf, "docx": paper_word}
# Lists of any length: written while they are read, so that their length costs time and no memory.
STREAMS = {"xlsx": xlsx_stream.stream, "csv": csv.stream}
# What a list is made into in the background: paper also, which takes its time.
MADE_LATER = (*STREAMS, "pdf")


def streamed(extension, title, columns, rows):
    """The pieces of a list's file; `rows` are tuples of cells, read as the file is written."""
    if extension == "pdf":
        return pdf_stream.stream(title, columns, rows)
    return STREAMS[extension](columns, rows)


# Names that Windows keeps for itself.
# "con", "lpt1"; not "contract".
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)\d")


def file_name(text, extension):
    """A name that every system can keep: "phu-luc-ocop-2024.pdf"."""
    words = re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")[:80].rstrip("-")
    if not words or _DEVICE.fullmatch(words):
        words = f"tep-{words}".rstrip("-")
    return f"{words}.{extension}"


def attachment(content, name, extension):
    """The answer that hands out these bytes as a file."""
    return FileResponse(
        BytesIO(content),
        as_attachment=True,
        filename=file_name(name, extension),
        content_type=RENDERERS[extension].CONTENT_TYPE,
    )
