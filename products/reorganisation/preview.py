"""What lay in the units that ended on the eve of a day, and to whom each part of it passes.

This reads and never writes; `reorganising` carries it out. People pass by their account; producers
and products keep the commune of their first record, and where they lie follows from the successions
(a split asks for a `Placement`); dossiers and certificates go with their product; what was sent,
sealed or issued stays with the unit that it names.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.urls import reverse

from products.certificates.history import with_status
from products.certificates.validity import DAY
from products.enums import ENDED_DOSSIERS, IN_FORCE, STARS, Splitting
from products.ground.location import lying_in
from products.models import Certificate, Dossier, Placement, Producer, Product
from products.reorganisation.plans import open_plans, rows_to_pass, stated_by
from programs.enums import Role
from programs.models import Unit, UnitSuccession, User
from programs.succession import Lineage

OFFICERS, LEADERS, PLANS, DOSSIERS = "cán bộ", "lãnh đạo", "kế hoạch", "hồ sơ"
STATED = "sản phẩm đã khai"
PRODUCERS, PRODUCTS = "chủ thể", "sản phẩm"
GRADED = {star: f"giấy {words}" for star, words in STARS}
COUNTED = (
    "Đếm tài khoản đang mở, kế hoạch đang soạn của đợt chưa xong khi đơn vị kết thúc và số sản "
    "phẩm đã khai của kế hoạch đó, hồ sơ chưa kết thúc, giấy còn hiệu lực vào ngày sắp xếp."
)
WHAT = (OFFICERS, LEADERS, PLANS, STATED, DOSSIERS, PRODUCERS, PRODUCTS, *GRADED.values())


def days_of_change():
    """The days on which units were reorganised, the latest first."""
    return list(UnitSuccession.objects.order_by("-on").values_list("on", flat=True).distinct())


@dataclass(frozen=True)
class Case:
    """One person, record or row of a unit that ended: who may take it, and who does."""

    kind: str
    row: Any
    old: Unit
    heirs: tuple[Unit, ...]
    chosen: Unit | None

    @property
    def key(self):
        return self.kind, self.row.pk

    def __str__(self):
        return f"{Splitting(self.kind).label} “{self.row}” ({self.old})"

    def get_absolute_url(self):
        """The page of the reorganisation that it belongs to."""
        return f"{reverse('products:reorganisation')}?ngay={self.old.valid_to + DAY}"


@dataclass
class Line:
    """A unit that ended: its heirs, and how much lay in it on its last day."""

    unit: Unit
    heirs: tuple[Unit, ...]
    counts: Counter = field(default_factory=Counter)

    def cells(self):
        return [self.counts[what] for what in WHAT]


class Reorganisation:
    """The change of this day. `decisions` are {(kind, key): unit} for what a split asks."""

    def __init__(self, on, decisions=None):
        self.on, self.eve, self.decisions = on, on - DAY, decisions or {}
        self.lineage = Lineage()
        units = self.lineage.units.values()
        self.ended = {unit.pk: unit for unit in units if unit.valid_to == self.eve}
        self.placed = {}
        for row in Placement.objects.all():
            kind = Splitting.PRODUCT if row.product_id else Splitting.PRODUCER
            self.placed.setdefault((kind, row.product_id or row.producer_id), {})[row.old_id] = (
                row.new_id
            )

    def heirs_of(self, pk):
        """Who took the unit over; of one that nobody took over, who took its communes over."""
        heirs = self.lineage.heirs.get(pk)
        if heirs:
            return tuple(self.lineage.units[heir] for heir in heirs)
        below = [each.pk for each in self.ended.values() if each.parent_id == pk]
        found = {heir.pk: heir for each in below for heir in self.heirs_of(each)}
        return tuple(sorted(found.values(), key=lambda unit: unit.code))

    @cached_property
    def lines(self):
        """A line for each unit that ended and was not empty, in the order of codes."""
        lines = {}
        for what, counted in self._counted():
            for pk, count in counted.items():
                line = lines.setdefault(pk, Line(self.ended[pk], self.heirs_of(pk)))
                line.counts[what] += count
        return sorted(lines.values(), key=lambda line: line.unit.code)

    @property
    def totals(self):
        return sum((line.counts for line in self.lines), Counter())

    def _counted(self):
        for what, role in ((OFFICERS, Role.UNIT_OFFICER), (LEADERS, Role.UNIT_LEADER)):
            yield what, Counter(case.old.pk for case in self.people if case.row.role == role)
        yield PLANS, Counter(plan.unit_id for plan in self.plans)
        yield STATED, +stated_by(self.plans)
        for what, rows, kind, path in self.measures():
            yield what, self._tally(rows, kind, path)

    def measures(self):
        """(what, rows, kind of record, path to it) of all that lies where its record lies."""
        worth = with_status(Certificate.objects.issued(), self.on).filter(status__in=IN_FORCE)
        dossiers = Dossier.objects.exclude(state__in=ENDED_DOSSIERS)
        yield PRODUCERS, Producer.objects.current(), Splitting.PRODUCER, ""
        yield PRODUCTS, Product.objects.current(), Splitting.PRODUCT, ""
        yield DOSSIERS, dossiers, Splitting.PRODUCT, "product__"
        for star, what in GRADED.items():
            yield what, worth.filter(star=star), Splitting.PRODUCT, "product__"

    def _tally(self, rows, kind, path):
        """How many rows lay in each unit that ended: grouped by commune where that tells all."""
        rows, commune = self.of_old(rows, path).order_by(), f"{path}commune"
        split = {pk for pk in self.lineage.units if len(self.lineage.holders(pk, self.eve)) > 1}
        tally = Counter()
        plain = rows.exclude(**{f"{commune}__in": split}).values_list(commune)
        for pk, count in plain.annotate(count=Count("pk")):
            tally[next(iter(self.lineage.holders(pk, self.eve)))] += count
        for record, pk in rows.filter(**{f"{commune}__in": split}).values_list(
            f"{path}pk", commune
        ):
            tally.update(self.lineage.holders(pk, self.eve, self.placed.get((kind, record))))
        return Counter({pk: count for pk, count in tally.items() if pk in self.ended})

    def of_old(self, rows, path):
        """The rows whose record was there before the day."""
        return rows.filter(**{f"{path}commune__valid_from__lte": self.eve})

    # --- What is to be decided, and what passes by itself --------------------------------------

    @cached_property
    def people(self):
        """The open accounts of the units that ended."""
        users = User.objects.filter(unit__in=self.ended, is_active=True).order_by("unit", "pk")
        cases = [self._case(Splitting.USER, user, self.ended[user.unit_id]) for user in users]
        return [case for case in cases if case.heirs]

    @cached_property
    def records(self):
        """The producers and products of the units that were split."""
        splits = [pk for pk in self.ended if len(self.lineage.heirs.get(pk, ())) > 1]
        return [
            self._case(kind, row, self.ended[pk])
            for pk in splits
            for model, kind in ((Producer, Splitting.PRODUCER), (Product, Splitting.PRODUCT))
            for row in self._divided(model, self.ended[pk])
        ]

    def _divided(self, model, old):
        """What lay in this unit when it was split; later records know their own commune.

        What lay in its communes passes with them.
        """
        if self.lineage.ground(old, old.valid_to) != {old.pk}:
            return model.objects.none()
        kind = model._meta.model_name
        lying = lying_in(old, old.valid_to, kind, lineage=self.lineage)
        return model.objects.filter(lying, commune__valid_from__lte=old.valid_to)

    @cached_property
    def plans(self):
        """The plans in work that the units that ended leave."""
        return open_plans(self.ended)

    @cached_property
    def rows(self):
        """Each row of those plans, which goes where its commune went."""
        return [
            self._case(Splitting.ROW, row, row.commune, self._holders_of(row))
            for row in rows_to_pass(self.plans)
        ]

    def _holders_of(self, row):
        found = self.lineage.holders(row.commune_id, self.on)
        return tuple(sorted((self.lineage.units[pk] for pk in found), key=lambda unit: unit.code))

    def _case(self, kind, row, old, heirs=None):
        heirs = self.heirs_of(old.pk) if heirs is None else heirs
        chosen = self.decisions.get((kind, row.pk))
        if placed := self.placed.get((kind, row.pk), {}).get(old.pk):
            chosen = chosen or self.lineage.units[placed]
        if len(heirs) == 1:
            chosen = heirs[0]
        return Case(kind, row, old, heirs, chosen)

    @property
    def cases(self):
        return [*self.people, *self.records, *self.rows]

    @property
    def splits(self):
        """What somebody must decide, or has decided."""
        return [case for case in self.cases if len(case.heirs) > 1]

    @property
    def undecided(self):
        return [case for case in self.splits if case.chosen is None]

    @property
    def is_settled(self):
        """Whether nothing is left to be moved."""
        return not (self.people or self.plans or self.unplaced)

    @property
    def unplaced(self):
        """The records of split units whose placement is still to be written."""
        return [
            case
            for case in self.records
            if case.chosen is None
            or self.placed.get(case.key, {}).get(case.old.pk) != case.chosen.pk
        ]

    def undecided_before(self):
        """What an earlier split still asks about, in words."""
        for pk, heirs in self.lineage.heirs.items():
            old = self.lineage.units[pk]
            if not heirs[1:] or old.valid_to >= self.eve:
                continue
            for model, kind in ((Producer, Splitting.PRODUCER), (Product, Splitting.PRODUCT)):
                if count := self._divided(model, old).exclude(placements__old=pk).count():
                    day = old.valid_to + DAY
                    yield f"{count} {Splitting(kind).label} của {old} chia ngày {day:%d/%m/%Y}"
