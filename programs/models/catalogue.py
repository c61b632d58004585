"""The product sets of the law, as data."""

from django.db import models
from django.db.models import Q

from programs.enums import ProductGroup


class ProductSetManager(models.Manager):
    def get_by_natural_key(self, number):
        return self.get(number=number)


class ProductSet(models.Model):
    """One of the 26 sets (bộ sản phẩm) of Decision 26/2026/QĐ-TTg, Appendix I."""

    number = models.PositiveSmallIntegerField("số", unique=True)
    name = models.CharField("tên", max_length=200)
    group = models.CharField("nhóm", max_length=10, choices=ProductGroup)
    category = models.CharField("phân nhóm", max_length=200, blank=True)

    objects = ProductSetManager()

    class Meta:
        verbose_name = "bộ sản phẩm"
        verbose_name_plural = "bộ sản phẩm"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__in=ProductGroup.values), name="productset_group_known"
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.name}"

    def natural_key(self):
        return (self.number,)
