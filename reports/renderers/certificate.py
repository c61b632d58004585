"""A certificate as a PDF: always one sheet, with a QR code that leads to the public check page.

Each text stands in a place of its own on the sheet; long ones are printed smaller, by steps.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string

from reports.renderers.certificate_frame import PALETTES, frame, stars
from reports.renderers.fitting import height_of, largest, lines_of
from reports.renderers.press import PRESS
from reports.renderers.qr import qr_path

EDGE, LOW = 24, 22  # from the edge of the sheet to the text, and below it
TOP, TOP_HEIGHT = 22, 19
QR_SIDE, GAP = 28, 4
# The room for a signature by hand, between the title and the name.
BY_HAND = 15
TITLE_SPACING, STARS_SPACING = 0.05, 0.06


@dataclass(frozen=True)
class Sheet:
    """Width and height of the sheet, of its foot the height, and the width for the signature."""

    width: int
    height: int
    foot: int
    sign: int

    @property
    def within(self):
        return self.width - 2 * EDGE

    @property
    def middle(self):
        """The height between the top and the foot."""
        return self.height - TOP - TOP_HEIGHT - self.foot - LOW

    @property
    def told(self):
        """The width of the lines beside the QR code."""
        return self.within - self.sign - QR_SIDE - 2 * GAP


SHEETS = {
    "landscape": Sheet(297, 210, 45, 92),
    "portrait": Sheet(210, 297, 60, 72),
}
LOOKS = ("title", "subtitle", "body", "product", "producer", "fact", "stars", "drawn")
# The sizes of the middle in points ("drawn": the stars, in millimetres), the largest first.
STEPS = [
    dict(zip(LOOKS, sizes, strict=True))
    for sizes in (
        (40, 19, 15.5, 32, 17, 13.5, 15, 13),
        (38, 18, 15, 28, 16, 13, 15, 12),
        (36, 17, 14.5, 24, 15, 13, 14, 11),
        (34, 16, 14, 21, 14.5, 12.5, 14, 10),
        (32, 15, 13.5, 18, 14, 12, 13, 9),
        (29, 14, 12.5, 15.5, 13, 11.5, 12, 8),
        (26, 13, 11.5, 13.5, 12, 10.5, 11, 7),
        (23, 11, 10.5, 11.5, 10.5, 9.5, 10, 6),
        (18, 9, 9, 9, 8.5, 7.5, 8.5, 5),
    )
]
GAPS = {"title": 0, "subtitle": 0.5, "body": 4, "product": 2, "stars": 0.5, "drawn": 3}
ANY_GAP = 0.8
# What is left over goes between the lines, but for these; so much a line at most.
CLOSE, MOST_AIR = frozenset({"title", "subtitle", "stars"}), 3.0
SMALL_STEPS = [11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5]
SIGN_STEPS = [13.5, 13, 12, 11, 10, 9, 8, 7, 6]
CHECK = "Quét mã để kiểm tra hiệu lực hôm nay, hoặc vào"


def render(paper):
    """The bytes of the PDF; `paper` is a reports.builders.certificate.CertificatePaper."""
    sheet, middle = SHEETS[paper.orientation], _middle(paper)
    context = {
        "paper": paper,
        "check": CHECK,
        "qr": qr_path(paper.address),
        "sheet": sheet,
        "frame": frame(paper.frame, paper.colour, sheet.width, sheet.height),
        "stars": stars(paper.star, paper.colour),
        "stars_width": 14 * paper.star,
    }
    return PRESS.print(
        render_to_string("reports/pdf/certificate.html", context), _rules(paper, sheet, middle)
    )


def fits(paper) -> bool:
    """Whether all of this paper stands on one sheet."""
    sheet = SHEETS[paper.orientation]
    return (
        _middle_height(paper, STEPS[-1]) <= sheet.middle
        and _told_height(paper, SMALL_STEPS[-1]) <= sheet.foot
        and _sign_height(paper, SIGN_STEPS[-1]) <= sheet.foot
    )


def _middle(paper):
    sheet = SHEETS[paper.orientation]
    return largest(STEPS, lambda sizes: _middle_height(paper, sizes), sheet.middle)


def _middle_height(paper, sizes):
    width = SHEETS[paper.orientation].within
    total = height_of(paper.title, sizes["title"], width, TITLE_SPACING)
    if paper.subtitle:
        total += GAPS["subtitle"] + height_of(paper.subtitle, sizes["subtitle"], width, 0.2)
    for line in paper.lines:
        look, text = line.look or "fact", line.text
        spacing = 0.0
        if look == "stars":
            text, spacing = text.upper(), STARS_SPACING
            total += GAPS["drawn"] + sizes["drawn"]
        total += GAPS.get(look, ANY_GAP) + height_of(text, sizes[look], width, spacing)
    return total


def _told_height(paper, size):
    width = SHEETS[paper.orientation].told
    texts = [*(line.text for line in paper.foot), CHECK, paper.address]
    return sum(height_of(text, size, width) + 0.3 for text in texts)


def _sign_height(paper, size):
    width = SHEETS[paper.orientation].sign
    texts = [*paper.authority, paper.signer_title, paper.signer]
    date = height_of(paper.place_and_date, min(size, _date_size(paper)), width)
    return BY_HAND + date + sum(height_of(text, size, width) for text in texts if text)


def _date_size(paper):
    """Place and date stand on one line."""
    width = SHEETS[paper.orientation].sign
    return largest(SIGN_STEPS, lambda size: lines_of(paper.place_and_date, size, width), 1)


def _rules(paper, sheet, sizes):
    """The places and sizes of this very sheet, as CSS of numbers alone."""
    low = sheet.height - LOW - sheet.foot
    left = max(0.0, sheet.middle - _middle_height(paper, sizes))
    air = min(MOST_AIR, left / 2 / (len(paper.lines) + 1))
    above = (left - air * (len(paper.lines) + 1)) / 2
    told = largest(SMALL_STEPS, lambda size: _told_height(paper, size), sheet.foot)
    sign = largest(SIGN_STEPS, lambda size: _sign_height(paper, size), sheet.foot)
    gaps = {look: GAPS.get(look, ANY_GAP) + air * (look not in CLOSE) for look in LOOKS}
    looks = "\n".join(
        f".sheet .{look} {{ font-size: {sizes[look]}pt; margin-top: {gaps[look]:.2f}mm }}"
        for look in LOOKS
        if look != "drawn"
    )
    date = min(sign, _date_size(paper))
    palette = PALETTES[paper.colour]
    return f"""
