"""Files of a reporter: sent along with a periodic report, or filled in to be read into it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from products.models.documents import StoredFile
from programs.enums import REGISTER_READERS
from programs.models.staged import StagedFile
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


class FilledReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was handed in for a report is its reporter's alone (matrix T1)."""
        if user.role in REGISTER_READERS:
            return self.none()
        return self.filter(report__in=PeriodicReport.objects.visible_to(user).values("pk"))


class FilledReport(StagedFile):
    """A workbook of a report, read and waiting to be written into its draft.

    `lines` are what was found of each section (periodic.workbook_reading.Found), `marks` what is
    wrong at which cell; `is_stale` where the draft has changed since the workbook was written. A
    confirmation holds once, within an hour, for sections as they were when the file was read.
    """

    report = models.ForeignKey(
        PeriodicReport, models.PROTECT, related_name="filled_files", verbose_name="báo cáo"
    )
    file = models.FileField("tệp gốc", upload_to="filled-reports/")
    marks = models.JSONField("chỗ sai", default=list)
    is_stale = models.BooleanField("bản nháp đã đổi sau khi tải tệp", default=False)

    objects = FilledReportQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp báo cáo đã điền"
        verbose_name_plural = "tệp báo cáo đã điền"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.name} – {self.report}"

    def get_absolute_url(self):
        return reverse("reports:filled_report", args=[self.pk])
