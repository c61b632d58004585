"""Titles of columns that people have explained once, so that nobody asks their unit again."""

from django.db import models
from django.db.models import Q

from programs.models import Unit


class KnownTitle(models.Model):
    """What a unit's tables mean by a title; without a unit, what the province's books do.

    `title` is the key under which titles are compared, `column` that of the portal's column, ""
    where the unit leaves such a column out.
    """

    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="+", null=True, blank=True, verbose_name="đơn vị"
    )
    title = models.CharField("tiêu đề", max_length=300)
    column = models.CharField("cột", max_length=40, blank=True)

    class Meta:
        verbose_name = "tiêu đề đã biết"
        verbose_name_plural = "tiêu đề đã biết"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "title"], name="knowntitle_once_a_unit"),
            models.UniqueConstraint(
                fields=["title"], condition=Q(unit=None), name="knowntitle_once_in_the_province"
            ),
        ]

    def __str__(self):
        return self.title
