"""Periodic reports: the periods in which they are asked for, and what reporters say."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from programs.enums import REGISTER_READERS, REPORT_KINDS, UNIT_ROLES, Role
from programs.models import Campaign, Participant, SealedValues, User
from programs.scoping import own_units
from reports.enums import (
    REPORT_PRIVATE,
    REPORT_TONES,
    REPORT_WORKING,
    FormState,
    ReportState,
)
from reports.models.report_forms import FormSection, Indicator, ReportForm

# --- Periods -----------------------------------------------------------------------------------


class ReportPeriod(models.Model):
    """What a campaign of reports asks: by which form, and of which time (first and last day)."""

    campaign = models.OneToOneField(
        Campaign,
        models.PROTECT,
        related_name="report_period",
        limit_choices_to={"kind__in": sorted(REPORT_KINDS)},
        verbose_name="đợt",
    )
    form = models.ForeignKey(
        ReportForm,
        models.PROTECT,
        related_name="periods",
        limit_choices_to={"state": FormState.PUBLISHED},
        verbose_name="mẫu báo cáo",
    )
    data_from = models.DateField("số liệu từ ngày")
    data_to = models.DateField("đến hết ngày")
    version = models.PositiveIntegerField("lần sửa", default=1)

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["-campaign__year", "campaign__kind"]
        constraints = [
            models.CheckConstraint(
                condition=Q(data_to__gte=F("data_from")),
                name="reportperiod_ends_after_it_starts",
                violation_error_message="Ngày cuối của số liệu phải sau ngày đầu.",
            ),
        ]

    def __str__(self):
        return f"{self.campaign}"

    def get_absolute_url(self):
        return reverse("reports:report_board", args=[self.campaign_id])


# --- A report ----------------------------------------------------------------------------------


class PeriodicReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was sent for the province; its own for a unit or an agency (matrix T1, T3)."""
        match user.role:
            case role if role in REGISTER_READERS:
                return self.exclude(state__in=sorted(REPORT_PRIVATE))
            case role if role in UNIT_ROLES and user.unit_id:
                return self.filter(participant__unit__in=own_units(user).values("pk"))
            case Role.AGENCY_OFFICER if user.agency_id:
                return self.filter(participant__agency=user.agency_id)
            case _:
                return self.none()


class PeriodicReport(models.Model):
    """One version of what a participant reports. Its state moves only by periodic.workflow.REPORT.

    `corrects` is the returned or accepted version that it puts right. `edition` grows with every
    change of what is typed. `receipt` is the number under which the province received it;
    `first_sent_at` and `is_late` are of the participant's first sending in the campaign.
    """

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="reports", verbose_name="nơi báo cáo"
    )
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        related_name="correction",
        null=True,
        blank=True,
        verbose_name="sửa cho",
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=ReportState, default=ReportState.DRAFT
    )
    edition = models.PositiveIntegerField("lần sửa", default=1)
    is_nil = models.BooleanField(
        "trong kỳ không phát sinh",
        default=False,
        help_text="Số tồn cuối kỳ (đang có) vẫn ghi; các số phát sinh là 0.",
    )
    handed_in_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người trình"
    )
    sent_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người gửi"
    )
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    first_sent_at = models.DateTimeField("gửi lần đầu lúc", null=True, blank=True)
    is_late = models.BooleanField("gửi lần đầu sau hạn", default=False)
    receipt = models.PositiveIntegerField("số tiếp nhận", null=True, blank=True)
    changed_at = models.DateTimeField("sửa lần cuối", auto_now=True)

    objects = PeriodicReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo định kỳ"
        verbose_name_plural = "báo cáo định kỳ"
        ordering = ["participant", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "version"], name="periodicreport_version_once"
            ),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(state__in=sorted(REPORT_WORKING)),
                name="periodicreport_one_in_work",
                violation_error_message="Nơi này đang có một phiên bản chưa xong.",
            ),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(state=ReportState.ACCEPTED),
                name="periodicreport_one_accepted",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="periodicreport_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(REPORT_PRIVATE))
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="periodicreport_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(first_sent_at__isnull=False) | Q(is_late=False),
                name="periodicreport_late_once_sent",
            ),
            models.CheckConstraint(
                condition=Q(sent_by=None) | ~Q(sent_by=F("handed_in_by")),
                name="periodicreport_sent_by_another",
                violation_error_message="Người gửi phải khác người trình.",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1, edition__gte=1), name="periodicreport_from_one"
            ),
        ]

    def __str__(self):
        version = f" (phiên bản {self.version})" if self.version > 1 else ""
        return f"{self.participant.campaign} – {self.reporter}{version}"

    def get_absolute_url(self):
        return reverse("reports:report_detail", args=[self.pk])

    @property
    def tone(self):
        return REPORT_TONES[self.state]

    @property
    def reporter(self):
        """What the unit or agency is called in short."""
        body = self.participant.unit or self.participant.agency
        return body.short_name

    @property
    def unit_id(self):
        """The unit whose leader reads the trail of the report."""
        return self.participant.unit_id

    @property
    def agency_id(self):
        return self.participant.agency_id

    @property
    def period(self):
        return self.participant.campaign.report_period


