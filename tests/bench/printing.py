"""The race of P8, in a process that holds nothing but a typesetter, as the portal's press does."""

import time

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from reports.renderers.typesetter import STYLE_SHEET, typeset
from tests.bench.processes import peak
from tests.bench.race import race

# The same paper for the same archive, its table as anybody would write it.
USUAL = (
    "table { table-layout: auto; border-collapse: collapse }"
    "th, td { border: 0.5pt solid black; overflow-wrap: normal }"
)


def race_of(parts, pairs):
    """Milliseconds of our way and of the usual one; the most memory that ours held, in MiB."""
    typeset(parts)
    most = peak()
    yield from race(lambda: typeset(parts), lambda: _usual(parts), pairs, time.process_time)
    yield most


def _usual(parts):
    fonts = FontConfiguration()
    sheets = [CSS(filename=STYLE_SHEET, font_config=fonts), CSS(string=USUAL, font_config=fonts)]
    facts = {"stylesheets": sheets, "font_config": fonts, "pdf_variant": "pdf/a-2a"}
    return [HTML(string=part).write_pdf(**facts) for part in parts]
