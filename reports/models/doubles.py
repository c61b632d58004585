"""Events that two reporters counted: what the province's sums are cut by."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from programs.enums import REGISTER_READERS
from programs.models import User
from reports.models.periodic import SealedReport
from reports.models.report_forms import Indicator


class DoubleCountQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The province's own note: reporters' reports stay as they were sent (matrix T22)."""
        return self if user.role in REGISTER_READERS else self.none()

    def standing(self):
        """Those that were not struck out."""
        return self.filter(struck_at=None)


class DoubleCount(models.Model):
    """That `many` of what one report says were counted by another too, which keeps them.

    It holds of the reports as they were sent: where one of them is sent anew, or put right, it
    cuts nothing any more. It is written by periodic.doubles alone.
    """

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="+", verbose_name="chỉ tiêu"
    )
    kept = models.ForeignKey(
        SealedReport, models.PROTECT, related_name="+", verbose_name="báo cáo giữ số"
    )
    cut = models.ForeignKey(
        SealedReport, models.PROTECT, related_name="+", verbose_name="báo cáo bị trừ"
    )
    many = models.PositiveBigIntegerField("số tính trùng")
    reason = models.CharField("lý do", max_length=500)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    struck_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người gạch"
    )
    struck_at = models.DateTimeField("gạch lúc", null=True, blank=True)
    struck_reason = models.CharField("lý do gạch", max_length=500, blank=True)

    objects = DoubleCountQuerySet.as_manager()

    class Meta:
        verbose_name = "số tính trùng"
        verbose_name_plural = "số tính trùng"
        ordering = ["indicator", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("cut")), name="doublecount_of_two_reports"),
            models.CheckConstraint(condition=Q(many__gte=1), name="doublecount_of_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="doublecount_for_a_reason"),
            models.CheckConstraint(
                condition=Q(struck_by=None, struck_at=None, struck_reason="")
                | (Q(struck_by__isnull=False, struck_at__isnull=False) & ~Q(struck_reason="")),
                name="doublecount_struck_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.many}, {self.cut.report.reporter}"

    def get_absolute_url(self):
        campaign = self.cut.report.participant.campaign_id
        return reverse("reports:double_list", args=[campaign])
