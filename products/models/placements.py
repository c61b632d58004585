"""Where a record of the register went when the unit that it lay in was split."""

from django.db import models
from django.db.models import F, Q

from programs.models import Unit
from programs.succession import ground_of


class PlacementQuerySet(models.QuerySet):
    def away_from(self, unit_id):
        """Those by which a record went elsewhere though this unit took over some of its ground."""
        ground = ground_of(unit_id).values("pk")
        ours = Q(old=unit_id) | Q(old__parent=unit_id)
        return self.filter(old__in=ground).exclude(new__in=ground).exclude(ours)

    def of(self, kind):
        """The keys of the records of this kind, "producer" or "product"."""
        return self.filter(**{f"{kind}__isnull": False}).values(kind)


class Placement(models.Model):
    """The successor of a split unit in which this record has lain since the split.

    Everything else is computed: a record keeps the commune of its first record, and where it lies
    on another day follows from the successions of units, which leave a question at a split alone.
    """

    producer = models.ForeignKey(
        "products.Producer",
        models.PROTECT,
        related_name="placements",
        null=True,
        blank=True,
        verbose_name="chủ thể",
    )
    product = models.ForeignKey(
        "products.Product",
        models.PROTECT,
        related_name="placements",
        null=True,
        blank=True,
        verbose_name="sản phẩm",
    )
    old = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị cũ")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị mới")

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi thuộc về sau khi chia tách"
        verbose_name_plural = "nơi thuộc về sau khi chia tách"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["producer", "old"], name="placement_producer_once"),
            models.UniqueConstraint(fields=["product", "old"], name="placement_product_once"),
            models.CheckConstraint(
                condition=Q(producer=None, product__isnull=False)
                | Q(producer__isnull=False, product=None),
                name="placement_of_one_record",
            ),
            models.CheckConstraint(condition=~Q(old=F("new")), name="placement_joins_two_units"),
        ]

    def __str__(self):
        return f"{self.producer or self.product}: {self.old} → {self.new}"
