"""The province's report on a campaign: written section by section, sealed, never changed after."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from programs.enums import PROVINCE_WRITERS, REGISTER_READERS, REPORT_KINDS
from programs.models import Campaign, SealedValues, User
from reports.enums import PROVINCE_REPORT_TONES, ProvinceReportState
from reports.models.report_forms import FormSection


class ProvinceReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for those who write it; what was sealed for the others of the province."""
        if user.role in PROVINCE_WRITERS:
            return self
        sealed = self.filter(state=ProvinceReportState.SEALED)
        return sealed if user.role in REGISTER_READERS else self.none()


class ProvinceReport(models.Model):
    """One version of it. Its state moves only by provincial.workflow.PROVINCE_REPORT.

    Figures are computed until it is sealed; of what is typed, `edition` counts the changes.
    """

    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="province_reports",
        limit_choices_to={"kind__in": sorted(REPORT_KINDS)},
        verbose_name="đợt",
    )
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=ProvinceReportState,
        default=ProvinceReportState.DRAFT,
    )
    edition = models.PositiveIntegerField("lần sửa", default=1)
    prepared_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    sealed_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người niêm phong",
    )
    changed_at = models.DateTimeField("sửa lần cuối", auto_now=True)

    objects = ProvinceReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo của tỉnh"
        verbose_name_plural = "báo cáo của tỉnh"
        ordering = ["campaign", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "version"], name="provincereport_version_once"
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state=ProvinceReportState.DRAFT),
                name="provincereport_one_draft",
                violation_error_message="Đợt này đang có một bản đang soạn.",
            ),
            models.CheckConstraint(
                condition=Q(state=ProvinceReportState.DRAFT, sealed_by=None)
                | Q(state=ProvinceReportState.SEALED, sealed_by__isnull=False),
                name="provincereport_sealed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(sealed_by=None) | ~Q(sealed_by=F("prepared_by")),
                name="provincereport_sealed_by_another",
                violation_error_message="Người niêm phong phải khác người lập.",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1, edition__gte=1), name="provincereport_from_one"
            ),
        ]

    def __str__(self):
        version = f" (phiên bản {self.version})" if self.version > 1 else ""
        return f"Báo cáo của tỉnh, {self.campaign}{version}"

    def get_absolute_url(self):
        return reverse("reports:province_report", args=[self.pk])

    @property
    def tone(self):
        return PROVINCE_REPORT_TONES[self.state]


class ProvinceText(models.Model):
    """What the province's report says under a section, with its marks (provincial.narrative)."""

    report = models.ForeignKey(
        ProvinceReport, models.CASCADE, related_name="texts", verbose_name="báo cáo"
    )
    section = models.ForeignKey(FormSection, models.PROTECT, related_name="+", verbose_name="mục")
    text = models.TextField("nội dung", max_length=50000, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người sửa")
    written_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        verbose_name = "lời báo cáo của tỉnh"
        verbose_name_plural = "lời báo cáo của tỉnh"
        ordering = ["report", "section__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section"], name="provincetext_once_a_section"
            ),
        ]

    def __str__(self):
        return f"{self.section}"


class SealedProvinceReport(SealedValues):
    """What the province's report said when it was sealed: figures, answers, words, tables."""

    report = models.OneToOneField(
        ProvinceReport, models.PROTECT, related_name="seal", verbose_name="báo cáo"
    )
    sealed_at = models.DateTimeField("niêm phong lúc")
    sealed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người niêm phong"
    )

    class Meta:
        verbose_name = "báo cáo của tỉnh đã niêm phong"
        verbose_name_plural = "báo cáo của tỉnh đã niêm phong"
        ordering = ["-sealed_at"]

    def __str__(self):
        return f"{self.report}"

    def get_absolute_url(self):
        return self.report.get_absolute_url()