class ReceiptSeries(models.Model):
    """The numbers under which the province receives reports, a series a year."""

    year = models.PositiveSmallIntegerField("năm", unique=True)
    last = models.PositiveIntegerField("số cuối", default=0)

    class Meta:
        verbose_name = "dãy số tiếp nhận"
        verbose_name_plural = "dãy số tiếp nhận"
        ordering = ["-year"]

    def __str__(self):
        return f"{self.year}: {self.last}"


class ReportFigure(models.Model):
    """What a report says to an indicator: a whole number, 0 for none; no row is no answer.

    `explanation` answers what the portal asks about it; `is_carried` marks a figure that came from
    the accepted report of the half-year and was not touched since.
    """

    report = models.ForeignKey(
        PeriodicReport, models.CASCADE, related_name="figures", verbose_name="báo cáo"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="+", verbose_name="chỉ tiêu"
    )
    value = models.BigIntegerField("số liệu", null=True, blank=True)
    explanation = models.CharField("giải thích", max_length=500, blank=True)
    is_carried = models.BooleanField("lấy từ báo cáo 6 tháng", default=False)

    class Meta:
        verbose_name = "số liệu báo cáo"
        verbose_name_plural = "số liệu báo cáo"
        ordering = ["report", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "indicator"], name="reportfigure_once_an_indicator"
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0), name="reportfigure_from_zero"
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.value}"


class ReportText(models.Model):
    """What a report says under a section, in words."""

    report = models.ForeignKey(
        PeriodicReport, models.CASCADE, related_name="texts", verbose_name="báo cáo"
    )
    section = models.ForeignKey(FormSection, models.PROTECT, related_name="+", verbose_name="mục")
    text = models.TextField("nội dung", max_length=20000, blank=True)

    class Meta:
        verbose_name = "lời báo cáo"
        verbose_name_plural = "lời báo cáo"
        ordering = ["report", "section__position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "section"], name="reporttext_once_a_section"),
        ]

    def __str__(self):
        return f"{self.section}"


class ReportComment(models.Model):
    """What a reader says of a section of a sent report, or of all of it (matrix T4, T15)."""

    report = models.ForeignKey(
        PeriodicReport, models.PROTECT, related_name="comments", verbose_name="báo cáo"
    )
    section = models.ForeignKey(
        FormSection, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="mục"
    )
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người viết")
    written_at = models.DateTimeField("viết lúc", auto_now_add=True)
    text = models.TextField("ý kiến", max_length=2000)

    class Meta:
        verbose_name = "ý kiến về báo cáo"
        verbose_name_plural = "ý kiến về báo cáo"
        ordering = ["-written_at", "pk"]

    def __str__(self):
        return self.text


class SealedReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was sent is read by the province and by whoever sent it (matrix T3)."""
        if user.role in REGISTER_READERS:
            return self
        return self.filter(report__in=PeriodicReport.objects.visible_to(user).values("pk"))


class SealedReport(SealedValues):
    """What a participant sent, letter for letter. Never changed."""

    report = models.ForeignKey(
        PeriodicReport, models.PROTECT, related_name="seals", verbose_name="báo cáo"
    )
    number = models.PositiveSmallIntegerField("lần gửi")
    sealed_at = models.DateTimeField("niêm phong lúc")
    sealed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")

    objects = SealedReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo đã gửi"
        verbose_name_plural = "báo cáo đã gửi"
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="sealedreport_number_once"),
        ]

    def __str__(self):
        return f"{self.report} – lần gửi {self.number}"

    def get_absolute_url(self):
        return reverse("reports:sealed_report", args=[self.pk])
