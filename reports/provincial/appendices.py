"""The tables behind the province's report, as plain rows with the address of each number.

They are of the last day of the period, counted by the same lists that the figures are counted by.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum
from django.urls import reverse

from products.certificates.listings import CERTIFICATES, HOLDING
from products.enums import EventKind, Gender, ProducerKind, RegistrationForm
from products.ground.by_unit import Grounds
from products.models import CertificateEvent, Lapse, RegistrationCount
from products.register.listings import PRODUCERS
from programs.enums import CampaignKind, ProductGroup
from programs.forms.accounts import reporting_units
from programs.models import Unit
from reports.enums import FigureSource, RollUp
from reports.periodic.counting import COUNTINGS, Rows, Scope
from reports.provincial.printed import MONEY

# What was declared, and what counts what came of it.
FORMS = (
    ({RegistrationForm.THREE_STAR}, "new_3"),
    ({RegistrationForm.FOUR_STAR}, "new_4"),
    ({RegistrationForm.UPGRADE_3_4, RegistrationForm.UPGRADE_4_5}, "upgraded"),
    ({RegistrationForm.RE_EVALUATION}, "renewed"),
)
_STARS = (3, 4, 5)


@dataclass
class Rowed:
    """`rows` and, in the same shape, `links`; `totals` are computed, distinct ones by themselves.

    `titles` are of columns that only the data know: (code, title, measure). `double` is whether
    what two reporters counted twice was cut of the totals. `shared` is whether the lines come to
    more than the totals: what lies on ground that two units wait for stands with each of them.
    """

    rows: list = field(default_factory=list)
    links: list = field(default_factory=list)
    totals: list = field(default_factory=list)
    titles: list = field(default_factory=list)
    double: bool = False
    shared: bool = False

    def add(self, row, links):
        self.rows.append(list(row))
        self.links.append(list(links))

    def total(self, totals, links):
        """Close the table with what the province counts once, and where that leads."""
        pairs = zip(_sums(self.rows), totals[1:], strict=False)
        self.shared = any(once is not None and number != once for number, once in pairs)
        self.totals = totals
        if self.rows:
            self.links.append(links)

    def as_values(self):
        return {
            "rows": self.rows,
            "links": self.links,
            "totals": self.totals,
            "titles": self.titles,
            "double": self.double,
            "shared": self.shared,
        }


class Appendices:
    """All tables of one report; `province` is the periodic.province.Province of its campaign."""

    def __init__(self, province):
        self.province, self.scope = province, province.scope
        above = Unit.objects.province_on(self.scope.end)
        self.units = list(reporting_units().on(self.scope.end).filter(parent=above))
        self.grounds = Grounds(self.units, self.scope.end)

    def values(self) -> dict[str, dict]:
        made = {
            "results": self.results(),
            "valid": self.valid(),
            "producers": self.producers(),
            "money": self.typed(is_money=True),
            "activities": self.typed(is_money=False),
            "ended": self.ended(),
        }
        return {name: table.as_values() for name, table in made.items()}

    def _in(self, unit):
        return Scope(unit, self.scope.start, self.scope.end)

    # --- Against what was registered -----------------------------------------------------------

    def results(self) -> Rowed:
        """A line a unit: declared and recognised, by form.

        A unit that declared and is no more has a line without what was recognised; of one that was
        not asked no plan is told.
        """
        declared, participants, names = self._declared()
        counted = {name: self._by_unit(COUNTINGS[name].count) for _, name in FORMS}
        made, present = Rowed(), {unit.pk for unit in self.units}
        for unit in self.units:
            plan, page = declared.get(unit.pk), participants.get(unit.pk)
            planned = _planned(plan) if plan else [None] * len(FORMS)
            reached = [counted[name][unit.pk,] for _, name in FORMS]
            addresses = [COUNTINGS[name].count.url(self._in(unit)) for _, name in FORMS]
            links = [page or "" if plan else ""] * len(FORMS)
            self._add(made, unit.short_name, planned, reached, links, addresses)
        for unit, plan in declared.items():
            if unit not in present:
                links, nothing = [participants[unit]] * len(FORMS), [None] * len(FORMS)
                self._add(made, names[unit], _planned(plan), nothing, links, [""] * len(FORMS))
        planned = _sums(made.rows)[::2] or [None] * len(FORMS)
        reached = [self.province.count(name) for _, name in FORMS]
        pairs = zip(planned, (each.value for each in reached), strict=True)
        links = [link for each in reached for link in ("", each.url)]
        made.total(["Toàn tỉnh", *(n for pair in pairs for n in pair)], ["", *links])
        return made

    @staticmethod
    def _add(made, name, planned, reached, links, addresses):
        pairs = zip(planned, reached, strict=True)
        both = zip(links, addresses, strict=True)
        made.add([name, *(n for pair in pairs for n in pair)], ["", *(u for p in both for u in p)])

    def _declared(self):
        """{unit: {form: number}} of the year's plans, {unit: address of it}, {unit: its name}."""
        rows = RegistrationCount.objects.filter(
            participant__campaign__kind=CampaignKind.PLAN,
            participant__campaign__year=self.scope.end.year,
            participant__unit__isnull=False,
        )
        found, pages, names = defaultdict(lambda: defaultdict(int)), {}, {}
        grouped = rows.values("participant__unit", "participant", "form", "participant__unit__name")
        for row in grouped.order_by("participant").annotate(total=Sum("count")):
            unit = row["participant__unit"]
            found[unit][row["form"]] += row["total"]
            pages[unit] = reverse("products:counts", args=[row["participant"]])
            names[unit] = row["participant__unit__name"]
        return found, pages, names

    def _by_unit(self, counting):
        return self.grounds.count(counting.rows(self.scope))

    # --- What stands at the end ----------------------------------------------------------------

    def valid(self) -> Rowed:
        """A line for each unit and star: products whose paper is in force, by product group."""
        holding = Rows(CERTIFICATES, lambda scope: {"status": HOLDING, "day": scope.end})
        counted = self.grounds.count(holding.rows(self.scope), "star", "product__product_group")
        made, groups = Rowed(), list(ProductGroup)
        for unit in self.units:
            stars = [star for star in _STARS if any(counted[unit.pk, star, g] for g in groups)]
            for star in stars or [None]:
                numbers = [counted[unit.pk, star, group] for group in groups]
                url = f"{holding.url(self._in(unit))}&star={star}" if star else ""
                links = [f"{url}&group={group}" if url else "" for group in groups]
                made.add([unit.short_name, star, *numbers, sum(numbers)], ["", "", *links, url])
        found = holding.rows(self.scope).order_by().values_list("product__product_group")
        once = Counter(dict(found.annotate(number=Count("pk"))))
        url = holding.url(self.scope)
        made.total(
            ["Toàn tỉnh", None, *(once[group] for group in groups), once.total()],
            ["", "", *(f"{url}&group={group}" for group in groups), url],
        )
        return made

    def producers(self) -> Rowed:
        """A line for each kind: who has products in force; a producer is of one kind."""
        rows = self._holding({}).rows(self.scope).order_by()
        female, minority = Q(gender=Gender.FEMALE), Q(is_ethnic_minority=True)
        found = rows.values("kind").annotate(
            all=Count("pk"),
            women=Count("pk", filter=female),
            minority=Count("pk", filter=minority),
        )
        counted = {each["kind"]: each for each in found}
        made = Rowed()
        for kind in ProducerKind:
            numbers = counted.get(kind, {})
            row = [numbers.get(name, 0) for name in ("all", "women", "minority")]
            made.add([kind.label, *row], ["", *self._urls({"kind": kind})])
        made.total(["Tất cả", *_sums(made.rows)], ["", *self._urls({})])
        return made

    def _holding(self, narrowed):
        return Rows(PRODUCERS, lambda scope: {"holding": "on", "day": scope.end} | narrowed)

    def _urls(self, narrowed):
        """The lists of all of them, of those whom women represent, and minorities."""
        more = ({}, {"gender": Gender.FEMALE}, {"minority": "on"})
        return [self._holding(narrowed | each).url(self.scope) for each in more]

    # --- What was typed ------------------------------------------------------------------------

    def typed(self, *, is_money) -> Rowed:
        """A line for each reporter whose report counts: what it typed of money, or of the rest."""
        asked = [
            each
            for each in self.province.indicators
            if each.source == FigureSource.TYPED
            and each.roll_up not in {RollUp.RATIO, RollUp.NONE}
            and (each.measure == MONEY) == is_money
        ]
        made = Rowed(titles=[[each.code, each.label, each.measure] for each in asked])
        figures = [self.province.figures[each.code] for each in asked]
        said, reports = defaultdict(dict), {}
        for figure in figures:
            for each in figure.answers:
                said[each.who][figure.indicator.code] = each.values[figure.indicator.code]
                reports[each.who] = self.province.reports[each.who, each.version]
        for who, participant in self.province.participants.items():
            if who in said:
                numbers = [said[who].get(each.code) for each in asked]
                url = reports[who].get_absolute_url()
                made.add([participant.body.short_name, *numbers], [url, *[""] * len(numbers)])
        made.totals = ["Toàn tỉnh", *(self.province.values[each.code] for each in asked)]
        made.double = any(self.province.doubles.get(each.code) for each in asked)
        return made

    # --- What came to an end -------------------------------------------------------------------

    def ended(self) -> Rowed:
        """The papers that lapsed or were revoked in the period, with the reason that is known."""
        made = Rowed()
        for what, told in (("lapsed", "hết hạn"), ("revoked", "bị thu hồi")):
            rows = COUNTINGS[what].count.rows(self.scope)
            reasons = self._reasons(what, rows)
            for each in rows.order_by("expires_on", "pk"):
                on, why = reasons.get(each.pk, (None, "chưa ghi lý do"))
                made.add(
                    [
                        each.product_name,
                        each.producer_name,
                        str(each.product.commune),
                        each.star,
                        each.label,
                        f"{on or each.ends_on:%d/%m/%Y}",
                        told,
                        why,
                    ],
                    [each.get_absolute_url(), *[""] * 7],
                )
        return made

    def _reasons(self, what, rows):
        """{certificate: (day, or None for its last one, why)} of those whose reason is recorded."""
        keys = rows.order_by().values("pk")
        if what == "revoked":
            events = CertificateEvent.objects.filter(certificate__in=keys, kind=EventKind.REVOKED)
            events = events.filter(on__range=(self.scope.start, self.scope.end))
            return {each.certificate_id: (each.on, each.reason) for each in events.order_by("pk")}
        return {
            each.certificate_id: (None, each.note or each.get_reason_display())
            for each in Lapse.objects.filter(certificate__in=keys)
        }


def _planned(plan):
    return [sum(plan[form] for form in forms) for forms, _ in FORMS]


def _sums(rows):
    """The sums of all columns after the first; of what nobody said anything, nothing."""
    columns = list(zip(*rows, strict=True))[1:] if rows else []
    return [
        sum(n for n in column if n is not None) if any(n is not None for n in column) else None
        for column in columns
    ]
