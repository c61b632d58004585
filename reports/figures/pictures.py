"""What the first page shows of the programme to each role: only what it may read."""

from dataclasses import dataclass, field

from products.ground.by_unit import Grounds
from products.models import Certificate, Dossier
from programs import clock
from programs.board import names_of
from programs.enums import DEPARTMENT, PROVINCE_READERS, REGISTER_READERS, UNIT_ROLES, Role
from programs.models import Campaign
from reports.figures import certificates, dossiers, plans, units
from reports.figures.charts import Chart, chart_of_months, chart_of_years
from reports.figures.figure import Figure
from reports.figures.findings import of_units


@dataclass
class Picture:
    """Figures and what is drawn of them; `url` is where the campaign is followed.

    `lines` are of the leader's table, `points` what a leader should know.
    """

    campaign: Campaign | None
    year: int
    url: str = ""
    figures: list[Figure] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    map: units.TileMap | None = None
    lines: list[units.UnitLine] = field(default_factory=list)
    points: list[str] = field(default_factory=list)

    @property
    def first_lines(self):
        return self.lines[: units.SHEET]

    @property
    def other_lines(self):
        return self.lines[units.SHEET :]

    @property
    def by_name(self) -> dict[str, Figure]:
        return {figure.name: figure for figure in self.figures}


def picture_of(user, boards=()) -> Picture:
    """The picture of this role; `boards` are those that the same page shows."""
    campaign = plans.newest_campaign(user)
    picture = Picture(campaign, campaign.year if campaign else clock.today().year)
    of_plans = plans.plans(campaign, boards) if campaign and user.role in PROVINCE_READERS else None
    if campaign:
        picture.url = of_plans.url if of_plans else campaign.get_absolute_url()
    if of_plans:
        reads_appendix = user.role in REGISTER_READERS
        products = of_plans.figure_of_registered if reads_appendix else of_plans.figure_of_listed
        picture.figures += [of_plans.figure_of_sent(), products()]
    if user.role in REGISTER_READERS:
        _of_province(picture, user, of_plans)
    elif user.role in UNIT_ROLES:
        if user.unit_id:
            _of_unit(picture, user)
    else:
        if not of_plans:
            picture.figures += plans.issued(user)
        picture.figures.append(certificates.published())
    return picture


def _of_province(picture, user, of_plans):
    rows = Certificate.objects.visible_to(user)
    held = _of_register(picture, rows, of_plans.declared if of_plans else 0)
    if user.role in DEPARTMENT:
        picture.figures.append(dossiers.at_province(Dossier.objects.visible_to(user)))
    else:
        picture.figures.insert(-1, held.figure_of_high())
    asked = of_plans.units if of_plans else []
    shown = asked or list(units.units_of_today())
    grounds = Grounds(shown, clock.today())
    by_unit = units.held_by_unit(grounds, rows, shown)
    picture.map = units.tile_map(by_unit) if by_unit else None
    if user.role == Role.OBSERVER and asked:
        picture.lines = units.unit_lines(of_plans, grounds, rows, by_unit)
        picture.points = list(_points(of_plans))


def _of_register(picture, rows, registered):
    """Figures and charts of certificates: in the province, or on the ground of a unit."""
    held, ending = certificates.held(rows), certificates.endings(rows)
    picture.figures += [
        certificates.recognised(rows, picture.year, registered),
        held.figure(),
        ending.figure(),
    ]
    if any(held.totals):
        picture.charts = [chart_of_years(held), chart_of_months(ending)]
    return held


def _of_unit(picture, user):
    registered = 0
    if picture.campaign:
        figure = plans.own_registered(picture.campaign, user)
        registered = figure.value
        picture.figures.append(figure)
    held = _of_register(picture, Certificate.objects.visible_to(user), registered)
    picture.figures.insert(-1, held.figure_of_high())
    picture.figures.append(dossiers.at_unit(Dossier.objects.visible_to(user)))


def _points(of_plans):
    """Who has not sent, and who registers the most and the fewest products."""
    owing = [line for line in of_plans.board.lines if not line.is_filed]
    overdue = sum(line.is_overdue for line in owing)
    if owing:
        late = f", {overdue} đã quá hạn" if overdue else ""
        yield f"{len(owing)} đơn vị chưa gửi kế hoạch{late}: {names_of(owing)}."
    else:
        yield "Mọi đơn vị đã gửi kế hoạch."
    declared = [(unit.short_name, of_plans.by_unit[unit.pk].declared) for unit in of_plans.units]
    if of_plans.declared:
        yield f"Số sản phẩm đăng ký: {of_units(declared)}."
