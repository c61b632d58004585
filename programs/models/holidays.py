"""Public holidays, and the years for which they are all known."""

from django.db import models
from django.db.models import Q

from programs.enums import HolidayKind
from programs.models.regulations import ByNaturalKey


class HolidayYear(models.Model):
    """A year whose days off are all known. In any other year, working days are not counted.

    A provisional one holds what the law fixes and what is expected of its announcements.
    """

    NATURAL_KEY = ("year",)

    year = models.PositiveSmallIntegerField("năm", unique=True)
    source = models.CharField("căn cứ", max_length=500)
    is_provisional = models.BooleanField(
        "dự kiến",
        default=False,
        help_text="Chưa có thông báo chính thức; bỏ đánh dấu khi đã sửa theo thông báo.",
    )

    objects = ByNaturalKey()

    class Meta:
        verbose_name = "năm có lịch nghỉ"
        verbose_name_plural = "năm có lịch nghỉ"
        ordering = ["year"]

    def __str__(self):
        return str(self.year)

    def natural_key(self):
        return (self.year,)


class Holiday(models.Model):
    """A day off of public offices, or a Saturday that is worked in its stead."""

    NATURAL_KEY = ("date",)

    date = models.DateField("ngày", unique=True)
    name = models.CharField("tên", max_length=100)
    kind = models.CharField("loại", max_length=10, choices=HolidayKind)

    objects = ByNaturalKey()

    class Meta:
        verbose_name = "ngày nghỉ lễ"
        verbose_name_plural = "ngày nghỉ lễ"
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=HolidayKind.values), name="holiday_kind_known"
            ),
        ]

    def __str__(self):
        return f"{self.date:%d/%m/%Y} {self.name}"

    def natural_key(self):
        return (self.date,)
