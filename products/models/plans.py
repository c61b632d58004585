"""A unit's plan, what was sealed of it when it was sent, and what the province says of it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from products.enums import (
    IN_FORCE_STATES,
    PLAN_TONES,
    PRIVATE_STATES,
    SENT_STATES,
    WORKING_STATES,
    PlanState,
)
from programs.enums import PROVINCE_READERS, UNIT_ROLES
from programs.models import Campaign, SealedValues, Unit, User
from programs.scoping import own_units


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The plans whose rows this user may read (matrix P2-P4).

        What is issued is everybody's; the province reads what was sent; a unit reads its own.
        """
        issued = Q(state=PlanState.ISSUED)
        match user.role:
            case role if role in PROVINCE_READERS:
                return self.filter(state__in=SENT_STATES)
            case role if role in UNIT_ROLES:
                return self.filter(issued | Q(unit__in=own_units(user)))
            case _:
                return self.filter(issued)

    def counting(self):
        """The plans whose rows make the province's figures, at most one a unit and campaign.

        What is in force counts; a plan sent for the first time counts until it is answered, an
        adjustment only once it is accepted.
        """
        return self.filter(Q(state__in=IN_FORCE_STATES) | Q(state=PlanState.SENT, adjusts=None))


class Plan(models.Model):
    """One version of a unit's plan in a campaign. Its state moves only by plan_workflow.

    `edition` grows with every change of the plan or its rows, so that a page or an import that
    was made from an older one is told so.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="plans", verbose_name="đợt")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans", verbose_name="đơn vị")
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    adjusts = models.OneToOneField(
        "self",
        models.PROTECT,
        related_name="adjustment",
        null=True,
        blank=True,
        verbose_name="điều chỉnh cho",
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=PlanState, default=PlanState.DRAFT
    )
    edition = models.PositiveIntegerField("lần sửa", default=1)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_date = models.DateField("ngày ký", null=True, blank=True)
    signer = models.CharField("người ký", max_length=150, blank=True)
    scan = models.FileField("bản quét đã ký", upload_to="plans/", blank=True)
    scan_name = models.CharField("tên tệp", max_length=200, blank=True)
    scan_sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    lessons = models.TextField(
        "kinh nghiệm những năm qua",
        max_length=5000,
        blank=True,
        help_text="Điểm mạnh cần phát huy; tồn tại, hạn chế cần khắc phục (Công văn, mục II.1).",
    )
    is_nil = models.BooleanField("không đăng ký sản phẩm", default=False)
    handed_in_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người trình"
    )
    sent_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người gửi"
    )
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    first_sent_at = models.DateTimeField("gửi lần đầu lúc", null=True, blank=True)
    is_late = models.BooleanField("gửi lần đầu sau hạn", default=False)
    same_person_reason = models.CharField("lý do tự trình tự gửi", max_length=500, blank=True)
    changed_at = models.DateTimeField("sửa lần cuối", auto_now=True)
    history = HistoricalRecords()

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        ordering = ["campaign", "unit", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "version"], name="plan_version_once"
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                condition=Q(state__in=sorted(WORKING_STATES)),
                name="plan_one_version_in_work",
                violation_error_message="Đơn vị đang có một phiên bản chưa xong.",
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                condition=Q(state__in=sorted(IN_FORCE_STATES)),
                name="plan_one_version_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values), name="plan_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(PRIVATE_STATES))
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="plan_sent_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(first_sent_at__isnull=False) | Q(is_late=False),
                name="plan_late_once_it_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(sent_by=None)
                | ~Q(sent_by=F("handed_in_by"))
                | ~Q(same_person_reason=""),
                name="plan_sent_by_another_person",
                violation_error_message="Người gửi phải khác người trình, hoặc có lý do.",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1, edition__gte=1), name="plan_version_from_one"
            ),
        ]

    def __str__(self):
        version = f" (phiên bản {self.version})" if self.version > 1 else ""
        return f"Kế hoạch OCOP {self.campaign.which} – {self.unit.short_name}{version}"

    def get_absolute_url(self):
        return reverse("products:plan_detail", args=[self.pk])

    @property
    def tone(self):
        return PLAN_TONES[self.state]


class SealedPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was sent may be read by the province and the unit; what is issued, by all."""
        match user.role:
            case role if role in PROVINCE_READERS:
                return self
            case role if role in UNIT_ROLES:
                return self.filter(
                    Q(plan__state=PlanState.ISSUED) | Q(plan__unit__in=own_units(user))
                )
            case _:
                return self.filter(plan__state=PlanState.ISSUED)


class SealedPlan(SealedValues):
    """What a unit sent, letter for letter. Never changed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="seals", verbose_name="kế hoạch")
    number = models.PositiveSmallIntegerField("lần gửi")
    sealed_at = models.DateTimeField("niêm phong lúc")
    sealed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")

    objects = SealedPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "bản đã gửi"
        verbose_name_plural = "bản đã gửi"
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="sealedplan_number_once"),
        ]

    def __str__(self):
        return f"{self.plan} – lần gửi {self.number}"

    def get_absolute_url(self):
        return reverse("products:sealed_plan", args=[self.pk])


class PlanComment(models.Model):
    """What a reader says of a sent plan, on funding or criteria (matrix P13)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="comments", verbose_name="kế hoạch")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người viết")
    written_at = models.DateTimeField("viết lúc", auto_now_add=True)
    text = models.TextField("ý kiến", max_length=2000)

    class Meta:
        verbose_name = "ý kiến"
        verbose_name_plural = "ý kiến"
        ordering = ["-written_at", "pk"]

    def __str__(self):
        return f"{self.author}: {self.text[:60]}"