@page {{ size: {sheet.width}mm {sheet.height}mm; margin: 0; @top-center {{ content: none }} }}
body {{ page: auto; line-height: 1.2; color: #1a1a1a }}
.sheet {{ position: relative; width: {sheet.width}mm; height: {sheet.height}mm; overflow: hidden }}
.sheet p, .sheet h1 {{ margin: 0; text-indent: 0; text-align: center; overflow-wrap: anywhere }}
.place, .frame {{ position: absolute }}
.frame {{ left: 0; top: 0; width: {sheet.width}mm; height: {sheet.height}mm }}
.top {{ left: {EDGE}mm; top: {TOP}mm; width: {sheet.within}mm; font-weight: bold }}
.nation {{ font-size: 13pt }}
.motto {{ font-size: 14pt }}
.line {{ width: 62mm; margin: 1mm auto 0; border-top: 0.6pt solid #1a1a1a }}
.middle {{ left: {EDGE}mm; top: {TOP + TOP_HEIGHT + above:.2f}mm; width: {sheet.within}mm }}
.title, .subtitle {{ color: {palette.line}; font-weight: bold; text-transform: none; padding: 0 }}
.title {{ letter-spacing: {TITLE_SPACING}em }}
.subtitle {{ letter-spacing: 0.2em }}
.body, .product, .stars, .value {{ font-weight: bold }}
.fact .value {{ font-weight: normal }}
.plain {{ font-style: italic }}
.stars {{ letter-spacing: {STARS_SPACING}em; text-transform: uppercase }}
.sheet .drawn {{ margin-top: {gaps["drawn"]:.2f}mm; line-height: 0 }}
.drawn svg {{ width: {sizes["drawn"] * 14 / 13 * paper.star:.2f}mm; height: {sizes["drawn"]}mm }}
{looks}
.sheet .plain {{ font-size: {sizes["fact"]}pt; margin-top: {gaps["fact"]:.2f}mm }}
.qr {{ left: {EDGE + 2}mm; top: {low + sheet.foot - QR_SIDE}mm; width: {QR_SIDE}mm }}
.qr svg {{ width: {QR_SIDE}mm; height: {QR_SIDE}mm }}
.told {{ left: {EDGE + QR_SIDE + GAP}mm; bottom: {LOW}mm; width: {sheet.told}mm }}
.told p {{ font-size: {told}pt; text-align: left; margin-top: 0.3mm }}
.sign, .signer {{ left: {sheet.width - EDGE - sheet.sign}mm; width: {sheet.sign}mm }}
.sign {{ top: {low}mm }}
.signer {{ bottom: {LOW}mm }}
.sign p, .signer p {{ font-size: {sign}pt; font-weight: bold }}
.sign .date {{ font-style: italic; font-weight: normal; font-size: {date}pt }}
"""
