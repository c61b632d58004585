"""The frame of a certificate and its stars, as shapes of an SVG in millimetres."""

from dataclasses import dataclass

# From the edge of the sheet: the outer line, the middle of the band of ornament, the inner line.
OUTER, BAND, INNER = 8.5, 13.5, 18.2
WAVE, HALF_SQUARE = 3.75, 4.6
STRANDS = (4.2, -4.2, 1.8, -1.8)
# A star in a square of 14 by 13.
STAR = (
    (0, -6.2),
    (1.6, -2.21),
    (5.9, -1.92),
    (2.59, 0.84),
    (3.64, 5.02),
    (0, 2.73),
    (-3.64, 5.02),
    (-2.59, 0.84),
    (-5.9, -1.92),
    (-1.6, -2.21),
)


@dataclass(frozen=True)
class Palette:
    """Of the lines and the title, of the band, and of the stars: inside and their edge."""

    line: str
    band: str
    star: str
    edge: str


PALETTES = {
    "red": Palette("#9f1219", "#c08a1e", "#e3a008", "#8a5a00"),
    "green": Palette("#14532d", "#b0892a", "#e3a008", "#8a5a00"),
    "blue": Palette("#1e3a6e", "#b0892a", "#e3a008", "#8a5a00"),
    "black": Palette("#1a1a1a", "#8a8a8a", "#bdbdbd", "#1a1a1a"),
}


@dataclass(frozen=True)
class Shape:
    """A path, its colours, and how thick its line is."""

    path: str
    stroke: str
    width: float
    fill: str = "none"


def frame(kind, colour, width, height) -> list[Shape]:
    """The shapes of the frame of a sheet of this size, from below to above."""
    palette = PALETTES[colour]
    shapes = [Shape(_box(OUTER, width, height), palette.line, 1.1)]
    if kind == "woven":
        strands = (_strand(swing, width, height) for swing in STRANDS)
        shapes.append(Shape("".join(strands), palette.band, 0.22))
    else:
        shapes.append(Shape(_box(OUTER + 2.2, width, height), palette.band, 0.5))
        shapes.append(Shape(_curls(width, height), palette.band, 0.35))
    shapes.append(Shape(_box(INNER, width, height), palette.line, 0.35))
    for x in (BAND, width - BAND):
        for y in (BAND, height - BAND):
            shapes.append(Shape(_square(x, y), palette.line, 0.5, "#ffffff"))
            shapes.append(Shape(star(x, y, 0.47), palette.edge, 0.15, palette.star))
    return shapes


def stars(count, colour) -> list[Shape]:
    """So many stars side by side, each in 14 by 13."""
    palette = PALETTES[colour]
    path = "".join(star(14 * place + 7, 7) for place in range(count))
    return [Shape(path, palette.edge, 0.3, palette.star)]


def star(x, y, scale=1.0):
    points = (f"{x + scale * dx:.2f} {y + scale * dy:.2f}" for dx, dy in STAR)
    return f"M{'L'.join(points)}z"


def _box(margin, width, height):
    return f"M{margin} {margin}H{width - margin}V{height - margin}H{margin}z"


def _square(x, y):
    side = 2 * HALF_SQUARE
    return f"M{x - HALF_SQUARE:.2f} {y - HALF_SQUARE:.2f}h{side}v{side}h-{side}z"


def _strand(swing, width, height):
    """One thread of the band around the sheet: waves to one side and to the other in turn."""
    across, down = width - 2 * BAND, height - 2 * BAND
    count, rows = round(across / WAVE), round(down / WAVE)
    step, fall = across / count, down / rows
    level = f"q{step / 2:.3f} {swing} {step:.3f} 0" + f"t{step:.3f} 0" * (count - 1)
    upright = f"q{swing} {fall / 2:.3f} 0 {fall:.3f}" + f"t0 {fall:.3f}" * (rows - 1)
    return "".join(
        [
            *(f"M{BAND} {y:.2f}{level}" for y in (BAND, height - BAND)),
            *(f"M{x:.2f} {BAND}{upright}" for x in (BAND, width - BAND)),
        ]
    )


def _curls(width, height):
    """Two tendrils that leave each corner along its sides."""
    found = ""
    for x, right in ((INNER, 1), (width - INNER, -1)):
        for y, down in ((INNER, 1), (height - INNER, -1)):
            across, upright = x - (INNER - BAND) * right, y - (INNER - BAND) * down
            found += f"M{x} {upright}c{8 * right} {-3.6 * down} {16 * right} {3.6 * down} "
            found += f"{24 * right} 0s{6 * right} {2.4 * down} {3 * right} {2.2 * down}"
            found += f"M{across} {y}c{-3.6 * right} {8 * down} {3.6 * right} {16 * down} "
            found += f"0 {24 * down}s{2.4 * right} {6 * down} {2.2 * right} {3 * down}"
    return found
