"""A certificate as a PDF: one sheet, with a QR code that leads to the public check page."""

import qrcode
from django.template.loader import render_to_string

from reports.renderers.press import PRESS

RULES = """
@page { size: A4 landscape; margin: 18mm 22mm; @top-center { content: none } }
.certificate { border: 1.5pt solid; padding: 12mm; text-align: center; height: 148mm }
.certificate p { text-indent: 0; text-align: center; margin: 2mm 0 }
.certificate .title { font-size: 22pt; margin: 9mm 0 3mm }
.certificate .name { font-size: 26pt; font-weight: bold; margin: 5mm 0 }
.certificate .stars { font-size: 18pt; font-weight: bold; margin: 4mm 0 }
.certificate .foot { display: flex; justify-content: space-between; margin-top: 12mm }
.certificate .foot p { font-size: 11pt; text-align: left; margin: 0 }
.certificate svg { width: 30mm; height: 30mm }
"""


def render(paper):
    """The bytes of the PDF; `paper` is a reports.builders.certificate.CertificatePaper."""
    context = {"paper": paper, "qr": qr_path(paper.address)}
    return PRESS.print(render_to_string("reports/pdf/certificate.html", context), RULES)


def qr_path(text):
    """(side, path) of the QR code of this text for an SVG of so many units, margins included."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    matrix = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, line in enumerate(matrix) for x, dark in enumerate(line) if dark
    )
    return len(matrix), path
