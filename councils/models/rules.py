"""The Quy chế by which Councils work: what no decision says, as dated versions of settings."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from councils.enums import RULES_TONES, ForwardRule, InvitationKind, MinimaRule, RulesState
from programs.enums import ADMIN, Authority, BodyFunction, GateEffect, ProductGroup


class CouncilRulesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was published for everybody in the office; drafts for those who write them."""
        return self if user.role in ADMIN else self.published()

    def published(self):
        return self.filter(state=RulesState.PUBLISHED)

    def in_force(self, level, day):
        """The versions of this level that have begun by the day, the one that holds first."""
        begun = self.published().filter(level=level, valid_from__lte=day)
        return begun.order_by("-valid_from", "-pk")


class CouncilRules(models.Model):
    """One version of a Quy chế, until the next one of its level begins.

    Its state moves only by ground.operating_rules.RULES; once published, triggers refuse every
    change.

    `quorum` is the share of the seats that must be present, `tolerance` how many points the
    highest and the lowest total may be apart, `least_sheets` how many sheets one dossier needs;
    `open_days` are the working days for which dossiers lie open to members before the sitting.
    """

    level = models.CharField("cấp Hội đồng", max_length=10, choices=Authority)
    number = models.CharField("số, ký hiệu quyết định ban hành", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    signer_title = models.CharField(
        "chức vụ người ký",
        max_length=100,
        blank=True,
        default="TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH",
        help_text="Ví dụ TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH.",
    )
    signer = models.CharField("người ký", max_length=150, blank=True)
    valid_from = models.DateField("áp dụng từ ngày")
    quorum = models.DecimalField(
        "tỷ lệ thành viên phải có mặt",
        max_digits=5,
        decimal_places=4,
        default=Decimal("0.75"),
        validators=[
            MinValueValidator(Decimal("0.01"), "Giá trị phải từ 0,01 trở lên."),
            MaxValueValidator(1),
        ],
        help_text="Phần của số ghế, ví dụ 0,75 là ba phần tư; chủ tọa phải có mặt.",
    )
    tolerance = models.DecimalField(
        "độ lệch điểm cho phép",
        max_digits=5,
        decimal_places=2,
        default=10,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Giữa phiếu cao nhất và thấp nhất; lệch quá thì chấm lại hoặc ghi lý do.",
    )
    least_sheets = models.PositiveSmallIntegerField(
        "số phiếu ít nhất của một hồ sơ",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    minima = models.CharField(
        "xét mức tối thiểu của hạng sao",
        max_length=10,
        choices=MinimaRule,
        default=MinimaRule.FINDING,
    )
    forward = models.CharField(
        "đề nghị cấp trên khi", max_length=10, choices=ForwardRule, default=ForwardRule.STAR
    )
    open_days = models.PositiveSmallIntegerField(
        "mở hồ sơ cho thành viên trước phiên họp (ngày làm việc)",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    invitation = models.CharField(
        "mời họp bằng", max_length=10, choices=InvitationKind, default=InvitationKind.LETTER
    )
    note = models.TextField("ghi chú", max_length=2000, blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=RulesState, default=RulesState.DRAFT
    )
    version = models.PositiveIntegerField("lần sửa", default=1)

    objects = CouncilRulesQuerySet.as_manager()

    class Meta:
        verbose_name = "quy chế hoạt động"
        verbose_name_plural = "quy chế hoạt động"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=Authority.values), name="councilrules_level_known"
            ),
            models.CheckConstraint(
                condition=Q(minima__in=MinimaRule.values)
                & Q(forward__in=ForwardRule.values)
                & Q(invitation__in=InvitationKind.values),
                name="councilrules_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(quorum__gt=0, quorum__lte=1)
                & Q(tolerance__range=(0, 100))
                & Q(least_sheets__gte=1, open_days__gte=1),
                name="councilrules_numbers_in_range",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RulesState.values), name="councilrules_state_known"
            ),
            models.UniqueConstraint(
                fields=["level", "valid_from"],
                condition=Q(state=RulesState.PUBLISHED),
                name="councilrules_one_a_day",
                violation_error_message="Đã có Quy chế của cấp này áp dụng từ cùng ngày.",
            ),
        ]

    def __str__(self):
        return f"Quy chế {self.get_level_display()} theo {self.number}"

    def get_absolute_url(self):
        return reverse("councils:rules_detail", args=[self.pk])

    @property
    def tone(self):
        return RULES_TONES[self.state]


class GroupSeat(models.Model):
    """A body that should sit where products of this group are judged, by what it answers for."""

    rules = models.ForeignKey(
        CouncilRules, models.CASCADE, related_name="group_seats", verbose_name="Quy chế"
    )
    product_group = models.CharField("nhóm sản phẩm", max_length=10, choices=ProductGroup)
    function = models.CharField("chức năng", max_length=20, choices=BodyFunction)

    class Meta:
        verbose_name = "thành phần theo nhóm sản phẩm"
        verbose_name_plural = "thành phần theo nhóm sản phẩm"
        ordering = ["rules", "product_group", "function"]
        constraints = [
            models.UniqueConstraint(
                fields=["rules", "product_group", "function"], name="groupseat_once"
            ),
            models.CheckConstraint(
                condition=Q(product_group__in=ProductGroup.values)
                & Q(function__in=BodyFunction.values),
                name="groupseat_choices_known",
            ),
        ]

    def __str__(self):
        return f"{self.get_product_group_display()}: {self.get_function_display()}"


class OwnGate(models.Model):
    """A condition of the Quy chế beside the law's, which are programs.models.Gate.

    It ends an evaluation as those do. `sets` are numbers of product sets; where there are none it
    holds for every product.
    """

    rules = models.ForeignKey(
        CouncilRules, models.CASCADE, related_name="own_gates", verbose_name="Quy chế"
    )
    label = models.CharField("nội dung", max_length=200)
    effect = models.CharField("hệ quả", max_length=20, choices=GateEffect)
    sets = models.JSONField("bộ sản phẩm", default=list, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta:
        verbose_name = "điều kiện loại của Quy chế"
        verbose_name_plural = "điều kiện loại của Quy chế"
        ordering = ["rules", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rules", "label"], name="owngate_once"),
            models.CheckConstraint(
                condition=Q(effect__in=GateEffect.values), name="owngate_effect_known"
            ),
        ]

    def __str__(self):
        return f"{self.label} (điều kiện của Quy chế)"

    def holds_for(self, number):
        """Whether it may be found of a product of this set; None: of one without a set."""
        return not self.sets or number in self.sets
