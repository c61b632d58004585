"""Columns as values: what each says, how high it stands, and the table that says the same.

Heights are pixels of the drawing, from zero; a template writes them as attributes of SVG.
"""

from dataclasses import dataclass
from datetime import date

from councils.agreement.refusals import REFUSED
from councils.enums import Verdict
from products.certificates.listings import HOLDING
from programs.enums import ProductGroup
from reports.builders.evaluations import GROUP, STAR, Statistics
from reports.figures.certificates import Endings, Held
from reports.figures.figure import rows_at
from reports.figures.findings import of_dossiers, of_months, of_years

HEIGHT = 112
FEWEST = 2  # years that are drawn, also where nothing was in force yet
_STARS = (3, 4, 5)


@dataclass(frozen=True)
class Mark:
    """A piece of a column, in the colour of its class: from where, and how high."""

    colour: str
    top: str
    height: str


@dataclass(frozen=True)
class Bar:
    """A column: its label, what it counts, where its rows are, and its pieces from below."""

    label: str
    count: int
    url: str
    marks: list[Mark]
    height: int


@dataclass(frozen=True)
class Chart:
    """`key` are (class, words) of the colours; `head` and `rows` the table, `bars` beside it."""

    name: str
    title: str
    subtitle: str
    bars: list[Bar]
    key: list[tuple[str, str]]
    head: tuple[str, ...]
    rows: list[tuple]


def chart_of_years(held: Held) -> Chart:
    """What was in force at each year's end, by star; years before the first one are left out."""
    lines = list(held.counts.items())
    while len(lines) > FEWEST and not lines[0][1].total():
        lines.pop(0)
    today = lines[-1][0]
    years, totals = [day.year for day, _ in lines], [stars.total() for _, stars in lines]
    bars = _bars(
        (str(day.year), [(f"s{star}", stars[star]) for star in _STARS], _on(day))
        for day, stars in lines
    )
    return Chart(
        name="years",
        title=of_years(years, totals),
        subtitle=f"Sản phẩm còn hiệu lực cuối mỗi năm, năm {today.year} đến {today:%d/%m}",
        bars=bars,
        key=[(f"k{star}", f"{star} sao") for star in _STARS],
        head=("Năm", *(f"{star} sao" for star in _STARS), "Tất cả"),
        rows=[
            (str(day.year), *(stars[star] for star in _STARS), stars.total())
            for day, stars in lines
        ],
    )


def _on(day):
    return rows_at("products:certificate_list", status=HOLDING, day=f"{day:%Y-%m-%d}")


def chart_of_months(endings: Endings) -> Chart:
    """What ends in each coming month; what is too late to be renewed stands below, in amber."""
    months = endings.by_month()
    bars = _bars(
        (f"{month.month}", [("sh", missed), ("s4", count - missed)], _ending_in(month))
        for month, count, missed in months
    )
    last = months[-1][0]
    key = [("kh", "đã quá ngày nộp hồ sơ đánh giá lại, chưa nộp"), ("k4", "còn kịp, hoặc đã nộp")]
    window = ("Quá ngày nộp, chưa nộp",) if endings.has_window else ()
    return Chart(
        name="months",
        title=of_months([(month.month, count) for month, count, _ in months]),
        subtitle=f"Giấy hết hạn theo tháng, từ hôm nay đến hết tháng {last:%m/%Y}",
        bars=bars,
        key=key if endings.has_window else [],
        head=("Tháng", "Giấy", *window),
        rows=[
            (f"{month:%m/%Y}", count, *([missed] * len(window))) for month, count, missed in months
        ],
    )


def _ending_in(month: date):
    query = {"status": HOLDING, "ends_year": month.year, "ends_month": month.month}
    return rows_at("products:certificate_list", **query)


def chart_of_groups(counted: Statistics) -> Chart:
    """How the dossiers of each product group ended."""
    groups = counted.by(GROUP)
    pieces = (("s4", (Verdict.RECOGNISE, Verdict.FORWARD)), ("sh", REFUSED))
    return Chart(
        name="groups",
        title=of_dossiers([(part.label, len(part.rows)) for part in groups]),
        subtitle="Hồ sơ theo nhóm sản phẩm và kết luận",
        bars=_bars((_short(part.label), _ended(part, pieces), part.url) for part in groups),
        key=[("k4", "công nhận, đề nghị cấp trên"), ("kh", "không công nhận, không đánh giá")],
        head=("Nhóm", "Được", "Không"),
        rows=[(part.label, *(number for _, number in _ended(part, pieces))) for part in groups],
    )


def _ended(part, pieces):
    verdicts = part.verdicts
    return [(colour, sum(verdicts[each] for each in ends)) for colour, ends in pieces]


def _short(label):
    return next(group.short for group in ProductGroup if group.label == label)


def chart_of_stars(counted: Statistics) -> Chart:
    """How many dossiers reached each star."""
    parts = counted.by(STAR)
    return Chart(
        name="stars",
        title=of_dossiers([(part.label.capitalize(), len(part.rows)) for part in parts]),
        subtitle="Hồ sơ theo hạng sao Hội đồng kết luận",
        bars=_bars((part.label, [("s4", len(part.rows))], part.url) for part in parts),
        key=[],
        head=("Hạng", "Hồ sơ"),
        rows=[(part.label, len(part.rows)) for part in parts],
    )


def _bars(columns) -> list[Bar]:
    """The columns of (label, [(colour, number)], address), the highest one as high as may be."""
    columns = list(columns)
    most = max((sum(n for _, n in pieces) for _, pieces, _ in columns), default=0)
    return [_bar(*column, HEIGHT / (most or 1)) for column in columns]


def _bar(label, pieces, url, scale):
    total = sum(number for _, number in pieces)
    height, top, marks = max(round(total * scale), 1), total * scale, []
    for colour, number in pieces:
        if number:
            top -= number * scale
            marks.append(Mark(colour, f"{top:.1f}", f"{number * scale:.1f}"))
    return Bar(label, total, url if total else "", marks, height)
