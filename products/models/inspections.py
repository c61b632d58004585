"""Post-checks: the plan that names whom, each check with its findings, the producer's reply."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import get_random_string

from products.enums import (
    INSPECTION_PLAN_TONES,
    INSPECTION_TONES,
    PRIVATE_INSPECTIONS,
    FindingResult,
    InspectionPlanState,
    InspectionState,
)
from products.models.certificates import Certificate, Revocation
from programs.enums import REGISTER_READERS, UNIT_ROLES, ProductGroup
from programs.models import Criterion, Unit, User

HEXADECIMAL = "0123456789abcdef"


def new_seed():
    """Chosen before anybody knows which certificates there will be to draw from."""
    return get_random_string(16, HEXADECIMAL)


class InspectionPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The department's and its readers'; units see checks once they were made (H12)."""
        return self if user.role in REGISTER_READERS else self.none()


class InspectionPlan(models.Model):
    """Which certificates are checked in a time: all of a place and a group, or a sample of them.

    Its state moves only by inspection_plans.PLANNING. `frame` are the certificates from which the
    sample was drawn on `drawn_on`: with `seed` anybody draws the same one again.
    """

    year = models.PositiveSmallIntegerField(
        "năm", validators=[MinValueValidator(2018), MaxValueValidator(2100)]
    )
    title = models.CharField("tên kế hoạch", max_length=200)
    superior = models.CharField("cơ quan chủ quản của đoàn", max_length=200, blank=True)
    body = models.CharField("cơ quan, đoàn kiểm tra", max_length=200)
    symbol = models.CharField(
        "ký hiệu biên bản",
        max_length=40,
        blank=True,
        help_text="Sau số của biên bản, ví dụ BB-ĐKT. Để trống thì chỉ ghi BB.",
    )
    basis = models.CharField(
        "căn cứ của đoàn kiểm tra",
        max_length=500,
        blank=True,
        help_text="Ví dụ: Quyết định số 15/QĐ-SNNMT ngày 03/11/2026 của Sở Nông nghiệp và Môi "
        "trường về việc thành lập đoàn kiểm tra.",
    )
    ground = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="địa bàn",
        help_text="Để trống: toàn tỉnh.",
    )
    product_group = models.CharField(
        "nhóm sản phẩm",
        max_length=10,
        choices=ProductGroup,
        blank=True,
        help_text="Để trống: mọi nhóm.",
    )
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    sample_size = models.PositiveIntegerField(
        "số giấy chọn mẫu",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Để trống: kiểm tra tất cả.",
    )
    seed = models.CharField("mã rút mẫu", max_length=16, default=new_seed, editable=False)
    frame = models.JSONField("danh sách để rút", default=list, blank=True, editable=False)
    drawn_on = models.DateField("ngày rút mẫu", null=True, blank=True, editable=False)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=InspectionPlanState,
        default=InspectionPlanState.DRAFT,
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    version = models.PositiveIntegerField("lần sửa", default=1)

    objects = InspectionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch hậu kiểm"
        verbose_name_plural = "kế hoạch hậu kiểm"
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=InspectionPlanState.values), name="inspectionplan_state_known"
            ),
            models.CheckConstraint(
                condition=Q(product_group__in=["", *ProductGroup.values]),
                name="inspectionplan_group_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="inspectionplan_ends_after_it_starts",
                violation_error_message="Ngày kết thúc không được trước ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(sample_size=None) | Q(sample_size__gte=1),
                name="inspectionplan_sample_of_some",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.year})"

    def get_absolute_url(self):
        return reverse("products:inspection_plan_detail", args=[self.pk])

    @property
    def tone(self):
        return INSPECTION_PLAN_TONES[self.state]


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All, or on the own unit's ground what was recorded (matrix H9, H12)."""
        if user.role in REGISTER_READERS:
            return self
        if user.role not in UNIT_ROLES:
            return self.none()
        own = Certificate.objects.visible_to(user).values("pk")
        return self.exclude(state__in=PRIVATE_INSPECTIONS).filter(certificate__in=own)


