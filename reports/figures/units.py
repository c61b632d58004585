"""Figures by unit: the map of tiles or the list with bars, and the leader's table."""

from dataclasses import dataclass

from products.certificates.history import ending_by, valid_on
from products.certificates.listings import HOLDING
from products.ground.by_unit import Grounds
from programs import clock
from programs.enums import Tone
from programs.forms.accounts import reporting_units
from programs.models import Unit
from programs.working_days import add_months
from reports.figures.certificates import SOON
from reports.figures.figure import rows_at, share_of
from reports.figures.findings import of_units
from reports.figures.plans import Plans

STEPS = 5  # of the colour of tiles
TOP = 10  # units that a list with bars shows before the others
SHEET = 14  # units in a table on one sheet of paper
_LIST = "products:certificate_list"


@dataclass(frozen=True)
class Tile:
    """A unit with its number, the step of its colour, and its share of the greatest number."""

    unit: Unit
    count: int
    url: str
    step: int
    share: int


@dataclass(frozen=True)
class TileMap:
    """The units of a moment, each with what is in force on its ground.

    A map where each unit has a place of its own, else a list, the greatest number first.
    """

    title: str
    tiles: list[Tile]
    is_map: bool
    least: int
    most: int

    @property
    def top(self):
        return self.tiles[:TOP]

    @property
    def others(self):
        return self.tiles[TOP:]


def units_of_today():
    return reporting_units().on(clock.today())


def tile_map(counts) -> TileMap:
    """Of [(unit, number)]."""
    numbers = [number for _, number in counts]
    least, most = min(numbers, default=0), max(numbers, default=0)
    places = {(unit.map_row, unit.map_column) for unit, _ in counts}
    is_map = len(places) == len(counts) and (None, None) not in places
    if not is_map:
        counts = sorted(counts, key=lambda pair: -pair[1])
    tiles = [
        Tile(
            unit,
            number,
            held_in(unit),
            _step(number, least, most),
            share_of(number, most),
        )
        for unit, number in counts
    ]
    title = of_units([(unit.short_name, number) for unit, number in counts])
    return TileMap(title, tiles, is_map, least, most)


def _step(number, least, most):
    """Five equal steps from the least to the greatest number."""
    width = (most - least) / STEPS or 1
    return min(int((number - least) / width) + 1, STEPS)


def held_in(unit) -> str:
    return rows_at(_LIST, status=HOLDING, unit=unit.pk)


def held_by_unit(grounds, rows, units):
    counts = grounds.count(valid_on(rows, clock.today()))
    return [(unit, counts[unit.pk,]) for unit in units]


# --- The leader's table ------------------------------------------------------------------------


@dataclass(frozen=True)
class UnitLine:
    """A unit in a campaign's year; `state` is its plan's, numbers are (how many, their address)."""

    unit: Unit
    state: tuple[Tone, str]
    registered: tuple[int, str]
    recognised: tuple[int, str]
    held: tuple[int, str]
    ending: tuple[int, str]

    @property
    def share(self) -> int | None:
        registered, recognised = self.registered[0], self.recognised[0]
        return share_of(recognised, registered) if registered else None


def unit_lines(plans: Plans, grounds: Grounds, rows, held) -> list[UnitLine]:
    """A line for each unit that the campaign asked; four queries. `held` are [(unit, number)].

    In the campaign's order; where they are more than one sheet takes, the greatest first.
    """
    campaign, today, in_force = plans.campaign, clock.today(), dict(held)
    recognised = grounds.count(rows.issued().filter(year=campaign.year))
    ending = grounds.count(ending_by(rows, today, add_months(today, SOON)))
    lines = [
        UnitLine(
            unit,
            (line.status.tone, line.status.group),
            _cell(plans.by_unit[unit.pk].declared, plans.by_unit[unit.pk].url),
            _cell(recognised[unit.pk,], rows_at(_LIST, year=campaign.year, unit=unit.pk)),
            _cell(in_force[unit], held_in(unit)),
            _cell(ending[unit.pk,], rows_at("products:expiring_list", within=SOON, unit=unit.pk)),
        )
        for line in plans.board.lines
        for unit in [line.body]
    ]
    if len(lines) > SHEET:
        lines.sort(key=lambda line: (line.registered[0], line.held[0]), reverse=True)
    return lines


def _cell(number, url):
    return number, url if number else ""
