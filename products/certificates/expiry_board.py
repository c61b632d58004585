"""What ends in a year, by month, unit and star; each number leads to the rows that make it."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import ExtractMonth
from django.urls import reverse

from products.certificates.history import with_status
from products.enums import CLOSING, STARS
from products.ground.by_unit import Grounds
from products.models import Certificate
from programs import clock
from programs.enums import DISTRICT_KINDS, UNIT_ROLES, UnitKind
from programs.models import Unit

KINDS = [star for star, _ in STARS]
_YEAR = range(1, 13)
# The chart: units of its SVG.
SLOT, BAR, HEIGHT, HEAD = 60, 40, 160, 20


@dataclass(frozen=True)
class Line:
    """A month or a unit: its name, and (number, address) by star and in all."""

    label: str
    cells: list[tuple[int, str]]
    total: tuple[int, str]


@dataclass(frozen=True)
class Bar:
    """A month in the chart: where its bar stands, and what it says."""

    label: str
    count: int
    url: str
    left: int
    top: int
    height: int

    @property
    def middle(self):
        return self.left + BAR // 2

    @property
    def above(self):
        return self.top - 6


@dataclass(frozen=True)
class Board:
    year: int
    months: list[Line]
    units: list[Line]
    total: Line
    bars: list[Bar]


def board(user, year):
    """The board of a year for this user; a fixed number of queries over any certificates."""
    rows = _rows(user, year)
    by_month = _counts(rows)
    units = _units(user) if by_month else []
    by_unit = Grounds(units, clock.today()).count(rows, "star") if units else Counter()
    months = [_line(f"tháng {month}", by_month, month, year, ends_month=month) for month in _YEAR]
    lines = [_line(str(unit), by_unit, unit.pk, year, unit=unit.pk) for unit in units]
    whole = {star: sum(by_month[month, star] for month in _YEAR) for star in KINDS}
    total = _line("Cả năm", {("", star): count for star, count in whole.items()}, "", year)
    return Board(
        year, months, [line for line in lines if line.total[0]], total, list(_bars(months))
    )


def _rows(user, year):
    """The certificates that end in the year and are not closed before."""
    rows = with_status(Certificate.objects.visible_to(user).issued(), clock.today())
    return rows.filter(ends_on__year=year).exclude(status__in=CLOSING.values()).order_by()


def _counts(rows):
    """{(month, star): number} of these rows."""
    rows = rows.annotate(month=ExtractMonth("ends_on")).values("month", "star")
    counts = rows.annotate(number=Count("pk")).values_list("month", "star", "number")
    return Counter({(month, star): number for month, star, number in counts})


def _units(user):
    """The units that report today, by name; of a unit's people their own alone."""
    units = Unit.objects.on(clock.today()).exclude(kind=UnitKind.PROVINCE)
    units = units.exclude(parent__kind__in=DISTRICT_KINDS)
    if user.role in UNIT_ROLES:
        units = units.filter(pk=user.unit_id)
    return list(units.order_by("name", "code"))


def _line(label, counts, key, year, **query):
    numbers = [counts.get((key, star), 0) for star in KINDS]
    cells = [
        (number, _address(year, star=star, **query))
        for star, number in zip(KINDS, numbers, strict=True)
    ]
    return Line(label, cells, (sum(numbers), _address(year, **query)))


def _address(year, **query):
    """The list of certificates, narrowed to the rows that were counted."""
    narrowed = urlencode({"ends_year": year, "runs_out": "on"} | query)
    return f"{reverse('products:certificate_list')}?{narrowed}"


def _bars(months):
    most = max(line.total[0] for line in months) or 1
    for place, line in enumerate(months):
        count, url = line.total
        height = HEIGHT * count // most
        left = place * SLOT + (SLOT - BAR) // 2
        yield Bar(f"T{place + 1}", count, url, left, HEAD + HEIGHT - height, height)