class Inspection(models.Model):
    """One certificate under a plan: what was found, said to it, and decided (article 9).

    Its state moves only by inspection_workflow.INSPECTION.
    """

    plan = models.ForeignKey(
        InspectionPlan, models.PROTECT, related_name="inspections", verbose_name="kế hoạch"
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="inspections", verbose_name="giấy chứng nhận"
    )
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=InspectionState,
        default=InspectionState.PLANNED,
    )
    inspected_on = models.DateField("ngày kiểm tra", null=True, blank=True)
    started_at = models.TimeField("bắt đầu lúc", null=True, blank=True)
    ended_at = models.TimeField("kết thúc lúc", null=True, blank=True)
    place = models.CharField("nơi kiểm tra", max_length=200, blank=True)
    inspectors = models.TextField("thành phần đoàn kiểm tra", max_length=1000, blank=True)
    attendants = models.TextField("đại diện chủ thể, địa phương", max_length=1000, blank=True)
    conclusion = models.TextField("nhận xét, kiến nghị", max_length=2000, blank=True)
    reply_until = models.DateField("chủ thể có ý kiến đến hết ngày", null=True, blank=True)
    reply = models.TextField("ý kiến của chủ thể", max_length=2000, blank=True)
    decision = models.TextField("kết luận", max_length=2000, blank=True)
    mend_by = models.DateField("khắc phục đến hết ngày", null=True, blank=True)
    mended_on = models.DateField("khắc phục xong ngày", null=True, blank=True)
    revocation = models.OneToOneField(
        Revocation,
        models.PROTECT,
        related_name="inspection",
        null=True,
        blank=True,
        verbose_name="đề nghị thu hồi",
    )
    version = models.PositiveIntegerField("lần sửa", default=1)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = "lần hậu kiểm"
        verbose_name_plural = "lần hậu kiểm"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "certificate"], name="inspection_once_a_plan"),
            models.CheckConstraint(
                condition=Q(state__in=InspectionState.values), name="inspection_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(PRIVATE_INSPECTIONS))
                | Q(inspected_on__isnull=False, reply_until__isnull=False),
                name="inspection_recorded_has_its_days",
            ),
            models.CheckConstraint(
                condition=~Q(state=InspectionState.MENDING) | Q(mend_by__isnull=False),
                name="inspection_mending_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=InspectionState.REVOKING) | Q(revocation__isnull=False),
                name="inspection_revoking_has_its_proposal",
            ),
        ]

    def __str__(self):
        return f"Hậu kiểm {self.certificate.product_name} – {self.certificate}"

    def get_absolute_url(self):
        return reverse("products:inspection_detail", args=[self.pk])

    @property
    def tone(self):
        return INSPECTION_TONES[self.state]

    @property
    def unit_id(self):
        return self.certificate.unit_id


class InspectionFinding(models.Model):
    """What was found of one criterion, or of something else; fixed once recorded (triggers)."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="findings", verbose_name="lần hậu kiểm"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    criterion = models.ForeignKey(
        Criterion,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="tiêu chí",
    )
    text = models.CharField("nội dung", max_length=300)
    result = models.CharField("kết quả", max_length=10, choices=FindingResult)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        verbose_name = "nội dung kiểm tra"
        verbose_name_plural = "nội dung kiểm tra"
        ordering = ["inspection", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "position"], name="inspectionfinding_position_once"
            ),
            models.UniqueConstraint(
                fields=["inspection", "criterion"], name="inspectionfinding_criterion_once"
            ),
            models.CheckConstraint(
                condition=Q(result__in=FindingResult.values), name="inspectionfinding_result_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="inspectionfinding_says_what"),
        ]

    def __str__(self):
        return f"{self.text}: {self.get_result_display()}"
