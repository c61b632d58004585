"""Files that a reporter sends along with a periodic report."""

from django.db import models
from django.db.models import Q

from products.models.documents import StoredFile
from reports.models.periodic import PeriodicReport


class ReportAttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The files of the reports this user reads (matrix T3, T16)."""
        return self.filter(report__in=PeriodicReport.objects.visible_to(user).values("pk"))

    def standing(self):
        """Those that go along with the report as it stands."""
        return self.filter(left_out_at=None)


class ReportAttachment(StoredFile):
    """A file beside a report, written by periodic.attachments alone, in a draft alone (triggers).

    One that was sent stays when it is left out of the draft later: what was sealed names it. A
    correction has rows of its own over the same files.
    """

    report = models.ForeignKey(
        PeriodicReport, models.PROTECT, related_name="attachments", verbose_name="báo cáo"
    )
    file = models.FileField("tệp", upload_to="reports/")
    name = models.CharField("tên tệp", max_length=100)
    content_type = models.CharField("kiểu tệp", max_length=100)
    left_out_at = models.DateTimeField("bỏ khỏi bản nháp lúc", null=True, blank=True)

    objects = ReportAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "tài liệu gửi kèm báo cáo"
        verbose_name_plural = "tài liệu gửi kèm báo cáo"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "sha256"],
                condition=Q(left_out_at=None),
                name="reportattachment_once_a_report",
            ),
        ]

    def __str__(self):
        return self.name
