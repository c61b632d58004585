"""What ends in a year, by month, unit and star; each number leads to the rows that make it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import ExtractMonth
from django.urls import reverse

from products.certificates.history import with_status
from products.enums import CLOSING, STARS
from products.models import Certificate, Placement
from programs import clock
from programs.enums import DISTRICT_KINDS, UNIT_ROLES, UnitKind
from programs.models import Unit
from programs.succession import Lineage

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
    found = _counts(rows)
    units = _units(user, {place for _, _, place, _ in found})
    by_month = Counter()
    for month, star, _, count in found:
        by_month[month, star] += count
    by_unit = _by_unit(rows, found) if units else Counter()
    months = [_line(f"tháng {month}", by_month, month, year, ends_month=month) for month in _YEAR]
    lines = [_line(str(unit), by_unit, pk, year, unit=pk) for pk, unit in units.items()]
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
    """[(month, star, commune, number)] of these rows."""
    rows = rows.annotate(month=ExtractMonth("ends_on")).values("month", "star", "product__commune")
    counts = rows.annotate(number=Count("pk"))
    return list(counts.values_list("month", "star", "product__commune", "number"))


def _by_unit(rows, found):
    """{(unit, star): number} by the ground of today, as the list reads it.

    What came from a unit that was split counts for each part, unless it was decided for one.
    """
    lineage, counts = Lineage(), Counter()
    for _, star, place, count in found:
        for unit in _reporting(lineage, place):
            counts[unit, star] += count
    for star, place, choices in _decided(rows):
        for unit in _reporting(lineage, place) - _reporting(lineage, place, choices):
            counts[unit, star] -= 1
    return counts


def _reporting(lineage, place, choices=None):
    """The units on whose ground of today lies what is recorded in the commune."""
    today = clock.today()
    return lineage.above(lineage.holders(place, today, choices), today)


def _decided(rows):
    """(star, commune, {old: new}) of the certificates whose product was placed after a split."""
    choices = defaultdict(dict)
    for product, old, new in Placement.objects.of("product").values_list("product", "old", "new"):
        choices[product][old] = new
    placed = rows.filter(product__in=Placement.objects.of("product"))
    for product, star, place in placed.values_list("product", "star", "product__commune"):
        yield star, place, choices[product]


def _units(user, places):
    """{key: unit} of the units that report today; of a unit's people their own alone."""
    if not places:
        return {}
    units = Unit.objects.on(clock.today()).exclude(kind=UnitKind.PROVINCE)
    units = units.exclude(parent__kind__in=DISTRICT_KINDS)
    if user.role in UNIT_ROLES:
        units = units.filter(pk=user.unit_id)
    return {unit.pk: unit for unit in units.order_by("name", "code")}


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
