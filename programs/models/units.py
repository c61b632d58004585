"""Administrative units: names and borders that change by date, and who follows whom."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from programs.collation import VIETNAMESE
from programs.enums import DISTRICT_KINDS, UnitKind

# As the client's appendix writes it: "Tp. Quảng Ngãi", and every other kind in full.
_ABBREVIATED = {UnitKind.CITY: "Tp."}
# Rows and columns that a map of tiles has at most: home.css knows as many.
MAP_SIDE = 8
_LABELS = {kind.value: kind.label.capitalize() for kind in UnitKind}


class UnitQuerySet(models.QuerySet):
    def on(self, date):
        """The units that exist on this date; `valid_to` is a unit's last day."""
        return self.filter(valid_from__lte=date).filter(Q(valid_to=None) | Q(valid_to__gte=date))

    def province_on(self, date):
        """The province as it is on this date, or None."""
        return self.on(date).filter(kind=UnitKind.PROVINCE).first()


class UnitManager(models.Manager.from_queryset(UnitQuerySet)):
    def get_by_natural_key(self, code, valid_from):
        return self.get(code=code, valid_from=valid_from)


class Unit(models.Model):
    """A unit under one name and border. Codes are text, and live on with another border."""

    code = models.CharField("mã", max_length=5)
    name = models.CharField("tên", max_length=100, db_collation=VIETNAMESE)
    kind = models.CharField("loại", max_length=10, choices=UnitKind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name="trực thuộc",
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    map_row = models.PositiveSmallIntegerField(
        "hàng trên bản đồ ô",
        null=True,
        blank=True,
        help_text="Hàng, cột của đơn vị trên bản đồ bằng ô vuông, từ 1 đến 8; trống là chưa xếp.",
    )
    map_column = models.PositiveSmallIntegerField("cột trên bản đồ ô", null=True, blank=True)
    history = HistoricalRecords()

    objects = UnitManager()

    class Meta:
        verbose_name = "đơn vị hành chính"
        verbose_name_plural = "đơn vị hành chính"
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="unit_code_once_a_date",
                violation_error_message="Mã này đã có đơn vị bắt đầu từ cùng ngày.",
            ),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(map_row=None, map_column=None)
                | Q(
                    map_row__isnull=False,
                    map_column__isnull=False,
                    map_row__range=(1, MAP_SIDE),
                    map_column__range=(1, MAP_SIDE),
                ),
                name="unit_place_on_the_map_is_whole",
                violation_error_message=f"Ghi cả hàng và cột, từ 1 đến {MAP_SIDE}.",
            ),
        ]

    def __str__(self):
        return f"{_LABELS[self.kind]} {self.name}"

    def natural_key(self):
        return (self.code, self.valid_from)

    def exists_on(self, day):
        """Whether `on` finds it."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def short_name(self):
        """The name as the appendix prints it: "Tp. Quảng Ngãi"."""
        if prefix := _ABBREVIATED.get(self.kind):
            return f"{prefix} {self.name}"
        return str(self)

    @property
    def reporting_id(self):
        """The key of the unit that reports for this place: its district while it has one."""
        return self.parent_id if self.parent and self.parent.kind in DISTRICT_KINDS else self.pk

    def communes_on(self, date):
        """Where a product of this unit may be: its communes, or itself where it has none."""
        communes = Unit.objects.on(date).filter(parent=self)
        return communes if communes.exists() else Unit.objects.filter(pk=self.pk)


class UnitSuccessionManager(models.Manager):
    def get_by_natural_key(self, old_code, old_from, new_code, new_from, on):
        return self.get(
            old__code=old_code,
            old__valid_from=old_from,
            new__code=new_code,
            new__valid_from=new_from,
            on=on,
        )


class UnitSuccession(models.Model):
    """`new` took over (a part of) `old` on this day. Merged and split units have several rows."""

    old = models.ForeignKey(
        Unit, models.PROTECT, related_name="successions", verbose_name="đơn vị cũ"
    )
    new = models.ForeignKey(Unit, models.PROTECT, related_name="origins", verbose_name="đơn vị mới")
    on = models.DateField("từ ngày")

    objects = UnitSuccessionManager()

    class Meta:
        verbose_name = "kế thừa đơn vị"
        verbose_name_plural = "kế thừa đơn vị"
        ordering = ["on", "old", "new"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="unitsuccession_once"),
            models.CheckConstraint(
                condition=~Q(old=F("new")), name="unitsuccession_joins_two_units"
            ),
        ]

    def __str__(self):
        return f"{self.old} → {self.new}"

    def natural_key(self):
        return (*self.old.natural_key(), *self.new.natural_key(), self.on)
